/** Makes a table hold what another does, such as one that point-in-time recovery has made. */
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  attributes,
  fromRecord,
  type ItemDeclaration,
  type StoredRecord,
  toRecord,
} from '../../../shared/table/item.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type Erasures, noErasures } from './erasures.ts';

export interface Restoring {
  readonly client: DynamoDBDocumentClient;
  readonly from: string;
  readonly to: string;
  /** Events of this moment and later are published once more; those before it were published long since. */
  readonly republishSince: Instant;
  readonly now: Instant;
  /** Every kind of item, for what a restore has to change in it. */
  readonly items: readonly ItemDeclaration[];
  /** Those of the world outside, of which the restored table may know nothing. @default none */
  readonly erasures?: Erasures;
  readonly report: (line: string) => void;
}

export interface Restored {
  readonly copied: number;
  readonly removed: number;
  /** Events that are published once more. */
  readonly republished: number;
  /** Of the copied ones, those that had to be changed. */
  readonly changed: number;
  /** Customers who were erased since, and are erased again. */
  readonly erased: number;
}

/**
 * An inserted item that is an event is published. So each is first written without what makes it one, and gets that
 * back by an update, which publishes nothing. The latest, which may not have been published before, are inserted whole
 * at the end, when everything is there by which consumers see what they have done; where they are there already they
 * are removed first, for writing over an item inserts nothing. Safe to repeat.
 */
export async function restoreTable(restoring: Restoring): Promise<Restored> {
  const { client, from, to, report, erasures = noErasures } = restoring;
  const kinds = new Map(restoring.items.map((item) => [item.name, item]));
  const kept = new Set<string>();
  const silenced: StoredRecord[] = [];
  const latest: StoredRecord[] = [];
  let changed = 0;
  const plain = batchesOf(async (records) => put(client, to, records));
  for await (const record of scan(client, from)) {
    erasures.see(record);
    const restored = afterRestore(kinds.get(String(record.type)), record, restoring.now, erasures);
    if (restored !== record) changed += 1;
    const { [attributes.stream]: event, ...rest } = restored;
    if (event !== undefined && momentOf(restored) >= restoring.republishSince) {
      latest.push(restored);
      continue;
    }
    kept.add(nameOf(record));
    if (event === undefined) await plain.add(restored);
    else {
      silenced.push({ pk: record.pk, sk: record.sk, event });
      await plain.add(rest);
    }
  }
  await plain.flush();
  report(`${kept.size} items copied`);
  const removed = await removeOthers(client, to, kept, new Set(latest.map(nameOf)));
  report(`${removed} items removed that were not there`);
  for (const { pk, sk, event } of silenced) {
    await client.send(
      new UpdateCommand({
        ...{ TableName: to, Key: { pk, sk }, UpdateExpression: 'SET #event = :event' },
        ExpressionAttributeNames: { '#event': attributes.stream },
        ExpressionAttributeValues: { ':event': event },
      }),
    );
  }
  await inBatches(latest, (records) => put(client, to, records));
  const demanded = erasures.demandedAgain(restoring.now);
  await inBatches(demanded.flat(), (records) => put(client, to, records));
  const copied = kept.size + latest.length;
  return { copied, removed, republished: latest.length, changed, erased: demanded.length };
}

function afterRestore(
  item: ItemDeclaration | undefined,
  record: StoredRecord,
  now: Instant,
  { isErased }: Erasures,
): StoredRecord {
  if (item?.afterRestore === undefined) return record;
  const before = fromRecord(item, record);
  const after = item.afterRestore(before, now, isErased);
  const { event, envelope } = record;
  return after === before
    ? record
    : { ...(event === undefined ? {} : { event, envelope }), ...toRecord(item, after) };
}

/** When the event happened that the item is. */
function momentOf({ envelope }: StoredRecord): string {
  return typeof envelope === 'object' && envelope !== null ? String(Reflect.get(envelope, 'at')) : '';
}

const nameOf = ({ pk, sk }: StoredRecord) => JSON.stringify([pk, sk]);

async function* scan(
  client: DynamoDBDocumentClient,
  TableName: string,
  onlyKeys = false,
): AsyncGenerator<StoredRecord> {
  const keysOnly = onlyKeys ? { ProjectionExpression: 'pk, sk' } : {};
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true, ...keysOnly })) {
    yield* page.Items ?? [];
  }
}

/**
 * What came after the restored moment would contradict it: counts, unique values, versions. Answers how many came after;
 * those that are inserted again are removed too, but not counted.
 */
async function removeOthers(
  client: DynamoDBDocumentClient,
  table: string,
  kept: ReadonlySet<string>,
  insertedAgain: ReadonlySet<string>,
): Promise<number> {
  let removed = 0;
  const others = batchesOf((records) =>
    write(
      client,
      table,
      records.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
    ),
  );
  for await (const record of scan(client, table, true)) {
    const name = nameOf(record);
    if (kept.has(name)) continue;
    if (!insertedAgain.has(name)) removed += 1;
    await others.add(record);
  }
  await others.flush();
  return removed;
}

const put = (client: DynamoDBDocumentClient, table: string, records: readonly StoredRecord[]) =>
  write(
    client,
    table,
    records.map((Item) => ({ PutRequest: { Item } })),
  );

type Requests = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];

async function write(client: DynamoDBDocumentClient, table: string, requests: Requests): Promise<void> {
  let waiting = requests;
  for (let tried = 0; waiting.length > 0; tried += 1) {
    if (tried > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 50 * 2 ** tried)));
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: waiting } }),
    );
    waiting = UnprocessedItems?.[table] ?? [];
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const batchSize = 25;

async function inBatches(
  records: readonly StoredRecord[],
  take: (records: readonly StoredRecord[]) => Promise<void>,
): Promise<void> {
  const batches = batchesOf(take);
  for (const record of records) await batches.add(record);
  await batches.flush();
}

function batchesOf(take: (records: readonly StoredRecord[]) => Promise<void>) {
  let waiting: StoredRecord[] = [];
  async function flush(): Promise<void> {
    const taken = waiting;
    waiting = [];
    if (taken.length > 0) await take(taken);
  }
  async function add(record: StoredRecord): Promise<void> {
    waiting.push(record);
    if (waiting.length === batchSize) await flush();
  }
  return { add, flush };
}
