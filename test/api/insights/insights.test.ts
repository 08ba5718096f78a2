/** What customers have bought, folded from their orders: read of one, and listed. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldPurchases } from '../../../functions/commerce/insights/insights.rules.ts';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z') });
  department = await openDepartment(cloud);
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

interface Told {
  readonly on: string;
  readonly price?: number;
  readonly currency?: string;
}

const tell = (externalId: string, body: object) =>
  shop.orders.tellOrder({ query: { source: 'shop', externalId }, body: body as never });

const buy = (customerId: string, externalId: string, { on, price = 10_000, currency = 'CNY' }: Told) =>
  tell(externalId, {
    customer: { customerId },
    contents: { currency, lines: [{ sku: 'TEA', quantity: 1, unitPrice: price }] },
    placedAt: `${on}T09:00:00.000Z`,
  });

const worthOf = async (customerId: string, api: Api = department.manager) => {
  await cloud.idle();
  const { reasons: _, ...value } = (await api.forecasts.getCustomerValue({ params: { customerId } })).body;
  return value;
};

describe('what a customer is worth', () => {
  it('follows each order, and what is cancelled or given back', async () => {
    const customerId = await department.customer('wang.fang', { name: '李雷' });
    expect(await worthOf(customerId)).toEqual({ customerId, orders: 0, purchaseDays: 0, spending: [] });
    await buy(customerId, 'f-1', { on: '2026-10-01' });
    await buy(customerId, 'f-2', { on: '2026-10-21', price: 5001 });
    await buy(customerId, 'f-3', { on: '2026-10-21', price: 700, currency: 'USD' });
    const whole = {
      ...{ customerId, orders: 3, purchaseDays: 2, everyDays: 20 },
      ...{ firstOrderAt: '2026-10-01T09:00:00.000Z', lastOrderAt: '2026-10-21T09:00:00.000Z' },
      spending: [
        { currency: 'CNY', orders: 2, net: 15_001, average: 7501 },
        { currency: 'USD', orders: 1, net: 700, average: 700 },
      ],
    };
    expect(await worthOf(customerId, department.wangFang)).toEqual(whole);
    await tell('f-1', { refunds: [{ id: 'r', at: '2026-11-02T09:00:00.000Z', amount: 4000 }] });
    expect((await worthOf(customerId)).spending[0]).toMatchObject({ orders: 2, net: 11_001 });
    await tell('f-2', { cancelledAt: '2026-11-03T09:00:00.000Z' });
    await tell('f-3', { refunds: [{ id: 'r', at: '2026-11-02T09:00:00.000Z', amount: 700 }] });
    expect(await worthOf(customerId)).toEqual({
      ...{ customerId, orders: 1, purchaseDays: 1 },
      ...{ firstOrderAt: '2026-10-01T09:00:00.000Z', lastOrderAt: '2026-10-01T09:00:00.000Z' },
      spending: [{ currency: 'CNY', orders: 1, net: 6000, average: 6000 }],
    });
    const { body } = await tell('f-1', {});
    await shop.orders.deleteOrder({ params: { orderId: body.id } }, { ifMatch: '*' });
    expect(await worthOf(customerId)).toMatchObject({ orders: 0, spending: [] });
  });

  it('goes with an order that turns out to be of somebody else', async () => {
    const [one, other] = [
      await department.customer('wang.fang', { name: 'Before' }),
      await department.customer('wang.fang', { name: 'After' }),
    ];
    await buy(one, 'moves', { on: '2026-10-01' });
    expect(await worthOf(one)).toMatchObject({ orders: 1 });
    await tell('moves', { customer: { customerId: other } });
    expect([(await worthOf(one)).orders, (await worthOf(other)).orders]).toEqual([0, 1]);
  });

  it('is that of the whole customer after a merge, and of each again when that is taken back', async () => {
    const [one, other] = [
      await department.customer('wang.fang', { name: 'Kept' }),
      await department.customer('wang.fang', { name: 'Merged' }),
    ];
    await buy(one, 'm-1', { on: '2026-10-01' });
    await buy(other, 'm-2', { on: '2026-10-03' });
    await department.manager.merges.mergeCustomers({
      params: { customerId: one },
      body: { customerId: other },
    });
    expect(await worthOf(one)).toMatchObject({ customerId: one, orders: 2, purchaseDays: 2, everyDays: 2 });
    expect(await worthOf(other)).toMatchObject({ customerId: one, orders: 2 });
    await tell('m-2', { refunds: [{ id: 'r', at: '2026-11-02T09:00:00.000Z', amount: 4000 }] });
    expect((await worthOf(one)).spending[0]).toMatchObject({ orders: 2, net: 16_000 });
    await department.manager.merges.undoMerge({ params: { customerId: one, mergedId: other } });
    expect([(await worthOf(one)).orders, (await worthOf(other)).orders]).toEqual([1, 1]);
  });

  it('goes with who is deleted or erased, and comes again with who is restored', async () => {
    const customerId = await department.customer('wang.fang', { name: 'Gone' });
    await buy(customerId, 'gone', { on: '2026-10-01', currency: 'SEK' });
    const listed = async () => {
      await cloud.idle();
      const { body } = await department.manager.insights.listValues({ query: { currency: 'SEK' } });
      return body.items.map((row) => row.customerId);
    };
    expect(await listed()).toEqual([customerId]);
    await department.manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: '*' });
    expect(await listed()).toEqual([]);
    const { body: trail } = await department.manager.audit.listAudit({ query: { record: customerId } });
    const eventId = trail.items.find(({ type }) => type === 'customer.deleted')?.id ?? '';
    await department.manager.customers.restoreChange({ params: { customerId, eventId } });
    expect(await listed()).toEqual([customerId]);
    const admin = await cloud.as('chen.jing', 4);
    await admin.privacy.createErasure({ body: { customerId, reason: 'Asked for it' } });
    await cloud.idle();
    await cloud.advance({ duration: 'PT30M' });
    expect(await listed()).toEqual([]);
  });

  it('is refused to whoever does not reach the customer', async () => {
    const customerId = await department.customer('david.brown', { name: 'Foreign' });
    const asked = department.wangFang.forecasts.getCustomerValue({ params: { customerId } });
    expect(await refusal(asked)).toMatchObject({ status: 404 });
  });
});

describe('customers by what they have bought', () => {
  const names = (items: readonly { customerName?: string | undefined }[]) =>
    items.map(({ customerName }) => customerName);

  it('are listed in one currency, who has spent most first, and by their last order', async () => {
    const made: Record<string, string> = {};
    for (const [name, owner, on, price] of [
      ['Small', 'wang.fang', '2020-01-05', 900],
      ['Large', 'david.brown', '2020-01-03', 1_000_000],
      ['Middle', 'wang.fang', '2020-01-01', 20_000],
      ['Nobody’s', null, '2020-01-02', 30_000],
    ] as const) {
      const customerId = await department.customer(owner as string, { name });
      made[name] = customerId;
      await buy(customerId, `list ${name}`, { on, price, currency: 'NOK' });
    }
    await cloud.idle();
    const { manager, wangFang } = department;
    const spent = async (api: Api, query: object = {}) => {
      const found: (string | undefined)[] = [];
      for (let cursor: string | undefined; ; ) {
        const { body } = await api.insights.listValues({
          query: { currency: 'NOK', limit: 2, ...query, cursor } as never,
        });
        found.push(...names(body.items));
        if (body.cursor === null) return found;
        cursor = body.cursor;
      }
    };
    expect(await spent(manager)).toEqual(['Large', 'Nobody’s', 'Middle', 'Small']);
    expect(await spent(manager, { owner: 'david.brown' })).toEqual(['Large']);
    expect(await spent(manager, { owner: 'none' })).toEqual(['Nobody’s']);
    expect(await spent(wangFang)).toEqual(['Middle', 'Small']);
    expect(await refusal(spent(wangFang, { owner: 'david.brown' }))).toMatchObject({ status: 403 });
    const last = async (api: Api, query: object = {}) =>
      names(
        (await api.insights.listLastOrders({ query: { to: '2021-01-01T00:00:00Z', ...query } as never })).body
          .items,
      );
    expect(await last(manager)).toEqual(['Middle', 'Nobody’s', 'Large', 'Small']);
    expect(await last(manager, { from: '2020-01-02T12:00:00Z' })).toEqual(['Large', 'Small']);
    expect(await last(wangFang)).toEqual(['Middle', 'Small']);
    expect(await refusal(last(manager, { from: '2022-01-01T00:00:00Z' }))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/query/from' }],
    });
    // Whose customer it is changes whose list it stands in.
    const params = { customerId: made.Middle ?? '' };
    await manager.customers.patchCustomer({ params, body: { owner: 'david.brown' } }, { ifMatch: '*' });
    await cloud.idle();
    expect(await spent(wangFang)).toEqual(['Small']);
    expect(await spent(manager, { owner: 'david.brown' })).toEqual(['Large', 'Middle']);
  });
});

describe('folding purchases', () => {
  it('comes to the same in every order, and to sums that can be added up by hand', () => {
    const purchase = fc.record({
      day: fc.integer({ min: 0, max: 400 }),
      net: fc.integer({ min: 0, max: 1_000_000 }),
      currency: fc.constantFrom('CNY', 'USD'),
      status: fc.constantFrom('placed', 'delivered', 'cancelled', 'refunded', 'awaited'),
    });
    fc.assert(
      fc.property(fc.array(purchase, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (told, random) => {
        const purchases = told.map(({ day, ...rest }, index) => ({
          ...{ customerId: 'c', orderId: `o${index}`, lines: [], ...rest },
          sortedAt: new Date(Date.UTC(2025, 0, 1) + day * 86_400_000 + index).toISOString(),
        })) as never[];
        const shuffled = purchases
          .map((value) => ({ value, by: random.next().value }))
          .toSorted((one, other) => one.by - other.by)
          .map(({ value }) => value);
        const folded = foldPurchases(purchases);
        expect(foldPurchases(shuffled)).toEqual(folded);
        const counted = told.filter(({ status }) => status === 'placed' || status === 'delivered');
        expect(folded?.orders ?? 0).toBe(counted.length);
        for (const currency of ['CNY', 'USD']) {
          let sum = 0;
          for (const { net, currency: of } of counted) if (of === currency) sum += net;
          const found = folded?.spending.find((spending) => spending.currency === currency);
          expect(found?.net ?? 0).toBe(sum);
        }
        if (folded !== undefined)
          expect(folded.purchaseDays).toBe(new Set(counted.map(({ day }) => day)).size);
      }),
    );
  });
});
