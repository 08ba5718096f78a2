/** What all purchases come to together: who comes back, after how long a product is bought again, what is bought together. */
import type { Purchase } from '../orders/orders.schema.ts';
import type { AnalysisResult, Basket, Cohort, Repeat } from './analyses.schema.ts';

/** What a customer has bought on one day, or in one order. */
export type Bought = Pick<Purchase, 'sortedAt' | 'lines'>;

/** How much is kept in memory and answered. */
export interface AnalysisLimits {
  /** Products in orders, all customers together: 4 bytes each. Customers beyond it are left out, and counted. */
  readonly places: number;
  /** Different products: rarer ones than these, in the order in which they come, are left out. */
  readonly products: number;
  /** Products whose pairs are looked at, the most frequent ones: memory grows with the square. */
  readonly paired: number;
  /** Rows of each list of the answer. */
  readonly rows: number;
}

export const analysisLimits: AnalysisLimits = {
  places: 8_000_000,
  products: 50_000,
  paired: 500,
  rows: 100,
};

/** Fewer say nothing of a product or of two. */
export const leastOrders = 5;

/** The share of all orders in which two products stand together at least, to be told: the rarest pairs have the wildest lift. */
export const leastSupport = 0.001;

/** Cohorts are told of this many months. */
export const monthsOfCohorts = 60;

const millisecondsOfDay = 86_400_000;
const dayOf = (instant: string) => Math.floor(Date.parse(instant) / millisecondsOfDay);

/** Months since the year 0. */
const monthNumber = (instant: string) => Number(instant.slice(0, 4)) * 12 + Number(instant.slice(5, 7)) - 1;
const monthName = (month: number) =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

/** Numbers behind one another, in blocks, so that growing copies nothing. */
function createColumn() {
  const blockSize = 65_536;
  const blocks: Uint32Array[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value: number): void {
      const place = length % blockSize;
      if (place === 0) blocks.push(new Uint32Array(blockSize));
      const block = blocks.at(-1);
      if (block !== undefined) block[place] = value;
      length += 1;
    },
    *values(): Generator<number> {
      for (let index = 0; index < length; index += 1)
        yield blocks[Math.floor(index / blockSize)]?.[index % blockSize] ?? 0;
    },
  };
}

/**
 * Takes in customer after customer and says in the end what their purchases come to. Memory is bounded by `limits`: what is kept
 * of an order is a number for each of its products.
 *
 * @param through the last day that counts, such as `2026-11-27`
 */
export function createAnalysis(through: string, limits: AnalysisLimits = analysisLimits) {
  const lastDay = dayOf(`${through}T00:00:00.000Z`);
  const lastMonth = monthNumber(through);
  const numbers = new Map<string, number>();
  const names: string[] = [];
  /** Products of orders, each order ended by 0; products count from 1. */
  const baskets = createColumn();
  /** Days between two purchases of one product, as product and days. */
  const gaps = createColumn();
  const cohorts = new Map<number, number[]>();
  const buyersOf = new Map<number, number>();
  const totals = { customers: 0, leftOut: 0, orders: 0 };

  function numberOf(sku: string): number | undefined {
    const known = numbers.get(sku);
    if (known !== undefined || names.length >= limits.products) return known;
    names.push(sku);
    numbers.set(sku, names.length);
    return names.length;
  }

  return {
    /** Takes in what one customer has bought, in any order. */
    add(purchases: readonly Bought[]): void {
      const counted = purchases.filter(({ sortedAt }) => dayOf(sortedAt) <= lastDay);
      if (counted.length === 0) return;
      const places = counted.reduce((sum, { lines }) => sum + lines.length + 1, 0);
      totals.customers += 1;
      addToCohort(cohorts, counted, lastMonth);
      if (baskets.length + places > limits.places) {
        totals.leftOut += 1;
        return;
      }
      totals.orders += counted.length;
      const daysOf = new Map<number, number[]>();
      for (const { sortedAt, lines } of counted) {
        const products = new Set(lines.map(({ sku }) => numberOf(sku)).filter((each) => each !== undefined));
        for (const product of products) {
          baskets.push(product);
          const days = daysOf.get(product) ?? [];
          days.push(dayOf(sortedAt));
          daysOf.set(product, days);
        }
        baskets.push(0);
      }
      for (const [product, days] of daysOf) {
        const inOrder = [...new Set(days)].toSorted((one, other) => one - other);
        if (inOrder.length < 2) continue;
        buyersOf.set(product, (buyersOf.get(product) ?? 0) + 1);
        for (const [index, day] of inOrder.entries()) {
          const before = inOrder[index - 1];
          if (before === undefined) continue;
          gaps.push(product);
          gaps.push(day - before);
        }
      }
    },

    /** What it comes to. */
    conclude(): AnalysisResult {
      const nameOf = (product: number) => names[product - 1] ?? '';
      return {
        ...totals,
        cohorts: cohortsOf(cohorts, lastMonth),
        repeats: repeatsOf(gaps.values(), buyersOf, limits.rows).map(({ product, ...repeat }) => ({
          sku: nameOf(product),
          ...repeat,
        })),
        baskets: pairsOf(() => baskets.values(), totals.orders, limits).map(({ one, other, ...pair }) => ({
          sku: nameOf(one),
          withSku: nameOf(other),
          ...pair,
        })),
      };
    },
  };
}

