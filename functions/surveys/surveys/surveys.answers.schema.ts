/** Invitations and the answers that come back. */
import * as z from 'zod';
import { idSchema } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { campaignIdSchema } from './surveys.campaigns.schema.ts';
import { surveyIdSchema } from './surveys.schema.ts';

/** The bands of the Net Promoter Score. */
export const npsBands = ['promoter', 'passive', 'detractor'] as const;
export type NpsBand = (typeof npsBands)[number];

export const npsScoreSchema = z.int().min(0).max(10);

/** By the id of the question: a number for a scale, a text for free text. */
export const Answers = z.record(z.string().max(31), z.union([z.int(), z.string().max(2000)]));
export type Answers = z.infer<typeof Answers>;

/** What one customer answered once. */
export const Response = z.strictObject({
  id: idSchema('response'),
  surveyId: surveyIdSchema,
  surveyVersion: z.int().min(1),
  invitationId: idSchema('invitation'),
  campaignId: campaignIdSchema,
  customerId: idSchema('customer'),
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
    id: idSchema('response'),
    customerId: idSchema('customer'),
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

/**
 * Where the mail of an invitation stands. `unknown`: the reply of the mail service was lost; its events settle it,
 * or after a while it is sent again. `skipped`: not wanted any more when its turn came.
 */
export const mailStates = ['planned', 'sending', 'sent', 'unknown', 'failed', 'skipped'] as const;

/** One customer asked once, by one run of a campaign. The token of the link is stored nowhere, only its hash. */
export const Invitation = z.strictObject({
  id: idSchema('invitation'),
  /** Rises with each change. */
  version: z.int().min(1),
  /** SHA-256 of the token, base64url. */
  hash: z.string(),
  runId: idSchema('run'),
  campaignId: campaignIdSchema,
  surveyId: surveyIdSchema,
  customerId: idSchema('customer'),
  /** Which version of the link secret makes the token. */
  secretVersion: z.string(),
  plannedAt: instantSchema,
  expiresAt: instantSchema,
  mail: z.enum(mailStates),
  /** How often a mail was tried; part of its send id. */
  attempt: z.int().min(0),
  /** Random, new with each claim: two processes that claim at once never write the same, so one of them loses. */
  claim: z.string().optional(),
  /** Why it failed or was skipped. */
  reason: z.string().optional(),
  /** When an unknown mail is tried again, unless it is settled before. */
  settleAt: instantSchema.optional(),
  /** Language of the mail, known once it was claimed. */
  language: languageSchema.optional(),
  /** The answer, once there is one. */
  responseId: idSchema('response').optional(),
});
export type Invitation = z.infer<typeof Invitation>;

/** The row that lists show: what never changes, so that only planning writes to the indexes. */
export const InvitationSummary = z.strictObject({
  id: idSchema('invitation'),
  hash: z.string(),
  campaignId: campaignIdSchema,
  customerId: idSchema('customer'),
  plannedAt: instantSchema,
});
