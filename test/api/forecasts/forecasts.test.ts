/** What customers are worth and what is to be expected of them: before there are models, with them, and listed by risk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { keepBuyers } from '../../support/kept-buyers.ts';
import { likeCdnow, simulateBuyers } from '../../support/simulated-buyers.ts';
import { tableOf } from '../../support/table-of.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z'), settings: { bulkPerSecond: '1000' } });
  department = await openDepartment(cloud);
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

const through = Math.floor(Date.parse('2026-11-22') / 86_400_000);
const at = (day: number) => new Date(day * 86_400_000 + 9 * 3_600_000).toISOString();

let orders = 0;

function orderOf(customerId: string, placedAt: string, cents = 10_000) {
  orders += 1;
  return {
    ...{ key: String(orders), source: 'shop', externalId: `o-${orders}`, customer: { customerId }, placedAt },
    contents: { currency: 'CNY', lines: [{ sku: 'TEA', quantity: 1, unitPrice: Math.max(1, cents) }] },
  };
}

async function tell(rows: readonly ReturnType<typeof orderOf>[]) {
  for (let start = 0; start < rows.length; start += 100) {
    const { body } = await shop.orders.batchOrders({ body: { rows: rows.slice(start, start + 100) } });
    expect(body.rows.filter(({ problem }) => problem !== undefined)).toEqual([]);
  }
  await cloud.idle();
}

const worthOf = async (customerId: string, query: object = {}, api: Api = department.manager) =>
  (await api.forecasts.getCustomerValue({ params: { customerId }, query: query as never })).body;

/** The forecast that is in force. */
async function currentOf(api: Api) {
  const { forecast } = (await api.forecasts.getCurrentForecast({})).body;
  if (forecast === null) throw new Error('None is in force.');
  return forecast;
}

/** What somebody is answered who asks in Chinese. */
async function inChinese(path: string): Promise<string> {
  const headers = { authorization: `Bearer ${await cloud.token('li.na')}`, 'accept-language': 'zh-CN' };
  return (await fetch(`${cloud.url}${path}`, { headers })).text();
}

const codes = ({ reasons }: { reasons: readonly { code: string }[] }) => reasons.map(({ code }) => code);

const made: Record<string, string> = {};

describe('before there are models', () => {
  it('says that somebody has bought nothing, or that nothing is fitted yet, and why that was refused', async () => {
    const none = await department.customer('wang.fang', { name: 'Nothing yet' });
    const value = await worthOf(none, {}, department.wangFang);
    expect(value).toMatchObject({ customerId: none, orders: 0, purchaseDays: 0, spending: [] });
    expect(value).not.toHaveProperty('outlook');
    expect(codes(value)).toEqual(['no-orders']);
    made.none = none;
    made.first = await department.customer('wang.fang', { name: 'First' });
    await tell([orderOf(made.first, '2026-11-01T09:00:00.000Z')]);
    expect(codes(await worthOf(made.first))).toEqual(['no-forecast']);
    expect((await department.manager.forecasts.getCurrentForecast({})).body).toEqual({ forecast: null });
    const { body } = await department.manager.forecasts.startForecast({});
    expect(body).toMatchObject({ status: 'fitting', spending: [] });
    await cloud.idle();
    const params = { forecastId: body.id };
    const refused = (await department.manager.forecasts.getForecast({ params })).body;
    expect(refused).toMatchObject({ status: 'refused', refusal: { code: 'too-few-customers' } });
    const again = await worthOf(made.first);
    expect(codes(again)).toEqual(['no-forecast', 'refused']);
    expect(again.reasons[1]?.text).toContain('Too few customers have bought anything');
    expect(await inChinese(`/customers/${made.first}/value`)).toContain('购买过的客户太少');
    expect((await department.manager.forecasts.listChurnRisks({ query: {} as never })).body.items).toEqual(
      [],
    );
  });
});

