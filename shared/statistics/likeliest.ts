/** Models that are fitted by what makes the data most likely. */
import { minimumOf } from './minimum.ts';

export interface Fit<Model> {
  readonly model: Model;
  readonly logLikelihood: number;
  /** Whether the search has ended at a maximum. */
  readonly found: boolean;
}

/** The model with these positive parameters under which the data are most likely: their logarithms are what is searched, from 0. */
export function likeliest<const Name extends string>(
  names: readonly Name[],
  logLikelihood: (model: Readonly<Record<Name, number>>) => number,
): Fit<Readonly<Record<Name, number>>> {
  const modelAt = (logs: readonly number[]) =>
    Object.fromEntries(names.map((name, index) => [name, Math.exp(logs[index] ?? 0)])) as Record<
      Name,
      number
    >;
  const { at, value, found } = minimumOf(
    (logs) => -logLikelihood(modelAt(logs)),
    names.map(() => 0),
  );
  return { model: modelAt(at), logLikelihood: -value, found };
}
