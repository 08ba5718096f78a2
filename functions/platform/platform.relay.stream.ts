/** Puts every event that was written into the table on the bus. */
import { createBus } from '../../shared/events/bus.ts';
import { createEventBridgeClient } from '../../shared/runtime/clients/event-bridge.ts';
import { createSqsClient } from '../../shared/runtime/clients/sqs.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { streamFunction } from '../../shared/runtime/stream.ts';
import { relayRecords } from './operations/relay-records.ts';
import { platformRelayEnvironment } from './platform.environment.ts';
import { ParkedEvent } from './platform.schema.ts';

export const handler = streamFunction({
  environment: platformRelayEnvironment,
  build: ({ env }) => {
    const parked = createQueueSender(ParkedEvent, {
      client: createSqsClient(),
      queueUrl: env.PARKED_QUEUE_URL,
    });
    return {
      bus: createBus({ client: createEventBridgeClient(), name: env.BUS_NAME }),
      async park(event: ParkedEvent) {
        logger.error('event parked', { reason: event.reason, sequenceNumber: event.sequenceNumber });
        await parked.send([event]);
      },
      stopped: (reason: string) => logger.error('relay stopped', { reason }),
    };
  },
  handle: relayRecords,
});