describe('with models', () => {
  beforeAll(async () => {
    const wish = { customers: 400, seed: 5, through, days: 546, currency: 'CNY', ...likeCdnow };
    await keepBuyers(tableOf(cloud), simulateBuyers(wish), 'CNY');
    made.regular = await department.customer('wang.fang', { name: 'Regular' });
    made.overdue = await department.customer('david.brown', { name: 'Overdue' });
    made.nobodys = await department.customer(null, { name: 'Nobody’s' });
    made.medium = await department.customer('david.brown', { name: 'Medium' });
    await tell([
      ...[130, 110, 90, 70].map((ago) => orderOf(made.medium ?? '', at(through - ago))),
      ...[200, 150, 100, 50, 5].map((ago) => orderOf(made.regular ?? '', at(through - ago), 7000)),
      ...[300, 295, 290, 285, 280].map((ago) => orderOf(made.overdue ?? '', at(through - ago))),
      ...[200, 100].map((ago) => orderOf(made.nobodys ?? '', at(through - ago))),
    ]);
    await department.manager.forecasts.startForecast({});
    await cloud.idle();
  }, 600_000);

  it('are found by their numbers, with how well they fit', async () => {
    const { forecasts } = department.analyst;
    const { body: page } = await forecasts.listForecasts({ query: {} as never });
    expect(page.items.map(({ number, status }) => [number, status])).toEqual([
      [2, 'done'],
      [1, 'refused'],
    ]);
    const current = await currentOf(department.analyst);
    expect(current).toMatchObject({ id: page.items[0]?.id, number: 2, customers: 405, sample: 405 });
    expect(current.through).toBe('2026-11-22');
    expect(current.logLikelihood).toBeLessThan(0);
    expect(current.holdout?.deciles).toHaveLength(10);
    expect(current.spending).toMatchObject([{ currency: 'CNY', model: { q: expect.any(Number) } }]);
    expect(current).not.toHaveProperty('after');
    const { manager } = department;
    const { body: trail } = await manager.audit.listAudit({ query: { record: current.id } });
    expect(trail.items.map(({ type }) => type)).toEqual(['forecast.done', 'forecast.started']);
  });

  it('tell what is to be expected of a customer, and why, in both languages', async () => {
    const regular = await worthOf(made.regular ?? '', {}, department.wangFang);
    expect(codes(regular)).toEqual(['in-rhythm', 'spent-again']);
    expect(regular.outlook).toMatchObject({ days: 90, horizonDays: 365, discount: 10, currency: 'CNY' });
    const { fromDays, medianDays, toDays } = regular.outlook!.nextOrder;
    expect([0, fromDays, medianDays, toDays]).toEqual(
      [0, fromDays, medianDays, toDays].toSorted((a, b) => a - b),
    );
    expect(toDays).toBeLessThan(3650);
    const { outlook } = regular;
    expect(outlook!.stillBuying).toBeGreaterThan(0.5);
    expect(outlook!.churnProbability).toBeCloseTo(1 - outlook!.stillBuying, 4);
    expect(outlook!.expectedPurchases).toBeGreaterThan(0.2);
    expect(regular.reasons[1]?.text).toContain('CN¥70.00');
    const late = await worthOf(made.overdue ?? '');
    expect(codes(late)).toEqual(['overdue', 'spent-again']);
    expect(late.reasons[0]?.text).toMatch(
      /^Has bought last 281 days ago, but every 5 days on average: 56\.2 times/,
    );
    expect(late.outlook!.churnProbability).toBeGreaterThan(0.9);
    expect(await inChinese(`/customers/${made.overdue}/value`)).toContain('上次购买距今 281 天');
    const once = await worthOf(made.first ?? '');
    expect(codes(once)).toEqual(['bought-once', 'spent-once']);
    expect(once.outlook).toMatchObject({ churnProbability: 0, stillBuying: 1 });
    expect(codes(await worthOf(made.none ?? ''))).toEqual(['no-orders']);
  });

  it('follow the horizon and the discount that are asked for, within bounds', async () => {
    const worth = async (query: object) => (await worthOf(made.regular ?? '', query)).outlook!.lifetimeValue!;
    expect(await worth({ horizonDays: 730 })).toBeGreaterThan(await worth({}));
    expect(await worth({ discount: 0 })).toBeGreaterThan(await worth({ discount: 50 }));
    for (const query of [{ horizonDays: 1826 }, { discount: 101 }, { days: 0 }, { days: 'soon' }])
      expect(await refusal(worthOf(made.regular ?? '', query))).toMatchObject({ status: 400 });
    const foreign = worthOf(made.overdue ?? '', {}, department.wangFang);
    expect(await refusal(foreign)).toMatchObject({ status: 404 });
  });

  /** All pages of them; of the crowd there is no customer, and so no row. */
  async function risks(query: object = {}, api: Api = department.manager) {
    const rows: Awaited<ReturnType<Api['forecasts']['listChurnRisks']>>['body']['items'] = [];
    for (let cursor: string | undefined; ; ) {
      const asked = { query: { limit: 100, cursor, ...query } as never };
      const { body } = await api.forecasts.listChurnRisks(asked);
      rows.push(...body.items);
      if (body.cursor === null) return rows;
      cursor = body.cursor;
    }
  }

  it('list who is at risk, the greatest first, as of when, to whom they belong', async () => {
    const all = await risks();
    expect(all.map(({ churnProbability }) => churnProbability)).toEqual(
      all.map(({ churnProbability }) => churnProbability).toSorted((one, other) => other - one),
    );
    expect(all[0]).toMatchObject({ customerId: made.overdue, customerName: 'Overdue', boughtSince: false });
    expect(all[0]).toMatchObject({ number: 2, reckonedAt: expect.stringMatching(/^2026-11-23T/) });
    const ids = (rows: Awaited<ReturnType<typeof risks>>) => rows.map(({ customerId }) => customerId);
    expect(ids(all)).not.toContain(made.first);
    expect(ids(await risks({ owner: 'none' }))).toEqual([made.nobodys]);
    expect(ids(await risks({}, department.wangFang))).not.toContain(made.overdue);
    expect(ids(await risks({}, department.wangFang))).toContain(made.regular);
    const asked = risks({ owner: 'david.brown' }, department.wangFang);
    expect(await refusal(asked)).toMatchObject({ status: 403 });
    expect(ids(all).toSorted()).toEqual(
      [made.overdue, made.medium, made.nobodys, made.regular].toSorted() as string[],
    );
    const per = Math.round((all.find((row) => row.customerId === made.medium)?.churnProbability ?? 0) * 100);
    expect(ids(await risks({ from: per - 1, to: per + 1 }))).toEqual([made.medium]);
    expect(await refusal(risks({ from: 60, to: 20 }))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/query/from' }],
    });
  });

  it('list a customer with who looks after them now, and no more when they are gone', async () => {
    const { manager, wangFang } = department;
    const customerId = made.overdue ?? '';
    const listed = async (api: Api) => (await risks({}, api)).some((row) => row.customerId === customerId);
    await manager.customers.patchCustomer(
      { params: { customerId }, body: { owner: 'wang.fang' } },
      { ifMatch: '*' },
    );
    await cloud.idle();
    expect(await listed(wangFang)).toBe(true);
    await manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: '*' });
    await cloud.idle();
    expect([await listed(wangFang), await listed(manager)]).toEqual([false, false]);
  });

  it('say of the list what has changed since, and are made anew each week', async () => {
    const { regular = '', nobodys = '' } = made;
    await tell([orderOf(nobodys, '2026-11-23T00:30:00.000Z')]);
    const row = async (customerId: string) => (await risks()).find((each) => each.customerId === customerId);
    expect(await row(nobodys)).toMatchObject({ boughtSince: true, number: 2 });
    expect(await row(regular)).toMatchObject({ boughtSince: false });
    const before = (await row(regular))?.churnProbability ?? 1;
    await cloud.advance({ duration: 'P8D' });
    await cloud.idle();
    const current = await currentOf(department.manager);
    expect(current).toMatchObject({ status: 'done' });
    expect(current.number).toBeGreaterThan(2);
    expect(await row(nobodys)).toMatchObject({ boughtSince: false, number: current.number });
    expect((await row(regular))?.churnProbability).toBeGreaterThan(before);
  });

  it('are fitted again by nobody but managers and machines, one at a time', async () => {
    for (const api of [department.wangFang, department.analyst])
      expect(await refusal(api.forecasts.startForecast({}))).toMatchObject({ status: 403 });
    const { manager } = department;
    const answers = await Promise.all([
      manager.forecasts.startForecast({}),
      shop.forecasts.startForecast({}),
    ]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await cloud.idle();
  });
});
