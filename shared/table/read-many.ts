/** Reading many items by their keys at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TableThrottled } from './commit.ts';
import type { Key, StoredRecord } from './item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const maximumKeys = 100;

/** How often in a row a request may bring nothing. */
const attempts = 6;

type Keys = Record<string, unknown>[];

export interface ManyOptions {
  /** False halves the read units, for what may be a second old. @default true */
  readonly consistent?: boolean;
}

/**
 * Reads the records of these keys, in no order, each once however often it is named; missing ones are left out. What a request
 * leaves unprocessed is asked for again after a pause, as the page above demands.
 *
 * @throws TableThrottled when the table gives nothing any more
 */
export async function readMany(
  client: DynamoDBDocumentClient,
  name: string,
  keys: readonly Key[],
  { consistent = true }: ManyOptions = {},
): Promise<readonly StoredRecord[]> {
  const found: StoredRecord[] = [];
  // A request that names one twice is refused as a whole.
  const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
  for (let start = 0; start < distinct.length; start += maximumKeys) {
    let wanted: Keys = distinct.slice(start, start + maximumKeys).map((key) => ({ ...key }));
    let inVain = 0;
    while (wanted.length > 0) {
      const reply = await client.send(
        new BatchGetCommand({ RequestItems: { [name]: { Keys: wanted, ConsistentRead: consistent } } }),
      );
      found.push(...(reply.Responses?.[name] ?? []));
      const left: Keys = reply.UnprocessedKeys?.[name]?.Keys ?? [];
      inVain = left.length < wanted.length ? 0 : inVain + 1;
      if (inVain === attempts) throw new TableThrottled(`${left.length} keys stay unprocessed`);
      if (left.length > 0) await sleep(Math.random() * 25 * 2 ** (inVain + 1));
      wanted = left;
    }
  }
  return found;
}
