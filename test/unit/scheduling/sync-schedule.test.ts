import { describe, expect, it } from 'vitest';
import type { ScheduleRequest } from '../../../shared/scheduling/schedules.ts';
import { syncSchedule } from '../../../shared/scheduling/sync-schedule.ts';

interface Thing {
  readonly version: number;
  readonly fires?: string;
  readonly note?: string;
}

/** Keeps a thing whose states follow one another with each reading, the last one from then on. */
function follow(...states: (Thing | undefined)[]) {
  const calls: string[] = [];
  const read = states.values();
  const sync = syncSchedule<Thing>({
    name: 'thing-1',
    find: async () => {
      const { done, value } = read.next();
      return done ? states.at(-1) : value;
    },
    scheduleOf: ({ fires }) =>
      fires === undefined
        ? undefined
        : { expression: fires, timeZone: 'UTC', input: {}, deleteAfterwards: true, description: '' },
    basisOf: ({ version }) => version,
    schedules: {
      put: async ({ name, expression }: ScheduleRequest) => void calls.push(`put ${name} ${expression}`),
      remove: async (name) => void calls.push(`remove ${name}`),
    },
  });
  return { calls, sync };
}

describe('a schedule that follows a thing', () => {
  it('is set once when nothing changes meanwhile', async () => {
    const { calls, sync } = follow({ version: 1, fires: 'at(1)' });
    expect(await sync).toEqual({ version: 1, fires: 'at(1)' });
    expect(calls).toEqual(['put thing-1 at(1)']);
  });

  it('is set anew until it is what the thing says', async () => {
    const { calls, sync } = follow(
      { version: 1, fires: 'at(1)' },
      { version: 2 },
      { version: 3, fires: 'at(3)' },
    );
    await sync;
    expect(calls).toEqual(['put thing-1 at(1)', 'remove thing-1', 'put thing-1 at(3)']);
  });

  it('stays when something else of the thing has changed, which is answered', async () => {
    const { calls, sync } = follow(
      { version: 1, fires: 'at(1)' },
      { version: 1, fires: 'at(1)', note: 'new' },
    );
    expect(await sync).toMatchObject({ note: 'new' });
    expect(calls).toHaveLength(1);
  });

  it('goes when the thing is gone', async () => {
    expect(
      (await Promise.all([follow(undefined)].map(async (each) => [await each.sync, each.calls])))[0],
    ).toEqual([undefined, ['remove thing-1']]);
    const { calls, sync } = follow({ version: 1, fires: 'at(1)' }, undefined);
    await sync;
    expect(calls).toEqual(['put thing-1 at(1)', 'remove thing-1']);
  });

  it('gives up on a thing that never rests, so that the message comes again', async () => {
    const restless = Array.from({ length: 20 }, (_, version) => ({ version, fires: 'at(1)' }));
    await expect(follow(...restless).sync).rejects.toThrow('thing-1 changes faster');
  });
});
