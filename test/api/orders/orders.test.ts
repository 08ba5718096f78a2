/** Orders through the API, as a shop and an ERP system tell them, and as people read them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let shop: Api;
let customerId: string;

const at = '2026-11-23T01:00:00.000Z';
const hour = (number: number) => `2026-11-23T00:${String(number).padStart(2, '0')}:00.000Z`;
const line = { sku: 'TEA-250', category: 'Tea', quantity: 2, unitPrice: 4900 };
const contents = { currency: 'CNY', lines: [line], shipping: 1000 };
const whole = () => ({ customer: { customerId }, contents, placedAt: hour(1) });

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date(at) });
  department = await openDepartment(cloud);
  shop = await cloud.as('erp', 4);
  customerId = await department.customer('wang.fang', {
    ...{ name: '李雷', email: 'li.lei@example.test', phone: '+8613812345678' },
    externalIds: [{ source: 'shop', id: 'c-1' }],
  });
});
afterAll(() => cloud?.close());

const tell = async (externalId: string, body: object, api = shop) =>
  api.orders.tellOrder({ query: { source: 'shop', externalId }, body: body as never });
const find = async (externalId: string, source = 'shop') =>
  (await shop.orders.listOrders({ query: { source, externalId } })).body.items;
const read = async (orderId: string, api: Api = shop) =>
  (await api.orders.getOrder({ params: { orderId } })).body;
const ordersOf = async (id: string, api: Api = department.wangFang) =>
  (await api.orders.listCustomerOrders({ params: { customerId: id } })).body.items;

describe('an order', () => {
  it('is told, told again, brought up to date and read back', async () => {
    const created = await tell('1', whole());
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      ...{ version: 1, source: 'shop', externalId: '1', status: 'placed', awaits: [] },
      ...{ customerId, total: 10_800, refunded: 0, placedAt: hour(1) },
    });
    const again = await tell('1', { ...whole(), toldAt: hour(1) });
    expect([again.status, again.body]).toEqual([200, created.body]);
    const paid = await tell('1', { paidAt: hour(2) });
    expect(paid.body).toMatchObject({ status: 'paid', version: 2, contents: { lines: [line] } });
    const orderId = paid.body.id;
    expect(await read(orderId, department.wangFang)).toEqual(paid.body);
    expect(await find('1')).toMatchObject([{ id: orderId, status: 'paid' }]);
    expect(await ordersOf(customerId)).toMatchObject([
      {
        id: orderId,
        status: 'paid',
        total: 10_800,
        currency: 'CNY',
        lines: 1,
        pieces: 2,
        customerName: '李雷',
      },
    ]);
  });

  it.each([
    ['external id', { externalId: { source: 'shop', id: 'c-1' } }],
    ['e-mail', { email: 'Li.Lei@example.test' }],
    ['phone', { phone: '+8613812345678' }],
  ])('finds its customer by %s', async (name, customer) => {
    const { body } = await tell(`by ${name}`, { ...whole(), customer });
    expect(body.customerId).toBe(customerId);
  });

  it('takes what comes in another order than it happened', async () => {
    const refunds = [{ id: 'r-1', at: hour(9), amount: 800 }];
    const first = await tell('early', { refunds, toldAt: hour(9) });
    expect([first.status, first.body.status, first.body.awaits]).toEqual([
      201,
      'awaited',
      ['customer', 'contents', 'placedAt'],
    ]);
    await tell('early', { deliveredAt: hour(8), channel: 'store', toldAt: hour(8) });
    await tell('early', { ...whole(), channel: 'web', toldAt: hour(1) });
    const { body } = await tell('early', { refunds, toldAt: hour(9) });
    expect(body).toMatchObject({
      ...{ status: 'partly-refunded', total: 10_800, refunded: 800, deliveredAt: hour(8) },
      ...{ channel: 'store', placedAt: hour(1), refunds },
      told: { channel: hour(8), contents: hour(1), 'refund r-1': hour(9) },
    });
  });

  it('moves to another customer when that is what is told, and is deleted when it was a mistake', async () => {
    const other = await department.customer('david.brown', { name: 'Other' });
    const { body: before } = await tell('moves', whole());
    await tell('moves', { customer: { customerId: other } });
    expect((await ordersOf(customerId)).map(({ id }) => id)).not.toContain(before.id);
    expect(await ordersOf(other, department.davidBrown)).toMatchObject([{ id: before.id }]);
    const params = { orderId: before.id };
    expect(await refusal(shop.orders.deleteOrder({ params }, { ifMatch: 1 }))).toMatchObject({
      status: 412,
    });
    await shop.orders.deleteOrder({ params }, { ifMatch: '*' });
    expect(await ordersOf(other, department.davidBrown)).toEqual([]);
    expect(await refusal(shop.orders.getOrder({ params }))).toMatchObject({ status: 404 });
    expect((await tell('moves', whole())).status).toBe(201);
  });

  it('stands in the timeline of its customer with its steps', async () => {
    const id = await department.customer('wang.fang', { name: 'Timeline' });
    await tell('steps', { ...whole(), customer: { customerId: id } });
    await tell('steps', { shippedAt: hour(5) });
    await tell('steps', { deliveredAt: hour(6) });
    const { body } = await department.wangFang.customers.listTimeline({ params: { customerId: id } });
    expect(body.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['order.placed', 'order.shipped', 'order.delivered']),
    );
  });
});

describe('many orders', () => {
  it('come in a batch, whose rows are answered one by one', async () => {
    const rows = [
      { key: 'a', source: 'erp', externalId: 'b-1', ...whole() },
      { key: 'b', source: 'erp', externalId: 'b-1', paidAt: hour(3) },
      { key: 'c', source: 'erp', externalId: 'b-2', ...whole(), customer: { email: 'nobody@example.test' } },
      { key: 'd', source: 'erp', externalId: 'b-3', ...whole(), contents: { ...contents, currency: 'ABC' } },
    ];
    const { body } = await shop.orders.batchOrders({ body: { rows } as never });
    expect(body.failed).toBe(2);
    expect(body.rows.map(({ status }) => status)).toEqual([201, 200, 400, 400]);
    expect(body.rows[3]?.problem).toMatchObject({
      errors: [{ pointer: '/body/rows/3/contents/currency', reason: expect.stringContaining('ISO 4217') }],
    });
    expect(await read(body.rows[0]!.id!)).toMatchObject({ status: 'paid', version: 2 });
  });

  it('are listed by when they were placed, by status and by source, and to an agent those of own customers', async () => {
    const foreign = await department.customer('david.brown', { name: 'Foreign' });
    await tell('foreign', {
      ...whole(),
      customer: { customerId: foreign },
      placedAt: '2026-05-01T00:00:00Z',
    });
    await cloud.idle();
    const list = async (api: Api, query: object = {}) =>
      (await api.orders.listOrders({ query: { limit: 100, ...query } as never })).body.items;
    const all = await list(department.manager);
    expect(all.at(-1)).toMatchObject({ externalId: 'foreign', customerName: 'Foreign' });
    expect(await list(department.manager, { to: '2026-06-01T00:00:00Z' })).toMatchObject([
      { externalId: 'foreign' },
    ]);
    expect((await list(department.manager, { source: 'erp' })).map(({ externalId }) => externalId)).toEqual([
      'b-1',
    ]);
    const seen = await list(department.wangFang);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.map(({ externalId }) => externalId)).not.toContain('foreign');
    const orderId = all.at(-1)!.id;
    expect(await refusal(department.wangFang.orders.getOrder({ params: { orderId } }))).toMatchObject({
      status: 404,
    });
    await tell('nobody knows whose', { contents });
    await cloud.idle();
    expect(await list(department.manager, { status: 'awaited' })).toMatchObject([
      { externalId: 'nobody knows whose', status: 'awaited' },
    ]);
  });
});

describe('what does not add up', () => {
  it.each([
    [
      'a quantity of less than one',
      { contents: { ...contents, lines: [{ ...line, quantity: -1 }] } },
      '/body/contents/lines/0/quantity',
    ],
    [
      'more off than the line',
      { contents: { ...contents, lines: [{ ...line, discount: 9801 }] } },
      '/body/contents/lines/0/discount',
    ],
    ['more off than the order', { contents: { ...contents, discount: 10_801 } }, '/body/contents/discount'],
    ['a currency that is none', { contents: { ...contents, currency: 'ABC' } }, '/body/contents/currency'],
    ['a year to come', { placedAt: '2099-01-01T00:00:00Z' }, '/body/placedAt'],
    ['a year of five digits', { placedAt: '+19999-01-01T00:00:00Z' }, '/body/placedAt'],
    ['news of tomorrow', { toldAt: '2026-11-24T01:00:00Z' }, '/body/toldAt'],
    ['refunds above the order', { refunds: [{ id: 'r', at: hour(2), amount: 10_801 }] }, '/body/refunds'],
    [
      'the same refund twice',
      { refunds: [1, 2].map((amount) => ({ id: 'r', at: hour(2), amount })) },
      '/body/refunds/1',
    ],
    ['a customer whom nobody knows', { customer: { phone: '+8613900000000' } }, '/body/customer/phone'],
    [
      'two customers at once',
      { customer: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', phone: '+8613900000000' } },
      '/body/customer',
    ],
    [
      'a sum beyond all sums',
      { contents: { ...contents, lines: [{ ...line, quantity: 100_000, unitPrice: 10_000_000_000 }] } },
      '/body/contents',
    ],
  ])('is refused with its reason: %s', async (name, fields, pointer) => {
    const problem = await refusal(tell(`bad ${name}`, { ...whole(), ...fields }));
    expect(problem).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
    expect(await find(`bad ${name}`)).toEqual([]);
  });

  it('is refused when an order comes that is less than its refunds, until the refund is put right', async () => {
    await tell('less', { refunds: [{ id: 'r', at: hour(2), amount: 20_000 }], toldAt: hour(2) });
    expect(await refusal(tell('less', whole()))).toMatchObject({
      errors: [
        {
          pointer: '/body/contents',
          reason: expect.stringMatching(/Refunds come to 20000, and the order to 10800\..+amount 0/),
        },
      ],
    });
    await tell('less', { refunds: [{ id: 'r', at: hour(2), amount: 2000 }] });
    expect((await tell('less', whole())).body).toMatchObject({ status: 'partly-refunded', refunded: 2000 });
  });
});

describe('what is told of an order', () => {
  it('by a clock that runs ahead does not outdo what is told next', async () => {
    const ahead = new Date((await cloud.now()).getTime() + 240_000).toISOString();
    await tell('ahead', { ...whole(), toldAt: ahead });
    const { body } = await tell('ahead', {
      contents: { ...contents, lines: [{ ...line, unitPrice: 5000 }] },
    });
    expect(body.total).toBe(11_000);
  });

  it('is refused where it is nothing, of an order of which nothing is known', async () => {
    expect(await refusal(tell('nothing', {}))).toMatchObject({ status: 400, errors: [{ pointer: '/body' }] });
    expect(await find('nothing')).toEqual([]);
    const { body } = await tell('something', whole());
    expect((await tell('something', {})).body).toEqual(body);
  });

  it('has room for a refund after as many were taken back as there may be', async () => {
    const refunds = (amount: number) =>
      Array.from({ length: 50 }, (_, index) => ({ id: `r-${index}`, at: hour(3), amount }));
    await tell('taken back', { ...whole(), refunds: refunds(1) });
    const more = { refunds: [{ id: 'more', at: hour(4), amount: 500 }] };
    expect(await refusal(tell('taken back', more))).toMatchObject({ status: 400 });
    await tell('taken back', { refunds: refunds(0) });
    expect((await tell('taken back', more)).body).toMatchObject({ refunded: 500 });
  });

  it('keeps its currency while money was given back in it', async () => {
    await tell('yen', { ...whole(), refunds: [{ id: 'r', at: hour(2), amount: 900 }] });
    const inYen = { contents: { ...contents, currency: 'JPY' } };
    expect(await refusal(tell('yen', inYen))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/body/contents/currency', reason: expect.stringContaining('CNY') }],
    });
    await tell('yen', { refunds: [{ id: 'r', at: hour(2), amount: 0 }] });
    expect((await tell('yen', inYen)).body.contents?.currency).toBe('JPY');
  });

  it('gives one reason for a price below nothing', async () => {
    const lines = [{ ...line, unitPrice: -1 }];
    const { errors } = await refusal(tell('below', { ...whole(), contents: { ...contents, lines } }));
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/body/contents/lines/0/unitPrice']);
  });
});

describe('many at once', () => {
  it('tell of one order without losing anything', async () => {
    await Promise.all([
      tell('at once', whole()),
      ...Array.from({ length: 10 }, (_, index) =>
        tell('at once', { refunds: [{ id: `r-${index}`, at: hour(3), amount: 100 }] }),
      ),
      tell('at once', { paidAt: hour(2) }),
      tell('at once', { deliveredAt: hour(4) }),
    ]);
    const [found] = await find('at once');
    expect(await read(found!.id)).toMatchObject({
      status: 'partly-refunded',
      refunded: 1000,
      paidAt: hour(2),
      deliveredAt: hour(4),
    });
  });
});

describe('whoever asks for an order', () => {
  it('finds those of a record that was merged, and nothing of a person who was erased but the figures', async () => {
    const [one, other] = [
      await department.customer('wang.fang', { name: 'Kept' }),
      await department.customer('wang.fang', { name: 'Merged' }),
    ];
    await tell('of the kept', { ...whole(), customer: { customerId: one } });
    const { body: told } = await tell('of the merged', { ...whole(), customer: { customerId: other } });
    await department.manager.merges.mergeCustomers({
      params: { customerId: one },
      body: { customerId: other },
    });
    expect((await ordersOf(one)).map(({ externalId }) => externalId).toSorted()).toEqual([
      'of the kept',
      'of the merged',
    ]);
    const { body: late } = await tell('after the merge', { ...whole(), customer: { customerId: other } });
    expect(late.customerId).toBe(one);
    const { body: again } = await tell('of the merged', { customer: { customerId: other }, paidAt: hour(2) });
    expect(again).toMatchObject({ customerId: other, status: 'paid' });
    const admin = await cloud.as('chen.jing', 4);
    await admin.privacy.createErasure({ body: { customerId: one, reason: 'Asked for it' } });
    await cloud.idle();
    await cloud.advance({ duration: 'PT30M' });
    await cloud.idle();
    const left = await read(told.id);
    expect(left).toMatchObject({ status: 'paid', total: 10_800, awaits: [] });
    expect(left).not.toHaveProperty('customerId');
    expect(JSON.stringify(left)).not.toContain('of the merged');
  });
});
