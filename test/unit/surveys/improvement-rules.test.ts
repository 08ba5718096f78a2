/** Which wave an improvement is compared from, and until when what it measures can be changed. */
import { describe, expect, it } from 'vitest';
import {
  baselineAmong,
  isMeasured,
  measuresAnother,
} from '../../../functions/surveys/improvements/improvements.rules.ts';

const wave = (day: number) => ({ runId: `run_${day}`, scheduledTime: `2026-11-0${day}T00:00:00Z` });
const known = [wave(1), wave(2), wave(3)];

describe('what an improvement is compared from', () => {
  it('is the wave that it began with, where the others have answered it', () => {
    expect(baselineAmong(known, { baseline: 'run_1' })).toBe('run_1');
  });

  it('is else the last one before it was done', () => {
    expect(baselineAmong(known, { baseline: 'run_0' })).toBe('run_3');
    expect(baselineAmong(known, { baseline: 'run_0', doneAt: '2026-11-02T12:00:00Z' })).toBe('run_2');
    expect(baselineAmong(known, { doneAt: '2026-10-31T12:00:00Z' })).toBeUndefined();
  });
});

describe('what it measures', () => {
  const group = { by: 'tag', value: 'vip' } as const;

  it.each([
    [{}, false],
    [{ questionId: 'recommend', group: { value: 'vip', by: 'tag' } }, false],
    [{ questionId: 'effort' }, true],
    [{ group: { by: 'tag', value: 'new' } }, true],
    [{ group: null }, true],
  ] as const)('is another by %j: %j', (patch, isOther) => {
    expect(measuresAnother({ questionId: 'recommend', group }, patch)).toBe(isOther);
  });

  it('is that of everybody with a null and without anything', () => {
    expect(measuresAnother({ questionId: 'recommend' }, { group: null })).toBe(false);
  });

  it('stays as soon as a later wave was answered, now or in a round', () => {
    const none = { before: null, after: null, change: null };
    const some = { ...none, after: { ...wave(3), measure: null } };
    const round = (each: typeof none | typeof some) => ({
      ...{ ...each, doneAt: '2026-11-02T00:00:00Z', decided: 'reopened' as const },
      decidedAt: '2026-11-04T00:00:00Z',
    });
    expect(isMeasured({ rounds: [round(none)] }, none)).toBe(false);
    expect(isMeasured({ rounds: [round(some)] }, none)).toBe(true);
    expect(isMeasured({ rounds: [] }, some)).toBe(true);
  });
});
