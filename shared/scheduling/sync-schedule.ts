import { isDeepStrictEqual } from 'node:util';
import type { ScheduleRequest, Schedules } from './schedules.ts';

const maximumRounds = 10;

export interface ScheduleSync<Thing> {
  /** Name of the one schedule that the thing has. */
  readonly name: string;
  /** The thing as it is now; undefined when it is gone. */
  readonly find: () => Promise<Thing | undefined>;
  /** The schedule it should have now; undefined = none. */
  readonly scheduleOf: (thing: Thing) => Omit<ScheduleRequest, 'name'> | undefined;
  /** What of the thing its schedule depends on, e.g. a version that rises with each change of it. */
  readonly basisOf: (thing: Thing) => unknown;
  readonly schedules: Pick<Schedules, 'put' | 'remove'>;
}

/**
 * Makes the schedule of a thing what the thing says at present. It does not matter which event asks for it first, or
 * how often: the thing is read once more afterwards, and if it has changed meanwhile, it is done again, since whoever
 * wrote last could have written the older state.
 *
 * @returns the thing as it was read last
 */
export async function syncSchedule<Thing>(sync: ScheduleSync<Thing>): Promise<Thing | undefined> {
  const { name, find, scheduleOf, basisOf, schedules } = sync;
  const basis = (thing: Thing | undefined) => thing && basisOf(thing);
  let thing = await find();
  for (let round = 1; round <= maximumRounds; round += 1) {
    const request = thing && scheduleOf(thing);
    await (request === undefined ? schedules.remove(name) : schedules.put({ ...request, name }));
    const after = await find();
    if (isDeepStrictEqual(basis(after), basis(thing))) return after;
    thing = after;
  }
  throw new Error(`${name} changes faster than its schedule can follow`);
}
