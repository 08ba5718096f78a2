/** Callbacks in many time zones over a long time: each becomes due once and in its minute, and no schedule is left over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../infra/demo/random.ts';
import { instantAfter } from '../../shared/time/clock.ts';
import { openDepartment } from '../api/callbacks/department.ts';
import { type Api, type OwnCloud, ownCloud } from './cloud.ts';

/** Some that change their clocks in both halves of the world, by half an hour too, and some that are off by minutes. */
const zones = [
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Africa/Casablanca',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
] as const;

interface Promised {
  readonly id: string;
  readonly customerId: string;
  readonly due: { readonly instant: string; readonly wallTime: string; readonly timeZone: string };
}

/** Declares the tests. */
export function proveCallbacksOver(given: {
  readonly from: string;
  readonly days: number;
  readonly callbacks: number;
  readonly seed: number;
}): void {
  const { from, days, callbacks, seed } = given;
  const title = `${callbacks} callbacks in ${zones.length} time zones over ${days} days (seed ${seed})`;
  describe(title, { timeout: Math.max(180_000, callbacks * 1000) }, () => {
    const random = createRandom(String(seed));
    let cloud: OwnCloud;
    let manager: Api;
    const customers: string[] = [];
    const promised: Promised[] = [];

    beforeAll(
      async () => {
        cloud = await ownCloud({ now: new Date(from) });
        const department = await openDepartment(cloud);
        manager = department.manager;
        for (let made = 0; made < Math.ceil(callbacks / 50); made += 1)
          customers.push(await department.customer('wang.fang', { name: `李雷 ${made}` }));
        for (let made = 0; made < callbacks; made += 1) promised.push(await promise(made));
        await cloud.local.idle();
      },
      Math.max(180_000, callbacks * 500),
    );
    afterAll(() => cloud?.close());

    /** A wall time somewhere in the days, at any minute of the day. */
    const wallTimeOf = (...about: (string | number)[]) =>
      instantAfter(from, { minutes: 1440 + Math.floor(random.roll(...about) * (days - 2) * 1440) }).slice(
        0,
        16,
      );

    async function promise(index: number): Promise<Promised> {
      const timeZone = zones[index % zones.length] ?? 'UTC';
      const customerId = customers[index % customers.length] ?? '';
      const due = { wallTime: wallTimeOf('due', index), timeZone };
      const { body } = await manager.callbacks.createCallback({ body: { customerId, why: 'Promised', due } });
      // Every fifth is put off, every tenth taken back.
      if (index % 5 === 1) {
        const later = { wallTime: wallTimeOf('later', index), timeZone };
        const changed = await manager.callbacks.patchCallback(
          { params: { callbackId: body.id }, body: { due: later } },
          { ifMatch: '*' },
        );
        return changed.body;
      }
      if (index % 10 === 7)
        await manager.callbacks.cancelCallback({
          params: { callbackId: body.id },
          body: { why: 'No need' },
        });
      return body;
    }

    const stays = (index: number) => index % 10 !== 7;

    it('keep the time that the customer’s clock shows, whatever the offset is on that day', () => {
      for (const { due } of promised) {
        const shown = wallTimeIn(due.timeZone, due.instant);
        // An hour that is left out in spring is made up for by what follows it.
        if (shown !== due.wallTime)
          expect([due, wallTimeIn(due.timeZone, before(due.instant)) < due.wallTime]).toEqual([due, true]);
      }
    });

    it('become due once each, at most 60 seconds late, and leave no schedule', async () => {
      for (let day = 0; day < days; day += 7) {
        await cloud.local.advance({ duration: 'P7D' });
        if (days > 60) console.log(`day ${day + 7} of ${days}`);
      }
      const dueAt = new Map<string, string[]>();
      for (const customerId of customers)
        for await (const { at, data } of dueEventsOf(manager, customerId))
          dueAt.set(String(data.callbackId), [...(dueAt.get(String(data.callbackId)) ?? []), at]);
      const wrong = promised.filter(
        ({ id }, index) => (dueAt.get(id)?.length ?? 0) !== (stays(index) ? 1 : 0),
      );
      expect(wrong).toEqual([]);
      const late = promised.filter(({ id, due }) => {
        const [at] = dueAt.get(id) ?? [];
        return at !== undefined && Math.abs(Date.parse(at) - Date.parse(due.instant) - 30_000) > 30_000;
      });
      expect(late).toEqual([]);
      const left = (await cloud.schedules()).filter(({ name }) => name.startsWith('callback-'));
      expect(left).toEqual([]);
    });
  });
}

async function* dueEventsOf(manager: Api, customerId: string) {
  let cursor: string | undefined;
  do {
    const query = { type: 'callback.due', limit: 100, cursor };
    const { body } = await manager.customers.listTimeline({ params: { customerId }, query });
    yield* body.items;
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
}

/** What clocks show in a zone, by the tables of the runtime. */
function wallTimeIn(timeZone: string, instant: string): string {
  const shown = new Date(instant).toLocaleString('sv-SE', { timeZone });
  return shown.slice(0, 16).replace(' ', 'T');
}

const before = (instant: string) => new Date(Date.parse(instant) - 60_000).toISOString();
