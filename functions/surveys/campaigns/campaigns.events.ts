/** What the campaigns domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { campaignId } from './campaigns.schema.ts';

const campaign = { campaignId: campaignId.schema, surveyId: surveyId.schema, version: z.int() };

export const campaignCreated = event('campaign.created', z.object(campaign));
export const campaignChanged = event(
  'campaign.changed',
  z.object({ ...campaign, changed: z.array(z.string()) }),
);
/** Its firing has changed: another schedule, paused, resumed, held or released. Raised in place of `campaign.changed`. */
export const campaignRescheduled = event(
  'campaign.rescheduled',
  z.object({ ...campaign, changed: z.array(z.string()) }),
);
/** A person wants it to run at the instant of the event. */
export const campaignRunRequested = event('campaign.run-requested', z.object(campaign));
/** It is time to ask a customer because of what has happened. */
export const triggeredOverdue = overdueEvent('triggered', 'work');
export const campaignDeleted = event('campaign.deleted', z.object(campaign));
