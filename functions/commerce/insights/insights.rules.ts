/** What a customer's purchases come to. */
import { isDeepStrictEqual } from 'node:util';
import { isPurchase, type Purchase } from '../orders/orders.schema.ts';
import type { PurchaseHistory, Purchases, Spending, ValueRecord, ValueSummary } from './insights.schema.ts';

const day = 86_400_000;

/** What purchases come to, in whichever order they are told; undefined when none counts. */
export function foldPurchases(
  purchases: readonly Purchase[],
): (Purchases & Pick<ValueRecord, 'firstOrderAt' | 'lastOrderAt' | 'history'>) | undefined {
  const counted = purchases
    .filter(isPurchase)
    .toSorted((one, other) => (one.sortedAt < other.sortedAt ? -1 : 1));
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const history = historyOf(counted, first);
  const { days } = history;
  const span = days.at(-1) ?? 0;
  return {
    orders: counted.length,
    purchaseDays: days.length,
    firstOrderAt: first.sortedAt,
    lastOrderAt: last.sortedAt,
    ...(days.length < 2 ? {} : { everyDays: Math.round((span / (days.length - 1)) * 10) / 10 }),
    spending: spendingOf(counted),
    history,
  };
}

/** The number of the day (UTC) of an instant. */
const dayOf = (at: string) => Math.floor(Date.parse(at) / day);

function historyOf(counted: readonly Purchase[], first: Purchase): PurchaseHistory {
  const since = ({ sortedAt }: Purchase) => dayOf(sortedAt) - dayOf(first.sortedAt);
  const repeats = Map.groupBy(
    counted.filter((purchase) => since(purchase) > 0),
    ({ currency = '' }) => currency,
  );
  return {
    days: [...new Set(counted.map(since))],
    repeats: [...repeats].map(([currency, purchases]) => ({
      currency,
      days: new Set(purchases.map(since)).size,
      net: purchases.reduce((sum, { net }) => sum + net, 0),
    })),
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
