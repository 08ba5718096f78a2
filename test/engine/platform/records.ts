/** Stream records of inserted events, as DynamoDB writes them. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

export interface EventFields {
  readonly id: string;
  /** Events with the same are events of one item. @default an item of its own */
  readonly item?: string;
  readonly hops?: number;
  readonly eventName?: 'INSERT' | 'MODIFY';
  /** Overrides of the whole envelope, e.g. to make it unreadable. */
  readonly envelope?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** `sequence` is its place in the stream. */
export function eventRecord(sequence: number, fields: EventFields): DynamoDBRecord {
  const key = { pk: `C#${fields.item ?? fields.id}`, sk: '~profile' };
  const envelope = fields.envelope ?? {
    id: fields.id,
    type: 'customer.created',
    at: '2026-11-21T09:00:00.000Z',
    data: fields.data ?? { customerId: fields.id, version: 1 },
    actor: { kind: 'person', id: 'li.na' },
    correlationId: 'request-1',
    hops: fields.hops ?? 0,
  };
  const image = { ...key, type: 'customer', v: 1, event: 'customer.created', envelope };
  return {
    eventID: String(sequence),
    eventName: fields.eventName ?? 'INSERT',
    dynamodb: {
      SequenceNumber: String(sequence),
      Keys: marshall(key) as NonNullable<DynamoDBRecord['dynamodb']>['Keys'],
      NewImage: marshall(image) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'],
    } as NonNullable<DynamoDBRecord['dynamodb']>,
  };
}
