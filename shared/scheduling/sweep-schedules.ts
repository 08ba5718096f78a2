import type { Schedules } from './schedules.ts';

export interface ScheduleSweep {
  readonly schedules: Pick<Schedules, 'list'>;
  /** What the names of all schedules of these things begin with. */
  readonly prefix: string;
  /** The thing that a schedule of this name belongs to; undefined when the name is not of our making. */
  readonly idOf: (name: string) => string | undefined;
  /** Ids of the things that need a schedule by now. */
  readonly expected: () => Promise<readonly string[]>;
  /** Those of the ids whose schedule has something to do. */
  readonly findWaiting: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Makes the schedule of a thing what the thing says. */
  readonly align: (id: string) => Promise<void>;
}

/**
 * Brings things and schedules together that have lost each other: a thing without its schedule gets one, a schedule
 * without a thing goes.
 *
 * @returns how many of each were found
 */
export async function sweepSchedules(sweep: ScheduleSweep): Promise<{ missing: number; orphans: number }> {
  const expected = await sweep.expected();
  const scheduled = await readScheduled(sweep);
  const waiting = await sweep.findWaiting([...scheduled]);
  const missing = expected.filter((id) => !scheduled.has(id));
  const orphans = [...scheduled].filter((id) => !waiting.has(id));
  for (const id of [...missing, ...orphans]) await sweep.align(id);
  return { missing: missing.length, orphans: orphans.length };
}

async function readScheduled({ schedules, prefix, idOf }: ScheduleSweep): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const name of schedules.list(prefix)) {
    const id = idOf(name);
    if (id !== undefined) ids.add(id);
  }
  return ids;
}
