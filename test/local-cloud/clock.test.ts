import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActivity } from '../../infra/local/activity.ts';
import { Agenda } from '../../infra/local/agenda.ts';
import { createClock } from '../../infra/local/clock.ts';

const hour = 3_600_000;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function aClock(offset = 0) {
  const activity = createActivity();
  const lines: string[] = [];
  const offsets: number[] = [];
  const clock = createClock({
    offset,
    activity,
    log: (line) => lines.push(line),
    onChange: (ahead) => offsets.push(ahead),
  });
  return { activity, clock, lines, offsets };
}

describe('the agenda', () => {
  it('gives entries by instant, then by the order in which they were added, whatever was removed', () => {
    const step = fc.record({ at: fc.integer({ min: 0, max: 20 }), removed: fc.boolean() });
    void fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const agenda = new Agenda<{ at: number; sequence: number; removed: boolean }>();
        const entries = steps.map(({ at, removed }, sequence) => ({ at, removed, sequence }));
        for (const entry of entries) agenda.push(entry);
        for (const entry of entries) if (entry.removed) expect(agenda.remove(entry)).toBe(true);
        const taken = [];
        for (let entry = agenda.pop(); entry; entry = agenda.pop()) taken.push(entry);
        const left = entries.filter(({ removed }) => !removed);
        expect(taken).toEqual(left.toSorted((one, two) => one.at - two.at || one.sequence - two.sequence));
      }),
    );
  });
});

describe('the clock', () => {
  it('runs ahead of real time by its offset, which worker threads can read', () => {
    const { clock } = aClock(24 * hour);
    expect(clock.now() - Date.now()).toBeGreaterThanOrEqual(24 * hour - 5);
    expect(new BigInt64Array(clock.offset)[0]).toBe(BigInt(24 * hour));
  });

  it('fires what is due by itself as real time passes, a past instant at once', async () => {
    const { clock } = aClock();
    const fired: string[] = [];
    clock.schedule(clock.now() + 20, 'soon', () => void fired.push('soon'));
    clock.schedule(clock.now() - hour, 'past', () => void fired.push('past'));
    clock.schedule(clock.now() + 90 * 24 * hour, 'beyond the longest timer', () => void fired.push('never'));
    expect(fired).toEqual([]);
    await expect.poll(() => fired, { timeout: 5_000 }).toEqual(['past', 'soon']);
    expect(clock.agenda().map(({ label }) => label)).toEqual(['beyond the longest timer']);
  });

  it('advances through what is due in order, each entry seeing its own instant', async () => {
    const { clock } = aClock();
    const start = clock.now();
    const seen: [string, number][] = [];
    const note = (label: string) => () => void seen.push([label, Math.round((clock.now() - start) / hour)]);
    clock.schedule(start + 3 * hour, 'third', note('third'));
    clock.schedule(start + hour, 'first', () => {
      note('first')();
      clock.schedule(clock.now() + hour, 'second', note('second'));
    });
    clock.schedule(start + 5 * hour, 'beyond', note('beyond'));
    const cancelled = clock.schedule(start + 2 * hour, 'cancelled', note('cancelled'));
    cancelled.cancel();
    expect(await clock.advanceTo(start + 4 * hour)).toEqual({ fired: 3 });
    expect(seen).toEqual([
      ['first', 1],
      ['second', 2],
      ['third', 3],
    ]);
    expect(clock.now() - start).toBeGreaterThanOrEqual(4 * hour);
    expect(clock.agenda().map(({ label }) => label)).toEqual(['beyond']);
  });

  it('waits for the work that an entry began before it takes the next one', async () => {
    const { clock, activity } = aClock();
    const start = clock.now();
    const events: string[] = [];
    clock.schedule(start + hour, 'message', () => {
      const ended = activity.begin('work');
      setTimeout(() => {
        events.push('work of the first done');
        ended();
      }, 30);
    });
    clock.schedule(start + hour + 1, 'next', () => void events.push('second fired'));
    await clock.advanceTo(start + 2 * hour);
    expect(events).toEqual(['work of the first done', 'second fired']);
  });

  it('fires an entry for which running work waits, so that advancing cannot hang', async () => {
    const { clock, activity } = aClock();
    const start = clock.now();
    clock.schedule(start + hour, 'work', () => {
      const ended = activity.begin('waits for a batch window');
      clock.schedule(clock.now() + 10, 'batch window', ended);
    });
    expect(await clock.advanceTo(start + 2 * hour)).toEqual({ fired: 1 });
    expect(clock.agenda()).toEqual([]);
  });

  it('never goes back, keeps its offset, and serialises advances', async () => {
    const { clock, offsets } = aClock();
    const start = clock.now();
    const order: string[] = [];
    clock.schedule(start + hour, 'a', () => void order.push('a'));
    clock.schedule(start + 2 * hour, 'b', () => void order.push('b'));
    await Promise.all([clock.advanceTo(start + 3 * hour), clock.advanceTo(start + hour)]);
    expect(order).toEqual(['a', 'b']);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 3 * hour);
    expect(offsets).toEqual(offsets.toSorted((one, two) => one - two));
    expect(Number(new BigInt64Array(clock.offset)[0])).toBe(offsets.at(-1));
  });

  it('logs an entry that fails and goes on', async () => {
    const { clock, lines } = aClock();
    const start = clock.now();
    clock.schedule(start + hour, 'schedule x', () => Promise.reject(new Error('broken')));
    expect(await clock.advanceTo(start + 2 * hour)).toEqual({ fired: 1 });
    expect(lines.join()).toContain('agenda: schedule x failed: Error: broken');
  });
});

describe('activity', () => {
  it('is idle only after a whole turn with nothing pending', async () => {
    const activity = createActivity();
    const first = activity.begin('message');
    let idle = false;
    const waiting = activity.idle().then(() => {
      idle = true;
    });
    expect(activity.pending()).toEqual({ message: 1 });
    first();
    first();
    const second = activity.begin('message');
    await turn();
    await turn();
    expect(idle).toBe(false);
    second();
    await waiting;
    expect(activity.pending()).toEqual({});
  });
});
