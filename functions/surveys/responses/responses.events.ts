/** What the responses domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { invitationId } from '../invitations/invitations.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { npsBands, npsScoreSchema, responseId } from './responses.schema.ts';

/**
 * A customer has answered. The event happens at the instant of the answer (`at`), which together with the ids is
 * what `createResponseReader` needs to read the answers themselves.
 */
export const responseRecorded = event(
  'response.recorded',
  z.object({
    responseId: responseId.schema,
    surveyId: surveyId.schema,
    surveyVersion: z.int(),
    invitationId: invitationId.schema,
    campaignId: campaignId.schema,
    customerId: customerId.schema,
    score: npsScoreSchema,
    band: z.enum(npsBands),
  }),
);
