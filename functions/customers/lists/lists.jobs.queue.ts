/** Fills lists from filters page by page, continuing itself through its own queue, empties those that are no more, and makes the files of extracts. */
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createCallerReader } from '../../people/teams/index.ts';
import { createCustomerReader, customerStandsForItself } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { listsJobs } from './lists.domain.ts';
import { listsJobsEnvironment } from './lists.environment.ts';
import { EmptyMessage, ExtractMessage, FillMessage, ListsMessage } from './lists.messages.ts';
import { createListsStore } from './lists.store.ts';
import { extractStep } from './operations/extract-customers.ts';
import { fillStep } from './operations/fill-list.ts';

/** Pages of a hundred that one message looks at. */
const pagesOfMessage = 10;

const jobs = consumers(({ table, env }) => {
  const lists = createListsStore(table);
  const services = {
    lists,
    customers: createCustomerReader(table),
    customerStays: customerStandsForItself,
    fields: createFieldReader(table),
    callers: createCallerReader(table),
  };
  const queue = createQueueSender(ListsMessage, {
    client: createSqsClient(),
    queueUrl: env.LISTS_QUEUE_URL,
  });
  const staff = createStaffReader(table);
  const files = createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET);
  const commit = <Result>(decide: Parameters<typeof commitWithRetry<Result>>[1]) =>
    commitWithRetry(table, decide);
  const empty = async (listId: string) => {
    const page = await lists.listMembers(listId, { limit: 90 });
    const counts = page.items.length > 0 ? [] : lists.forgetCounts(listId);
    await table.commit([...page.items.map((member) => lists.forget(member)), ...counts]);
    if (page.items.length > 0) await queue.send([{ empty: listId }], { delaySeconds: 1 });
  };
  return [
    on(listsJobs, async (event) => {
      if (event.type === 'list.deleted') {
        await empty(event.data.listId);
        // Whoever was putting somebody in has done by then.
        await queue.send([{ empty: event.data.listId }], { delaySeconds: 30 });
      } else if (event.type === 'list.filling')
        await queue.send([{ fill: event.data.listId, step: event.data.step }]);
      else await queue.send([{ extract: event.data.extractId, step: 1 }]);
    }),

    onMessage('customers-extracting', ExtractMessage, async (message, origin) => {
      const next = await extractStep(message, {
        ...services,
        commit,
        files,
        staff,
        exportDays: env.EXPORT_DAYS,
        origin,
      });
      logger.info('customers extracted', { ...message, next: next ?? 'none' });
      if (next !== undefined) await queue.send([{ extract: message.extract, step: next }]);
    }),

    onMessage('lists-filling', FillMessage, async ({ fill, step }, origin) => {
      let next: number | undefined = step;
      for (let page = 0; page < pagesOfMessage && next !== undefined; page += 1)
        next = await fillStep({ fill, step: next }, { ...services, commit, origin });
      logger.info('list filled on', { listId: fill, step, next: next ?? 'none' });
      if (next !== undefined) await queue.send([{ fill, step: next }]);
    }),

    onMessage('lists-emptying', EmptyMessage, ({ empty: listId }) => empty(listId)),
  ];
}, listsJobsEnvironment);

export const handler = eventsFunction({ jobs });
