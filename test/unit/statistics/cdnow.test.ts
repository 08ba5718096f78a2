/**
 * The models on the purchases that their authors have shown them on: the sample of CDNOW, 2,357 customers, the first 39 weeks of
 * 78. Skipped where the file is not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectedPurchases, fitBuying } from '../../../shared/statistics/bg-nbd.ts';
import { expectedSpending, fitSpending } from '../../../shared/statistics/gamma-gamma.ts';

const file = path.resolve(import.meta.dirname, '../../../../shared/data/cdnow/CDNOW_sample.txt');
const week = 7;
const calibration = 39 * week;

function histories() {
  const dayOf = (text: string) =>
    Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6))) / 86_400_000;
  const start = dayOf('19970101');
  const orders = new Map<string, Map<number, number>>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [, id = '', date = '', , dollars = ''] = line.trim().split(/\s+/);
    const days = orders.get(id) ?? new Map<number, number>();
    const day = dayOf(date) - start;
    days.set(day, (days.get(day) ?? 0) + Number(dollars));
    orders.set(id, days);
  }
  return [...orders.values()].map((days) => {
    const all = [...days.keys()].toSorted((one, other) => one - other);
    const first = all[0]!;
    const repeats = all.slice(1).filter((day) => day < calibration);
    const paid = repeats.map((day) => days.get(day)!);
    return {
      repeats: repeats.length,
      recency: ((repeats.at(-1) ?? first) - first) / week,
      age: (calibration - 1 - first) / week,
      mean: paid.length === 0 ? 0 : paid.reduce((sum, each) => sum + each) / paid.length,
      later: all.filter((day) => day >= calibration).length,
    };
  });
}

describe.skipIf(!existsSync(file))('the sample of CDNOW', () => {
  const known = existsSync(file) ? histories() : [];
  const { model, logLikelihood, found } = fitBuying(known);

  it('is bought from as Fader, Hardie and Lee have found (2005, table 2)', () => {
    expect(found).toBe(true);
    within(1, model, { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
    expect(logLikelihood).toBeCloseTo(-9582.4, 1);
  });

  it('leads to the expectation that they show for one customer (Implementing the BG/NBD Model in Excel)', () => {
    const customer = { repeats: 2, recency: 30.43, age: 38.86 };
    expect(expectedPurchases(customer, 39, model)).toBeCloseTo(1.226, 2);
  });

  it('is expected to buy in the next 39 weeks about as it did, whatever it had bought before', () => {
    const groups = [0, 1, 2, 3, 4, 5, 6, 7].map((repeats) => {
      const group = known.filter((each) => Math.min(each.repeats, 7) === repeats);
      const mean = (of: (each: (typeof known)[number]) => number) =>
        group.reduce((sum, each) => sum + of(each), 0) / group.length;
      return [mean((each) => expectedPurchases(each, 39, model)), mean(({ later }) => later)] as const;
    });
    // As figure 4 of the paper shows, and as little apart.
    for (const [expected, happened] of groups) expect(Math.abs(expected - happened)).toBeLessThan(0.75);
  });

  it('is spent at as Fader and Hardie have found (2013)', () => {
    const buyers = known
      .filter(({ repeats }) => repeats > 0)
      .map((each) => ({ ...each, purchases: each.repeats }));
    const spending = fitSpending(buyers);
    expect(buyers).toHaveLength(946);
    within(1, spending.model, { p: 6.25, q: 3.74, gamma: 15.44 });
    const { p, q, gamma } = spending.model;
    expect(expectedSpending({ purchases: 0, mean: 0 }, spending.model)).toBeCloseTo((p * gamma) / (q - 1), 8);
  });
});

/** Each figure is at most so many per cent away. */
function within(percent: number, found: object, published: Readonly<Record<string, number>>) {
  for (const [name, value] of Object.entries(published))
    expect(Math.abs(Number((found as Record<string, number>)[name]) / value - 1), name).toBeLessThan(
      percent / 100,
    );
}
