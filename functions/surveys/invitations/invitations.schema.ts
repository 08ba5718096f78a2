/** Invitations: one customer asked once, by one run of a campaign. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { channelSchema } from '../../contact/consents/consents.schema.ts';
import { messageId } from '../../contact/messaging/messaging.schema.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId, runId } from '../campaigns/campaigns.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const invitationId = idKind('invitation');

/** The token of the link is stored nowhere, only its hash. */
export const Invitation = z.strictObject({
  id: invitationId.schema,
  /** Rises with each change. */
  version: z.int().min(1),
  /** SHA-256 of the token, base64url. */
  hash: z.string(),
  runId: runId.schema,
  campaignId: campaignId.schema,
  surveyId: surveyId.schema,
  customerId: customerId.schema,
  /** The message that carries its link. */
  messageId: messageId.schema.optional(),
  /** By which it was sent, so that the way out of it is known. */
  channel: channelSchema.default('email'),
  /** Language of the message, and of the page unless the customer chooses another. */
  language: languageSchema,
  plannedAt: instantSchema,
  expiresAt: instantSchema,
  /** When their customer was to be reminded of it. */
  remindedAt: instantSchema.optional(),
  /** When an answer was not taken because a quota was full: they are not reminded. */
  refusedAt: instantSchema.optional(),
  /** `response_…`, once there is an answer. */
  responseId: z.string().optional(),
  /** `response_…`, while there is one that came faster than a person can answer, and no other. */
  suspectId: z.string().optional(),
});
export type Invitation = z.infer<typeof Invitation>;

/** The link of a test: it opens the page of a survey and records nothing. */
export const TestInvitation = Invitation.pick({
  hash: true,
  surveyId: true,
  language: true,
  expiresAt: true,
});
export type TestInvitation = z.infer<typeof TestInvitation>;

/** Tests that a member of staff was sent within an hour. */
export const TestCount = z.strictObject({
  staffId: staffIdSchema,
  /** UTC, e.g. `2026-11-23T01`. */
  hour: z.string(),
  /** How many. */
  version: z.int().min(1),
});
