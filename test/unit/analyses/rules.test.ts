import { describe, expect, it } from 'vitest';
import {
  analysisLimits,
  type Bought,
  createAnalysis,
  quantile,
} from '../../../functions/commerce/analyses/analyses.rules.ts';

const line = (sku: string) => ({ sku, quantity: 1, amount: 100 });
const bought = (day: string, ...skus: string[]): Bought => ({
  sortedAt: `${day}T10:00:00.000Z`,
  lines: skus.map(line),
});

function analysed(
  customers: readonly (readonly Bought[])[],
  through = '2026-11-30',
  limits = analysisLimits,
) {
  const analysis = createAnalysis(through, limits);
  for (const purchases of customers) analysis.add(purchases);
  return analysis.conclude();
}

describe('cohorts', () => {
  it('count who comes back by the month of the first purchase', () => {
    const { cohorts, customers } = analysed([
      [bought('2026-09-30', 'A'), bought('2026-11-01', 'A')],
      // Twice in a month is once, and the order in which they are told says nothing.
      [bought('2026-10-02', 'A'), bought('2026-09-01', 'A'), bought('2026-10-20', 'B')],
      [bought('2026-10-31', 'A')],
    ]);
    expect(customers).toBe(3);
    expect(cohorts).toEqual([
      { month: '2026-10', customers: 1, active: [1, 0] },
      { month: '2026-09', customers: 2, active: [2, 1, 1] },
    ]);
  });

  it('go over the turn of a year, and end with the last day that counts', () => {
    const { cohorts, orders } = analysed(
      [[bought('2025-12-31', 'A'), bought('2026-01-01', 'A'), bought('2026-02-03', 'A')]],
      '2026-02-02',
    );
    expect(cohorts).toEqual([{ month: '2025-12', customers: 1, active: [1, 1, 0] }]);
    expect(orders).toBe(2);
  });

  it('are those of the last five years', () => {
    const { cohorts, customers } = analysed([[bought('2021-11-30', 'A')], [bought('2021-12-01', 'A')]]);
    expect(cohorts.map(({ month }) => month)).toEqual(['2021-12']);
    expect(customers).toBe(2);
  });
});

describe('repeat intervals', () => {
  it('are days between days on which one customer bought the same product', () => {
    const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
    const monthly = [0, 30, 60, 90].map((offset) => bought(day(offset), 'TEA', 'CUP'));
    const slower = [0, 40, 100].map((offset) => bought(day(offset), 'TEA'));
    const { repeats } = analysed([monthly, slower, [bought(day(5), 'TEA')]]);
    // 30, 30, 30, 40, 60; the cup was bought again three times only.
    expect(repeats).toEqual([
      { sku: 'TEA', customers: 2, intervals: 5, medianDays: 30, lowerDays: 30, upperDays: 40 },
    ]);
  });

  it('interpolates between two numbers', () => {
    expect(quantile([10, 20], 0.5)).toBe(15);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([7], 0.75)).toBe(7);
  });
});

describe('baskets', () => {
  it('tell lift, support and confidence of what is bought together', () => {
    const orders = [
      ...Array.from({ length: 6 }, () => ['TEA', 'CUP']),
      ...Array.from({ length: 4 }, () => ['TEA']),
      ...Array.from({ length: 2 }, () => ['CUP']),
      ...Array.from({ length: 8 }, () => ['HAT']),
    ];
    const { baskets } = analysed(orders.map((skus) => [bought('2026-11-01', ...skus)]));
    // 20 orders, tea in 10, cup in 8, both in 6: 6 × 20 / (10 × 8).
    expect(baskets).toEqual([
      { sku: 'TEA', withSku: 'CUP', orders: 6, support: 0.3, lift: 1.5, ofSku: 0.6, ofWithSku: 0.75 },
    ]);
  });

  it('leave out what is rare, what comes together no more often than by chance, and a product twice in one order', () => {
    const baskets = (orders: readonly (readonly string[])[]) =>
      analysed(orders.map((skus) => [bought('2026-11-01', ...skus)])).baskets;
    const times = (count: number, ...skus: string[]) => Array.from({ length: count }, () => skus);
    expect(baskets([...times(4, 'A', 'B'), ...times(40, 'C')])).toEqual([]);
    expect(baskets([...times(5, 'A', 'B'), ...times(40, 'C')])).toMatchObject([
      { sku: 'A', withSku: 'B', lift: 9 },
    ]);
    const byChance = [...times(10, 'C', 'D'), ...times(10, 'C'), ...times(10, 'D'), ...times(10, 'E')];
    expect(baskets(byChance)).toEqual([]);
    expect(baskets([...times(10, 'E', 'E'), ...times(10, 'F')])).toEqual([]);
    expect(baskets([])).toEqual([]);
  });

  it('agree with a count of every pair', () => {
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const orders = Array.from({ length: 2000 }, () =>
      [...'ABCDEFGHIJ'].filter((_, index) => random() < 0.15 + index * 0.02),
    );
    const having = (...skus: string[]) =>
      orders.filter((each) => skus.every((sku) => each.includes(sku))).length;
    const { baskets } = analysed(orders.map((skus) => [bought('2026-11-01', ...skus)]));
    const expected = [...'ABCDEFGHIJ'].flatMap((one, index) =>
      [...'ABCDEFGHIJ'].slice(index + 1).flatMap((other) => {
        const lift = (having(one, other) * orders.length) / (having(one) * having(other));
        return lift > 1 ? [[one, other].join(''), having(one, other), lift.toFixed(9)] : [];
      }),
    );
    const found = baskets.flatMap(({ sku, withSku, orders: both, lift }) => [
      [sku, withSku].toSorted().join(''),
      both,
      lift.toFixed(9),
    ]);
    expect(found.map(String).toSorted()).toEqual(expected.map(String).toSorted());
    expect(baskets.map(({ lift }) => lift)).toEqual(
      baskets.map(({ lift }) => lift).toSorted((a, b) => b - a),
    );
  });
});

describe('what is too much for the memory', () => {
  it('is left out and counted, and the cohorts are whole none the less', () => {
    const many = Array.from({ length: 10 }, () => [bought('2026-11-01', 'A', 'B')]);
    const found = analysed(many, '2026-11-30', { ...analysisLimits, places: 10 });
    expect(found).toMatchObject({ customers: 10, leftOut: 7, orders: 3 });
    expect(found.cohorts[0]).toMatchObject({ customers: 10 });
  });

  it('takes no more different products than there may be', () => {
    const many = Array.from({ length: 20 }, (_, index) => [bought('2026-11-01', `P${index % 4}`, 'Q')]);
    const found = analysed(many, '2026-11-30', { ...analysisLimits, products: 2 });
    expect(new Set(found.baskets.flatMap(({ sku, withSku }) => [sku, withSku])).size).toBeLessThanOrEqual(2);
    expect(found.orders).toBe(20);
  });
});
