/** The schedule follows the callback, whatever the order in which events about it are handled. */
import { setTimeout as pause } from 'node:timers/promises';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import {
  applyPatch,
  cancel,
  claim,
  isOpen,
  release,
} from '../../../functions/callbacks/callbacks/callbacks.rules.ts';
import { scheduleNameOf } from '../../../functions/callbacks/callbacks/callbacks.schedules.ts';
import type { Callback } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { syncSchedule } from '../../../functions/callbacks/callbacks/operations/sync-schedule.ts';
import { createScheduler } from '../../../infra/local/services/scheduler/scheduler.ts';
import { createSchedules, type Schedules } from '../../../shared/scheduling/schedules.ts';
import { insert, replace } from '../../../shared/table/write.ts';
import { instantAfter, now } from '../../../shared/time/clock.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import { aCallback } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { createRig, queueArn, type Rig, roleArn } from '../../support/service-rig.ts';

let engine: TestTable;
let rig: Rig;
let client: SchedulerClient;
let schedules: Schedules;

beforeAll(async () => {
  engine = await startTable();
  const queues = ['due', 'dead'].map((ref) => ({ type: 'AWS::SQS::Queue', ref, arn: queueArn(ref) }));
  rig = createRig({
    now: now(),
    resources: [
      ...queues,
      { type: 'AWS::IAM::Role', ref: 'scheduler', arn: roleArn },
      { type: 'AWS::Scheduler::ScheduleGroup', ref: 'rapport' },
    ],
  });
  await rig.serve(createScheduler(rig.cloud));
  client = new SchedulerClient(rig.client());
  schedules = createSchedules({
    client,
    group: 'rapport',
    roleArn,
    targetArn: queueArn('due'),
    deadLetterArn: queueArn('dead'),
  });
});
afterAll(async () => {
  rig?.close();
  await engine?.close();
});

const dueIn = (hours: number) => {
  const instant = `${instantAfter(now(), { hours }).slice(0, 17)}00.000Z`;
  return { instant, wallTime: instant.slice(0, 16), timeZone: 'UTC' };
};

async function opened(due = dueIn(24)): Promise<Callback> {
  const callback = aCallback({ id: newId(idKind('callback')), due });
  await engine.table.commit([insert(callbackItem, callback, { onConflict: new Error('is there') })]);
  return callback;
}

/** What the schedule of a callback says; undefined when there is none. */
async function scheduled(callbackId: string) {
  try {
    const Name = scheduleNameOf(callbackId);
    const found = await client.send(new GetScheduleCommand({ GroupName: 'rapport', Name }));
    const input = JSON.parse(found.Target?.Input ?? '{}');
    return { at: found.ScheduleExpression, promise: input.scheduleVersion };
  } catch {
    return undefined;
  }
}

const store = () => createCallbacksStore(engine.table);
/** The same schedules, whose calls take so many milliseconds, in turn: what was decided first may be done last. */
function slowed(latency: readonly number[]): Pick<Schedules, 'put' | 'remove'> {
  let calls = 0;
  const wait = async () => pause(latency[calls++ % latency.length]);
  return {
    put: async (request) => wait().then(() => schedules.put(request)),
    remove: async (name) => wait().then(() => schedules.remove(name)),
  };
}

const changes = {
  move: (callback: Callback, hours: number) => applyPatch(callback, {}, dueIn(hours)),
  claim: (callback: Callback) => claim(callback, 'wang.fang', now()),
  release: (callback: Callback) => release(callback, instantAfter(now(), { hours: 1 })),
  cancel: (callback: Callback) =>
    cancel(
      callback,
      { cancelCode: 'by-hand', cancelledBecause: 'No need' },
      { actor: { kind: 'person', id: 'li.na' }, at: now() },
    ),
};

describe('the schedule of a callback', () => {
  it('says in the end what the callback says, however the events are mixed up and repeated', async () => {
    const step = fc.record({
      change: fc.constantFrom<keyof typeof changes>('move', 'move', 'claim', 'release', 'cancel'),
      hours: fc.integer({ min: 2, max: 500 }),
      delays: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 2 }),
    });
    const latencies = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), latencies, async (steps, latency) => {
        const callbacks = store();
        const context = {
          callbacks,
          schedules: slowed(latency),
          overdue: async () => expect.unreachable('Nothing is overdue'),
        };
        let callback = await opened();
        const syncs = [syncSchedule(callback.id, context)];
        for (const { change, hours, delays } of steps) {
          if (!isOpen(callback)) break;
          const after = changes[change](callback, hours);
          if (after === undefined) continue;
          await engine.table.commit([
            replace(callbackItem, after, {
              ifVersion: callback.version,
              onConflict: new Error('was changed'),
            }),
          ]);
          callback = after;
          for (const delay of delays) {
            syncs.push(pause(delay).then(() => syncSchedule(after.id, context)));
          }
        }
        await Promise.all(syncs);
        const expected = {
          at: `at(${callback.due.instant.slice(0, 19)})`,
          promise: callback.scheduleVersion,
        };
        expect(await scheduled(callback.id)).toEqual(callback.status === 'scheduled' ? expected : undefined);
      }),
      { numRuns: 40 },
    );
  });

  it('is not made for a time that has passed: the callback falls due at once', async () => {
    const callback = await opened(dueIn(-1));
    const fellDue: string[] = [];
    const overdue = async ({ id }: Callback) => void fellDue.push(id);
    await syncSchedule(callback.id, { callbacks: store(), schedules, overdue });
    expect(fellDue).toEqual([callback.id]);
    expect(await scheduled(callback.id)).toBeUndefined();
  });

  it('goes when there is no such callback', async () => {
    const callback = await opened();
    const overdue = async () => undefined;
    await syncSchedule(callback.id, { callbacks: store(), schedules, overdue });
    expect(await scheduled(callback.id)).toBeDefined();
    const none = { find: async () => undefined };
    await syncSchedule(callback.id, { callbacks: none, schedules, overdue });
    expect(await scheduled(callback.id)).toBeUndefined();
  });
});
