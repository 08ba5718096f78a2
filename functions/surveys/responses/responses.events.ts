/** What the responses domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { trigger } from '../../../shared/events/trigger.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { campaignId, runId } from '../campaigns/campaigns.schema.ts';
import { collectorId } from '../collectors/collectors.schema.ts';
import { invitationId } from '../invitations/invitations.schema.ts';
import { scaleSchema } from '../questions/questions.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { npsBands, responseId, Score, scoreSchema } from './responses.schema.ts';

/**
 * A survey was answered. The event happens at the instant of the answer (`at`), which together with the ids is
 * what `createResponseReader` needs to read the answers themselves. A survey without a scale brings no score.
 */
export const responseRecorded = event(
  'response.recorded',
  z.object({
    responseId: responseId.schema,
    surveyId: surveyId.schema,
    surveyVersion: z.int(),
    invitationId: invitationId.schema.optional(),
    runId: runId.schema.optional(),
    campaignId: campaignId.schema.optional(),
    collectorId: collectorId.schema.optional(),
    /** Absent: nobody knows who has answered. */
    customerId: customerId.schema.optional(),
    score: scoreSchema.optional(),
    /** What the score is given on; absent beside a score: the NPS. */
    scale: scaleSchema.optional(),
    /** Of the NPS only. */
    band: z.enum(npsBands).optional(),
    /** The lowest of the answers that somebody has to ask about; absent: all are well. */
    low: Score.optional(),
  }),
);

export const responseRecordedTrigger = trigger(responseRecorded, { band: npsBands });
