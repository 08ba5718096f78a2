/** Keeps the schedule of every campaign in step with the campaign, and looks every hour whether it did. */
import type { EventContext } from '../../../shared/events/event.ts';
import { consumers, on, onJob } from '../../../shared/runtime/consumers.ts';
import { schedulesEnvironment } from '../../../shared/runtime/environment.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { openSchedules } from '../../../shared/scheduling/open-schedules.ts';
import { now } from '../../../shared/time/clock.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { campaignsHolding, campaignsScheduling } from './campaigns.domain.ts';
import { createCampaignsStore, createRunsStore } from './campaigns.store.ts';
import { followOwnSurvey, followSurvey } from './operations/follow-survey.ts';
import { sweepCampaigns } from './operations/sweep-campaigns.ts';
import { syncCampaignSchedule } from './operations/sync-schedule.ts';

const scheduling = consumers(({ table, env }) => {
  const campaigns = createCampaignsStore(table);
  const surveys = createSurveyReader(table);
  const runs = createRunsStore(table);
  const schedules = openSchedules(env);
  const align = (campaignId: string) => syncCampaignSchedule(campaignId, { campaigns, schedules, now });
  const holding = (origin: EventContext) => ({ table, campaigns, surveys, origin });

  return [
    on(campaignsScheduling, ({ data }) => align(data.campaignId)),

    on(campaignsHolding, ({ data }, origin) => followSurvey(data.surveyId, holding(origin))),

    onJob('campaigns-sweep', async (origin) => {
      const found = await sweepCampaigns(origin.at, {
        ...{ campaigns, runs, schedules, align },
        followSurvey: (campaignId) => followOwnSurvey(campaignId, holding(origin)),
      });
      logger.info('campaigns swept', found);
    }),
  ];
}, schedulesEnvironment);

export const handler = eventsFunction({ scheduling });
