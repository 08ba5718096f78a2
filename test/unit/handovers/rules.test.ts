/** Decisions about hand-overs, and places in teams that somebody takes over. */
import { describe, expect, it } from 'vitest';
import { toldOf } from '../../../functions/people/handovers/handovers.mail.ts';
import {
  afterKind,
  afterPage,
  isKindDone,
  newHandover,
  shown,
  undoing,
  undone,
} from '../../../functions/people/handovers/handovers.rules.ts';
import { Handover, type Kind, maximumLeft } from '../../../functions/people/handovers/handovers.schema.ts';
import { movedIn } from '../../../functions/people/teams/teams.rules.ts';

const at = '2026-11-26T02:00:00.000Z';
const actor = { kind: 'person', id: 'li.na' } as const;
const made = (kinds?: Kind[]) =>
  newHandover(
    {
      id: 'handover_01jd3x5y9hf1bvt6w0k2m4n8pq',
      ...{ from: 'wang.fang', to: 'david.brown', kinds, reason: 'Leaves', cause: 'by-hand' },
    },
    { customers: 3, teams: 1 },
    { actor, at },
  );
const left = (id: string) => ({ kind: 'customers', id, because: 'changed-since' }) as const;

describe('a hand-over', () => {
  it('begins with the first kind, in the order in which they are moved', () => {
    expect(made(['teams', 'customers'])).toMatchObject({
      kinds: ['customers', 'teams'],
      kind: 'customers',
      step: 1,
      progress: [
        { kind: 'customers', found: 3, moved: 0, left: 0 },
        { kind: 'teams', found: 1, moved: 0, left: 0 },
      ],
    });
    expect(made().kinds).toEqual([
      ...['customers', 'callbacks', 'teams', 'standIns', 'territories', 'improvements'],
    ]);
    expect(Handover.parse(shown(made()))).toEqual(shown(made()));
  });

  it('reads the list of a kind again until it brings nothing, and counts what stays anew', () => {
    const first = afterPage(made(), { moved: 2, left: [left('1')], cursor: 'next' });
    expect(first).toMatchObject({ step: 2, version: 2, cursor: 'next', hasMoved: true });
    expect(isKindDone(first)).toBe(false);
    const end = afterPage(first, { moved: 0, left: [left('2')], cursor: null });
    expect(end.progress[0]).toMatchObject({ moved: 2, left: 2 });
    expect(isKindDone(end)).toBe(false);
    const again = afterPage(end, { moved: 0, left: [left('1')], cursor: null });
    expect(isKindDone(again)).toBe(true);
    expect(again).toMatchObject({ left: [left('1')], step: 4 });
    expect(again.progress[0]).toMatchObject({ moved: 2, left: 1 });
    expect(afterKind(again, 'customers', { moved: 3 })).toMatchObject({
      kind: 'callbacks',
      progress: [{ moved: 3, left: 1 }, {}, {}, {}, {}, {}],
    });
    expect(afterKind(again, 'improvements', { moved: 0 }).kind).toBeUndefined();
  });

  it('names so many of what stays, and counts all', () => {
    const many = Array.from({ length: 80 }, (_, index) => left(String(index)));
    const after = afterPage(made(), { moved: 0, left: many, cursor: null });
    expect(after.left).toHaveLength(maximumLeft);
    expect(after.progress[0]).toMatchObject({ left: 80 });
  });

  it('is taken back within 30 days of its end, and again while something is left', () => {
    const done = { ...made(), status: 'done' as const, doneAt: at };
    const on = (instant: string) => () => undoing(done, { actor, at: instant });
    expect(on('2026-12-26T02:00:00.000Z')()).toMatchObject({
      status: 'undoing',
      step: 2,
      undo: { by: actor },
    });
    expect(on('2026-12-26T02:00:00.001Z')).toThrow(/30 days/);
    expect(() => undoing(made(), { actor, at })).toThrow(/going on/);
    const begun = undoing(done, { actor, at });
    expect(() => undoing(begun, { actor, at })).toThrow(/going on/);
    expect(() => undoing(undone(begun, {}, at), { actor, at })).toThrow(/already/);
    expect(undoing(undone(begun, { teams: 1 }, at), { actor, at }).status).toBe('undoing');
  });

  it('counts as returned what has no mark any more', () => {
    const moved = { ...made(['customers']), status: 'done' as const, doneAt: at };
    moved.progress = [{ kind: 'customers', found: 3, moved: 3, left: 0 }];
    const back = undone(undoing(moved, { actor, at }), { customers: 1 }, at);
    expect(back).toMatchObject({ status: 'undone', undo: { doneAt: at } });
    expect(back.undo?.returned).toEqual([{ kind: 'customers', returned: 2, left: 1 }]);
    for (const occasion of ['returned', 'taken-back'] as const)
      expect(toldOf(back, occasion, '王芳')).toMatchObject({ occasion, counts: [{ count: 2 }], left: 1 });
  });

  it('that moves nothing is told to nobody', () => {
    expect(toldOf(made(), 'received', '王芳')).toBeUndefined();
  });
});

describe('the place in a team', () => {
  it.each([
    ['of a lead', ['wang.fang', 'li.na'], [], ['david.brown', 'li.na'], []],
    ['of a member', ['li.na'], ['wang.fang'], ['li.na'], ['david.brown']],
    ['of a lead, for a member', ['wang.fang'], ['david.brown'], ['david.brown'], []],
    ['of a member, for a lead', ['david.brown'], ['wang.fang'], ['david.brown'], []],
    ['of a member, for another', ['li.na'], ['wang.fang', 'david.brown'], ['li.na'], ['david.brown']],
  ])('%s goes to the receiver', (_, leads, members, leadsAfter, membersAfter) => {
    const after = movedIn({ leads, members }, { from: 'wang.fang', to: 'david.brown' });
    expect(after).toEqual({ leads: leadsAfter, members: membersAfter });
  });

  it('is left free without one', () => {
    const after = movedIn({ leads: ['wang.fang'], members: ['li.na'] }, { from: 'wang.fang', to: null });
    expect(after).toEqual({ leads: [], members: ['li.na'] });
  });
});
