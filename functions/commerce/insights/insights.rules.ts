/** What a customer's purchases come to. */
import { isDeepStrictEqual } from 'node:util';
import type { Purchase } from '../orders/orders.schema.ts';
import type { Purchases, Spending, ValueRecord, ValueSummary } from './insights.schema.ts';

const day = 86_400_000;

/** Whether an order is a purchase: one that was given back as a whole is none. */
function counts({ status, currency }: Purchase): boolean {
  return currency !== undefined && status !== 'awaited' && status !== 'cancelled' && status !== 'refunded';
}

/** What purchases come to, in whichever order they are told; undefined when none counts. */
export function foldPurchases(
  purchases: readonly Purchase[],
): (Purchases & Pick<ValueRecord, 'firstOrderAt' | 'lastOrderAt'>) | undefined {
  const counted = purchases.filter(counts).toSorted((one, other) => (one.sortedAt < other.sortedAt ? -1 : 1));
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const days = new Set(counted.map(({ sortedAt }) => sortedAt.slice(0, 10)));
  const span = (Date.parse(last.sortedAt.slice(0, 10)) - Date.parse(first.sortedAt.slice(0, 10))) / day;
  return {
    orders: counted.length,
    purchaseDays: days.size,
    firstOrderAt: first.sortedAt,
    lastOrderAt: last.sortedAt,
    ...(days.size < 2 ? {} : { everyDays: Math.round((span / (days.size - 1)) * 10) / 10 }),
    spending: spendingOf(counted),
  };
}

/** By currency, that of most orders first; of two with as many that of the later order. */
function spendingOf(counted: readonly Purchase[]): Spending[] {
  const sums = new Map<string, { orders: number; net: number; at: string }>();
  for (const { currency = '', net, sortedAt } of counted) {
    const sum = sums.get(currency);
    sums.set(currency, { orders: (sum?.orders ?? 0) + 1, net: (sum?.net ?? 0) + net, at: sortedAt });
  }
  return [...sums]
    .toSorted(([, one], [, other]) => other.orders - one.orders || (one.at < other.at ? 1 : -1))
    .map(([currency, { orders, net }]) => ({ currency, orders, net, average: Math.round(net / orders) }));
}

/** Digits of the greatest sum that is exact (2^53): amounts sort as text. */
const digits = 16;

/** By which customers are listed: the currency of most of their orders, and what they have spent in it. */
export function ranked({ spending }: Pick<ValueRecord, 'spending'>): { currency: string; rank: string } {
  const [{ currency, net } = { currency: '', net: 0 }] = spending;
  return { currency, rank: String(net).padStart(digits, '0') };
}

export function summaryOfValue(record: ValueRecord): ValueSummary {
  const { id: customerId, customer, orders, purchaseDays, firstOrderAt, lastOrderAt, spending } = record;
  const [{ currency, net, average } = { currency: '', net: 0, average: 0 }] = spending;
  return {
    ...{ customerId, owner: customer.owner, orders, purchaseDays, firstOrderAt, lastOrderAt },
    ...{ currency, net, average },
  };
}

export function isSameValue(before: ValueRecord, after: Omit<ValueRecord, 'version'>): boolean {
  const { version: _, ...present } = before;
  return isDeepStrictEqual(present, after);
}
