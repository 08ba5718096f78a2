/** Plans, the customers in them and the days they fill, in the one table. */
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore, whyGone } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { shardOf, shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import { now } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Page } from '../../../shared/values/page.ts';
import { planDeleted } from './plans.events.ts';
import {
  type Correction,
  callIn,
  contactsOfCustomer,
  correctionIn,
  countItem,
  dayItem,
  entriesOfPlan,
  entryItem,
  isRealContact,
  type PlanCount,
  type PlanDay,
  type PlanRecord,
  type PlanWalk,
  planEntity,
  planItem,
  planRestorable,
  plansList,
  walkItem,
} from './plans.items.ts';
import { byOrder } from './plans.rules.ts';
import type { Plan, PlanSummary, StoredEntry } from './plans.schema.ts';

export type PlansStore = ReturnType<typeof createPlansStore>;

/** So long plans are taken to be as they were: a walk through the customers of a changed one begins later. */
const freshSeconds = 5;

export function createPlansStore(table: Table) {
  const plans = planEntity(table);
  let read: { readonly at: Instant; readonly all: readonly PlanRecord[] } | undefined;

  /** Those that are not ended, in their order. */
  const listGoingOn = async (): Promise<readonly PlanRecord[]> => {
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await plansList.page(table, {}, { limit: 100, cursor });
      ids.push(...page.items.filter(({ status }) => status !== 'ended').map(({ id }) => id));
      if (page.cursor === null) break;
      cursor = page.cursor;
    }
    const found = await plans.findMany(ids);
    return found.filter(({ status }) => status !== 'ended').toSorted(byOrder);
  };
  return {
    find: plans.find,
    get: plans.get,
    create: plans.create,
    change: (before: PlanRecord, after: PlanRecord, origin: EventContext): readonly Write[] =>
      plans.change(before, after, origin),
    delete: (before: PlanRecord, after: PlanRecord, origin: EventContext): readonly Write[] =>
      plans.change(before, after, origin, { declaration: planDeleted }),

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: PlanRecord, changeId: string) =>
      valuesBefore(
        {
          ...planRestorable,
          ...{ changeId, present, subject: { planId: present.id } },
          collection: keyOf(planItem, present).pk,
        },
        table,
      ),

    /** The plan of a change that is taken back. Throws what `whyGone` of shared/events answers. */
    async getToRestore(id: string, changeId: string): Promise<PlanRecord> {
      const found = await plans.find(id);
      if (found !== undefined) return found;
      const collection = keyOf(planItem, { id }).pk;
      throw await whyGone('plan', { changeId, collection, subject: { planId: id } }, table);
    },

    async list(
      { status }: { readonly status?: Plan['status'] | undefined },
      page: PageRequest,
    ): Promise<Page<PlanSummary>> {
      const { items, cursor } = await plansList.page(table, { status }, page);
      // A deleted plan leaves the list; the index may show it for a moment longer.
      const there = items.flatMap(({ status: kept, ...row }) =>
        kept === 'deleted' ? [] : [{ ...row, status: kept }],
      );
      return { items: there, cursor };
    },

    listGoingOn,

    /** The same as they were a few seconds ago: for who asks for each customer of a crowd. */
    async listLately(): Promise<readonly PlanRecord[]> {
      const at = now();
      if (read === undefined || Math.abs(Date.parse(at) - Date.parse(read.at)) > freshSeconds * 1000)
        read = { at, all: await listGoingOn() };
      return read.all;
    },

    /** How many customers stand in a plan, and why how many are not called; added up over the shards. */
    async countsOf(planId: string): Promise<Omit<PlanCount, 'planId' | 'shard'>> {
      const keys = shards.map((shard) => ({ planId, shard: String(shard) }));
      const rows = await table.findMany(countItem, keys);
      const { planId: _, shard: __, ...nothing } = countItem.schema.parse({ planId, shard: '' });
      return rows.reduce((sum, row) => added(sum, row), nothing);
    },

    findWalk: (planId: string, shard: number): Promise<PlanWalk | undefined> =>
      table.find(walkItem, { planId, shard }),

    findWalks: (planId: string): Promise<readonly PlanWalk[]> =>
      table.findMany(
        walkItem,
        shards.map((shard) => ({ planId, shard })),
      ),

    saveWalk: (before: PlanWalk | undefined, after: PlanWalk): Write =>
      before === undefined
        ? insert(walkItem, after, { onConflict: 'retry' })
        : replace(walkItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    /** What plans have put on these days so far; nothing of a day without any. */
    findDays: (days: readonly string[]): Promise<readonly PlanDay[]> =>
      table.findMany(
        dayItem,
        days.map((day) => ({ day })),
      ),

    /** Puts one more callback of a plan on a day, if nobody has put one there since it was read. */
    fillDay(before: PlanDay | undefined, day: string, planId: string): Write {
      const byPlan = { ...before?.byPlan, [planId]: (before?.byPlan[planId] ?? 0) + 1 };
      const after = { day, version: (before?.version ?? 0) + 1, byPlan };
      return before === undefined
        ? insert(dayItem, after, { onConflict: 'retry' })
        : replace(dayItem, after, { ifVersion: before.version, onConflict: 'retry' });
    },
  };
}

