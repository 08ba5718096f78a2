/** What the purchases of all customers come to: reckoned from their orders, read by the API and at the desk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { signedInAt } from '../../support/visitor.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let manager: Api;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T10:00:00.000Z') });
  department = await openDepartment(cloud);
  ({ manager } = department);
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

let orders = 0;

async function buy(customerId: string, day: string, ...skus: string[]) {
  orders += 1;
  const { body } = await shop.orders.tellOrder({
    query: { source: 'shop', externalId: `o-${orders}` },
    body: {
      customer: { customerId },
      contents: { currency: 'CNY', lines: skus.map((sku) => ({ sku, quantity: 1, unitPrice: 100 })) },
      placedAt: `${day}T09:00:00.000Z`,
    } as never,
  });
  return body.id;
}

async function analyse() {
  await cloud.idle();
  const started = await manager.analyses.startAnalysis({});
  await cloud.idle();
  const { body } = await manager.analyses.getAnalysis({ params: { analysisId: started.body.id } });
  return { started, body };
}

describe('an analysis of all purchases', () => {
  it('says that nobody has bought anything', async () => {
    const { started, body } = await analyse();
    expect(started.status).toBe(201);
    expect(body).toMatchObject({ status: 'done', through: '2026-11-22', customers: 0, orders: 0 });
    expect([body.cohorts, body.repeats, body.baskets]).toEqual([[], [], []]);
    const page = (await (await signedInAt(cloud.url, 'li.na')).ask('/desk/purchases')).page;
    expect(page).not.toContain('NaN');
  });

  it('tells cohorts, repeat intervals and pairs, of what counts alone and of each customer once', async () => {
    const [ann, bob, cleo, twin] = await Promise.all(
      ['Ann', 'Bob', 'Cleo', 'Twin'].map((name) => department.customer('wang.fang', { name })),
    );
    for (const day of ['2026-09-01', '2026-09-11', '2026-09-21', '2026-10-01', '2026-10-11', '2026-10-21'])
      await buy(ann as string, day, 'TEA', 'CUP');
    await buy(bob as string, '2026-09-30', 'HAT');
    await buy(bob as string, '2026-11-05', 'HAT');
    // Of one person who was recorded twice.
    await buy(cleo as string, '2026-10-02', 'HAT');
    await buy(twin as string, '2026-11-02', 'HAT');
    await manager.merges.mergeCustomers({
      params: { customerId: cleo as string },
      body: { customerId: twin as string },
    });
    // None of these is a purchase of a day that counts.
    const cancelled = await buy(bob as string, '2026-10-15', 'HAT');
    await shop.orders.tellOrder({
      query: { source: 'shop', externalId: `o-${orders}` },
      body: { cancelledAt: '2026-10-16T09:00:00.000Z' },
    });
    expect((await manager.orders.getOrder({ params: { orderId: cancelled } })).body.status).toBe('cancelled');
    await buy(bob as string, '2026-11-23', 'HAT');

    const { started, body } = await analyse();
    // The same day: the one that is there is made anew.
    expect(started.status).toBe(200);
    expect(body).toMatchObject({ status: 'done', customers: 3, leftOut: 0, orders: 10 });
    expect(body.cohorts).toEqual([
      { month: '2026-10', customers: 1, active: [1, 1] },
      { month: '2026-09', customers: 2, active: [2, 1, 1] },
    ]);
    const ten = { customers: 1, intervals: 5, medianDays: 10, lowerDays: 10, upperDays: 10 };
    expect(body.repeats).toEqual(
      expect.arrayContaining([
        { sku: 'TEA', ...ten },
        { sku: 'CUP', ...ten },
      ]),
    );
    expect(body.repeats).toHaveLength(2);
    expect(body.baskets).toMatchObject([{ orders: 6, support: 0.6, ofSku: 1, ofWithSku: 1 }]);
    expect(body.baskets[0]?.lift).toBeCloseTo(10 / 6);
    const { items } = (await manager.analyses.listAnalyses({})).body;
    expect(items).toMatchObject([{ id: body.id, status: 'done', customers: 3, orders: 10 }]);
  });

  it('is shown at the desk, and begun there by whoever may', async () => {
    const liNa = await signedInAt(cloud.url, 'li.na');
    const { page, status } = await liNa.ask('/desk/purchases');
    expect(status).toBe(200);
    for (const said of ['What customers buy', '2026-09', 'TEA', '10 d', '1.7', '60 %'])
      expect(page).toContain(said);
    const form = Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    ) as Record<string, string>;
    expect((await liNa.ask('/desk/purchases', { form })).location).toBe('/desk/purchases');
    await cloud.idle();
    const { items } = (await manager.analyses.listAnalyses({})).body;
    const { body } = await manager.analyses.getAnalysis({ params: { analysisId: items[0]?.id ?? '' } });
    expect(body).toMatchObject({ status: 'done', version: 6 });
    const wangFang = await signedInAt(cloud.url, 'wang.fang');
    const seen = await wangFang.ask('/desk/purchases');
    expect([seen.status, seen.page.includes('Reckon it by now')]).toEqual([200, false]);
    expect((await wangFang.ask('/desk/purchases', { form })).status).toBeGreaterThanOrEqual(400);
    expect(await refusal(department.wangFang.analyses.startAnalysis({}))).toMatchObject({ status: 403 });
  });

  it('is made once a week by itself', async () => {
    await cloud.advance({ duration: 'P7D' });
    await cloud.idle();
    const { items } = (await manager.analyses.listAnalyses({})).body;
    expect(items.map(({ status }) => status)).toEqual(['done', 'done']);
    // What was ordered on the day of the first one counts by now.
    expect(items[0]).toMatchObject({ customers: 3, orders: 11 });
  });
});
