/** Fills lists from filters page by page, continuing itself through its own queue, and empties those that are no more. */
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCallerReader } from '../../people/teams/index.ts';
import { createCustomerReader, customerStays } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { listsJobs } from './lists.domain.ts';
import { listsJobsEnvironment } from './lists.environment.ts';
import { EmptyMessage, FillMessage, ListsMessage } from './lists.messages.ts';
import { createListsStore } from './lists.store.ts';
import { fillStep } from './operations/fill-list.ts';

/** Pages of a hundred that one message looks at. */
const pagesOfMessage = 10;

const jobs = consumers(({ table, env }) => {
  const lists = createListsStore(table);
  const services = {
    lists,
    customers: createCustomerReader(table),
    customerStays,
    fields: createFieldReader(table),
    callers: createCallerReader(table),
  };
  const queue = createQueueSender(ListsMessage, {
    client: createSqsClient(),
    queueUrl: env.LISTS_QUEUE_URL,
  });
  const empty = async (listId: string) => {
    const page = await lists.listMembers(listId, { limit: 90 });
    await table.commit(page.items.map((member) => lists.forget(member)));
    if (page.items.length > 0) await queue.send([{ empty: listId }], { delaySeconds: 1 });
  };
  return [
    on(listsJobs, async ({ type, data }) => {
      await (type === 'list.deleted'
        ? empty(data.listId)
        : queue.send([{ fill: data.listId, step: data.step }]));
    }),

    onMessage('lists-filling', FillMessage, async ({ fill, step }, origin) => {
      const commit = <Result>(decide: Parameters<typeof commitWithRetry<Result>>[1]) =>
        commitWithRetry(table, decide);
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
