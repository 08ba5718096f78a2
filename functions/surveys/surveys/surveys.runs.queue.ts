/** Plans the invitations of a campaign that has fired, page by page, continuing itself through its own queue. */
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { queueHandler } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { planPage } from './operations/plan-page.ts';
import { startRun } from './operations/start-run.ts';
import { surveysRunsEnvironment } from './surveys.environment.ts';
import { createInvitationsStore } from './surveys.invitations.store.ts';
import { createLinkSecrets } from './surveys.links.ts';
import { RunsMessage, SendingMessage } from './surveys.messages.ts';
import { createRunsStore } from './surveys.runs.store.ts';
import { createSurveysStore } from './surveys.store.ts';

const { TABLE_NAME, RUNS_QUEUE_URL, SENDING_QUEUE_URL, LINK_SECRET_ARN } = surveysRunsEnvironment.read();

const table = openTable(TABLE_NAME);
const sqs = createSqsClient();
const context = {
  surveys: createSurveysStore(table),
  runs: createRunsStore(table),
  invitations: createInvitationsStore(table),
  customers: createCustomerReader(table),
  links: createLinkSecrets(createSecretsClient(), LINK_SECRET_ARN),
  runsQueue: createQueueSender(RunsMessage, { client: sqs, queueUrl: RUNS_QUEUE_URL }),
  sendingQueue: createQueueSender(SendingMessage, { client: sqs, queueUrl: SENDING_QUEUE_URL }),
  now,
};

export const handler = queueHandler(async (record) => {
  const message = RunsMessage.parse(JSON.parse(record.body));
  if (message.kind === 'page') return planPage(message, context);
  const reason = await startRun(message, context);
  const { campaignId, scheduledTime } = message;
  if (reason !== undefined) logger.info('firing ignored', { campaignId, scheduledTime, reason });
});
