/** Results: what the answers to a survey come to, how it changes, and where it is high or low. */
import * as z from 'zod';
import { daySchema, instantSchema, monthSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf, wholeNumber } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { skipReasonSchema } from '../../contact/messaging/messaging.schema.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { campaignId, RunProgress, runId } from '../campaigns/campaigns.schema.ts';
import {
  Change,
  change,
  dimensionSchema,
  Measure,
  QuestionMeasure,
  sources,
} from '../measures/measures.schema.ts';
import { Question, questionIdSchema } from '../questions/questions.schema.ts';
import { answerChannelSchema } from '../responses/responses.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

const count = z.int().min(0);
const percentage = z.number().min(0).max(100);

const Part = { count, share: percentage.describe('Percentage of those who answered the question.') };

const ChoiceResults = z
  .strictObject({ choice: z.string(), ...Part, low: percentage, high: percentage })
  .meta({
    id: 'ChoiceResults',
    description: 'How often something was chosen; the interval is that of Wilson.',
  });

const RowResults = z
  .strictObject({
    row: z.string(),
    count,
    columns: z.array(z.strictObject({ column: z.string(), ...Part })),
  })
  .meta({ id: 'RowResults', description: 'What was chosen in one row of a matrix.' });

export const QuestionResults = z
  .strictObject({
    questionId: questionIdSchema,
    kind: z.enum(Question.options.map((option) => option.shape.kind.value)),
    count: count.describe('Answers to this question; of one to be agreed to, how many agreed.'),
    measures: z
      .array(Measure)
      .describe('`nps` or `top-box` where the kind has one, and the `mean`; none where nothing is measured.'),
    distribution: z
      .array(z.strictObject({ value: z.int(), count }))
      .optional()
      .describe('For scales: how often which number was given, the lowest first.'),
    choices: z.array(ChoiceResults).optional().describe('For choices; of several, shares add up to more.'),
    rows: z.array(RowResults).optional().describe('For a matrix.'),
  })
  .meta({ id: 'QuestionResults', description: 'All answers to one question.' });
export type QuestionResults = z.infer<typeof QuestionResults>;

const npsNumber = z.number().min(-100).max(100);

/** The Net Promoter Score and what it is made of, and what came of every question. */
export const SurveyResults = z
  .strictObject({
    surveyId: surveyId.schema,
    answered: count.describe('Responses of people, whatever they answered.'),
    promoters: count.describe('Answers of 9 and 10 to the NPS question.'),
    passives: count.describe('Answers of 7 and 8.'),
    detractors: count.describe('Answers of 0 to 6.'),
    total: count.describe('Answers to the NPS question.'),
    score: npsNumber
      .nullable()
      .describe(
        'Percentage of promoters minus percentage of detractors, to one decimal; null without answers.',
      ),
    source: z.literal(sources.nps),
    interval: z
      .strictObject({ low: npsNumber, high: npsNumber, source: z.literal(sources.npsInterval) })
      .nullable()
      .describe('Where the score of all customers probably lies; null with fewer than two answers.'),
    questions: z
      .array(QuestionResults)
      .describe('Each question that was answered, in the order of the survey; the NPS question first.'),
  })
  .meta({
    id: 'SurveyResults',
    description:
      'Counted from events: an answer is in it a second or two later. Whoever is erased stays in these numbers, as nobody.',
  });
export type SurveyResults = z.infer<typeof SurveyResults>;

/** One firing of a campaign, and what became of its mails. */
export const Run = RunProgress.extend({
  invited: count.describe(
    'Invitations written, also of whoever is skipped then; whoever was deleted meanwhile gets none.',
  ),
  held: count.describe(
    'Of the others: kept back by the contact policy, until they may be sent or have expired.',
  ),
  sent: count.describe('Taken by the mail service; neither come back nor complained of, as far as is known.'),
  bounced: count.describe('Came back.'),
  withheld: count.describe(
    'Not sent by SES, which holds the address on the account’s own suppression list. Counts in no bounce rate.',
  ),
  complained: count.describe('Arrived, and were taken for junk by whoever got them.'),
  failed: count.describe('Could not be handed to the mail service.'),
  unknown: count.describe('Nobody knows whether they went; they are not sent again.'),
  skipped: count.describe('Not sent, for a reason.'),
  skippedBecause: z
    .partialRecord(skipReasonSchema, count)
    .describe('How many were skipped for which reason.'),
  reminded: count.describe('Reminders that were sent to those who had not answered.'),
  answered: count
    .nullable()
    .describe(
      'Invitations that were answered by people. Null: not known, `answeredUnknownBecause` says why.',
    ),
  answeredUnknownBecause: z
    .enum(['anonymous-names-no-run'])
    .optional()
    .describe('The survey is anonymous: no answer to it says by which run it came.'),
}).meta({
  id: 'Run',
  description:
    'One firing of a campaign. Each invitation counts in one of `sent`, `bounced`, `withheld`, `complained`, `failed`, `unknown` and `skipped` once it is known; the others wait for their turn.',
});
export type Run = z.infer<typeof Run>;

