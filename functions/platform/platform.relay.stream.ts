/** Puts every event that was written into the table on the bus. */
import { createBus } from '../../shared/events/bus.ts';
import { createEventBridgeClient } from '../../shared/runtime/clients/event-bridge.ts';
import { createSqsClient } from '../../shared/runtime/clients/sqs.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { streamHandler } from '../../shared/runtime/stream.ts';
import { relayRecords } from './operations/relay-records.ts';
import { platformRelayEnvironment } from './platform.environment.ts';

const { BUS_NAME, PARKED_QUEUE_URL } = platformRelayEnvironment.read();

const bus = createBus({ client: createEventBridgeClient(), name: BUS_NAME });
const parkedQueue = createQueueSender({ client: createSqsClient(), queueUrl: PARKED_QUEUE_URL });

export const handler = streamHandler((records) =>
  relayRecords(records, {
    bus,
    async park(event) {
      logger.error('event parked', { reason: event.reason, sequenceNumber: event.sequenceNumber });
      await parkedQueue.send([event]);
    },
    stopped: (reason) => logger.error('relay stopped', { reason }),
  }),
);
