/**
 * Deletes expired items in virtual time, as the DynamoDB service does within days of the expiry: here within
 * the virtual hour. (The engine's own sweeper knows only real time, so it is never switched on.)
 */
import * as z from 'zod';
import { type AgendaEntry, AwsError, type Cloud } from '../cloud.ts';
import type { Table } from './dynamodb-tables.ts';
import type { EngineClient } from './engine-client.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** DynamoDB leaves items alone that expired longer ago than this. */
const FIVE_YEARS_IN_SECONDS = 5 * 365 * 86_400;

const item = z.record(z.string(), z.record(z.string(), z.unknown()));
const page = z.looseObject({ Items: z.array(item).default([]), LastEvaluatedKey: item.optional() });

type Item = z.output<typeof item>;

export interface TimeToLive {
  /** Looks at the body of a write that succeeded for instants at which something may expire. */
  observe(body: Buffer): void;
  /** Deletes what has expired and puts the next sweep on the agenda; answers how many went. */
  sweep(): Promise<number>;
  /** Whether this removal in the table's stream was made by the sweep. */
  removed(tableName: string, keys: unknown, oldImage: unknown): boolean;
}

export function createTimeToLive(
  cloud: Cloud,
  client: EngineClient,
  allTables: readonly Table[],
  onDelete: () => void,
): TimeToLive {
  const tables = allTables.flatMap((table) =>
    table.timeToLive === undefined ? [] : [{ ...table, timeToLive: table.timeToLive }],
  );
  type Expiring = (typeof tables)[number];
  /** Removals by the sweep → the virtual instant of the sweep. */
  const marks = new Map<string, number>(cloud.state.load<[string, number][]>('time-to-live') ?? []);
  const kept = cloud.state.keep('time-to-live', () => [...marks]);
  let next: AgendaEntry | undefined;

  function sweepBy(at: number): void {
    const hour = Math.max(Math.ceil(at / HOUR) * HOUR, cloud.clock.now());
    if (next && next.at <= hour) return;
    next?.cancel();
    next = cloud.clock.schedule(hour, 'time to live: delete expired items', async () => {
      next = undefined;
      await sweep();
    });
  }

  function observe(body: Buffer): void {
    if (!tables.some((table) => body.includes(table.timeToLive))) return;
    const now = cloud.clock.now();
    let earliest = Number.POSITIVE_INFINITY;
    // Any number that may be an instant: one too many costs a sweep that finds nothing.
    for (const [, digits] of body.toString('utf8').matchAll(/"N"\s*:\s*"(\d{9,11})"/g)) {
      earliest = Math.min(earliest, Math.max(Number(digits) * 1000, now));
    }
    if (Number.isFinite(earliest)) sweepBy(earliest);
  }

  async function sweep(): Promise<number> {
    const ended = cloud.activity.begin('time to live');
    try {
      const now = cloud.clock.now();
      for (const [mark, at] of marks) if (at < now - DAY) marks.delete(mark);
      let count = 0;
      for (const table of tables) count += await sweepTable(table, Math.floor(now / 1000));
      if (count > 0) onDelete();
      return count;
    } finally {
      ended();
    }
  }

  async function sweepTable(table: Expiring, nowSeconds: number): Promise<number> {
    let count = 0;
    let start: Item | undefined;
    do {
      const { Items, LastEvaluatedKey } = page.parse(await client.call('Scan', scan(table, start)));
      for (const found of Items) {
        const expiry = Number(found[table.timeToLive]?.N);
        if (expiry > nowSeconds) sweepBy(expiry * 1000);
        else if (expiry > nowSeconds - FIVE_YEARS_IN_SECONDS && (await remove(table, found))) count += 1;
      }
      start = LastEvaluatedKey;
    } while (start);
    return count;
  }

  async function remove(table: Expiring, found: Item): Promise<boolean> {
    const keys = Object.fromEntries(Object.entries(found).filter(([name]) => table.keyNames.includes(name)));
    const mark = markOf(table, keys, found);
    marks.set(mark, cloud.clock.now());
    kept.changed();
    try {
      await client.call('DeleteItem', {
        TableName: table.name,
        Key: keys,
        ConditionExpression: '#expiry = :seen',
        ExpressionAttributeNames: { '#expiry': table.timeToLive },
        ExpressionAttributeValues: { ':seen': found[table.timeToLive] },
      });
      return true;
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
      marks.delete(mark);
      return false;
    }
  }

  function removed(tableName: string, keys: unknown, oldImage: unknown): boolean {
    const table = tables.find((one) => one.name === tableName);
    const [key, image] = [item.safeParse(keys), item.safeParse(oldImage)];
    return Boolean(table && key.success && image.success && marks.has(markOf(table, key.data, image.data)));
  }

  return { observe, sweep, removed };
}

function scan(table: Table & { timeToLive: string }, start: Item | undefined): Record<string, unknown> {
  const names = [...new Set([...table.keyNames, table.timeToLive])];
  return {
    TableName: table.name,
    ProjectionExpression: names.map((_, position) => `#n${position}`).join(', '),
    FilterExpression: `attribute_type(#n${names.indexOf(table.timeToLive)}, :number)`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, position) => [`#n${position}`, name])),
    ExpressionAttributeValues: { ':number': { S: 'N' } },
    ...(start && { ExclusiveStartKey: start }),
  };
}

function markOf(table: Table & { timeToLive: string }, keys: Item, image: Item): string {
  return JSON.stringify([table.name, ...table.keyNames.map((name) => keys[name]), image[table.timeToLive]]);
}