/** Counts a customer in the month of the first purchase, and in each later month in which something was bought. */
function addToCohort(cohorts: Map<number, number[]>, counted: readonly Bought[], lastMonth: number): void {
  const months = new Set(counted.map(({ sortedAt }) => monthNumber(sortedAt)));
  const first = Math.min(...months);
  if (lastMonth - first >= monthsOfCohorts) return;
  const active = cohorts.get(first) ?? Array.from({ length: lastMonth - first + 1 }, () => 0);
  for (const month of months) active[month - first] = (active[month - first] ?? 0) + 1;
  cohorts.set(first, active);
}

function cohortsOf(cohorts: ReadonlyMap<number, readonly number[]>, lastMonth: number): Cohort[] {
  return [...cohorts]
    .toSorted(([one], [other]) => other - one)
    .map(([month, active]) => ({
      month: monthName(month),
      customers: active[0] ?? 0,
      active: active.slice(0, lastMonth - month + 1),
    }));
}

type RepeatOf = Omit<Repeat, 'sku'> & { readonly product: number };

/** After how many days each product was bought again: the median and the middle half, the products with most cases first. */
function repeatsOf(gaps: Iterable<number>, buyersOf: ReadonlyMap<number, number>, rows: number): RepeatOf[] {
  const daysOf = new Map<number, number[]>();
  let product: number | undefined;
  for (const value of gaps) {
    if (product === undefined) {
      product = value;
      continue;
    }
    const days = daysOf.get(product);
    if (days === undefined) daysOf.set(product, [value]);
    else days.push(value);
    product = undefined;
  }
  return [...daysOf]
    .filter(([, days]) => days.length >= leastOrders)
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, rows)
    .map(([of, days]) => {
      const sorted = days.toSorted((one, other) => one - other);
      return {
        ...{ product: of, customers: buyersOf.get(of) ?? 0, intervals: sorted.length },
        medianDays: quantile(sorted, 0.5),
        lowerDays: quantile(sorted, 0.25),
        upperDays: quantile(sorted, 0.75),
      };
    });
}

/** By linear interpolation (type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996). */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

type PairOf = Omit<Basket, 'sku' | 'withSku'> & { readonly one: number; readonly other: number };

/**
 * Products that stand in one order more often than chance would put them there. Only products that are frequent enough alone can
 * be frequent together, so that only their pairs are counted (Agrawal and Srikant, Fast Algorithms for Mining Association Rules,
 * 1994). Lift is the share of orders with both, divided by what it would be if the two had nothing to do with each other (called
 * interest by Brin, Motwani, Ullman and Tsur, Dynamic Itemset Counting, 1997).
 */
function pairsOf(
  baskets: () => Iterable<number>,
  orders: number,
  { paired, rows }: Pick<AnalysisLimits, 'paired' | 'rows'>,
): PairOf[] {
  const least = Math.max(leastOrders, Math.ceil(orders * leastSupport));
  const alone = new Map<number, number>();
  for (const product of baskets()) if (product !== 0) alone.set(product, (alone.get(product) ?? 0) + 1);
  const frequent = [...alone]
    .filter(([, count]) => count >= least)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, paired)
    .map(([product]) => product);
  const places = new Map(frequent.map((product, place) => [product, place]));
  const together = new Uint32Array(frequent.length ** 2);
  let basket: number[] = [];
  for (const product of baskets()) {
    const place = places.get(product);
    if (place !== undefined) basket.push(place);
    if (product !== 0) continue;
    basket.sort((one, other) => one - other);
    for (const [index, one] of basket.entries())
      for (const other of basket.slice(index + 1)) {
        const cell = one * frequent.length + other;
        together[cell] = (together[cell] ?? 0) + 1;
      }
    basket = [];
  }
  const pairs: PairOf[] = [];
  for (const [cell, both] of together.entries()) {
    if (both < least) continue;
    const [one = 0, other = 0] = [
      frequent[Math.floor(cell / frequent.length)],
      frequent[cell % frequent.length],
    ];
    const [ofOne, ofOther] = [alone.get(one) ?? 0, alone.get(other) ?? 0];
    const lift = (both * orders) / (ofOne * ofOther);
    if (lift <= 1) continue;
    pairs.push({
      one,
      other,
      orders: both,
      support: both / orders,
      lift,
      ofSku: both / ofOne,
      ofWithSku: both / ofOther,
    });
  }
  return pairs.toSorted((one, other) => other.lift - one.lift || other.orders - one.orders).slice(0, rows);
}
