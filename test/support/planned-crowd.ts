/** A crowd of customers in a plan of periodic callbacks on a real engine, planned page by page as the functions do it. */

import { planId as planKind } from '../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbackOpener } from '../../functions/callbacks/callbacks/index.ts';
import { createDayLimits } from '../../functions/callbacks/plans/operations/day-room.ts';
import { fallDue } from '../../functions/callbacks/plans/operations/fall-due.ts';
import { startWalk, walkPage } from '../../functions/callbacks/plans/operations/walk-customers.ts';
import { entriesOfPlan, type PlanRecord, planItem } from '../../functions/callbacks/plans/plans.items.ts';
import type { WalkMessage } from '../../functions/callbacks/plans/plans.messages.ts';
import type { StoredEntry } from '../../functions/callbacks/plans/plans.schema.ts';
import { createEntriesStore, createPlansStore } from '../../functions/callbacks/plans/plans.store.ts';
import { createConsentReader } from '../../functions/contact/consents/index.ts';
import { customerItem, directoryEntryItem } from '../../functions/customers/customers/customers.items.ts';
import { keptRow } from '../../functions/customers/customers/customers.rules.ts';
import {
  customerId as customerKind,
  NewCustomer,
} from '../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../functions/customers/customers/index.ts';
import { createListReader } from '../../functions/customers/lists/index.ts';
import { createAssign } from '../../functions/people/assignments/index.ts';
import { createStaffReader } from '../../functions/people/staff/index.ts';
import { eventId } from '../../shared/events/event.ts';
import { commitWithRetry } from '../../shared/table/retry.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';
import { instantAfter } from '../../shared/time/clock.ts';
import { newIdAt } from '../../shared/values/derived-id.ts';
import { newId } from '../../shared/values/ids.ts';

/** A table that counts the write units of what was committed by partition key, in the table and its indexes, since the last asking. */
export function meteredTable(table: Table): {
  readonly table: Table;
  readonly units: () => Map<string, number>;
} {
  let units = new Map<string, number>();
  const count = (write: Write, base: number) => {
    const add = (key: unknown, by: number) => {
      if (typeof key === 'string') units.set(key, (units.get(key) ?? 0) + by);
    };
    add(write.key.pk, base);
    for (const index of ['gsi1', 'gsi2', 'gsi3']) add(write.record?.[`${index}pk`], 1);
  };
  return {
    table: {
      ...table,
      commit: async (writes) => {
        const outcome = await table.commit(writes);
        // In a transaction each write of the table itself counts twice.
        if (outcome === 'committed') for (const write of writes) count(write, writes.length > 1 ? 2 : 1);
        return outcome;
      },
    },
    units() {
      const seen = units;
      units = new Map();
      return seen;
    },
  };
}

/** So many customers, who were created over the 100 days before. */
export async function makeCrowd(table: Table, customers: number, at: string): Promise<void> {
  const perCommit = 50;
  for (let made = 0; made < customers; made += perCommit) {
    const writes = Array.from({ length: Math.min(perCommit, customers - made) }, (_, index) => {
      const createdAt = instantAfter(at, { days: -((made + index) % 100) - 1 });
      const id = newIdAt(customerKind, createdAt);
      const entry = NewCustomer.parse({
        ...{ name: '李雷', phone: '+8613800138000', email: `${id}@example.test` },
      });
      const customer = { ...entry, id, version: 1, createdAt, updatedAt: createdAt };
      const row = { customerId: id, sourceVersion: 1, summary: keptRow(customer) };
      return [put(customerItem, customer), put(directoryEntryItem, row)];
    });
    await table.commit(writes.flat());
  }
}

export async function makePlan(
  table: Table,
  at: string,
  fields: Partial<PlanRecord> = {},
): Promise<PlanRecord> {
  const plan: PlanRecord = {
    ...{ id: newId(planKind), version: 1, name: 'All', everyDays: 90, audience: { kind: 'all' }, order: 1 },
    ...{ why: 'How are things?', priority: 'normal', status: 'active', createdAt: at, updatedAt: at },
    ...fields,
  };
  await table.commit([put(planItem, plan)]);
  return plan;
}

/** What the functions do, through this table and at this time. */
export function openPlanning(table: Table, at: string) {
  const plans = createPlansStore(table);
  const entries = createEntriesStore(table);
  const services = {
    ...{ table, plans, entries, customers: createCustomerReader(table), lists: createListReader(table) },
    dayLimits: createDayLimits(createStaffReader(table)),
  };
  const walkId = newId(eventId);
  return {
    plans,
    entries,
    start: (planId: string) => startWalk({ planId, walkId }, { table, plans, at }),
    page: (message: WalkMessage) => walkPage(message, { ...services, pace: async () => undefined, at }),
    look: (customerId: string, when = at) =>
      commitWithRetry(table, () =>
        fallDue(customerId, {
          ...services,
          consents: createConsentReader(table),
          callbacks: createCallbackOpener(table),
          assign: createAssign(table),
          origin: { actor: { kind: 'system', id: 'plans' }, correlationId: customerId, hops: 0, at: when },
        }),
      ),
  };
}

/** Everybody in a plan. */
export async function readEntries(
  table: Table,
  planId: string,
): Promise<readonly Omit<StoredEntry, 'version'>[]> {
  const found: Omit<StoredEntry, 'version'>[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await table.listSummaries(entriesOfPlan, { planId }, { limit: 100, cursor });
    found.push(...page.items);
    if (page.cursor === null) return found;
    cursor = page.cursor;
  }
}
