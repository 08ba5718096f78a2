/** Reading the partitions of a spread list at once and merging them into one order. */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Between,
  type EventFilter,
  type Filter,
  filterExpression,
  keyCondition,
  sortKeyOf,
} from './expressions.ts';
import { isExpired, type StoredRecord } from './item.ts';
import { type AccessPattern, partitionsOf } from './pattern.ts';
import type { Span } from './periods.ts';

/** A part of a list, in sort keys instead of cursors. */
export interface Range {
  readonly limit: number;
  /** The part begins behind this sort key. */
  readonly after?: string | undefined;
  /** Only ever for the table itself, never for an index. @default false */
  readonly consistent?: boolean;
  /** Narrows the rows that are read. A page may then be short or empty although the list goes on. */
  readonly filter?: Filter;
  /** Narrows events likewise: to those of this type, or of what it begins with, e.g. `interaction`. */
  readonly eventType?: string | undefined;
  /** Narrows events further, likewise. */
  readonly events?: EventFilter | undefined;
  /** Bounds of the sort keys. */
  readonly between?: Between;
  /** The time that a list in days or months covers. */
  readonly span?: Span;
  /** Also what has expired and is not deleted yet, which is nobody's to see but lies there. @default false */
  readonly withExpired?: boolean;
}

export interface RowsRange {
  readonly rows: readonly StoredRecord[];
  /** The sort key behind which the list goes on; null when nothing is left. */
  readonly after: string | null;
}

type Parts = Readonly<Record<string, unknown>>;

/** What is asked of one partition, and what has come back so far. */
interface Reading {
  readonly partition: string;
  rows: StoredRecord[];
  /** Everything up to this sort key has been read. */
  after: string | undefined;
  isExhausted: boolean;
  /** How many rows to ask for. */
  share: number;
}

/** Rows that may still be read. */
export interface Budget {
  rows: number;
}

/**
 * Reads a part of a list within one day or month, if it has them. Each shard is first asked for its share of the
 * page and a few more, and asked again if it runs dry: for twice as much when a filter leaves out most. Without budget
 * the list goes on where every shard was read to.
 */
export async function mergeShards(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
  range: Range,
  budget: Budget,
): Promise<RowsRange> {
  const partitions = partitionsOf(pattern, parts);
  const share = partitions.length === 1 ? range.limit + 1 : Math.ceil(range.limit / partitions.length) + 8;
  const readings = partitions.map(
    (partition): Reading => ({ partition, rows: [], after: range.after, isExhausted: false, share }),
  );
  const order = orderOf(pattern);
  const rows: StoredRecord[] = [];
  while (rows.length <= range.limit) {
    const dry = readings.filter((reading) => reading.rows.length === 0 && !reading.isExhausted);
    if (dry.length > 0 && budget.rows <= 0) return stopped(rows, readings, range.limit, order);
    const left = Math.ceil(budget.rows / dry.length);
    await Promise.all(
      dry.map(async (reading) => {
        const limit = Math.min(reading.share, left);
        if ((range.filter ?? range.eventType ?? range.events) !== undefined) reading.share *= 2;
        const read = await refill(client, tableName, pattern, parts, { ...range, limit }, reading);
        budget.rows -= read;
      }),
    );
    if (dry.some((reading) => reading.rows.length === 0 && !reading.isExhausted)) continue;
    const next = firstOf(readings, order)?.rows.shift();
    if (next === undefined) return { rows, after: null };
    rows.push(next);
  }
  rows.pop();
  return { rows, after: order.keyOf(rows.at(-1)) };
}

interface Order {
  keyOf(row: StoredRecord | undefined): string;
  isBefore(one: string, other: string): boolean;
}

function orderOf(pattern: AccessPattern): Order {
  const sortKey = sortKeyOf(pattern);
  const newestFirst = pattern.newestFirst ?? false;
  return {
    keyOf: (row) => String(row?.[sortKey]),
    isBefore: (one, other) => one !== other && one < other !== newestFirst,
  };
}

/** The reading whose next row comes first. */
function firstOf(readings: readonly Reading[], { keyOf, isBefore }: Order): Reading | undefined {
  let first: Reading | undefined;
  for (const reading of readings) {
    const [head] = reading.rows;
    if (head === undefined) continue;
    if (first === undefined || isBefore(keyOf(head), keyOf(first.rows[0]))) first = reading;
  }
  return first;
}

/** The page when nothing more may be read: what lies before the position up to which every shard was read. */
function stopped(rows: StoredRecord[], readings: readonly Reading[], limit: number, order: Order): RowsRange {
  const positions = readings.flatMap(({ isExhausted, after }) =>
    isExhausted || after === undefined ? [] : [after],
  );
  const frontier = positions.reduce((one, other) => (order.isBefore(other, one) ? other : one));
  for (;;) {
    const first = firstOf(readings, order);
    if (first === undefined || order.isBefore(frontier, order.keyOf(first.rows[0]))) break;
    if (rows.length === limit) return { rows, after: order.keyOf(rows.at(-1)) };
    rows.push(...first.rows.splice(0, 1));
  }
  return { rows, after: frontier };
}

/** Reads on in one partition. @returns how many rows were read, those the filter leaves out among them */
async function refill(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
  { limit, filter, eventType, events, between, consistent, withExpired = false }: Range,
  reading: Reading,
): Promise<number> {
  const sortKey = sortKeyOf(pattern);
  const keys = keyCondition(pattern, parts, reading.partition, reading.after, between);
  const kept = filterExpression(filter, eventType, events);
  const reply = await client.send(
    new QueryCommand({
      TableName: tableName,
      ...(pattern.index === undefined ? {} : { IndexName: pattern.index }),
      KeyConditionExpression: keys.expression,
      ...(kept.expression === '' ? {} : { FilterExpression: kept.expression }),
      ExpressionAttributeNames: { ...keys.names, ...kept.names },
      ExpressionAttributeValues: { ...keys.values, ...kept.values },
      ScanIndexForward: !(pattern.newestFirst ?? false),
      // The row of the cursor itself lies within the range.
      Limit: reading.after === undefined ? limit : limit + 1,
      ...(consistent === true ? { ConsistentRead: true } : {}),
    }),
  );
  const nowSeconds = Math.floor(Date.now() / 1000);
  const found = reply.Items ?? [];
  reading.rows = found.filter(
    (row) => row[sortKey] !== reading.after && (withExpired || !isExpired(row, nowSeconds)),
  );
  const last = reply.LastEvaluatedKey ?? found.at(-1);
  reading.after = last === undefined ? reading.after : String(last[sortKey]);
  reading.isExhausted = reply.LastEvaluatedKey === undefined;
  return reply.ScannedCount ?? 0;
}
