/** Pages through the audience of a campaign that has fired, continuing itself through its own queue. */
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { now } from '../../../shared/time/clock.ts';
import { createOrderReader } from '../../commerce/orders/index.ts';
import { createAskedReader } from '../../contact/budgets/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { campaignsAsking, campaignsRunning, campaignsTriggered } from './campaigns.domain.ts';
import { campaignsRunsEnvironment } from './campaigns.environment.ts';
import { AudiencePage, RunsMessage } from './campaigns.messages.ts';
import { createCampaignsStore, createRunsStore, createTriggeredStore } from './campaigns.store.ts';
import { handOverPage } from './operations/hand-over-page.ts';
import { type Firing, startRun } from './operations/start-run.ts';
import { askTriggered, takeTrigger } from './operations/trigger-campaigns.ts';

const runs = consumers(({ table, env }) => {
  const client = createSqsClient();
  const services = {
    table,
    campaigns: createCampaignsStore(table),
    triggered: createTriggeredStore(table),
    runs: createRunsStore(table),
    surveys: createSurveyReader(table),
    customers: createCustomerReader(table),
    lists: createListReader(table),
    asked: createAskedReader(table),
    orders: createOrderReader(table),
    runsQueue: createQueueSender(RunsMessage, { client, queueUrl: env.RUNS_QUEUE_URL }),
    audienceQueue: createQueueSender(AudiencePage, { client, queueUrl: env.AUDIENCE_QUEUE_URL }),
    askAgainAfterDays: env.ASK_AGAIN_AFTER_DAYS,
    now,
  };
  const start = async (firing: Firing) => {
    const reason = await startRun(firing, services);
    const { campaignId, scheduledTime } = firing;
    if (reason !== undefined) logger.info('firing ignored', { campaignId, scheduledTime, reason });
  };
  return [
    on(campaignsRunning, ({ data: { campaignId }, at }) => start({ campaignId, scheduledTime: at })),

    on(campaignsTriggered, (event) => takeTrigger(event, services)),

    on(campaignsAsking, ({ data }) => askTriggered(data.id, services)),

    onMessage('campaigns-runs', RunsMessage, (message) =>
      message.kind === 'page' ? handOverPage(message, services) : start(message),
    ),
  ];
}, campaignsRunsEnvironment);

export const handler = eventsFunction({ runs });