export const RunPage = pageOf(Run).meta({ id: 'RunPage' });

/** What stands for nobody, no team and no tag. */
export const nobody = 'none';

/** Refuses months that end before they begin. */
export function inOrder<Schema extends z.ZodType<{ from?: string | undefined; to?: string | undefined }>>(
  schema: Schema,
): Schema {
  return schema.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    error: 'must not lie before the month it begins with',
  });
}

/** Which answers are meant. */
export const narrowing = {
  from: monthSchema.optional().describe('Only what was answered in this month (UTC) or later.'),
  to: monthSchema.optional().describe('Only what was answered in this month (UTC) or earlier.'),
  campaignId: campaignId.schema
    .optional()
    .describe('Only what this campaign has brought. Answers to an anonymous survey name none.'),
  runId: runId.schema
    .optional()
    .describe(
      'Only what this wave, one run of a campaign, has brought. Answers to an anonymous survey name none.',
    ),
  owner: staffIdSchema
    .optional()
    .describe(`Only from customers of this person; \`${nobody}\`: of nobody. For whoever sees all answers.`),
  team: z
    .union([z.literal(nobody), teamId.schema])
    .optional()
    .describe(
      `Only from customers of the people of this team; \`${nobody}\`: of people in none. For whoever sees all answers.`,
    ),
  channel: answerChannelSchema.optional().describe('Only what came by this way.'),
  tag: z.string().min(1).max(40).optional().describe('Only from customers who had this tag.'),
  language: languageSchema.optional().describe('Only what was answered in this language.'),
};
/** How many answers a group needs to be compared, and all others together. */
export const minimumAnswers = wholeNumber(2, 1000, 10).describe(
  'So many answers a group needs, and all others together, to be compared.',
);

/** How many findings are told. */
export const findingsLimit = wholeNumber(1, 100, 50).describe('So many findings are told.');

/** What narrows results to some of the answers. */
export const Narrowing = inOrder(z.strictObject(narrowing));
export type Narrowing = z.infer<typeof Narrowing>;

const measuredQuestions = z
  .array(QuestionMeasure)
  .describe('The first measure of each question that has one.');

export const steps = ['day', 'week', 'month', 'wave'] as const;
export const stepSchema = z
  .enum(steps)
  .describe('A day, a week (from Monday) or a month in UTC, or a wave: one run of a campaign.');
export type Step = z.infer<typeof stepSchema>;

export const ResultsTrend = z
  .strictObject({
    surveyId: surveyId.schema,
    by: stepSchema,
    points: z
      .array(
        z.strictObject({
          begins: daySchema.describe('The first day of it in UTC; of a wave the day it was scheduled for.'),
          campaignId: campaignId.schema.optional(),
          runId: runId.schema.optional().describe('Of a wave.'),
          answered: count,
          measures: measuredQuestions,
        }),
      )
      .describe('The oldest first; what nobody has answered in is left out.'),
  })
  .meta({ id: 'ResultsTrend', description: 'What answers came to, one time after another.' });
export type ResultsTrend = z.infer<typeof ResultsTrend>;

const groupValue = {
  value: z
    .string()
    .describe(
      `What the customers have in common: an id, a tag, a language; \`${nobody}\`: nobody, none, unknown.`,
    ),
  name: z.string().optional().describe('Of the person or the team.'),
};

/** So many groups are told one by one. */
export const maximumGroups = 100;

