/** Responses: what customers answered, and what that comes to. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { messageId, skipReasonSchema } from '../../contact/messaging/messaging.schema.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId, RunProgress, runId } from '../campaigns/campaigns.schema.ts';
import { collectorId, placeSchema } from '../collectors/collectors.schema.ts';
import { invitationId } from '../invitations/invitations.schema.ts';
import {
  Answer,
  Answers,
  maximumQuestions,
  Question,
  questionIdSchema,
  quotaIdSchema,
  scaleSchema,
} from '../questions/questions.schema.ts';
import { Quota, surveyId } from '../surveys/surveys.schema.ts';

export const responseId = idKind('response');

/** The bands of the Net Promoter Score. */
export const npsBands = ['promoter', 'passive', 'detractor'] as const;
export type NpsBand = (typeof npsBands)[number];

export const scoreSchema = z
  .int()
  .min(0)
  .max(10)
  .describe('Answer to the NPS question, else to the first question with a scale; absent without either.');

/** Where a score stands on its scale. */
export const bandSchema = z
  .enum(['high', 'middle', 'low'])
  .describe('`high`: 9 and 10, or 4 and 5 of five; `low`: 0 to 6, or 1 and 2 of five.');
export type Band = z.infer<typeof bandSchema>;

/** The answer to one question with a scale. */
export const Score = z.strictObject({
  questionId: questionIdSchema,
  scale: scaleSchema,
  value: z.int().min(0).max(10),
});
export type Score = z.infer<typeof Score>;

/** By which way an answer came: the message whose link was followed, an open link, a code to scan, or a call. */
const answerChannelSchema = z
  .enum(['email', 'sms', 'link', 'qr', 'call'])
  .describe('By which way the customer was asked.');

const ids = {
  id: responseId.schema,
  surveyId: surveyId.schema,
  surveyVersion: z.int().min(1),
  invitationId: invitationId.schema.optional(),
  runId: runId.schema.optional(),
  campaignId: campaignId.schema.optional(),
  collectorId: collectorId.schema.optional().describe('The link for anybody by which it came.'),
  place: placeSchema.optional(),
  channel: answerChannelSchema.optional(),
  customerId: customerId.schema
    .optional()
    .describe(
      'Absent: nobody knows who has answered, because the survey is anonymous or the link was for anybody.',
    ),
  answeredAt: instantSchema,
};

const scored = { score: scoreSchema.optional(), scale: scaleSchema.optional() };

/** What somebody answered once. Without a customer it is an answer of nobody in particular. */
export const Response = z.strictObject({
  ...ids,
  language: languageSchema,
  ...scored,
  answers: Answers,
  /** Every answer on a scale, as the counter counts it. */
  scores: z.array(Score).max(maximumQuestions).default([]),
  /** The first question that was answered with a text, for the table keeps no order among the answers. */
  commentedOn: questionIdSchema.optional(),
  /** When the counter has counted it. */
  countedAt: instantSchema.optional(),
});
export type Response = z.infer<typeof Response>;

