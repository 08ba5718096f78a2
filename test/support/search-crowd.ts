/**
 * A crowd to search in: names as frequent as they are in life, of whom every third works for one firm. What a query costs
 * is compared between a crowd and one ten times as large.
 */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { Customer } from '../../functions/customers/customers/customers.schema.ts';
import { customerId } from '../../functions/customers/customers/customers.schema.ts';
import { nameOwnersWith } from '../../functions/customers/search/operations/name-owners.ts';
import { searchCustomers } from '../../functions/customers/search/operations/search-customers.ts';
import { spell } from '../../functions/customers/search/operations/spell-names.ts';
import { termsOfCustomer } from '../../functions/customers/search/operations/terms-of-customer.ts';
import { searchEntryItem } from '../../functions/customers/search/search.items.ts';
import {
  entriesOf,
  foundCustomer,
  joinedPlaces,
  type Place,
  parseQuery,
} from '../../functions/customers/search/search.rules.ts';
import { createSearchStore } from '../../functions/customers/search/search.store.ts';
import { createStaffReader } from '../../functions/people/staff/index.ts';
import {
  chineseGivenNames,
  chineseSurnames,
  englishGivenNames,
  englishSurnames,
} from '../../infra/demo/department/names.ts';
import { createRandom } from '../../infra/demo/random.ts';
import type { Principal } from '../../shared/identity/principal.ts';
import { toRecord } from '../../shared/table/item.ts';
import { newId } from '../../shared/values/ids.ts';
import type { TestTable } from './engine.ts';
import { type Observed, observedTable } from './observed-table.ts';

export const manager: Principal = {
  ...{ kind: 'person', id: 'li.na', roles: ['manager'], reach: new Set(['li.na']) },
  rowAccess: { 'customers.read': 'all', 'customers.write': 'all' },
};

const random = createRandom('crowd');

/** One of many: the more frequent surnames stand first. */
export function somebody(index: number): Customer {
  const at = '2026-11-26T00:00:00.000Z';
  const isChinese = random.roll('chinese', index) < 0.7;
  const skewed = <Value>(values: readonly Value[], about: string) =>
    values[Math.floor(values.length * random.roll(about, index) ** 2)] as Value;
  const [surname, given] = [skewed(chineseSurnames, 'surname'), skewed(chineseGivenNames, 'given')];
  const name = isChinese
    ? `${surname.written}${given.written}`
    : `${skewed(englishGivenNames, 'given')} ${skewed(englishSurnames, 'surname')}`;
  const digits = String(10_000_000 + index * 7919).slice(-8);
  return {
    ...{ id: newId(customerId), version: 1, kind: 'person', name, owner: `agent-${index % 7}`, tags: [] },
    ...{ language: 'zh-CN', timeZone: 'Asia/Shanghai', stage: 'potential', createdAt: at, updatedAt: at },
    ...(index % 3 === 0 ? { company: '上海远洋贸易有限公司' } : {}),
    email: `${isChinese ? `${given.latin}.${surname.latin}` : name.replace(' ', '.').toLowerCase()}${index}@qq.com`,
    phone: `+86${['138', '139', '186'][index % 3]}${digits}`,
    externalIds: [{ source: 'erp', id: `CUS-${String(index).padStart(8, '0')}` }],
  };
}

/** Puts them into the index without their customers, 25 entries at a time: those that one of the queries could read. */
export async function addCrowd({ client, name }: TestTable, from: number, to: number): Promise<void> {
  let waiting: Record<string, unknown>[] = [];
  const flush = async () => {
    const batches = Array.from({ length: Math.ceil(waiting.length / 25) }, (_, batch) =>
      waiting.slice(batch * 25, batch * 25 + 25),
    );
    waiting = [];
    await Promise.all(
      batches.map((batch) =>
        client.send(
          new BatchWriteCommand({
            RequestItems: { [name]: batch.map((Item) => ({ PutRequest: { Item } })) },
          }),
        ),
      ),
    );
  };
  for (let index = from; index < to; index += 1) {
    const customer = somebody(index);
    const indexed = {
      ...{ customerId: customer.id, terms: termsOfCustomer(customer, spell) },
      customer: JSON.parse(JSON.stringify(foundCustomer(customer))),
    };
    for (const entry of entriesOf(indexed.terms).filter(isAskedFor))
      waiting.push(toRecord(searchEntryItem, { ...entry, ...indexed }));
    if (waiting.length > 500) await flush();
  }
  await flush();
}

/** What people type: rare and frequent, of one field and of several. */
export const queries = [
  ...['王', '王伟', '伟', 'wang', 'wang wei', 'wei wang', 'ww', 'smith', 'oliver smith', 'smi', 'shanghai'],
  ...['远洋', '138', '1381', '5678', 'fang.wang', 'CUS-00000017', 'wang 远洋', '王 上海', 'li fang 138'],
  ...['nobody', 'nobody wang', 'zzz'],
];

const places: readonly Place[] = queries.flatMap((q) => {
  const words = parseQuery(q, { seesContacts: true });
  return [...joinedPlaces(words), ...words.flatMap((word) => word.places)];
});

function isAskedFor({ kind, rank, term }: Place): boolean {
  return places.some((place) => place.kind === kind && place.rank === rank && term.startsWith(place.term));
}

/** What the first page of every query costs. */
export async function costsOf(rig: TestTable): Promise<ReadonlyMap<string, Observed>> {
  const { table, count } = observedTable(rig.client, rig.name);
  const search = createSearchStore(table);
  const nameOwners = nameOwnersWith(createStaffReader(table));
  const costs = new Map<string, Observed>();
  for (const q of queries) {
    const act = () => searchCustomers({ q, limit: 50 }, { search, nameOwners, principal: manager });
    costs.set(q, await count(act));
  }
  return costs;
}

/** That a page costs no more than the design says, and no more in the larger crowd. */
export function expectFlat(small: ReadonlyMap<string, Observed>, large: ReadonlyMap<string, Observed>): void {
  for (const [q, cost] of large) {
    const before = small.get(q);
    expect.soft(cost.queries, q).toBeLessThanOrEqual(9);
    expect.soft(cost.readUnits, q).toBeLessThanOrEqual(wordsIn(q) === 1 ? 10 : 40);
    // A crowd in which a page is full costs what it costs in any larger one.
    expect
      .soft(cost.readUnits, q)
      .toBeLessThanOrEqual(Math.max(before?.readUnits ?? 0, wordsIn(q) === 1 ? 10 : 40));
  }
}

const wordsIn = (q: string) => q.split(' ').length;
