/** Pages through the audience of a campaign that has fired, continuing itself through its own queue. */
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { queueFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { now } from '../../../shared/time/clock.ts';
import { createAskedReader } from '../../contact/budgets/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { campaignsRunsEnvironment } from './campaigns.environment.ts';
import { AudiencePage, RunsMessage } from './campaigns.messages.ts';
import { createCampaignsStore, createRunsStore } from './campaigns.store.ts';
import { handOverPage } from './operations/hand-over-page.ts';
import { startRun } from './operations/start-run.ts';

export const handler = queueFunction({
  name: 'campaigns-runs',
  message: RunsMessage,
  environment: campaignsRunsEnvironment,
  build: ({ table, env }) => {
    const client = createSqsClient();
    return {
      campaigns: createCampaignsStore(table),
      runs: createRunsStore(table),
      surveys: createSurveyReader(table),
      customers: createCustomerReader(table),
      lists: createListReader(table),
      asked: createAskedReader(table),
      runsQueue: createQueueSender(RunsMessage, { client, queueUrl: env.RUNS_QUEUE_URL }),
      audienceQueue: createQueueSender(AudiencePage, { client, queueUrl: env.AUDIENCE_QUEUE_URL }),
      now,
    };
  },
  handle: async (message, services) => {
    if (message.kind === 'page') return handOverPage(message, services);
    const reason = await startRun(message, services);
    const { campaignId, scheduledTime } = message;
    if (reason !== undefined) logger.info('firing ignored', { campaignId, scheduledTime, reason });
  },
});
