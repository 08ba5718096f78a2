import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  assertFree,
  cancel,
  claim,
  isOpen,
  markDue,
  recordAttempt,
  release,
} from '../../../functions/callbacks/callbacks/callbacks.rules.ts';
import {
  Callback,
  type CallbackStatus,
  Completion,
} from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { maximumAttempts } from '../../../functions/callbacks/calling/calling.schema.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { aCallback, at } from '../../support/callback-samples.ts';

const later = instantAfter(at, { minutes: 10 });
const tuesday = {
  instant: '2026-11-24T02:00:00.000Z',
  wallTime: '2026-11-24T10:00',
  timeZone: 'Asia/Shanghai',
};
const byWang = { actor: { kind: 'person', id: 'wang.fang' }, at: later } as const;

function stateOf(status: CallbackStatus): Callback {
  if (status === 'claimed') return claim(aCallback(), 'wang.fang', at);
  if (status === 'due') return aCallback({ status: 'due' });
  if (status === 'scheduled') return aCallback();
  return aCallback({ status, closedAt: at });
}

describe('a callback', () => {
  it.each<[CallbackStatus, boolean]>([
    ['scheduled', true],
    ['due', true],
    ['claimed', true],
    ['completed', false],
    ['cancelled', false],
  ])('that is %s can be worked on: %s', (status, open) => {
    const callback = stateOf(status);
    expect(isOpen(callback)).toBe(open);
    const work = () => assertFree(callback, 'wang.fang', later);
    if (open) expect(work).not.toThrow();
    else expect(work).toThrow(expect.objectContaining({ code: 'not-allowed-now' }));
  });

  it('counts every change and stays what its schema says', () => {
    const once = claim(aCallback(), 'wang.fang', at);
    const twice = recordAttempt(once, { outcome: 'reached', note: '很满意' }, undefined, byWang);
    expect([once.version, twice.version]).toEqual([2, 3]);
    expect(Callback.parse(twice)).toEqual(twice);
    expect(
      Callback.parse(cancel(once, { cancelCode: 'by-hand', cancelledBecause: 'Moved away' }, byWang)),
    ).toMatchObject({ status: 'cancelled' });
  });
});

describe('a claim', () => {
  const mine = claim(aCallback({ status: 'due' }), 'wang.fang', at);

  it('lasts half an hour and keeps others away until then, not its holder', () => {
    expect(mine.claim).toEqual({ by: 'wang.fang', until: '2026-11-21T10:30:00.000Z' });
    expect(() => assertFree(mine, 'david.brown', later)).toThrow(
      expect.objectContaining({ code: 'conflict', message: expect.stringContaining('wang.fang is working') }),
    );
    expect(() => assertFree(mine, 'wang.fang', later)).not.toThrow();
    expect(claim(mine, 'wang.fang', later).claim?.until).toBe('2026-11-21T10:40:00.000Z');
  });

  it('is anybody’s once it has run out', () => {
    const until = mine.claim?.until ?? '';
    expect(claim(mine, 'david.brown', until).claim?.by).toBe('david.brown');
  });

  it('is given back only when it has run out: to the queue, or to its schedule if called early', () => {
    expect(release(mine, later)).toBeUndefined();
    const early = instantAfter(at, { hours: 1 });
    expect(release(mine, early)).toMatchObject({ status: 'scheduled', claim: null, scheduleVersion: 1 });
    expect(release(mine, '2026-11-23T02:00:00.000Z')).toMatchObject({ status: 'due', claim: null });
    expect(release(aCallback(), early)).toBeUndefined();
  });
});

describe('a firing', () => {
  it('makes a scheduled callback due, once', () => {
    const due = markDue(aCallback(), 1);
    expect(due).toMatchObject({ status: 'due', version: 2 });
    expect(due && markDue(due, 1)).toBeUndefined();
  });

  it.each<CallbackStatus>(['claimed', 'completed', 'cancelled'])('is stale for a %s callback', (status) => {
    expect(markDue(stateOf(status), 1)).toBeUndefined();
  });

  it('is stale when another time has been promised since', () => {
    const moved = applyPatch(aCallback(), {}, tuesday);
    expect(markDue(moved, 1)).toBeUndefined();
    expect(markDue(moved, 2)).toMatchObject({ status: 'due' });
  });
});

