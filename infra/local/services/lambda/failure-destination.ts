/**
 * Where Lambda puts what it gives up: the whole event in S3, or only where it was in the stream on a queue.
 * Source: Lambda developer guide, "Retain discarded records for a DynamoDB event source in Lambda".
 */
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../cloud.ts';
import type { StreamPosition } from '../dynamodb/table-stream.ts';
import type { Mapping } from './mapping-settings.ts';

export interface Discarded {
  readonly records: readonly { readonly position: StreamPosition; readonly arrivedAt: number }[];
  readonly payload: unknown;
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invocations: number;
}

export function checkDestination(mapping: Mapping): string | undefined {
  const arn = mapping.failureDestination;
  if (arn === undefined || /^arn:[^:]+:(s3|sqs):/.test(arn)) return undefined;
  return `a failure destination is a bucket or a queue here, not ${arn}`;
}

export function discard(cloud: Cloud, mapping: Mapping, discarded: Discarded): void {
  const { records, condition, payload } = discarded;
  const first = records[0];
  const arn = mapping.failureDestination;
  const what = `${records.length} stream record(s) for ${mapping.functionArn.split(':').at(-1)}`;
  cloud.log(`Gave up ${what}: ${condition}${arn === undefined ? ', lost for want of a destination' : ''}.`);
  if (arn === undefined || !first) return;
  const note = describe(cloud, mapping, discarded);
  if (arn.includes(':sqs:')) {
    cloud.queues.send(arn, { body: JSON.stringify(note) });
    return;
  }
  const [day = '', time = ''] = note.timestamp.slice(0, 19).split('T');
  const folder = `aws/lambda/${mapping.uuid}/${first.position.shard}/${day.replaceAll('-', '/')}`;
  const key = `${folder}/${day}T${time.replaceAll(':', '.')}-${randomUUID()}`;
  const bucket = arn.split(':').at(-1) ?? '';
  cloud.putObject(bucket, key, JSON.stringify({ ...note, payload: JSON.stringify(payload) }));
}

function describe(cloud: Cloud, mapping: Mapping, { records, condition, invocations }: Discarded) {
  const [first, last] = [records[0], records.at(-1)];
  const instant = (milliseconds = 0) => new Date(milliseconds).toISOString();
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(invocations > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp: instant(cloud.clock.now()),
    DDBStreamBatchInfo: {
      shardId: first?.position.shard,
      startSequenceNumber: first?.position.sequenceNumber,
      endSequenceNumber: last?.position.sequenceNumber,
      approximateArrivalOfFirstRecord: instant(first?.arrivedAt),
      approximateArrivalOfLastRecord: instant(last?.arrivedAt),
      batchSize: records.length,
      streamArn: mapping.sourceArn,
    },
  };
}
