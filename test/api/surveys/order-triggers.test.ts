/** Campaigns that orders trigger: whoever is asked of an order is asked of one that still stands. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

const customer = (name: string) => context.customer('wang.fang', { name, email: `${name}@example.test` });
const tell = (externalId: string, body: object) =>
  shop.orders.tellOrder({ query: { source: 'shop', externalId }, body: body as never });
const contents = { currency: 'CNY', lines: [{ sku: 'TEA', quantity: 1, unitPrice: 1000 }] };
const instant = async (hours = 0) =>
  new Date((await cloud.now()).getTime() + hours * 3_600_000).toISOString();

/** How often each was asked anything. */
async function askedSoFar(names: readonly string[]): Promise<readonly number[]> {
  const mails = (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));
  return names.map((name) => mails.filter(({ to }) => to.some((each) => each.includes(`<${name}@`))).length);
}

/** Who was asked meanwhile. */
async function asking(names: readonly string[], done: () => Promise<void>): Promise<readonly string[]> {
  const before = await askedSoFar(names);
  await done();
  const after = await askedSoFar(names);
  return names.filter((_, index) => after[index] !== before[index]);
}

const pass = async (duration: string) => {
  await cloud.advance({ duration });
  await cloud.idle();
};

it('ask of what still stands when their time comes, and whom it is about by then', async () => {
  const { body: survey } = await context.manager.surveys.createSurvey({
    body: structuredClone(newSurvey) as never,
  });
  await context.manager.campaigns.createCampaign({
    body: {
      surveyId: survey.id,
      name: 'Delivered',
      trigger: { on: 'order.delivered', afterDays: 3 },
    } as never,
  });
  const names = [
    ...['stands', 'cancelled', 'deleted', 'refunded', 'partly', 'undelivered', 'unplaced'],
    ...['wrong', 'right', 'two'],
  ];
  const ids = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await customer(name)] as const)),
  );
  const deliver = async (name: string, externalId = name) =>
    (
      await tell(externalId, {
        customer: { customerId: ids[name] },
        ...{ contents, placedAt: await instant(-1), deliveredAt: await instant() },
      })
    ).body;
  const orders = Object.fromEntries(
    await Promise.all(
      names.filter((name) => name !== 'right').map(async (name) => [name, await deliver(name)] as const),
    ),
  );
  await pass('P1D');
  const at = await instant();
  await deliver('two', 'second of two');
  await tell('cancelled', { cancelledAt: at });
  await tell('two', { cancelledAt: at });
  await shop.orders.deleteOrder({ params: { orderId: orders.deleted?.id ?? '' } }, { ifMatch: '*' });
  await tell('refunded', { refunds: [{ id: 'r', at, amount: 1000 }] });
  await tell('partly', { refunds: [{ id: 'r', at, amount: 300 }] });
  await tell('undelivered', { deliveredAt: null });
  await tell('unplaced', { placedAt: null });
  await tell('wrong', { customer: { customerId: ids.right } });
  await cloud.idle();
  expect(await asking(names, () => pass('P2DT2H'))).toEqual(['stands', 'partly']);
  // The second order of one, and that which was moved, were told a day later.
  expect(await asking(names, () => pass('P1DT1H'))).toEqual(['right', 'two']);
  expect(await asking(names, () => pass('P9D'))).toEqual([]);
});
