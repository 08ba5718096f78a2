/** Walks through the customers whom a plan may mean page by page, continuing itself through its own queue. */
import { againWhenBusy } from '../../../shared/runtime/again-when-busy.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { retryOnConflict } from '../../../shared/table/retry.ts';
import { now } from '../../../shared/time/clock.ts';
import { createPace } from '../../../shared/time/pace.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createDayLimits } from './operations/day-room.ts';
import { plansOver } from './operations/follow-list.ts';
import { startWalk, walkPage } from './operations/walk-customers.ts';
import { plansPlanning } from './plans.domain.ts';
import { plansPlanningEnvironment } from './plans.environment.ts';
import { WalkMessage } from './plans.messages.ts';
import { createEntriesStore, createPlansStore } from './plans.store.ts';

/** Of the minute of an invocation: the page in hand is finished in what is left. */
const workingMilliseconds = 20_000;

/** A shard has one partition of the due list, and one of each plan: well below their 1,000 write units a second. */
const mostPerSecond = 250;

/** By then nobody takes plans to be as they were before, and who was added to a list stands in its index. */
const startSeconds = 10;

/** What of a plan decides who stands in it, and when they are looked at. */
const deciding = new Set(['everyDays', 'audience', 'order', 'status', 'holdReason']);

const planning = consumers(({ table, env }) => {
  const plans = createPlansStore(table);
  const context = {
    table,
    plans,
    entries: createEntriesStore(table),
    customers: createCustomerReader(table),
    lists: createListReader(table),
    dayLimits: createDayLimits(createStaffReader(table)),
    pace: createPace(Math.min(env.BULK_PER_SECOND, mostPerSecond)),
  };
  const queue = createQueueSender(WalkMessage, {
    client: createSqsClient(),
    queueUrl: env.PLANNING_QUEUE_URL,
  });
  const start = async (planId: string, walkId: string) => {
    const pages = await retryOnConflict(() => startWalk({ planId, walkId }, { ...context, at: now() }));
    await queue.send(pages, { delaySeconds: startSeconds });
  };
  return [
    on(plansPlanning, async (event) => {
      if (event.type === 'plan.created') return start(event.data.planId, event.id);
      if (event.type === 'plan.changed') {
        if (event.data.changed.some((name) => deciding.has(name))) await start(event.data.planId, event.id);
        return;
      }
      // An import may have put customers into any list.
      const listId = event.type === 'import.finished' ? undefined : event.data.listId;
      for (const { id } of await plansOver(listId, { plans })) await start(id, event.id);
    }),

    onMessage('plans-planning', WalkMessage, (message) =>
      againWhenBusy(queue, message, async () => {
        const begun = performance.now();
        let next: WalkMessage | undefined = message;
        do next = await walkPage(next, { ...context, at: now() });
        while (next !== undefined && performance.now() - begun < workingMilliseconds);
        logger.info('customers of a plan walked through', { ...message, next: next?.page ?? 'none' });
        if (next !== undefined) await queue.send([next]);
      }),
    ),
  ];
}, plansPlanningEnvironment);

export const handler = eventsFunction({ planning });
