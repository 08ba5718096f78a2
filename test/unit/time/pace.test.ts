import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, createPacer } from '../../../shared/time/pace.ts';

describe('a pacer of 30 rows a second', () => {
  it('lets the first go at once, and the next when their time has passed', () => {
    const waitOf = createPacer(30);
    expect(waitOf(15, 1000)).toBe(0);
    expect(waitOf(15, 1100)).toBe(400);
    expect(waitOf(30, 1100)).toBe(900);
  });

  it('does not make up for time in which none came', () => {
    const waitOf = createPacer(30);
    expect(waitOf(15, 0)).toBe(0);
    expect([waitOf(15, 60_000), waitOf(15, 60_000)]).toEqual([0, 500]);
  });

  it('never lets more go than that, but for those that are on their way', () => {
    const batches = fc.array(
      fc.record({ rows: fc.integer({ min: 1, max: 45 }), after: fc.nat({ max: 3000 }) }),
    );
    fc.assert(
      fc.property(batches, (all) => {
        const waitOf = createPacer(30);
        let now = 0;
        let gone = 0;
        for (const { rows, after } of all) {
          now += after;
          const begins = now + waitOf(rows, now);
          expect(gone).toBeLessThanOrEqual((begins * 30) / 1000 + 1e-6);
          gone += rows;
        }
      }),
    );
  });
});

it('a pace waits as long', async () => {
  const pace = createPace(100);
  const begun = performance.now();
  await Promise.all([pace(10), pace(10), pace(10)]);
  expect(performance.now() - begun).toBeGreaterThan(195);
});
