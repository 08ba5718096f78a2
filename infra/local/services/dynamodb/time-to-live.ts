/**
 * Deletes expired items in virtual time, as the DynamoDB service does within days of the expiry: here within
 * the virtual hour. (The engine's own sweeper knows only real time, so it is never switched on.) What expires
 * when is learned from the writes that pass by, so that a sweep reads no table.
 */
import * as z from 'zod';
import { type AgendaEntry, AwsError, type Cloud } from '../../cloud.ts';
import type { EngineClient } from './engine-client.ts';
import type { Table } from './tables.ts';
import { type Item, item, writtenItems } from './written-items.ts';

const HOUR = 3_600_000;
const DAY_IN_SECONDS = 86_400;
/** DynamoDB leaves items alone that expired longer ago than this. */
const FIVE_YEARS_IN_SECONDS = 5 * 365 * DAY_IN_SECONDS;

const page = z.looseObject({ Items: z.array(item).default([]), LastEvaluatedKey: item.optional() });

export interface TimeToLive {
  /** Learns from a write that succeeded. */
  observe(operation: string, body: Buffer): void;
  /** Reads all tables for what expires, e.g. at the start. */
  learn(): Promise<void>;
  /** Deletes what has expired; answers how many items. */
  sweep(): Promise<number>;
  /** Whether this removal in the table's stream was made by a sweep. */
  removed(tableName: string, keys: unknown, oldImage: unknown): boolean;
}

type Expiring = Table & { readonly timeToLive: string };

interface Due {
  readonly table: Expiring;
  readonly keys: Item;
  /** Seconds since the epoch. */
  readonly at: number;
}

export function createTimeToLive(
  cloud: Cloud,
  client: EngineClient,
  allTables: readonly Table[],
  onDelete: () => void,
): TimeToLive {
  const tables = allTables.flatMap((table): Expiring[] =>
    table.timeToLive === undefined ? [] : [{ ...table, timeToLive: table.timeToLive }],
  );
  const due = new Map<string, Due>();
  /** Items that sweeps removed → the instant of the sweep in seconds. */
  const marks = cloud.state.map<number>('time-to-live');
  let next: AgendaEntry | undefined;
  const nowInSeconds = () => Math.floor(cloud.clock.now() / 1000);

  function expect(table: Expiring, found: Item, at: number): void {
    if (!Number.isFinite(at)) return;
    const keys = Object.fromEntries(Object.entries(found).filter(([name]) => table.keyNames.includes(name)));
    due.set(nameOf(table, keys), { table, keys, at });
    sweepBy(at * 1000);
  }

  function sweepBy(at: number): void {
    const hour = Math.ceil(Math.max(at, cloud.clock.now()) / HOUR) * HOUR;
    if (next && next.at <= hour) return;
    next?.cancel();
    next = cloud.clock.schedule(hour, 'time to live: delete expired items', async () => {
      next = undefined;
      await sweep();
    });
  }

  function observe(operation: string, body: Buffer): void {
    for (const table of tables) {
      for (const { tableName, keys, expiry } of writtenItems(operation, body, table.timeToLive)) {
        if (tableName !== table.name) continue;
        expect(table, keys, expiry === 'unknown' ? nowInSeconds() : expiry);
      }
    }
  }

  async function learn(): Promise<void> {
    for (const table of tables) {
      let start: Item | undefined;
      do {
        const { Items, LastEvaluatedKey } = page.parse(await client.call('Scan', scan(table, start)));
        for (const found of Items) expect(table, found, Number(found[table.timeToLive]?.N));
        start = LastEvaluatedKey;
      } while (start);
    }
  }

  async function sweep(): Promise<number> {
    const ended = cloud.activity.begin('time to live');
    try {
      const now = nowInSeconds();
      for (const [mark, at] of marks) if (at < now - DAY_IN_SECONDS) marks.delete(mark);
      let count = 0;
      for (const [name, entry] of due) {
        if (entry.at > now) continue;
        due.delete(name);
        if (await remove(name, entry, now)) count += 1;
      }
      const earliest = due
        .values()
        .reduce((least, entry) => Math.min(least, entry.at), Number.POSITIVE_INFINITY);
      if (Number.isFinite(earliest)) sweepBy(earliest * 1000);
      if (count > 0) onDelete();
      return count;
    } finally {
      ended();
    }
  }

  /** The item may have been given another life, or be gone. */
  async function remove(name: string, { table, keys }: Due, now: number): Promise<boolean> {
    marks.set(name, now);
    try {
      await client.call('DeleteItem', {
        TableName: table.name,
        Key: keys,
        ConditionExpression: '#expiry BETWEEN :oldest AND :now',
        ExpressionAttributeNames: { '#expiry': table.timeToLive },
        ExpressionAttributeValues: {
          ':oldest': { N: String(now - FIVE_YEARS_IN_SECONDS) },
          ':now': { N: String(now) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return true;
    } catch (error) {
      marks.delete(name);
      if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
      const living = refusedItem.safeParse(error.cause).data?.Item;
      const later = Number(living?.[table.timeToLive]?.N);
      if (living && later > now) expect(table, living, later);
      return false;
    }
  }

  function removed(tableName: string, keys: unknown, oldImage: unknown): boolean {
    const table = tables.find((one) => one.name === tableName);
    const [key, image] = [item.safeParse(keys), item.safeParse(oldImage)];
    if (!table || !key.success || !image.success) return false;
    const sweptAt = marks.get(nameOf(table, key.data));
    return sweptAt !== undefined && Number(image.data[table.timeToLive]?.N) <= sweptAt;
  }

  return { observe, learn, sweep, removed };
}

const refusedItem = z.looseObject({ Item: item.optional() });

function nameOf(table: Expiring, keys: Item): string {
  return JSON.stringify([table.name, ...table.keyNames.map((name) => keys[name])]);
}

function scan(table: Expiring, start: Item | undefined): Record<string, unknown> {
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
