import { describe, expect, it } from 'vitest';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { dueBound, dueKeys, dueParts, readDueEntry, toldKey } from '../../../shared/scheduling/due-list.ts';
import { renderKey } from '../../../shared/table/key.ts';

const reminder = overdueEvent('reminder', 'work');
const at = '2026-11-21T00:00:30.000Z';

const keysOf = (instant: string | undefined, id: string) => {
  const parts = dueParts(reminder, instant, id);
  return dueKeys.map((template) => renderKey(template, parts));
};

describe('the due list', () => {
  it('keeps an entry under its lane, by time, with its kind in the sort key', () => {
    const [pk, sk] = keysOf(at, 'reminder_1');
    expect(pk).toMatch(/^DUE#work#[0-3]$/);
    expect(sk).toBe('2026-11-21T00:00:30.000Z#reminder#reminder_1');
  });

  it('holds nothing that waits for nothing', () => {
    expect(keysOf(undefined, 'reminder_1')[1]).toBeUndefined();
  });

  it('reads an entry back whatever signs its id has', () => {
    for (const id of ['callback_01', 'with#sign', '##', '']) {
      const [, sk = ''] = keysOf(at, id);
      expect(readDueEntry(sk)).toEqual({ since: at, kind: 'reminder', told: 0, id });
    }
  });

  it('puts off what was told for 2, 4, 8 … and at most 60 minutes, and remembers when its time came', () => {
    for (const id of ['callback_01', 'with#sign', 'with~sign', '']) {
      let [, sortKey = ''] = keysOf(at, id);
      const told: string[] = [];
      for (let round = 0; round < 8; round += 1) {
        const now = sortKey.slice(0, at.length);
        told.push(now.slice(11, 16));
        sortKey = toldKey(readDueEntry(sortKey), now);
        expect(readDueEntry(sortKey)).toEqual({ since: at, kind: 'reminder', told: round + 1, id });
      }
      expect(told).toEqual(['00:00', '00:02', '00:06', '00:14', '00:30', '01:02', '02:02', '03:02']);
    }
  });

  it('gives out what is due to the millisecond and keeps back what is due later', () => {
    const isDue = (instant: string) => (keysOf(instant, 'x')[1] ?? '') < dueBound(at);
    expect(isDue('2026-11-21T00:00:30.000Z')).toBe(true);
    expect(isDue('2026-11-20T23:59:59.999Z')).toBe(true);
    expect(isDue('2026-11-21T00:00:30.001Z')).toBe(false);
  });

  it('spreads ids over all shards and always puts an id in the same one', () => {
    const partitions = Array.from({ length: 100 }, (_, index) => keysOf(at, `reminder_${index}`)[0]);
    expect(new Set(partitions).size).toBe(4);
    expect(keysOf('2026-11-21T09:00:00.000Z', 'reminder_7')[0]).toBe(partitions[7]);
  });

  it('names the event of a kind after it', () => {
    expect(reminder).toMatchObject({ type: 'reminder.overdue', lane: 'work', kind: 'reminder' });
    expect(reminder.data.parse({ id: 'x', since: at })).toEqual({ id: 'x', since: at });
  });
});
