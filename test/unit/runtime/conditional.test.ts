import { describe, expect, it } from 'vitest';
import { assertVersion, type IfMatch } from '../../../shared/events/entity.ts';

const outcome = (version: number, ifMatch: IfMatch) => {
  try {
    assertVersion({ version }, ifMatch);
    return 'goes on';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a condition on the version', () => {
  it.each([
    [[3], 'goes on'],
    [[1, 3], 'goes on'],
    ['*', 'goes on'],
    [[1, 2], 'precondition-failed'],
    [[], 'precondition-failed'],
  ] as [IfMatch, string][])('%j of an entity in version 3: %s', (ifMatch, expected) => {
    expect(outcome(3, ifMatch)).toBe(expected);
  });
});
