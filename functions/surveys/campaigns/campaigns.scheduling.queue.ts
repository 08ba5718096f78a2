/** Keeps the schedule of every campaign in step with the campaign. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { schedulesEnvironment } from '../../../shared/runtime/environment.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { openSchedules } from '../../../shared/scheduling/open-schedules.ts';
import { now } from '../../../shared/time/clock.ts';
import { campaignsScheduling } from './campaigns.domain.ts';
import { createCampaignsStore } from './campaigns.store.ts';
import { syncCampaignSchedule } from './operations/sync-schedule.ts';

const scheduling = consumers(({ table, env }) => {
  const campaigns = createCampaignsStore(table);
  const schedules = openSchedules(env);
  return [
    on(campaignsScheduling, ({ data }) =>
      syncCampaignSchedule(data.campaignId, { campaigns, schedules, now }),
    ),
  ];
}, schedulesEnvironment);

export const handler = eventsFunction({ scheduling });
