/** Handlers of functions that read the table's stream: in order, one record after the other. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { recordFromImage } from '../table/image.ts';
import type { StoredRecord } from '../table/item.ts';
import type { Environment } from './environment.ts';
import { countFailures } from './failures.ts';

/** A change of one item. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly change: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** The same for all changes of one item. */
  readonly item: string;
  /** The item after the change; empty after a removal. */
  readonly image: StoredRecord;
}

/** A record as the stream, or a file kept of it, writes it. */
interface RawRecord {
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE' | undefined;
  readonly dynamodb?:
    | {
        readonly SequenceNumber?: string | undefined;
        readonly Keys?: Readonly<Record<string, unknown>> | undefined;
        readonly NewImage?: Readonly<Record<string, unknown>> | undefined;
      }
    | undefined;
}

export interface StreamFunction<E extends Environment, Services> {
  readonly environment: E;
  /** Given no table: what reads the stream passes events on, and its bundle stays small. */
  readonly build: (resources: { readonly env: ReturnType<E['read']> }) => Services;
  /** Answers how many records, from the first on, are done. */
  readonly handle: (records: readonly StreamRecord[], services: Services) => Promise<number>;
}

/**
 * A function that reads the stream of the table. What is not done Lambda delivers again, and with it whatever after
 * the failure was done already.
 */
export function streamFunction<E extends Environment, Services>(
  declared: StreamFunction<E, Services>,
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  const services = declared.build({ env: declared.environment.read() as ReturnType<E['read']> });
  return async ({ Records }) => {
    const records = Records.map(readStreamRecord);
    const failed = records[await declared.handle(records, services)];
    if (failed === undefined) return { batchItemFailures: [] };
    countFailures(1);
    return { batchItemFailures: [{ itemIdentifier: failed.sequenceNumber }] };
  };
}

export function readStreamRecord({ eventName, dynamodb }: RawRecord): StreamRecord {
  const { pk, sk } = recordFromImage(dynamodb?.Keys ?? {});
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    change: eventName ?? 'MODIFY',
    item: `${String(pk)} ${String(sk)}`,
    image: recordFromImage(dynamodb?.NewImage ?? {}),
  };
}
