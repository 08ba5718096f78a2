/** Every minute: publishes what has waited until now. */
import { createBus } from '../../shared/events/bus.ts';
import { createEventBridgeClient } from '../../shared/runtime/clients/event-bridge.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { queueHandler } from '../../shared/runtime/queue.ts';
import { openTable } from '../../shared/table/client.ts';
import { now } from '../../shared/time/clock.ts';
import { sweepDueList } from './operations/sweep-due-list.ts';
import { platformDueSweepEnvironment } from './platform.environment.ts';
import { createDueListReader } from './platform.store.ts';

const { TABLE_NAME, BUS_NAME } = platformDueSweepEnvironment.read();

const dueList = createDueListReader(openTable(TABLE_NAME));
const bus = createBus({ client: createEventBridgeClient(), name: BUS_NAME });

export const handler = queueHandler(async () => {
  const published = await sweepDueList(now(), { dueList, bus });
  logger.info('due list swept', { published });
});
