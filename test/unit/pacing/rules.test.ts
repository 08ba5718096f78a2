/** Turns to send: never more in a second than the account may send, none lost, none while there is a pause. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveTurns, idlePace, pause, useOfTurn } from '../../../functions/contact/pacing/pacing.rules.ts';
import type { Pace, PaceLane } from '../../../functions/contact/pacing/pacing.schema.ts';

const start = Date.parse('2026-11-23T01:00:00.000Z');
const instant = (milliseconds: number) => new Date(start + milliseconds).toISOString();
const asked = (milliseconds: number, mailsPerSecond = 14) => ({ now: instant(milliseconds), mailsPerSecond });
const second = (milliseconds = 0) => Math.floor((start + milliseconds) / 1000);

describe('turns', () => {
  it('are at most so many a second over both lanes, in order, and never in the past', () => {
    const asking = fc.record({
      lane: fc.constantFrom<PaceLane>('bulk', 'urgent'),
      count: fc.integer({ min: 1, max: 40 }),
      after: fc.integer({ min: 0, max: 30_000 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(asking, { maxLength: 40 }), (rate, steps) => {
        let pace: Pace = idlePace;
        let clock = 0;
        const given = new Map<number, number>();
        const last = { bulk: 0, urgent: 0 };
        for (const { lane, count, after } of steps) {
          clock += after;
          const { pace: next, turns } = giveTurns(pace, lane, count, {
            now: instant(clock),
            mailsPerSecond: rate,
          });
          pace = next;
          expect(turns).toHaveLength(count);
          for (const turn of turns) {
            expect(turn).toBeGreaterThanOrEqual(Math.max(second(clock), last[lane]));
            last[lane] = turn;
            given.set(turn, (given.get(turn) ?? 0) + 1);
          }
        }
        for (const [at, count] of given) expect(count, `in second ${at}`).toBeLessThanOrEqual(rate);
      }),
    );
  });

  it.each([
    // 2,000 mails by nine tenths of the rate, and the remainder of ten seconds.
    [1, 2232],
    [14, 168],
    [100, 32],
  ])(
    'at %d a second are given to 2,000 mails within %d seconds, and to an urgent one within ten',
    (rate, limit) => {
      const asked = { now: instant(0), mailsPerSecond: rate };
      const { pace, turns } = giveTurns(idlePace, 'bulk', 2000, asked);
      expect((turns.at(-1) ?? 0) - second()).toBeLessThanOrEqual(limit);
      const [urgent = 0] = giveTurns(pace, 'urgent', 1, asked).turns;
      expect(urgent - second()).toBeLessThan(10);
    },
  );

  it('are used in their second or a little later, and given back when they were missed', () => {
    const turn = second() + 10;
    const uses = [0, 9_999, 10_000, 25_999, 26_000].map((at) => useOfTurn(undefined, turn, instant(at)));
    expect(uses).toEqual(['wait', 'wait', 'send', 'send', 'give-back']);
  });
});

describe('a pause', () => {
  it('gives no turn before it ends, and takes back those that lie in it', () => {
    const { pace, until } = pause(idlePace, 'quota', asked(0));
    expect(until).toBe(instant(3_600_000));
    for (const lane of ['bulk', 'urgent'] as const) {
      const [turn = 0] = giveTurns(pace, lane, 1, asked(1000)).turns;
      expect(turn).toBeGreaterThanOrEqual(second(3_600_000));
    }
    expect(useOfTurn(pace, second(5000), instant(5000))).toBe('give-back');
    expect(useOfTurn(pace, second(3_600_000), instant(3_600_000))).toBe('send');
    // Those of its last seconds are not late yet when it ends, and would go all at once.
    expect(useOfTurn(pace, second(3_599_000), instant(3_600_000))).toBe('give-back');
  });

  it('because of the rate is short, longer each time in a row, and told when it comes again', () => {
    let pace: Pace = idlePace;
    let clock = 0;
    const pauses: [number, boolean][] = [];
    for (let times = 0; times < 8; times += 1) {
      const paused = pause(pace, 'rate', asked(clock));
      const seconds = (Date.parse(paused.until) - start - clock) / 1000;
      pauses.push([seconds, paused.told]);
      // Whoever was sent away at the same time adds nothing to it.
      expect(pause(paused.pace, 'rate', asked(clock + 1))).toEqual({ ...paused, told: false });
      pace = paused.pace;
      clock += seconds * 1000 + 1000;
    }
    expect(pauses.map(([seconds]) => seconds)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
    expect(pauses.map(([, told]) => told)).toEqual([false, true, true, true, true, true, true, true]);
    expect(pause(pace, 'rate', asked(clock + 120_000)).until).toBe(instant(clock + 125_000));
  });

  it('is told when the account or its quota is the cause', () => {
    expect(pause(idlePace, 'quota', asked(0)).told).toBe(true);
    expect(pause(idlePace, 'account', asked(0))).toMatchObject({ told: true, until: instant(300_000) });
  });

  const turnsIn = (turns: readonly number[], from: number, to: number) =>
    turns.filter((turn) => turn >= from && turn < to).length;

  it('because of the rate halves it for an hour, and then tries the whole again', () => {
    const { pace } = pause(idlePace, 'rate', asked(0));
    const { turns } = giveTurns(pace, 'bulk', 40_000, asked(0));
    const [from = 0] = turns;
    expect(from).toBe(second(5000));
    // Nine tenths of seven a second, then of fourteen.
    expect(turnsIn(turns, from, from + 3600)).toBe((3600 * 7 * 9) / 10);
    expect(turnsIn(turns, from + 3610, from + 3710)).toBe((100 * 14 * 9) / 10);
  });

  it('halves it again when the half is refused, but not for turns that were given at the whole', () => {
    const given = giveTurns(idlePace, 'bulk', 1400, asked(0)).pace;
    const first = pause(given, 'rate', asked(0)).pace;
    const stale = pause(first, 'rate', asked(6000)).pace;
    expect(stale.slowed).toEqual(first.slowed);
    const after = (first.slowed?.from ?? 0) * 1000 - start;
    const again = pause(stale, 'rate', asked(after));
    expect([first, again.pace].map(({ slowed }) => slowed?.mailsPerSecond)).toEqual([7, 3]);
    expect(pause(again.pace, 'quota', asked(after + 600_000)).pace.slowed).toEqual(again.pace.slowed);
    expect(pause(idlePace, 'rate', asked(0, 1)).pace.slowed?.mailsPerSecond).toBe(1);
  });

  it('is told when the rate is refused a second time within hours, and not for once in a while', () => {
    const first = pause(idlePace, 'rate', asked(0));
    const end = (first.pace.slowed?.from ?? 0) * 1000 - start + 3_600_000;
    expect(first.told).toBe(false);
    expect(pause(first.pace, 'rate', asked(end + 3_599_000)).told).toBe(true);
    expect(pause(first.pace, 'rate', asked(end + 3_600_000)).told).toBe(false);
  });
});
