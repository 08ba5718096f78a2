/** Every minute: publishes what has waited until now. */
import { createBus } from '../../shared/events/bus.ts';
import { createEventBridgeClient } from '../../shared/runtime/clients/event-bridge.ts';
import { consumers, onJob } from '../../shared/runtime/consumers.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { eventsFunction } from '../../shared/runtime/queue.ts';
import { sweepDueList } from './operations/sweep-due-list.ts';
import { platformDueSweepEnvironment } from './platform.environment.ts';
import { createDueListReader } from './platform.store.ts';

const sweep = consumers(({ table, env }) => {
  const dueList = createDueListReader(table);
  const bus = createBus({ client: createEventBridgeClient(), name: env.BUS_NAME });
  return [
    onJob('platform-due-sweep', async ({ at }) => {
      const published = await sweepDueList(at, { dueList, bus });
      logger.info('due list swept', { published });
    }),
  ];
}, platformDueSweepEnvironment);

export const handler = eventsFunction({ sweep });