type Sums = Omit<PlanCount, 'planId' | 'shard'>;

function added(sum: Sums, row: PlanCount): Sums {
  const { planId: _, shard: __, ...numbers } = row;
  const entries = Object.entries(numbers) as [keyof Sums, number][];
  return Object.fromEntries(entries.map(([name, number]) => [name, sum[name] + number])) as Sums;
}

/** What becomes of the entry of a customer; undefined where there is none. */
export interface EntryChange {
  readonly before: StoredEntry | undefined;
  readonly after: StoredEntry | undefined;
}

export type EntriesStore = ReturnType<typeof createEntriesStore>;

export function createEntriesStore(table: Table) {
  return {
    find: (customerId: string): Promise<StoredEntry | undefined> => table.find(entryItem, { customerId }),

    findMany: (customerIds: readonly string[]): Promise<readonly StoredEntry[]> =>
      table.findMany(
        entryItem,
        customerIds.map((customerId) => ({ customerId })),
      ),

    settle: settleEntries,

    listOfPlan: (planId: string, page: PageRequest) => table.listSummaries(entriesOfPlan, { planId }, page),

    /** When somebody was last really in touch with a customer, in any of their records, since then; undefined when nobody was. */
    async lastContact(customerIds: readonly string[], since: Instant): Promise<Instant | undefined> {
      const parts = { customerId: new Set(customerIds) };
      const corrections = new Map<string, Correction>();
      for (let cursor: string | undefined; ; ) {
        const page = { limit: 50, cursor, consistent: true, between: { from: since } };
        const { rows, cursor: next } = await table.listRecords(contactsOfCustomer, parts, page);
        for (const row of rows) {
          const correction = correctionIn(row);
          // The last word on a call comes first.
          if (correction !== undefined && !corrections.has(correction.of))
            corrections.set(correction.of, correction);
        }
        const contact = rows.find((row) => isRealContact(row) && !corrections.has(callIn(row)));
        const corrected = [...corrections.values()].flatMap(({ reached, calledAt }) =>
          reached && calledAt >= since ? calledAt : [],
        );
        // Entries of a timeline are sorted by their instant, which stands in the key.
        const told = contact === undefined ? [] : [instantIn(String(contact.sk))];
        if (told.length > 0 || next === null) return [...corrected, ...told].toSorted().at(-1);
        cursor = next;
      }
    },
  };
}

function instantIn(sortKey: string): Instant {
  return sortKey.split('#')[1] ?? '';
}

/** The writes that make entries these, and count the customers of each plan with them. */
export function settleEntries(changes: readonly EntryChange[]): readonly Write[] {
  const writes = changes.flatMap(({ before, after }): readonly Write[] => {
    if (after === undefined)
      return before === undefined
        ? []
        : [remove(entryItem, before, { ifVersion: before.version, onConflict: 'retry' })];
    return before === undefined
      ? [insert(entryItem, after, { onConflict: 'retry' })]
      : [replace(entryItem, after, { ifVersion: before.version, onConflict: 'retry' })];
  });
  return [...writes, ...countsOf(changes)];
}

function countsOf(changes: readonly EntryChange[]): readonly Write[] {
  const sums = new Map<string, Map<string, number>>();
  const count = (entry: StoredEntry | undefined, by: 1 | -1) => {
    if (entry === undefined) return;
    const row = `${entry.planId} ${shardOf(entry.customerId)}`;
    const numbers = sums.get(row) ?? new Map<string, number>();
    const because = entry.skipped?.because;
    for (const name of ['customers', ...(because === undefined ? [] : [because])])
      numbers.set(name, (numbers.get(name) ?? 0) + by);
    sums.set(row, numbers);
  };
  for (const { before, after } of changes) {
    count(before, -1);
    count(after, 1);
  }
  return [...sums].flatMap(([row, numbers]) => {
    const [planId = '', shard = ''] = row.split(' ');
    const amounts = Object.fromEntries([...numbers].filter(([, number]) => number !== 0));
    return Object.keys(amounts).length === 0 ? [] : [increment(countItem, { planId, shard }, amounts)];
  });
}
