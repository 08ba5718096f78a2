/** What the surveys domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { idSchema } from '../../../shared/values/ids.ts';
import { npsBands, npsScoreSchema } from './surveys.answers.schema.ts';

const survey = { surveyId: idSchema('survey'), version: z.int() };
const changed = z.array(z.string());

export const surveyCreated = event('survey.created', z.object(survey));
export const surveyChanged = event('survey.changed', z.object({ ...survey, changed }));

const campaign = { campaignId: idSchema('campaign'), surveyId: idSchema('survey'), version: z.int() };

export const campaignCreated = event('campaign.created', z.object(campaign));
export const campaignChanged = event('campaign.changed', z.object({ ...campaign, changed }));
export const campaignDeleted = event('campaign.deleted', z.object(campaign));

/**
 * A customer has answered. The event happens at the instant of the answer (`at`), which together with the ids is
 * what `createResponseReader` needs to read the answers themselves.
 */
export const responseRecorded = event(
  'response.recorded',
  z.object({
    responseId: idSchema('response'),
    surveyId: idSchema('survey'),
    surveyVersion: z.int(),
    invitationId: idSchema('invitation'),
    campaignId: idSchema('campaign'),
    customerId: idSchema('customer'),
    score: npsScoreSchema,
    band: z.enum(npsBands),
  }),
);

/** A customer wants no more survey mails, or has complained about one, or cannot be reached by mail. */
export const consentWithdrawn = event(
  'consent.withdrawn',
  z.object({
    customerId: idSchema('customer'),
    purpose: z.literal('surveys'),
    channel: z.literal('email'),
    source: z.enum(['unsubscribe', 'complaint', 'bounce']),
  }),
);
