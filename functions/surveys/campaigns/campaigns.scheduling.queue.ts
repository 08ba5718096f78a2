/** Keeps the schedule of every campaign in step with the campaign. */
import { createSchedulerClient } from '../../../shared/runtime/clients/scheduler.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createSchedules } from '../../../shared/scheduling/schedules.ts';
import { now } from '../../../shared/time/clock.ts';
import { campaignsScheduling } from './campaigns.domain.ts';
import { campaignsSchedulingEnvironment } from './campaigns.environment.ts';
import { createCampaignsStore } from './campaigns.store.ts';
import { syncCampaignSchedule } from './operations/sync-schedule.ts';

const scheduling = consumers(({ table, env }) => {
  const campaigns = createCampaignsStore(table);
  const schedules = createSchedules({
    client: createSchedulerClient(),
    group: env.SCHEDULE_GROUP,
    roleArn: env.SCHEDULE_ROLE_ARN,
    targetArn: env.SCHEDULE_TARGET_ARN,
    deadLetterArn: env.SCHEDULE_DLQ_ARN,
  });
  return [
    on(campaignsScheduling, async ({ type, data }) => {
      // A new name must not make a rate start over.
      if (type === 'campaign.changed' && !data.changed.includes('scheduleVersion')) return;
      await syncCampaignSchedule(data.campaignId, { campaigns, schedules, now });
    }),
  ];
}, campaignsSchedulingEnvironment);

export const handler = eventsFunction({ scheduling });
