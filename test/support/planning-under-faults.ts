/** The planning of a crowd while calls fail and every message comes twice: one entry and one callback each, none lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../functions/callbacks/callbacks/callbacks.items.ts';
import type { WalkMessage } from '../../functions/callbacks/plans/plans.messages.ts';
import { now } from '../../shared/time/clock.ts';
import { type FaultyTable, startFaultyTable } from './faulty-table.ts';
import { makeCrowd, makePlan, meteredTable, openPlanning, readEntries } from './planned-crowd.ts';

/** The most customers a second that a chain of pages plans, and how many a page has. */
const mostPerSecond = 250;
const pageSize = 75;

/** Repeats what fails, as a queue does. */
async function delivered<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 50) throw error;
    }
  }
}

/** Late on a Tuesday to come, or today's: how many calls there is room for within a week depends on its days off. */
function aTuesday(): string {
  const date = new Date(now());
  date.setUTCDate(date.getUTCDate() + ((9 - date.getUTCDay()) % 7));
  return `${date.toISOString().slice(0, 'yyyy-mm-dd'.length)}T15:30:00.000Z`;
}

/** Declares the tests. */
export function provePlanning({ customers }: { readonly customers: number }): void {
  describe(`planning ${customers} customers`, { timeout: Math.max(120_000, customers * 60) }, () => {
    const at = aTuesday();
    let faulty: FaultyTable;
    let hottest = 0;
    let written = 0;

    beforeAll(
      async () => {
        faulty = await startFaultyTable();
        await makeCrowd(faulty.plain.table, customers, at);
      },
      Math.max(120_000, customers * 10),
    );
    afterAll(() => faulty?.close());

    it('gives each of them one entry, whatever fails and however often a page comes', async () => {
      const plain = faulty.plain.table;
      const plan = await makePlan(plain, at, { perDay: 20 });
      const metered = meteredTable(faulty.table);
      const { start, page, plans } = openPlanning(metered.table, at);
      faulty.faults(
        ...(['drop-reply', 'error', 'throttle', 'conflict'] as const).map((kind) => ({ rate: 0.01, kind })),
      );
      const chains = await delivered(() => start(plan.id));
      expect(chains).toHaveLength(4);
      metered.units();
      for (const first of chains) {
        let next: WalkMessage | undefined = first;
        while (next !== undefined) {
          const message: WalkMessage = next;
          // Twice at once, of which one wins.
          const [one, other] = await Promise.all([
            delivered(() => page(message)),
            delivered(() => page(message)),
          ]);
          next = one ?? other;
          const units = metered.units();
          hottest = Math.max(hottest, ...units.values());
          written += [...units.values()].reduce((sum, each) => sum + each, 0);
        }
      }
      faulty.faults();
      const entries = await readEntries(plain, plan.id);
      expect(new Set(entries.map(({ customerId }) => customerId)).size).toBe(customers);
      expect(entries).toHaveLength(customers);
      expect((await plans.countsOf(plan.id)).customers).toBe(customers);
      // So many units a second at the highest pace.
      const rate = Math.ceil((hottest * mostPerSecond) / pageSize);
      expect(rate).toBeLessThanOrEqual(1000);
      console.log(
        `${customers} customers: at most ${rate} write units a second on a key, ${(written / customers).toFixed(1)} for each`,
      );
    });

    it('opens one callback for each who is looked at, whoever dies and however often it is told', async () => {
      const plain = faulty.plain.table;
      const [plan] = await openPlanning(plain, at).plans.listGoingOn();
      const soon = new Date(Date.parse(at) + 15 * 60_000).toISOString();
      const due = (await readEntries(plain, plan!.id)).filter(({ dueAt }) => dueAt <= soon).slice(0, 200);
      expect(due.length).toBeGreaterThan(10);
      faulty.faults(
        ...(['drop-reply', 'error', 'throttle', 'conflict'] as const).map((kind) => ({ rate: 0.02, kind })),
      );
      const { look } = openPlanning(faulty.table, soon);
      const results: string[] = [];
      for (const { customerId } of due) {
        const told = await Promise.all([1, 2].map(() => delivered(() => look(customerId))));
        results.push(...told.map(({ result }) => result));
      }
      faulty.faults();
      const { entries, plans } = openPlanning(plain, soon);
      const after = await entries.findMany(due.map(({ customerId }) => customerId));
      expect(after).toHaveLength(due.length);
      for (const { dueAt } of after) expect(dueAt > soon).toBe(true);
      const opened = after.flatMap(({ callbackId }) =>
        callbackId === undefined ? [] : [{ id: callbackId }],
      );
      expect(opened.length).toBeGreaterThan(10);
      const callbacks = await plain.findMany(callbackItem, opened);
      expect(callbacks).toHaveLength(opened.length);
      const customersCalled = new Set(callbacks.map(({ customerId }) => customerId));
      expect(customersCalled.size).toBe(opened.length);
      // Each of them stands on one day, none has more than the plan has room for, and all lie within a week.
      const days = await plans.findDays(
        Array.from({ length: 9 }, (_, index) =>
          new Date(Date.parse(soon) + index * 86_400_000).toISOString().slice(0, 10),
        ),
      );
      const byDay = days.map(({ byPlan }) => byPlan[plan!.id] ?? 0);
      expect(byDay.reduce((sum, each) => sum + each, 0)).toBe(opened.length);
      expect(Math.max(...byDay)).toBeLessThanOrEqual(20);
      for (const { due: promised } of callbacks)
        expect(Date.parse(promised.instant) - Date.parse(soon)).toBeLessThanOrEqual(7 * 86_400_000);
      const counts = await plans.countsOf(plan!.id);
      const skipped = after.filter((entry) => entry.skipped?.because === 'no-room').length;
      expect(counts).toMatchObject({ customers, 'no-room': skipped });
    });
  });
}
