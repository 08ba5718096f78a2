/** Pages of a named access pattern; a list that is spread over shards is merged into one order. */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { foreignCursor, questionOf, readCursor, writeCursor } from './cursor.ts';
import { isWithin, keyCondition, sortKeyOf } from './expressions.ts';
import type { StoredRecord } from './item.ts';
import { mergeShards, type Range, type RowsRange } from './merge.ts';
import { type AccessPattern, partitionsOf } from './pattern.ts';
import { periodsOf, unitOf } from './periods.ts';

export interface PageRequest extends Omit<Range, 'after'> {
  readonly cursor?: string | undefined;
  /**
   * What the bounds are called where they move with the clock, e.g. `overdue`: a cursor is bound to that then, since
   * they have moved on when the next page is asked for.
   */
  readonly moving?: string | undefined;
}

export interface RowsPage {
  readonly rows: readonly StoredRecord[];
  /** Null when nothing is left. */
  readonly cursor: string | null;
}

type Parts = Readonly<Record<string, unknown>>;

/**
 * Rows that a page may read: 1 MB when each has the 1 KB that a summary may take. What a filter leaves out counts,
 * so that a rare value costs no more than a frequent one.
 */
export const maximumRowsRead = 1000;

/** Days or months that a page may walk through: `shardCount` queries each, in most of which nothing may be. */
export const maximumPeriods = 8;

/**
 * Reads one page. The cursor is the sort key of the last row, whatever the number of shards, because sort
 * keys are one total order; it is bound to the question, so it cannot be used for another list.
 */
export async function queryPage(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
  { cursor, moving, ...range }: PageRequest,
): Promise<RowsPage> {
  const { filter, between, eventType, events } = range;
  const bounds = moving === undefined ? between : { moving };
  const question = questionOf(pattern.question, { ...parts, ...filter, ...bounds, eventType, ...events });
  const start = cursor === undefined ? undefined : readCursor(cursor, question);
  const { rows, after } = await queryRange(client, tableName, pattern, parts, { ...range, after: start });
  return { rows, cursor: after === null ? null : writeCursor(after, question) };
}

/**
 * Reads a part of a list, through its days or months one after another if it has them. Throws `invalid-request` for a
 * position outside the list, which only a made-up cursor can name.
 */
export async function queryRange(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
  range: Range,
): Promise<RowsRange> {
  if (range.after !== undefined && !isWithin(pattern, parts, range.after)) throw foreignCursor();
  const budget = { rows: maximumRowsRead };
  const unit = unitOf(pattern, parts);
  if (unit === undefined) return mergeShards(client, tableName, pattern, parts, range, budget);
  const rows: StoredRecord[] = [];
  let walked = 0;
  for (const period of periodsOf(unit, pattern, range)) {
    const isEnough = rows.length === range.limit || walked === maximumPeriods || budget.rows <= 0;
    if (isEnough) return { rows, after: period.before };
    walked += 1;
    const rest = { ...range, limit: range.limit - rows.length, after: period.after };
    const named = { ...parts, [unit]: period.name };
    const found = await mergeShards(client, tableName, pattern, named, rest, budget);
    rows.push(...found.rows);
    if (found.after !== null) return { rows, after: found.after };
  }
  return { rows, after: null };
}

/** The cursor that continues a list after this row: for a page that was cut out of another query. */
export function cursorAfter(pattern: AccessPattern, parts: Parts, row: StoredRecord): string {
  return writeCursor(String(row[sortKeyOf(pattern)]), questionOf(pattern.question, parts));
}

/** How many rows answer a pattern. Reads all of them (1 MB a query): for what one person has, not for lists of all. */
export async function countRows(
  client: DynamoDBDocumentClient,
  tableName: string,
  pattern: AccessPattern,
  parts: Parts,
): Promise<number> {
  let count = 0;
  for (const partition of partitionsOf(pattern, parts)) {
    const { expression, names, values } = keyCondition(pattern, parts, partition, undefined);
    let start: Record<string, unknown> | undefined;
    do {
      const reply = await client.send(
        new QueryCommand({
          TableName: tableName,
          ...(pattern.index === undefined ? {} : { IndexName: pattern.index }),
          KeyConditionExpression: expression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          Select: 'COUNT',
          // Only an index lags.
          ConsistentRead: pattern.index === undefined,
          ExclusiveStartKey: start,
        }),
      );
      count += reply.Count ?? 0;
      start = reply.LastEvaluatedKey;
    } while (start !== undefined);
  }
  return count;
}
