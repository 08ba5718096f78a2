/** Responses: what customers answered. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { messageId } from '../../contact/messaging/messaging.schema.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId, runId } from '../campaigns/campaigns.schema.ts';
import { collectorId, collectorNameSchema, placeSchema } from '../collectors/collectors.schema.ts';
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
export const answerChannelSchema = z
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

/** What is kept of a customer with an answer, so that answers can be told apart by it: as it was when the answer was counted. */
export const CountedGroup = z.strictObject({
  /** Who looked after them then; absent: nobody. */
  ownerThen: staffIdSchema.optional(),
  /** The teams of that person. */
  teams: z.array(z.string()),
  /** Hashes of their tags, since a tag may tell who they are. */
  tags: z.array(z.string()),
});
export type CountedGroup = z.infer<typeof CountedGroup>;

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
  group: CountedGroup.optional(),
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
  collectorName: collectorNameSchema,
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
    collectorName: collectorNameSchema,
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
