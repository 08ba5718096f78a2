/** What is told of an order, in whichever order it comes: the order is the same in the end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterTold,
  awaitsOf,
  purchaseOf,
  refundedOf,
  shownOrder,
  statusOf,
  stepBrought,
  type Told,
  totalOf,
} from '../../../functions/commerce/orders/orders.rules.ts';
import { type OrderRecord, OrderToTell, steps } from '../../../functions/commerce/orders/orders.schema.ts';

const at = '2026-11-21T09:00:00.000Z';
const customer = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';
const nobodyYet: OrderRecord = {
  ...{ id: 'order_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1, source: 'shop', externalId: '1' },
  ...{ refunds: [], told: {}, createdAt: at, updatedAt: at },
};
const contents = (quantity: number) =>
  OrderToTell.parse({
    contents: {
      ...{ currency: 'CNY', shipping: 500, discount: 100 },
      lines: [
        { sku: 'A', category: 'Tea', quantity, unitPrice: 1000, discount: 200, tax: 50 },
        { sku: 'B', quantity: 1, unitPrice: 300 },
      ],
    },
  }).contents!;
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T09:00:00.000Z`;
const whole: Told = { customerId: customer, contents: contents(2), placedAt: day(1) };
const told = (...messages: readonly (readonly [Told, string])[]) =>
  messages.reduce((order, [message, when]) => afterTold(order, message, when), nobodyYet);

const instant = fc.integer({ min: 1, max: 9 }).map(day);
const message = fc.record(
  {
    customerId: fc.constantFrom(customer, 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr'),
    contents: fc.integer({ min: 1, max: 3 }).map(contents),
    ...Object.fromEntries(steps.map((step) => [step, fc.option(instant)])),
    channel: fc.option(fc.constantFrom('web', 'store')),
    refunds: fc.uniqueArray(
      fc.record({ id: fc.constantFrom('r1', 'r2', 'r3'), at: instant, amount: fc.nat(300) }),
      { selector: ({ id }) => id, maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Told>;

describe('what is told of an order', () => {
  it('comes to the same in any order, however often each message comes', () => {
    const messages = fc.array(fc.tuple(message, instant), { minLength: 1, maxLength: 6 });
    const shuffled = messages.chain((all) =>
      fc.record({
        all: fc.constant(all),
        other: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
      }),
    );
    const same = fc.property(shuffled, ({ all, other }) => {
      expect(told(...other)).toEqual(told(...all));
    });
    fc.assert(same, { numRuns: 500 });
  });

  it('adds up to the lines with shipping, less what is taken off', () => {
    expect(totalOf(contents(2))).toBe(2 * 1000 - 200 + 50 + 300 + 500 - 100);
    const order = told([whole, day(2)], [{ refunds: [{ id: 'r', at: day(3), amount: 50 }] }, day(3)]);
    expect(shownOrder(order)).toMatchObject({ total: 2550, refunded: 50, status: 'partly-refunded' });
    expect(purchaseOf(order)).toMatchObject({
      ...{ net: 2500, currency: 'CNY', sortedAt: day(1) },
      lines: [
        { sku: 'A', category: 'Tea', quantity: 2, amount: 1850 },
        { sku: 'B', quantity: 1, amount: 300 },
      ],
    });
  });

  it('waits for what makes it an order, whatever else is known', () => {
    const refund = { refunds: [{ id: 'r', at: day(3), amount: 50 }] };
    const early = told([refund, day(3)], [{ deliveredAt: day(2) }, day(2)]);
    expect([statusOf(early), awaitsOf(early)]).toEqual(['awaited', ['customer', 'contents', 'placedAt']]);
    expect(purchaseOf(early)).toBeUndefined();
    const known = afterTold(early, { customerId: customer }, day(4));
    expect(purchaseOf(known)).toMatchObject({ status: 'awaited', net: 0, lines: [] });
    expect(statusOf(afterTold(known, whole, day(1)))).toBe('partly-refunded');
  });

  it.each([
    [{}, 'placed'],
    [{ paidAt: day(2) }, 'paid'],
    [{ paidAt: day(2), shippedAt: day(3) }, 'shipped'],
    [{ deliveredAt: day(4) }, 'delivered'],
    [{ deliveredAt: day(4), cancelledAt: day(5) }, 'cancelled'],
    [{ cancelledAt: day(5), refunds: [{ id: 'r', at: day(5), amount: 2550 }] }, 'refunded'],
  ] as const)('of %j is %s', (more, status) => {
    expect(statusOf(told([{ ...whole, ...more } as Told, day(9)]))).toBe(status);
  });

  it('counts a cancelled order as no purchase, and takes a step or a refund back that was told wrongly', () => {
    const order = told([
      { ...whole, cancelledAt: day(2), refunds: [{ id: 'r', at: day(3), amount: 50 }] },
      day(3),
    ]);
    expect(purchaseOf(order)?.net).toBe(0);
    const back = afterTold(
      order,
      { cancelledAt: null, refunds: [{ id: 'r', at: day(3), amount: 0 }] },
      day(4),
    );
    expect([statusOf(back), refundedOf(back), purchaseOf(back)?.net]).toEqual(['placed', 0, 2550]);
    expect(afterTold(back, { cancelledAt: day(2) }, day(3)).cancelledAt).toBeUndefined();
  });

  it('tells of the last step that has just happened, and of none that is history', () => {
    const placed = told([whole, day(2)]);
    const delivered = afterTold(placed, { shippedAt: day(3), deliveredAt: day(4) }, day(5));
    expect(stepBrought(placed, delivered, day(5))).toBe('deliveredAt');
    expect(stepBrought(undefined, delivered, day(5))).toBe('deliveredAt');
    expect(stepBrought(delivered, delivered, day(5))).toBeUndefined();
    expect(stepBrought(undefined, delivered, '2027-03-01T00:00:00.000Z')).toBeUndefined();
    const awaited = told([{ deliveredAt: day(4) }, day(5)]);
    expect(stepBrought(undefined, awaited, day(5))).toBeUndefined();
    const refunded = afterTold(delivered, { refunds: [{ id: 'r', at: day(6), amount: 1 }] }, day(6));
    expect(stepBrought(delivered, refunded, day(6))).toBe('refunds');
  });
});
