/** Walks through all customers page by page, continuing itself through its own queue, and tells of each. */
import { createBus } from '../../../shared/events/bus.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { createEventBridgeClient } from '../../../shared/runtime/clients/event-bridge.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { shardCount } from '../../../shared/table/pattern.ts';
import { createCustomerReader } from '../customers/index.ts';
import { walkPage } from './operations/walk-page.ts';
import { reindexingWalking } from './reindexing.domain.ts';
import { reindexingWalkingEnvironment } from './reindexing.environment.ts';
import { ReindexingPage } from './reindexing.messages.ts';
import { createReindexingStore } from './reindexing.store.ts';

const walking = consumers(({ table, env }) => {
  const reindexings = createReindexingStore(table);
  const customers = createCustomerReader(table);
  const bus = createBus({ client: createEventBridgeClient(), name: env.BUS_NAME });
  const queue = createQueueSender(ReindexingPage, {
    client: createSqsClient(),
    queueUrl: env.WALKING_QUEUE_URL,
  });

  const goOn = async (page: ReindexingPage, origin: EventContext) => {
    const commit = table.commit;
    const next = await walkPage(page, { reindexings, customers, bus, commit, origin, shards: shardCount });
    if (next !== undefined) await queue.send([next]);
  };

  return [
    on(reindexingWalking, ({ data: { reindexingId, version } }, origin) =>
      goOn({ reindexingId, version }, origin),
    ),

    onMessage('reindexing-walking', ReindexingPage, goOn),
  ];
}, reindexingWalkingEnvironment);

export const handler = eventsFunction({ walking });
