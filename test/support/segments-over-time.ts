/** Random changes of customers and moves of the clock; after them segments have to hold whom a brute force finds. */
import { expect } from 'vitest';
import type { Department } from '../api/callbacks/department.ts';
import type { Api, OwnCloud } from './cloud.ts';

/** The same numbers for the same seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Bought {
  readonly day: string;
  readonly price: number;
  readonly currency: string;
  readonly sku: string;
  readonly category: string;
  readonly cancelled: boolean;
}

/** What the test knows of a customer, in its own words. */
interface Known {
  readonly created: string;
  tags: string[];
  stage: string;
  isThere: boolean;
  mergedInto?: string;
  readonly consents: Map<string, string>;
  readonly orders: Map<string, Bought>;
}

type Find = (customer: Known, today: string, names: ReadonlySet<string>) => boolean;
const day = 86_400_000;
const before = (today: string, days: number) =>
  new Date(Date.parse(today) - days * day).toISOString().slice(0, 10);
const lately = (today: string, days: number, on: string) => on <= today && on > before(today, days);
const counted = ({ orders }: Known) => [...orders.values()].filter(({ cancelled }) => !cancelled);
const sum = (orders: readonly Bought[]) => orders.reduce((all, { price }) => all + price, 0);
const has = (field: string, op: string, value: unknown, where?: object) => ({
  ...{ field, op, value },
  ...(where === undefined ? {} : { where }),
});

/** Each rule, and by hand whom it means. */
const rules: Readonly<Record<string, { rule: (ids: Record<string, string>) => object; find: Find }>> = {
  vip: { rule: () => has('tags', 'contains', 'vip'), find: ({ tags }) => tags.includes('vip') },
  fresh: {
    rule: () => has('createdAt', 'withinLastDays', 20),
    find: ({ created }, today) => lately(today, 20, created),
  },
  buyers: {
    rule: () => has('orders.count', 'gt', 1, { lastDays: 30 }),
    find: (customer, today) => counted(customer).filter((order) => lately(today, 30, order.day)).length > 1,
  },
  tea: {
    rule: () => has('orders.sum', 'gt', 3000, { currency: 'CNY', category: 'Tea' }),
    find: (customer) =>
      sum(counted(customer).filter(({ currency, category }) => currency === 'CNY' && category === 'Tea')) >
      3000,
  },
  quiet: {
    rule: () => ({
      and: [has('orders.count', 'gt', 0), { not: has('orders.last', 'withinLastDays', 14) }],
    }),
    find: (customer, today) => {
      const last = counted(customer)
        .map((order) => order.day)
        .toSorted()
        .at(-1);
      return last !== undefined && !lately(today, 14, last);
    },
  },
  cups: {
    rule: () => has('orders.products', 'contains', 'CUP', { lastDays: 45 }),
    find: (customer, today) =>
      counted(customer).some(({ sku, day: on }) => sku === 'CUP' && lately(today, 45, on)),
  },
  willing: {
    rule: () => ({
      and: [has('consents.marketing.email', 'eq', 'granted'), has('stage', 'in', ['active', 'new'])],
    }),
    find: ({ consents, stage }) =>
      consents.get('marketing') === 'granted' && ['active', 'new'].includes(stage),
  },
  best: {
    rule: ({ vip, buyers }) => ({
      or: [
        { and: [has('segments', 'contains', vip), has('segments', 'contains', buyers)] },
        has('stage', 'eq', 'high-value'),
      ],
    }),
    find: ({ stage }, _, names) => (names.has('vip') && names.has('buyers')) || stage === 'high-value',
  },
  rest: {
    rule: ({ best, willing }) => ({ not: has('segments', 'in', [best, willing]) }),
    find: (_, __, names) => !names.has('best') && !names.has('willing'),
  },
};