describe('a patch', () => {
  it('promises another time: scheduled, unclaimed, with the next schedule version', () => {
    const moved = applyPatch(stateOf('claimed'), {}, tuesday);
    expect(moved).toMatchObject({ status: 'scheduled', claim: null, scheduleVersion: 2, due: tuesday });
  });

  it('leaves the schedule alone when it says the same time', () => {
    const same = applyPatch(stateOf('due'), { priority: 'high' }, aCallback().due);
    expect(same).toMatchObject({ status: 'due', scheduleVersion: 1, priority: 'high' });
  });

  it('hands over to the team with null and removes the note with null', () => {
    const noted = applyPatch(aCallback(), { note: 'Speaks English' }, undefined);
    expect(noted.note).toBe('Speaks English');
    const bare = applyPatch(noted, { note: null, owner: null }, undefined);
    expect(bare.owner).toBeNull();
    expect(bare).not.toHaveProperty('note');
    expect(applyPatch(noted, {}, undefined)).toMatchObject({
      note: 'Speaks English',
      owner: 'wang.fang',
    });
  });
});

describe('the outcome of a call', () => {
  it('closes the callback', () => {
    const done = recordAttempt(stateOf('claimed'), { outcome: 'reached', note: 'Glad' }, undefined, byWang);
    expect(done).toMatchObject({
      ...{ status: 'completed', outcome: 'reached', claim: null },
      ...{ closedAt: later, closedBy: { kind: 'person', id: 'wang.fang' } },
    });
    expect(done.attempts).toEqual([
      { at: later, by: 'wang.fang', outcome: 'reached', note: 'Glad', onTime: true },
    ]);
  });

  it('with another time leaves it open and scheduled again', () => {
    const again = recordAttempt(stateOf('due'), { outcome: 'call-later' }, tuesday, byWang);
    expect(again).toMatchObject({ status: 'scheduled', scheduleVersion: 2, outcome: 'call-later' });
    expect(again.attempts).toHaveLength(1);
    expect(again).not.toHaveProperty('closedAt');
  });

  it('cannot be put off for ever', () => {
    const attempt = { at, by: 'wang.fang', outcome: 'no-answer' as const };
    const tired = aCallback({ attempts: Array(maximumAttempts - 1).fill(attempt) });
    expect(() => recordAttempt(tired, { outcome: 'busy' }, tuesday, byWang)).toThrow(
      /cannot be put off again/,
    );
    expect(Callback.parse(recordAttempt(tired, { outcome: 'busy' }, undefined, byWang)).status).toBe(
      'completed',
    );
  });

  it('cannot say both when to call again and that nobody does', () => {
    const both = { outcome: 'busy', close: true, due: { instant: tuesday.instant } };
    expect(Completion.safeParse(both).error?.issues).toMatchObject([{ path: ['close'] }]);
  });

  it.each([
    [{ outcome: 'no-answer' }, true],
    [{ outcome: 'no-answer', close: true }, true],
    [{ outcome: 'no-answer', due: { wallTime: '2026-11-24T10:00' } }, true],
    [{ outcome: 'busy', due: { instant: tuesday.instant, wallTime: '2026-11-24T10:00' } }, false],
    [{ outcome: 'busy', due: { timeZone: 'Asia/Shanghai' } }, false],
    [{ outcome: 'left-a-message' }, true],
    [{ outcome: 'Left a message' }, false],
  ])('%j is accepted: %s', (body, accepted) => {
    const result = Completion.safeParse(body);
    expect(result.success).toBe(accepted);
    if (!accepted) expect(result.error?.issues[0]?.path[0]).toBe('due' in body ? 'due' : 'outcome');
  });
});
