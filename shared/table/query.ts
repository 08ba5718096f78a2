/** Pages of a named access pattern; a list that is spread over shards is merged into one order. */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../errors/app-error.ts';
import { isExpired, renderKey, type StoredRecord } from './item.ts';
import { type AccessPattern, partitionsOf, shardOf } from './pattern.ts';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Only ever for the table itself, never for an index. @default false */
  readonly consistent?: boolean;
}

export interface RowsPage {
  readonly rows: readonly StoredRecord[];
  /** Null when nothing is left. */
  readonly cursor: string | null;
}

type Parts = Readonly<Record<string, unknown>>;

/** What is asked of one partition, and what has come back so far. */
interface Reading {
  readonly partition: string;
  rows: StoredRecord[];
  after: string | undefined;
  exhausted: boolean;
}

/**
 * Reads one page. The cursor is the sort key of the last row, whatever the number of shards, because sort
 * keys are one total order; it is bound to the question, so it cannot be used for another list.
 * Each shard is first asked for its share of the page and a few more, and asked again if it runs dry.
 */
export async function queryPage(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
  page: PageRequest,
): Promise<RowsPage> {
  const question = questionOf(pattern, parts);
  const start = page.cursor === undefined ? undefined : readCursor(page.cursor, question);
  const partitions = partitionsOf(pattern, parts);
  const share = partitions.length === 1 ? page.limit + 1 : Math.ceil(page.limit / partitions.length) + 8;
  const readings = partitions.map(
    (partition): Reading => ({ partition, rows: [], after: start, exhausted: false }),
  );
  const sortKey = sortKeyOf(pattern);
  const rows: StoredRecord[] = [];
  while (rows.length <= page.limit) {
    const dry = readings.filter((reading) => reading.rows.length === 0 && !reading.exhausted);
    await Promise.all(dry.map((reading) => refill(client, tableName, pattern, parts, page, reading, share)));
    if (dry.some((reading) => reading.rows.length === 0 && !reading.exhausted)) continue;
    const next = firstOf(readings, sortKey, pattern.newestFirst ?? false);
    if (next === undefined) break;
    rows.push(next);
  }
  const more = rows.length > page.limit;
  if (more) rows.pop();
  const last = rows.at(-1);
  return { rows, cursor: more && last ? writeCursor(String(last[sortKey]), question) : null };
}

/** The cursor that continues a list after this row: for a page that was cut out of another query. */
export function cursorAfter(pattern: AccessPattern, parts: Parts, row: StoredRecord): string {
  return writeCursor(String(row[sortKeyOf(pattern)]), questionOf(pattern, parts));
}

function firstOf(
  readings: readonly Reading[],
  sortKey: string,
  newestFirst: boolean,
): StoredRecord | undefined {
  let first: Reading | undefined;
  for (const reading of readings) {
    const [head] = reading.rows;
    if (head === undefined) continue;
    const best = first?.rows[0];
    const earlier = best === undefined || String(head[sortKey]) < String(best[sortKey]) !== newestFirst;
    if (earlier) first = reading;
  }
  return first?.rows.shift();
}

async function refill(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
  page: PageRequest,
  reading: Reading,
  limit: number,
): Promise<void> {
  const sortKey = sortKeyOf(pattern);
  const range = rangeOf(pattern, parts, reading.after);
  const reply = await client.send(
    new QueryCommand({
      TableName: tableName,
      ...(pattern.index === undefined ? {} : { IndexName: pattern.index }),
      KeyConditionExpression: `#pk = :pk${range.condition}`,
      ExpressionAttributeNames: {
        '#pk': pattern.index === undefined ? 'pk' : `${pattern.index}pk`,
        ...(range.condition === '' ? {} : { '#sk': sortKey }),
      },
      ExpressionAttributeValues: { ':pk': reading.partition, ...range.values },
      ScanIndexForward: !(pattern.newestFirst ?? false),
      // The row of the cursor itself lies within the range.
      Limit: reading.after === undefined ? limit : limit + 1,
      ...(page.consistent === true ? { ConsistentRead: true } : {}),
    }),
  );
  const nowSeconds = Math.floor(Date.now() / 1000);
  const found = reply.Items ?? [];
  const last = found.at(-1);
  reading.rows = found.filter((row) => row[sortKey] !== reading.after && !isExpired(row, nowSeconds));
  reading.after = last === undefined ? reading.after : String(last[sortKey]);
  reading.exhausted = reply.LastEvaluatedKey === undefined;
}

function sortKeyOf(pattern: AccessPattern): string {
  return pattern.index === undefined ? 'sk' : `${pattern.index}sk`;
}

/** Above every sort key that begins with the prefix. */
const above = '\u{10FFFF}';

/** The range of sort keys: from the cursor (included, so that one condition is enough) to the end of the prefix. */
function rangeOf(pattern: AccessPattern, parts: Parts, after: string | undefined) {
  const prefix = pattern.prefix === undefined ? undefined : renderKey(pattern.prefix, parts);
  if (after === undefined) {
    return prefix === undefined
      ? { condition: '', values: {} }
      : { condition: ' AND begins_with(#sk, :from)', values: { ':from': prefix } };
  }
  if (prefix === undefined) {
    return { condition: ` AND #sk ${pattern.newestFirst ? '<=' : '>='} :from`, values: { ':from': after } };
  }
  const [from, to] = pattern.newestFirst ? [prefix, after] : [after, `${prefix}${above}`];
  return { condition: ' AND #sk BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
}

function questionOf(pattern: AccessPattern, parts: Parts): string {
  const asked = JSON.stringify([pattern.question, Object.entries(parts).sort()]);
  return shardOf(asked, 0xffffffff).toString(36);
}

function writeCursor(after: string, question: string): string {
  return Buffer.from(JSON.stringify([question, after])).toString('base64url');
}

function readCursor(cursor: string, question: string): string {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(read) && read[0] === question && typeof read[1] === 'string') return read[1];
  } catch {
    // Falls through to the same answer as a cursor of another list.
  }
  throw new AppError('invalid-request', 'The cursor does not belong to this list.', {
    violations: [
      {
        pointer: '/query/cursor',
        reason: 'Use the cursor of the previous page of the same list, unchanged.',
      },
    ],
  });
}