export const ResultsBreakdown = z
  .strictObject({
    surveyId: surveyId.schema,
    by: dimensionSchema,
    groups: z
      .array(z.strictObject({ ...groupValue, answered: count, measures: measuredQuestions }))
      .describe('The largest first. Whoever has several tags or teams counts in each.'),
    others: z
      .strictObject({ groups: count, answered: count })
      .describe(
        `Those that are not told one by one: beyond the ${maximumGroups} largest, and tags that only one customer has ever answered with, since they may tell who that is.`,
      ),
  })
  .meta({
    id: 'ResultsBreakdown',
    description: 'What answers came to, by what the customers have in common.',
  });
export type ResultsBreakdown = z.infer<typeof ResultsBreakdown>;

export const Finding = z
  .strictObject({
    side: z.enum(['high', 'low']).describe('Above or below all others.'),
    dimension: dimensionSchema,
    ...groupValue,
    ...change,
    measured: z.number().describe('Of the group.'),
    rest: z.number().describe('Of all others.'),
    n: count.describe('Answers of the group.'),
    restN: count.describe('Answers of all others.'),
    effect: z
      .number()
      .describe('The difference in standard deviations (Cohen’s d), of percentages Cohen’s h.'),
    rate: z
      .number()
      .min(0)
      .max(1)
      .describe(
        'Of the findings up to this one, at most this share is chance; corrected for all comparisons.',
      ),
    certain: z.boolean().describe('`rate` is 0.05 or less.'),
  })
  .meta({ id: 'ResultsFinding', description: 'A group whose answers differ from those of all others.' });
export type Finding = z.infer<typeof Finding>;

export const ResultsFindings = z
  .strictObject({
    surveyId: surveyId.schema,
    minimum: count,
    comparisons: count.describe('So many groups were compared; the correction is for all of them.'),
    findings: z.array(Finding).describe('Certain ones first, of these the greatest effect first.'),
    source: z.literal(sources.many),
  })
  .meta({ id: 'ResultsFindings', description: 'Where answers are high and where they are low.' });
export type ResultsFindings = z.infer<typeof ResultsFindings>;

export const ResultsWaves = z
  .strictObject({
    surveyId: surveyId.schema,
    waves: z
      .array(
        z.strictObject({
          runId: runId.schema,
          campaignId: campaignId.schema,
          scheduledTime: instantSchema,
          answered: count,
          measures: measuredQuestions,
          changes: z.array(Change).describe('Since the wave before of the same campaign.'),
        }),
      )
      .describe('The oldest first; runs that nobody has answered are left out.'),
  })
  .meta({
    id: 'ResultsWaves',
    description: 'What each wave came to, and how it differs from the one before.',
  });
export type ResultsWaves = z.infer<typeof ResultsWaves>;

export const funnelSteps = [
  'planned',
  'invited',
  'sent',
  'delivered',
  'opened',
  'answered',
  'completed',
] as const;

export const ResultsFunnel = z
  .strictObject({
    surveyId: surveyId.schema,
    runs: count.describe('So many runs are counted together.'),
    isWhole: z.boolean().describe('Whether these are all; else the newest 100 of each campaign.'),
    steps: z.array(
      z.strictObject({
        step: z
          .enum(funnelSteps)
          .describe(
            '`planned`: found in the audience; `invited`: an invitation was written and not skipped, as those of customers who were asked lately are; `sent`: handed to the service that sends; `delivered`: of these, what has not come back as far as is known; `opened`: the page was opened; `answered`: a page of the questions was sent in; `completed`: the last one was.',
          ),
        count: count.nullable().describe('Null: not known, `reason` says why.'),
        share: percentage.nullable().describe('Percentage of those invited, to one decimal.'),
        reason: z
          .enum(['opening-records-nothing', 'anonymous-keeps-nothing', 'anonymous-names-no-run'])
          .optional()
          .describe(
            'Why it is not known. `opening-records-nothing`: opening a page records nothing, because programs that look for viruses open every link of a mail; `anonymous-keeps-nothing`: of an anonymous survey nothing is kept before it is answered; `anonymous-names-no-run`: no answer to an anonymous survey says by which run it came. `GET /surveys/{surveyId}/results` says how many there are.',
          ),
      }),
    ),
  })
  .meta({ id: 'ResultsFunnel', description: 'How far those who were to be asked have come.' });
export type ResultsFunnel = z.infer<typeof ResultsFunnel>;
