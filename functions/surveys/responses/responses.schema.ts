/** Responses: what customers answered, and what that comes to. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { invitationId } from '../invitations/invitations.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const responseId = idKind('response');

/** The bands of the Net Promoter Score. */
export const npsBands = ['promoter', 'passive', 'detractor'] as const;
export type NpsBand = (typeof npsBands)[number];

export const npsScoreSchema = z.int().min(0).max(10);

/** By the id of the question: a number for a scale, a text for free text. */
export const Answers = z.record(z.string().max(31), z.union([z.int(), z.string().max(2000)]));
export type Answers = z.infer<typeof Answers>;

/** What one customer answered once. */
export const Response = z.strictObject({
  id: responseId.schema,
  surveyId: surveyId.schema,
  surveyVersion: z.int().min(1),
  invitationId: invitationId.schema,
  campaignId: campaignId.schema,
  customerId: customerId.schema,
  answeredAt: instantSchema,
  language: languageSchema,
  score: npsScoreSchema,
  answers: Answers,
  /** When the counter has counted it. */
  countedAt: instantSchema.optional(),
});
export type Response = z.infer<typeof Response>;

/** The row that lists show. */
export const ResponseSummary = z
  .strictObject({
    id: responseId.schema,
    customerId: customerId.schema,
    surveyVersion: z.int().min(1),
    answeredAt: instantSchema,
    score: npsScoreSchema,
    suspect: z
      .boolean()
      .optional()
      .describe('Sent faster than a person can: shown, but neither counted nor followed up.'),
  })
  .meta({ id: 'ResponseSummary', description: 'An answer as lists show it.' });
export type ResponseSummary = z.infer<typeof ResponseSummary>;

export const ResponsePage = pageOf(ResponseSummary).meta({ id: 'ResponsePage' });

const count = z.int().min(0);

/** The Net Promoter Score and what it is made of. */
export const SurveyResults = z
  .strictObject({
    surveyId: surveyId.schema,
    promoters: count.describe('Answers of 9 and 10.'),
    passives: count.describe('Answers of 7 and 8.'),
    detractors: count.describe('Answers of 0 to 6.'),
    total: count,
    score: z
      .number()
      .min(-100)
      .max(100)
      .nullable()
      .describe(
        'Percentage of promoters minus percentage of detractors, to one decimal; null without answers.',
      ),
    source: z.literal('Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003'),
  })
  .meta({
    id: 'SurveyResults',
    description: 'Counted from events: an answer is in it a second or two later.',
  });
export type SurveyResults = z.infer<typeof SurveyResults>;