/** Makes the segments, and customers on whom so many changes are tried; compares after each few of them. */
export async function proveSegments(
  { cloud, department, shop }: { cloud: OwnCloud; department: Department; shop: Api },
  { seed, changes, compareEvery }: { seed: number; changes: number; compareEvery: number },
): Promise<{ readonly compared: number; readonly differences: readonly string[] }> {
  const random = randomFrom(seed);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const { manager } = department;
  const known = new Map<string, Known>();
  const lists: Record<string, string> = {};
  const ids: Record<string, string> = {};
  const today = async () => (await cloud.now()).toISOString().slice(0, 10);
  const settle = async () => {
    await cloud.idle();
    await cloud.advance({ duration: 'PT1M' });
    await cloud.idle();
  };
  const create = async () => {
    const created = await today();
    const id = await department.customer(null, { tags: [], stage: 'potential' });
    known.set(id, {
      created,
      tags: [],
      stage: 'potential',
      isThere: true,
      consents: new Map(),
      orders: new Map(),
    });
  };
  for (let count = 0; count < 6; count += 1) await create();
  for (const [name, { rule }] of Object.entries(rules)) {
    const { body } = await manager.segments.createSegment({ body: { name, filter: rule(ids) as never } });
    ids[name] = body.id;
    lists[name] = body.listId;
  }
  await settle();
  let number = 0;
  const tell = (externalId: string, body: object) =>
    shop.orders.tellOrder({ query: { source: 'shop', externalId }, body: body as never });
  const present = () =>
    [...known].filter(([, { isThere, mergedInto }]) => isThere && mergedInto === undefined);
  const patch = (customerId: string, body: object) =>
    manager.customers.patchCustomer({ params: { customerId }, body }, { ifMatch: '*' });
  const steps: readonly (() => Promise<void>)[] = [
    async () => {
      const [id, customer] = pick(present());
      customer.tags = pick([[], ['vip'], ['vip', 'old'], ['old']]);
      await patch(id, { tags: customer.tags });
    },
    async () => {
      const [id, customer] = pick(present());
      customer.stage = pick(['potential', 'new', 'active', 'high-value', 'lost']);
      await patch(id, { stage: customer.stage as never });
    },
    async () => {
      const [customerId, customer] = pick(present());
      const status = pick(['granted', 'withdrawn'] as const);
      customer.consents.set('marketing', status);
      await manager.consents.putConsent({
        params: { customerId, purpose: 'marketing', channel: 'email' },
        body: { status, source: 'phone', ...(status === 'granted' ? { note: 'Said so' } : {}) },
      });
    },
    ...Array.from({ length: 3 }, () => async () => {
      const [customerId, customer] = pick(present());
      number += 1;
      const externalId = `s-${seed}-${number}`;
      const on = before(await today(), Math.floor(random() * 40));
      const [sku, category] = pick([
        ['TEA', 'Tea'],
        ['CUP', 'Ware'],
      ] as const);
      const [currency, price] = [pick(['CNY', 'USD']), 500 + Math.floor(random() * 2000)];
      customer.orders.set(externalId, { day: on, price, currency, sku, category, cancelled: false });
      await tell(externalId, {
        customer: { customerId },
        contents: { currency, lines: [{ sku, category, quantity: 1, unitPrice: price }] },
        placedAt: `${on}T00:00:00.000Z`,
      });
    }),
    async () => {
      const [, customer] = pick(present());
      const [externalId, order] = pick([...customer.orders]) ?? [];
      if (externalId === undefined || order === undefined) return;
      customer.orders.set(externalId, { ...order, cancelled: true });
      await tell(externalId, { cancelledAt: `${await today()}T00:00:00.000Z` });
    },
    async () => {
      if (present().length < 12) await create();
    },
    async () => {
      if (present().length < 5) return;
      const [customerId, customer] = pick(present());
      customer.isThere = false;
      await manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: '*' });
    },
    ...Array.from({ length: 2 }, () => async () => {
      await cloud.advance({ duration: pick(['PT7H', 'P1D', 'P3D']) });
    }),
  ];
  let compared = 0;
  const differences: string[] = [];
  for (let change = 1; change <= changes; change += 1) {
    await pick(steps)();
    if (change % compareEvery !== 0) continue;
    await settle();
    const on = await today();
    for (const [name, listId] of Object.entries(lists)) {
      const wanted = present()
        .filter(([, customer]) => namesOf(customer, on).has(name))
        .map(([id]) => id);
      const found = await membersOf(manager, listId);
      const { body: list } = await manager.lists.getList({ params: { listId } });
      compared += 1;
      const told = {
        change,
        seed,
        name,
        wanted: wanted.toSorted(),
        found: found.toSorted(),
        members: list.members,
      };
      if (JSON.stringify(told.wanted) !== JSON.stringify(told.found) || list.members !== wanted.length)
        differences.push(JSON.stringify(told));
    }
    expect(differences).toEqual([]);
  }
  return { compared, differences };
}

function namesOf(customer: Known, today: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name, { find }] of Object.entries(rules)) if (find(customer, today, names)) names.add(name);
  return names;
}

export async function membersOf(api: Api, listId: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { body } = await api.lists.listMembers({ params: { listId }, query: { limit: 100, cursor } });
    found.push(...body.items.map(({ id }) => id));
    if (body.cursor === null) return found;
    cursor = body.cursor;
  }
}
