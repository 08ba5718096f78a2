/** Products through the API, as an ERP system tells them, and as people read and change them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, greet, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { gatewayKeyOf } from '../../support/gateway-keys.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let erp: Api;

const price = { minorUnits: 4900, currency: 'CNY' };
const tea = { name: 'Green tea, 250 g', category: 'Tea', price, taxCategory: 'reduced' };

beforeAll(async () => {
  cloud = await ownCloud();
  department = await openDepartment(cloud);
  erp = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

const tell = (sku: string, body: object, api = erp) =>
  api.products.putProduct({ query: { sku }, body: body as never });
const list = async (query: object, api = department.wangFang) => {
  await cloud.idle();
  return (await api.products.listProducts({ query })).body.items.map(({ sku }) => sku);
};

describe('a product', () => {
  it('is told, told again, brought up to date and read back', async () => {
    const created = await tell('A/1 茶', tea);
    expect([created.status, created.body]).toMatchObject([
      201,
      { ...tea, sku: 'A/1 茶', version: 1, status: 'active' },
    ]);
    const again = await tell('A/1 茶', tea);
    expect([again.status, again.body]).toEqual([200, created.body]);
    const { body: changed } = await tell('A/1 茶', { name: 'Green tea' });
    expect(changed).toMatchObject({ id: created.body.id, version: 2, name: 'Green tea' });
    expect(changed).not.toHaveProperty('price');
    const params = { productId: changed.id };
    expect((await department.wangFang.products.getProduct({ params })).body).toEqual(changed);
    expect(await list({ sku: 'A/1 茶' })).toEqual(['A/1 茶']);
    expect(await list({ sku: 'A/1 茶', status: 'retired' })).toEqual([]);
    expect(await list({ sku: 'nothing' })).toEqual([]);
  });

  it('is retired and brought back, in the trail, and stays retired whatever is told without a status', async () => {
    const { body: cup } = await tell('CUP', { name: 'Cup' });
    const params = { productId: cup.id };
    const { products, audit } = department.manager;
    expect(
      await refusal(products.patchProduct({ params, body: { status: 'retired' } }, { ifMatch: 9 })),
    ).toMatchObject({ status: 412 });
    await products.patchProduct({ params, body: { status: 'retired' } }, { ifMatch: 1 });
    expect((await tell('CUP', { name: 'Cup, white' })).body).toMatchObject({ status: 'retired', version: 3 });
    const entries = (await audit.listAudit({ query: { record: cup.id } })).body.items;
    expect(entries.map(({ type }) => type)).toEqual([
      'product.changed',
      'product.retired',
      'product.created',
    ]);
    const eventId = String(entries[1]?.id);
    const { body: back } = await products.restoreProduct({ params: { ...params, eventId } });
    expect(back).toMatchObject({ status: 'active', name: 'Cup, white', version: 4 });
    const [newest] = (await audit.listAudit({ query: { record: cup.id } })).body.items;
    expect(newest?.type).toBe('product.reinstated');
  });

  it('is changed by those who may, and read by everybody who may read what customers buy', async () => {
    const { body: pot } = await tell('POT', { name: 'Pot' });
    const params = { productId: pot.id };
    const { wangFang } = department;
    expect((await wangFang.products.getProduct({ params })).body.name).toBe('Pot');
    const patch = wangFang.products.patchProduct({ params, body: { name: 'Mine' } }, { ifMatch: '*' });
    expect(await refusal(patch)).toMatchObject({ status: 403 });
    expect(await refusal(tell('POT', { name: 'Mine' }, wangFang))).toMatchObject({ status: 403 });
  });
});

describe('many products', () => {
  it('are answered row by row, and done once under one key', async () => {
    const rows = [
      { key: 'one', sku: 'B-1', ...tea, name: 'Black tea' },
      { key: 'two', sku: 'B-2', name: 'Bowl', price: { minorUnits: -1, currency: 'CNY' } },
      { key: 'three', sku: 'B-1', ...tea, name: 'Black tea, 100 g' },
    ];
    const send = (sent: object) =>
      erp.products.batchProducts({ body: { rows: sent as never } }, { idempotencyKey: 'b' });
    const { body } = await send(rows);
    expect(body.failed).toBe(1);
    expect(body.rows.map(({ status }) => status)).toEqual([201, 400, 200]);
    expect(body.rows[1]?.problem?.errors).toMatchObject([{ pointer: '/body/rows/1/price/minorUnits' }]);
    const corrected = rows.map((row) => (row.key === 'two' ? { ...row, price } : row));
    const { body: then } = await send(corrected);
    expect(then.rows.map(({ status }) => status)).toEqual([201, 201, 200]);
    const [found] = (await erp.products.listProducts({ query: { sku: 'B-1' } })).body.items;
    expect(found).toMatchObject({ name: 'Black tea, 100 g', version: 2 });
  });
});

describe('a list of products', () => {
  it('goes by name, and is narrowed by the beginning of it, category and state', async () => {
    await tell('L-3', { name: 'Listed C', category: 'List#1 %' });
    await tell('L-1', { name: 'listed a', category: 'List#1 %' });
    await tell('L-2', { name: 'Listed B', category: 'List#1 %', status: 'retired' });
    await tell('L-4', { name: 'Other', category: 'List' });
    expect(await list({ category: 'List#1 %' })).toEqual(['L-1', 'L-2', 'L-3']);
    expect(await list({ category: 'List#1 %', status: 'active' })).toEqual(['L-1', 'L-3']);
    expect(await list({ category: 'List' })).toEqual(['L-4']);
    expect(await list({ name: 'LISTED' })).toEqual(['L-1', 'L-2', 'L-3']);
    expect(await list({ name: 'listed b', category: 'List#1 %' })).toEqual(['L-2']);
    expect(await list({ name: 'listed', status: 'retired' })).toEqual(['L-2']);
  });

  it('is read page by page', async () => {
    const { products } = department.wangFang;
    const query = { name: 'listed', limit: 2 };
    const { body: first } = await products.listProducts({ query });
    const { body: second } = await products.listProducts({
      query: { ...query, cursor: String(first.cursor) },
    });
    expect([...first.items, ...second.items].map(({ sku }) => sku)).toEqual(['L-1', 'L-2', 'L-3']);
  });
});

describe('an order', () => {
  it('says what the catalogue calls its products by now, for one read more, where it says no names itself', async () => {
    const customerId = await department.customer('wang.fang', { name: 'Buyer' });
    const line = { quantity: 1, unitPrice: 100 };
    const lines = [
      { sku: 'O-1', ...line },
      { sku: 'O-2', name: 'As it was', ...line },
      { sku: 'O-3', ...line },
      { sku: 'O-1', ...line },
    ];
    const { body: order } = await erp.orders.tellOrder({
      query: { source: 'shop', externalId: 'names' },
      body: {
        customer: { customerId },
        contents: { currency: 'CNY', lines },
        placedAt: '2026-11-01T09:00:00Z',
      },
    });
    await tell('O-1', { name: 'Jar' });
    await tell('O-2', { name: 'As it is' });
    await cloud.idle();
    const params = { orderId: order.id };
    const read = async () => (await department.manager.orders.getOrder({ params })).body;
    await greet(department.manager);
    await read();
    await cloud.idle();
    await cloud.resetMeter();
    const shown = await read();
    expect(shown.contents?.lines.map(({ name, productName }) => [name, productName])).toEqual([
      [undefined, 'Jar'],
      ['As it was', undefined],
      [undefined, undefined],
      [undefined, 'Jar'],
    ]);
    const { calls, readUnits } =
      (await cloud.meter()).routes[gatewayKeyOf('GET /orders/{orderId}').key] ?? {};
    expect(calls).toMatchObject({ BatchGetItem: 1 });
    // The order 1, and half of one for each product that is there or not.
    expect(readUnits).toBe(2);
  });
});