/** Answers that were begun: the fields of the form as they were sent, and the page that comes next. */
export const AnswerDraft = z.strictObject({
  hash: z.string(),
  customerId: customerId.schema,
  surveyVersion: z.int().min(1),
  page: questionIdSchema,
  shownAt: z.int(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  expiresAt: instantSchema,
});
export type AnswerDraft = z.infer<typeof AnswerDraft>;

const suspect = z
  .boolean()
  .optional()
  .describe(
    'Sent faster than a person can, or with a field filled in that people do not see, and not confirmed by sending it again: shown, but neither counted nor followed up.',
  );

/** So much of a comment stands in the rows of lists. */
export const shownComment = 300;

/** What lists keep of a response. */
export const ResponseSummary = z.strictObject({
  id: responseId.schema,
  surveyId: surveyId.schema,
  surveyVersion: z.int().min(1),
  campaignId: ids.campaignId,
  collectorId: ids.collectorId,
  place: ids.place,
  channel: ids.channel,
  customerId: ids.customerId,
  answeredAt: instantSchema,
  ...scored,
  band: bandSchema.optional(),
  scores: z
    .strictObject({
      nps: z.int().optional(),
      csat: z.int().optional(),
      ces: z.int().optional(),
      rating: z.int().optional(),
    })
    .default({})
    .describe('The first answer on each kind of scale.'),
  low: z
    .boolean()
    .default(false)
    .describe('One of its answers is low on its scale, whatever the score: it is followed up by a callback.'),
  comment: z
    .string()
    .optional()
    .describe(`The first free text, its first ${shownComment} characters; the response has all of it.`),
  commentedOn: questionIdSchema.optional().describe('The question that the comment answers.'),
  commentCut: z.literal(true).optional().describe('The comment goes on: read the response.'),
  moreComments: z
    .int()
    .min(1)
    .optional()
    .describe('So many other questions were answered with free text, too: read the response.'),
  commented: z.boolean().default(false),
  suspect,
});
export type ResponseSummary = z.infer<typeof ResponseSummary>;

/** The row that lists show. */
export const ResponseRow = ResponseSummary.extend({
  customerName: z
    .string()
    .optional()
    .describe('The present name; absent when the customer was deleted, or nobody knows who it was.'),
}).meta({ id: 'ResponseSummary', description: 'An answer as lists show it.' });
export type ResponseRow = z.infer<typeof ResponseRow>;

export const ResponsePage = pageOf(ResponseRow).meta({ id: 'ResponsePage' });

/** A question as the customer saw it, with the answer. */
const AnsweredQuestion = z
  .strictObject({
    questionId: questionIdSchema,
    kind: z.enum(Question.options.map((option) => option.shape.kind.value)),
    question: z.string().describe('In the language of the page that the customer answered.'),
    answer: Answer.nullable().describe('Null: left empty, or not asked.'),
    said: z
      .string()
      .optional()
      .describe('The same in words, where it is ids: what was chosen, and what was said beside that.'),
  })
  .meta({ id: 'AnsweredQuestion' });

/** A response with the words of its questions. */
export const ShownResponse = z
  .strictObject({
    ...ids,
    language: languageSchema,
    ...scored,
    band: bandSchema.optional(),
    answers: z.array(AnsweredQuestion),
    suspect,
  })
  .meta({
    id: 'Response',
    description: 'What somebody answered once, with the questions as they saw them.',
  });
export type ShownResponse = z.infer<typeof ShownResponse>;

const count = z.int().min(0);
const percentage = z.number().min(0).max(100);

export const sources = {
  nps: 'Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003',
  csat: 'Share of 4 and 5 of five (top two boxes): Farris et al., Marketing Metrics, 2010, chapter 2',
  share: 'Wilson, Probable Inference, Journal of the American Statistical Association 22, 1927: 95 %',
  standardError:
    'Standard error of the mean of +100, 0 and -100; normal approximation, 95 %, from 30 answers on',
} as const;

const QuestionResults = z
  .strictObject({
    questionId: questionIdSchema,
    scale: scaleSchema,
    count,
    mean: z.number().describe('To two decimals.'),
    distribution: z.array(z.strictObject({ value: z.int(), count })),
    csat: z
      .strictObject({
        share: percentage.describe('Percentage of 4 and 5, to one decimal.'),
        interval: z.strictObject({ low: percentage, high: percentage, source: z.literal(sources.share) }),
        source: z.literal(sources.csat),
      })
      .optional()
      .describe('For questions of kind `csat`.'),
  })
  .meta({ id: 'QuestionResults', description: 'All answers to one question with a scale.' });
export type QuestionResults = z.infer<typeof QuestionResults>;

const npsNumber = z.number().min(-100).max(100);

/** The Net Promoter Score and what it is made of, and what came of every other scale. */
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
    standardError: z
      .number()
      .min(0)
      .nullable()
      .describe('Of the score, to one decimal; null with fewer than two answers.'),
    interval: z
      .strictObject({ low: npsNumber, high: npsNumber, source: z.literal(sources.standardError) })
      .nullable()
      .describe('Where the score of all customers probably lies.'),
    questions: z.array(QuestionResults).describe('Each question with a scale that was answered.'),
  })
  .meta({
    id: 'SurveyResults',
    description: 'Counted from events: an answer is in it a second or two later.',
  });
export type SurveyResults = z.infer<typeof SurveyResults>;

/** One firing of a campaign, and what became of its mails. */
export const Run = RunProgress.extend({
  invited: count.describe('Invitations written; whoever was deleted meanwhile gets none.'),
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
  answered: count.describe('Invitations that were answered by people.'),
}).meta({
  id: 'Run',
  description:
    'One firing of a campaign. Each invitation counts in one of `sent`, `bounced`, `withheld`, `complained`, `failed`, `unknown` and `skipped` once it is known; the others wait for their turn.',
});
export type Run = z.infer<typeof Run>;

export const RunPage = pageOf(Run).meta({ id: 'RunPage' });

/** How far the quotas of a survey are taken. */
export const SurveyQuotas = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: quotaIdSchema,
        maximum: Quota.shape.maximum,
        taken: count.describe('More than the maximum where that was lowered meanwhile.'),
        isFull: z.boolean().describe('No more answers are taken of this kind.'),
      }),
    ),
  })
  .meta({ id: 'SurveyQuotas' });
export type SurveyQuotas = z.infer<typeof SurveyQuotas>;

export const PreviewRequest = z
  .strictObject({ language: languageSchema.describe('One of the languages of the survey.') })
  .meta({ id: 'PreviewRequest' });

/** What customers would get. */
export const SurveyPreview = z
  .strictObject({
    mail: z.strictObject({ subject: z.string(), html: z.string(), text: z.string() }),
    page: z.string().describe('The answer page, HTML.'),
  })
  .meta({ id: 'SurveyPreview' });
export type SurveyPreview = z.infer<typeof SurveyPreview>;

/** Where a survey can be tried. */
export const PreviewLink = z
  .strictObject({
    link: z
      .string()
      .describe('Opens the answer page, also of a draft. Nothing that is sent there is recorded.'),
    expiresAt: instantSchema,
  })
  .meta({ id: 'PreviewLink' });
export type PreviewLink = z.infer<typeof PreviewLink>;

export const TestRequest = PreviewRequest.extend({
  staffId: staffIdSchema.optional().describe('Who gets it; the caller if left out.'),
}).meta({ id: 'TestRequest' });

/** A test that is on its way. */
export const TestMail = z
  .strictObject({
    messageId: messageId.schema,
    staffId: staffIdSchema,
    language: languageSchema,
    expiresAt: instantSchema.describe('So long its link opens the page.'),
  })
  .meta({ id: 'TestMail' });
export type TestMail = z.infer<typeof TestMail>;
