/**
 * Random choices that depend on a seed and on what is decided, not on the order in which things are decided: the same
 * seed makes the same quarter however many requests are under way at once.
 */
import { createHash } from 'node:crypto';

export interface Random {
  /** At least 0 and below 1. */
  roll(...about: readonly (string | number)[]): number;
  /** One of the values, by its weight. */
  choose<Value>(
    weighted: readonly (readonly [Value, number])[],
    ...about: readonly (string | number)[]
  ): Value;
  pick<Value>(values: readonly Value[], ...about: readonly (string | number)[]): Value;
}

export function createRandom(seed: string): Random {
  function roll(...about: readonly (string | number)[]): number {
    const hash = createHash('sha256').update([seed, ...about].join('\n'));
    return hash.digest().readUInt32BE() / 2 ** 32;
  }
  function choose<Value>(
    weighted: readonly (readonly [Value, number])[],
    ...about: readonly (string | number)[]
  ): Value {
    let left = roll(...about) * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of weighted) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new Error('Cannot choose among nothing.');
  }
  return {
    roll,
    choose,
    pick: (values, ...about) =>
      choose(
        values.map((value) => [value, 1] as const),
        ...about,
      ),
  };
}
