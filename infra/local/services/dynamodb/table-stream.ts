/** Reads the stream of a table from the engine and tells it as AWS would. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AwsError } from '../../cloud.ts';
import type { EngineClient } from './engine-client.ts';

const rawRecord = z.looseObject({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.looseObject({
    Keys: z.unknown(),
    NewImage: z.unknown().optional(),
    OldImage: z.unknown().optional(),
    SequenceNumber: z.string(),
    SizeBytes: z.number().optional(),
    StreamViewType: z.string().optional(),
  }),
});
const recordPage = z.looseObject({
  Records: z.array(rawRecord).default([]),
  NextShardIterator: z.string().nullish(),
});
const description = z.looseObject({
  StreamDescription: z.looseObject({ Shards: z.array(z.looseObject({ ShardId: z.string() })).default([]) }),
});
const tableAnswer = z.looseObject({ Table: z.looseObject({ LatestStreamArn: z.string() }) });
const iteratorAnswer = z.looseObject({ ShardIterator: z.string() });

/** A stream record of the engine; times and names of AWS are added by the mapping. */
export interface StreamRecord {
  /** 32 hexadecimal digits, the same at every delivery. */
  readonly eventId: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly change: z.output<typeof rawRecord>['dynamodb'];
  /** The removal was made by time to live. */
  readonly expired: boolean;
  readonly position: StreamPosition;
}

/** Where a reader stands: after this record. */
export interface StreamPosition {
  readonly stream: string;
  readonly shard: string;
  readonly sequenceNumber: string;
}

export interface StreamCursor {
  /** The next records in order, at most `limit`; none means the tail is reached. */
  next(limit: number): Promise<readonly StreamRecord[]>;
}

export interface StreamReader {
  /** From after `position`, or from the oldest record where there is none or the table was made anew. */
  open(tableName: string, position: StreamPosition | undefined): StreamCursor;
  /** Tells the listener after every write that may have left a record, before its caller is answered. */
  onWrite(listener: () => void): () => void;
}

type Expired = (tableName: string, keys: unknown, oldImage: unknown) => boolean;

export function createStreamCursor(
  client: EngineClient,
  tableName: string,
  start: StreamPosition | undefined,
  expired: Expired,
): StreamCursor {
  let position = start;
  let place: { stream: string; shard: string; iterator: string } | undefined;
  /** The engine may split a stream into shards, which are read one after the other. */
  let finished: string | undefined;

  async function locate(): Promise<typeof place> {
    const { Table } = tableAnswer.parse(await client.call('DescribeTable', { TableName: tableName }));
    const stream = Table.LatestStreamArn;
    if (position?.stream !== stream) position = undefined;
    const answer = description.parse(await client.call('DescribeStream', { StreamArn: stream }));
    const shards = answer.StreamDescription.Shards.map((shard) => shard.ShardId);
    const known = shards.find((shard) => shard === position?.shard);
    const shard = finished === undefined ? (known ?? shards[0]) : shards[shards.indexOf(finished) + 1];
    if (shard === undefined) return undefined;
    const from =
      position?.shard === shard
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.sequenceNumber }
        : { ShardIteratorType: 'TRIM_HORIZON' };
    const iterator = await client.call('GetShardIterator', { StreamArn: stream, ShardId: shard, ...from });
    return { stream, shard, iterator: iteratorAnswer.parse(iterator).ShardIterator };
  }

  async function page(limit: number): Promise<readonly StreamRecord[] | 'next shard'> {
    place ??= await locate();
    if (!place) return [];
    const { stream, shard, iterator } = place;
    const input = { ShardIterator: iterator, Limit: limit };
    const answer = recordPage.parse(await client.call('GetRecords', input));
    if (answer.NextShardIterator) {
      place = { stream, shard, iterator: answer.NextShardIterator };
    } else {
      place = undefined;
      finished = shard;
    }
    const records = answer.Records.map((raw) => read(raw, tableName, stream, shard, expired));
    position = records.at(-1)?.position ?? position;
    if (records.length === 0 && !place) return 'next shard';
    return records;
  }

  return {
    async next(limit) {
      for (;;) {
        try {
          const records = await page(limit);
          if (records !== 'next shard') return records;
        } catch (error) {
          // Iterators live for a quarter of an hour: take a new one from where we stand.
          if (!(error instanceof AwsError && error.code === 'ExpiredIteratorException')) throw error;
          place = undefined;
        }
      }
    },
  };
}

function read(
  raw: z.output<typeof rawRecord>,
  tableName: string,
  stream: string,
  shard: string,
  expired: Expired,
): StreamRecord {
  const { eventName, dynamodb: change } = raw;
  const sequenceNumber = change.SequenceNumber;
  const eventId = createHash('md5').update(`${stream} ${shard} ${sequenceNumber}`).digest('hex');
  return {
    eventId,
    eventName,
    change,
    expired: eventName === 'REMOVE' && expired(tableName, change.Keys, change.OldImage),
    position: { stream, shard, sequenceNumber },
  };
}

/** dynoxide records a write that changes nothing; AWS does not. */
export function changesNothing(record: StreamRecord): boolean {
  const { NewImage, OldImage } = record.change;
  return record.eventName === 'MODIFY' && OldImage !== undefined && isDeepStrictEqual(NewImage, OldImage);
}
