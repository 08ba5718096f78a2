/** Holds all customers against a new rule page by page, continuing itself through its own queue. */
import { againWhenBusy } from '../../../shared/runtime/again-when-busy.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { retryOnConflict } from '../../../shared/table/retry.ts';
import { createPace } from '../../../shared/time/pace.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createListKeeper } from '../../customers/lists/index.ts';
import { startWalk, walkPage } from './operations/walk-customers.ts';
import { segmentsFilling } from './segments.domain.ts';
import { segmentsFillingEnvironment } from './segments.environment.ts';
import { WalkMessage } from './segments.messages.ts';
import { createSegmentsStore } from './segments.store.ts';

/** Of the minute of an invocation: the page in hand is finished in what is left. */
const workingMilliseconds = 20_000;

/** By then nobody takes rules to be as they were before. */
const startSeconds = 10;

const filling = consumers(({ table, env }) => {
  const services = {
    table,
    segments: createSegmentsStore(table),
    customers: createCustomerReader(table),
    lists: createListKeeper(table),
    pace: createPace(env.BULK_PER_SECOND),
  };
  const queue = createQueueSender(WalkMessage, {
    client: createSqsClient(),
    queueUrl: env.FILLING_QUEUE_URL,
  });
  return [
    on(segmentsFilling, async ({ type, id: walkId, data }) => {
      if (type === 'segment.changed' && !data.changed.includes('rule')) return;
      const pages = await retryOnConflict(() => startWalk({ segmentId: data.segmentId, walkId }, services));
      await queue.send(pages, { delaySeconds: startSeconds });
    }),

    onMessage('segments-filling', WalkMessage, (message, origin) =>
      againWhenBusy(queue, message, async () => {
        const begun = performance.now();
        let next: WalkMessage | undefined = message;
        do next = await walkPage(next, { ...services, origin });
        while (next !== undefined && performance.now() - begun < workingMilliseconds);
        logger.info('customers held against a segment', { ...message, next: next?.page ?? 'none' });
        if (next !== undefined) await queue.send([next]);
      }),
    ),
  ];
}, segmentsFillingEnvironment);

export const handler = eventsFunction({ filling });
