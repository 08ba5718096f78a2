/** Publishes events that the relay had to leave behind. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createBus } from '../../shared/events/bus.ts';
import { createEventBridgeClient } from '../../shared/runtime/clients/event-bridge.ts';
import { createS3Client } from '../../shared/runtime/clients/s3.ts';
import { queueFunction } from '../../shared/runtime/queue.ts';
import { readStreamRecord } from '../../shared/runtime/stream.ts';
import { publishParked } from './operations/publish-parked.ts';
import { platformParkedEnvironment } from './platform.environment.ts';
import { FailedInvocation, ParkedMessage } from './platform.schema.ts';

export const handler = queueFunction({
  name: 'platform-parked',
  message: ParkedMessage,
  environment: platformParkedEnvironment,
  build: ({ env }) => {
    const objects = createS3Client();
    return {
      bus: createBus({ client: createEventBridgeClient(), name: env.BUS_NAME }),
      async readFailedRecords(bucket: string, key: string) {
        const { Body } = await objects.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        const text = (await Body?.transformToString()) ?? '';
        return FailedInvocation.parse(JSON.parse(text)).payload.Records.map(readStreamRecord);
      },
    };
  },
  handle: publishParked,
});
