/** Whom rules are meant for, and how turns go round. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isInTerritory,
  isMeantFor,
  isSuited,
  nextRound,
  type Round,
  turnIn,
  type Way,
  type Work,
} from '../../../functions/people/assignments/assignments.rules.ts';
import type { When } from '../../../functions/people/assignments/assignments.schema.ts';

const work: Work = {
  reason: 'low-score',
  customer: {
    owner: null,
    language: 'en',
    tags: ['gold', 'retail'],
    address: { country: 'CN', region: '上海', postcode: '200040' },
  },
};
const nowhere: Work = { reason: 'manual', customer: { owner: null, language: 'zh-CN', tags: [] } };

describe('a rule', () => {
  it.each<[When, boolean, boolean]>([
    [{}, true, true],
    [{ language: 'en' }, true, false],
    [{ tags: ['gold'] }, true, false],
    [{ tags: ['gold', 'silver'] }, false, false],
    [{ country: 'CN', region: '上海' }, true, false],
    [{ country: 'CN', region: '北京' }, false, false],
    [{ reason: 'manual' }, false, true],
    [{ language: 'en', reason: 'manual' }, false, false],
  ])('is meant for work of which all is true that it says: %j', (when, forOne, forOther) => {
    expect([isMeantFor({ when }, work), isMeantFor({ when }, nowhere)]).toEqual([forOne, forOther]);
  });

  it('finds those in whose territory the customer is', () => {
    expect(isInTerritory({ postcodes: '2000' }, work)).toBe(true);
    expect(isInTerritory({ postcodes: '2001' }, work)).toBe(false);
    expect(isInTerritory({ country: 'CN', tag: 'retail' }, work)).toBe(true);
    expect(isInTerritory({ country: 'CN', tag: 'banking' }, work)).toBe(false);
    expect(isInTerritory({ postcodes: '2000' }, nowhere)).toBe(false);
  });

  it('wants all the skills and, if it says so, the language', () => {
    const member = { skills: ['returns', 'devices'], spokenLanguages: ['zh-CN' as const] };
    expect(isSuited(member, { skills: ['returns'], speaksLanguage: false }, work)).toBe(true);
    expect(isSuited(member, { skills: ['returns', 'tax'], speaksLanguage: false }, work)).toBe(false);
    expect(isSuited(member, { skills: [], speaksLanguage: true }, work)).toBe(false);
    expect(isSuited(member, { skills: [], speaksLanguage: true }, nowhere)).toBe(true);
  });
});

const at = '2026-11-21T10:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();
const noLimit = () => Number.POSITIVE_INFINITY;

function round(open: readonly number[], changes: Partial<Round> = {}): Round {
  return { version: 1, start: 1, at, people: open.map((_, index) => `p${index}`), open, ...changes };
}

function holders(from: Round, way: Way, turns: number, limitOf: (id: string) => number = noLimit) {
  return Array.from({ length: turns }, (_, turn) => {
    const taken = { ...from, version: from.version + turn + 1 };
    return turnIn(taken, way, limitOf, 'last').holder;
  });
}

const countOf = (given: readonly (string | undefined)[], id: string) =>
  given.filter((holder) => holder === id).length;

const ways = fc.constantFrom<Way>('round-robin', 'least-busy');
const opens = fc.array(fc.nat(8), { minLength: 1, maxLength: 9 });
const turns = fc.nat(60);

describe('turns', () => {
  it('go in a ring', () => {
    expect(holders(round([4, 0, 9]), 'round-robin', 5)).toEqual(['p0', 'p1', 'p2', 'p0', 'p1']);
  });

  it('fill up the least busy first, the longest without a turn first among equals', () => {
    expect(holders(round([2, 0, 1]), 'least-busy', 6)).toEqual(['p1', 'p2', 'p1', 'p0', 'p2', 'p1']);
  });

  it('pass over who is full and say who that is; in the end nobody is left', () => {
    const limits: Record<string, number> = { p0: 1, p1: 3 };
    const limitOf = (id: string) => limits[id] ?? 0;
    const begun = round([1, 1, 0]);
    expect(turnIn(begun, 'round-robin', limitOf, 'next')).toEqual({ holder: 'p1', full: ['p0', 'p2'] });
    expect(holders(begun, 'round-robin', 3, limitOf)).toEqual(['p1', 'p1', undefined]);
    const used = { ...begun, version: 3 };
    expect(turnIn(used, 'round-robin', limitOf, 'next')).toMatchObject({ holder: undefined });
  });

  it('differ by at most one among all in a ring, and among those who were given any where the least busy go first', () => {
    fc.assert(
      fc.property(opens, turns, (open, count) => {
        const begun = round(open);
        const inRing = holders(begun, 'round-robin', count);
        const shares = begun.people.map((id) => countOf(inRing, id));
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        const filled = holders(begun, 'least-busy', count);
        const levels = begun.people.map((id, index) => (open[index] ?? 0) + countOf(filled, id));
        const raised = levels.filter((_, index) => countOf(filled, `p${index}`) > 0);
        for (const level of raised) expect(level - Math.min(...levels)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never give anybody more than they take, and leave nobody out who takes more', () => {
    fc.assert(
      fc.property(ways, opens, fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }), (way, open, limits) => {
        const limitOf = (id: string) => limits[Number(id.slice(1))] ?? 0;
        const room = open.map((held, index) => Math.max(0, (limits[index] ?? 0) - held));
        const all = room.reduce((sum, each) => sum + each, 0);
        const given = holders(round(open), way, all + 3, limitOf);
        expect(round(open).people.map((id) => countOf(given, id))).toEqual(room);
      }),
    );
  });

  it('go on over the end of a round as if there were none, however much of what was given out is counted by then', () => {
    fc.assert(
      fc.property(ways, opens, turns, turns, fc.array(fc.nat(60)), (way, open, first, second, seen) => {
        const begun = round(open);
        const all = holders(begun, way, first + second);
        const given = all.slice(0, first);
        const counted = new Map(
          begun.people.map((id, index) => {
            const mine = countOf(given, id);
            return [id, (open[index] ?? 0) + Math.min(mine, seen[index] ?? 0)];
          }),
        );
        const before = { ...begun, version: begun.version + first };
        const after = nextRound(way, before, { counted, limitOf: noLimit, at: later(6) });
        expect(after.version).toBe(before.version + 1);
        expect(holders(after, way, second)).toEqual(all.slice(first));
      }),
    );
  });

  it('believe what is counted when a round is long over', () => {
    const before = { ...round([0, 5]), version: 4 };
    const counted = new Map([
      ['p0', 1],
      ['p1', 2],
    ]);
    const after = nextRound('least-busy', before, { counted, limitOf: noLimit, at: later(60) });
    expect(after.open[after.people.indexOf('p0')]).toBe(1);
    expect(after.open[after.people.indexOf('p1')]).toBe(2);
  });

  it('let somebody new in last, and leave out who is gone', () => {
    const before = { ...round([0, 0, 0]), version: 2 };
    const counted = new Map(['p9', 'p0', 'p2'].map((id) => [id, 0]));
    const after = nextRound('round-robin', before, { counted, limitOf: noLimit, at: later(60) });
    expect(after.people).toEqual(['p2', 'p0', 'p9']);
  });
});
