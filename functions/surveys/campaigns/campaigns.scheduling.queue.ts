/** Keeps the schedule of every campaign in step with the campaign, and looks every hour whether it did. */
import type { EventContext } from '../../../shared/events/event.ts';
import { consumers, on, onJob } from '../../../shared/runtime/consumers.ts';
import { schedulesEnvironment } from '../../../shared/runtime/environment.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { openSchedules } from '../../../shared/scheduling/open-schedules.ts';
import { now } from '../../../shared/time/clock.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { campaignsHolding, campaignsScheduling } from './campaigns.domain.ts';
import { createCampaignsStore, createRunsStore } from './campaigns.store.ts';
import { followList, followSurroundings, followSurvey } from './operations/follow-surroundings.ts';
import { sweepCampaigns } from './operations/sweep-campaigns.ts';
import { syncCampaignSchedule } from './operations/sync-schedule.ts';

const scheduling = consumers(({ table, env }) => {
  const campaigns = createCampaignsStore(table);
  const surveys = createSurveyReader(table);
  const runs = createRunsStore(table);
  const schedules = openSchedules(env);
  const align = (campaignId: string) => syncCampaignSchedule(campaignId, { campaigns, schedules, now });
  const lists = createListReader(table);
  const holding = (origin: EventContext) => ({ table, campaigns, surveys, lists, origin });

  return [
    on(campaignsScheduling, ({ data }) => align(data.campaignId)),

    on(campaignsHolding, (event, origin) =>
      event.type === 'survey.changed'
        ? followSurvey(event.data.surveyId, holding(origin))
        : followList(event.data.listId, holding(origin)),
    ),

    onJob('campaigns-sweep', async (origin) => {
      const found = await sweepCampaigns(origin.at, {
        ...{ campaigns, runs, schedules, align },
        followSurroundings: (campaignId) => followSurroundings(campaignId, holding(origin)),
      });
      logger.info('campaigns swept', found);
    }),
  ];
}, schedulesEnvironment);

export const handler = eventsFunction({ scheduling });
