/** What customers have ordered, as people see it at the desk. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { createVisitor } from '../../support/visitor.ts';
import { openDepartment } from '../callbacks/department.ts';

let cloud: OwnCloud;
let customerId: string;
let orderId: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  const department = await openDepartment(cloud);
  const shop = await cloud.as('erp', 4);
  customerId = await department.customer('wang.fang', { name: 'Li & Sons' });
  const tell = async (externalId: string, more: object = {}) =>
    (
      await shop.orders.tellOrder({
        query: { source: 'shop', externalId },
        body: {
          customer: { customerId },
          contents: {
            currency: 'CNY',
            lines: [{ sku: 'TEA', name: '<b>Tea</b>', quantity: 2, unitPrice: 4900, discount: 100 }],
            shipping: 1000,
          },
          placedAt: '2026-11-22T09:00:00Z',
          ...more,
        },
      })
    ).body.id;
  await tell('2', { placedAt: '2026-11-20T09:00:00Z', cancelledAt: '2026-11-21T09:00:00Z' });
  const refunds = [{ id: 'r-1', at: '2026-11-22T12:00:00Z', amount: 700, reason: 'A dent' }];
  orderId = await tell('1', { deliveredAt: '2026-11-22T11:00:00Z', refunds });
});
afterAll(() => cloud?.close());

it('shows orders of a customer, and one with its lines and refunds, and leads from the profile and the timeline there', async () => {
  const wangFang = createVisitor(cloud.url);
  await wangFang.signIn('wang.fang');
  const profile = await wangFang.ask(`/desk/customers/${customerId}`);
  expect(profile.page).toContain(`href="/desk/customers/${customerId}/orders"`);
  expect(profile.page).toContain(`href="/desk/orders/${orderId}"`);
  const list = await wangFang.ask(`/desk/customers/${customerId}/orders`);
  expect(list.status).toBe(200);
  const cells = [...list.page.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) =>
    cell.replace(/<[^>]*>/g, ''),
  );
  expect(cells).toEqual(expect.arrayContaining(['部分退款', '¥107.00', '¥7.00', '已取消']));
  expect(list.page).toContain('shop 订单 1');
  const one = await wangFang.ask(`/desk/orders/${orderId}`);
  expect(one.status).toBe(200);
  for (const said of ['&lt;b&gt;Tea', '¥49.00', '¥97.00', '¥10.00', '¥107.00', 'A dent', 'Li &amp; Sons'])
    expect(one.page).toContain(said);
  expect(one.page).not.toContain('<b>Tea');
});

it('shows an order to nobody who does not reach its customer', async () => {
  const david = createVisitor(cloud.url);
  await david.signIn('david.brown');
  expect((await david.ask(`/desk/orders/${orderId}`)).status).toBe(404);
  expect((await david.ask(`/desk/customers/${customerId}/orders`)).status).toBe(404);
});
