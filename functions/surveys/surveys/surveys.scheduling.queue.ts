/** Keeps the schedule of every campaign in step with the campaign. */
import { createSchedulerClient } from '../../../shared/runtime/clients/scheduler.ts';
import { eventHandler } from '../../../shared/runtime/queue.ts';
import { createSchedules } from '../../../shared/scheduling/schedules.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { subscriptions } from '../../subscriptions.ts';
import { syncSchedule } from './operations/sync-schedule.ts';
import { surveysSchedulingEnvironment } from './surveys.environment.ts';
import { createSurveysStore } from './surveys.store.ts';

const settings = surveysSchedulingEnvironment.read();

const surveys = createSurveysStore(openTable(settings.TABLE_NAME));
const schedules = createSchedules({
  client: createSchedulerClient(),
  group: settings.SCHEDULE_GROUP,
  roleArn: settings.SCHEDULE_ROLE_ARN,
  targetArn: settings.SCHEDULE_TARGET_ARN,
  deadLetterArn: settings.SCHEDULE_DLQ_ARN,
});

export const handler = eventHandler(subscriptions.surveysScheduling, async ({ type, data }) => {
  // A new name must not make a rate start over.
  if (type === 'campaign.changed' && !data.changed.includes('scheduleVersion')) return;
  await syncSchedule(data.campaignId, { surveys, schedules, now });
});
