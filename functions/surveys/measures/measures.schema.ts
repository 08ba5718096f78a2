/** What answers come to in one number, and by how much it changes: what others keep of results. */
import * as z from 'zod';
import { questionIdSchema } from '../questions/questions.schema.ts';

const count = z.int().min(0);

/** What the answers may be told apart by. Each is what was true when the answer was counted, a second or two after it came. */
export const dimensions = ['owner', 'team', 'channel', 'tag', 'language'] as const;
export const dimensionSchema = z
  .enum(dimensions)
  .describe(
    'What the answers are told apart by: who looked after the customer, the teams of that person, the way by which the customer was asked, the tags of the customer, the language of the answer. As it was when the answer came.',
  );
export type Dimension = z.infer<typeof dimensionSchema>;

/** Where the numbers come from, as the replies say it. */
export const sources = {
  nps: 'Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003',
  npsInterval:
    'Adjusted Wald, three answers added: Rocks, Interval Estimation for the "Net Promoter Score", The American Statistician 70, 2016: 95 %',
  share: 'Wilson, Probable Inference, Journal of the American Statistical Association 22, 1927: 95 %',
  mean: 'Student, The Probable Error of a Mean, Biometrika 6, 1908: 95 %',
  npsChange:
    'z with the variances of three shares, adjusted: Lewis and Sauro, How to Statistically Compare Two Net Promoter Scores, 2021, after Rocks 2016',
  shareChange: 'z with the pooled share; interval by method 10 of Newcombe, Statistics in Medicine 17, 1998',
  meanChange: 'Welch, The Generalization of "Student\'s" Problem, Biometrika 34, 1947',
  many: 'Benjamini and Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical Society B 57, 1995',
} as const;

/** The kinds of questions whose answers come to a number. */
export const measuredKinds = ['nps', 'csat', 'ces', 'rating', 'number'] as const;

export const measureKinds = ['nps', 'top-box', 'mean'] as const;
const measureKind = z
  .enum(measureKinds)
  .describe(
    '`nps`: percentage of 9 and 10 minus that of 0 to 6; `top-box`: percentage of 4 and 5 of five (`csat`), of 5 to 7 of seven (`ces`); `mean`: of the numbers themselves.',
  );

/** One number that the answers to a question come to. */
export const Measure = z
  .strictObject({
    kind: measureKind,
    value: z.number().describe('To one decimal; means to two.'),
    low: z.number().nullable().describe('Null with fewer than two answers.'),
    high: z.number().nullable(),
    n: count.describe('Answers that it is made of.'),
    source: z.enum([sources.npsInterval, sources.share, sources.mean]).describe('Of the interval.'),
  })
  .meta({
    id: 'Measure',
    description: 'A number and where that of all customers probably lies, with 95 % confidence.',
  });
export type Measure = z.infer<typeof Measure>;

/** The same of one of several questions. */
export const QuestionMeasure = Measure.extend({ questionId: questionIdSchema }).meta({
  id: 'QuestionMeasure',
  description: 'The first measure of a question.',
});
export type QuestionMeasure = z.infer<typeof QuestionMeasure>;

export const change = {
  questionId: questionIdSchema,
  kind: measureKind,
  difference: z.number().describe('In points of the score or of the percentage, or in numbers of the scale.'),
  low: z.number().describe('Where the difference probably lies, with 95 % confidence.'),
  high: z.number(),
  p: z.number().min(0).max(1).describe('How often chance alone makes as much of a difference.'),
  source: z.enum([sources.npsChange, sources.shareChange, sources.meanChange]),
};

export const Change = z
  .strictObject({ ...change, certain: z.boolean().describe('`p` is 0.05 or less.') })
  .meta({ id: 'Change', description: 'How the first measure of a question has changed.' });
export type Change = z.infer<typeof Change>;
