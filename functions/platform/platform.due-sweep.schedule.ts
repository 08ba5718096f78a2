/** Every minute: publishes what has waited until now. */
import { createBus } from '../../shared/events/bus.ts';
import type { Lane } from '../../shared/events/overdue.ts';
import { createEventBridgeClient } from '../../shared/runtime/clients/event-bridge.ts';
import { consumers, onJob } from '../../shared/runtime/consumers.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { putMetric } from '../../shared/runtime/metrics.ts';
import { eventsFunction } from '../../shared/runtime/queue.ts';
import { sweepDueList } from './operations/sweep-due-list.ts';
import { platformDueSweepEnvironment } from './platform.environment.ts';
import { createDueListStore } from './platform.store.ts';

const sweep = consumers(({ table, env }) => {
  const dueList = createDueListStore(table);
  const bus = createBus({ client: createEventBridgeClient(), name: env.BUS_NAME });
  return [
    onJob('platform-due-sweep', async ({ at }) => {
      const swept = await sweepDueList(at, { dueList, bus, tellAge });
      logger.info('due list swept', { swept });
    }),
  ];
}, platformDueSweepEnvironment);

/** What is told for the fifth time has waited for half an hour, and an alarm rings. */
function tellAge(lane: Lane, seconds: number): void {
  putMetric({ name: 'OldestWaiting', unit: 'Seconds', value: seconds }, { lane });
}

export const handler = eventsFunction({ sweep });
