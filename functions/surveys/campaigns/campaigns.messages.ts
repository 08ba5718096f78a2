/** What lies in the queue of runs, and what a run hands over to whoever sends. */
import * as z from 'zod';
import { instantSchema } from '../../../shared/values/instant.ts';
import { channelSchema } from '../../contact/consents/consents.schema.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { campaignId, runId } from './campaigns.schema.ts';

const firing = { campaignId: campaignId.schema, scheduledTime: instantSchema };

/** In the queue of runs: a schedule has fired, or a run goes on with the next page of a shard. */
export const RunsMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    ...firing,
    /** The campaign's schedule version when the schedule was made. */
    version: z.int(),
  }),
  z.strictObject({
    kind: z.literal('page'),
    ...firing,
    shard: z.int().min(0),
    page: z.int().min(1),
    /** A run that needs more pages than this is taken for a loop. */
    ceiling: z.int().min(1),
  }),
]);
export type RunsMessage = z.infer<typeof RunsMessage>;
export type RunMessage = Extract<RunsMessage, { kind: 'run' }>;
export type PageMessage = Extract<RunsMessage, { kind: 'page' }>;

/** Handed over to what the campaign sends: customers who are each to be sent it once by this run. */
export const AudiencePage = z.strictObject({
  runId: runId.schema,
  campaignId: campaignId.schema,
  /** What is sent. */
  surveyId: surveyId.schema,
  startedAt: instantSchema,
  /** Until when it can be answered. */
  expiresAt: instantSchema,
  /** How they are sent it. */
  channel: channelSchema.default('email'),
  /** So many days after they were sent it, who has not answered is reminded. */
  remindAfterDays: z.int().optional(),
  customerIds: z.array(customerId.schema).min(1).max(100),
});
export type AudiencePage = z.infer<typeof AudiencePage>;
