import { describe, expect, it } from 'vitest';
import { dueBound, dueKey, duePartitions } from '../../../shared/scheduling/due-list.ts';
import { instantAfter } from '../../../shared/time/clock.ts';

describe('the due list', () => {
  const now = '2026-11-21T00:00:30.000Z';
  const partitions = duePartitions('sending', now, 2);

  it('is read in four shards a day, oldest day first', () => {
    expect(partitions).toHaveLength(12);
    expect(partitions[0]).toBe('DUE#sending#2026-11-19#0');
    expect(partitions.at(-1)).toBe('DUE#sending#2026-11-21#3');
  });

  it('lets a sweep find what fell due within the days it looks back, and nothing of another kind', () => {
    for (const seconds of [0, -1, -31, -86_400, -172_000]) {
      const { pk, sk } = dueKey('sending', instantAfter(now, { seconds }), `invitation_${seconds}`);
      expect(partitions).toContain(pk);
      expect(sk < dueBound(now)).toBe(true);
    }
    expect(partitions).not.toContain(dueKey('reminder', now, 'x').pk);
  });

  it('keeps back what is due later', () => {
    expect(dueKey('sending', instantAfter(now, { seconds: 0.001 }), 'a').sk < dueBound(now)).toBe(false);
  });

  it('spreads ids over all shards and always puts an id in the same one', () => {
    const keys = Array.from({ length: 100 }, (_, index) => dueKey('sending', now, `invitation_${index}`).pk);
    expect(new Set(keys).size).toBe(4);
    expect(dueKey('sending', now, 'invitation_7').pk).toBe(keys[7]);
  });
});
