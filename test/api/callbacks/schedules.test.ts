/** The one-time schedules of callbacks: one for each, none when it is over, and what happens when they go astray. */
import { DeleteScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, shanghaiIn } from './department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
let scheduler: SchedulerClient;
let GroupName: string | undefined;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
  scheduler = new SchedulerClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  GroupName = cloud.local.cloud.template.ofType('AWS::Scheduler::ScheduleGroup')[0]?.ref;
});
afterAll(() => cloud?.close());
beforeEach(() => cloud.local.inbox.clear());

async function promise(hours: number) {
  const customerId = await context.customer('wang.fang');
  const due = { wallTime: shanghaiIn(hours, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const body = { customerId, why: 'Asked to be called', due };
  const { body: callback } = await context.manager.callbacks.createCallback({ body });
  await cloud.idle();
  return { ...callback, params: { callbackId: callback.id }, schedule: `callback-${callback.id}` };
}

const read = async (params: { readonly callbackId: string }) =>
  (await context.manager.callbacks.getCallback({ params })).body;
const schedulesOf = async (callbackId: string) =>
  (await cloud.schedules()).filter(({ name }) => name.includes(callbackId));
const timesDue = async (customerId: string) => {
  const { body } = await context.manager.customers.listTimeline({ params: { customerId } });
  return body.items.filter(({ type }) => type === 'callback.due').length;
};

describe('the schedule of a callback', () => {
  it('is one however often it is moved, and none once it is cancelled', { timeout: 120_000 }, async () => {
    const { id, params, customerId } = await promise(100);
    const now = await cloud.now();
    for (let moved = 1; moved <= 100; moved += 1) {
      // Sooner and later, so that what comes late of an older promise would matter.
      const due = { wallTime: shanghaiIn(30 + ((moved * 37) % 100), now), timeZone: 'Asia/Shanghai' };
      await context.wangFang.callbacks.patchCallback({ params, body: { due } }, { ifMatch: '*' });
      // Some are seen one by one, others come together.
      if (moved % 10 === 0) await cloud.idle();
    }
    const { due, scheduleVersion } = await read(params);
    expect(scheduleVersion).toBe(101);
    const [schedule, ...others] = await schedulesOf(id);
    expect(others).toEqual([]);
    expect(JSON.stringify(schedule)).toContain(due.instant.slice(0, 'yyyy-mm-ddThh:mm'.length));
    const why = { why: 'The customer called us' };
    await context.wangFang.callbacks.cancelCallback({ params, body: why });
    await cloud.idle();
    expect(await schedulesOf(id)).toEqual([]);
    await cloud.advance({ duration: 'P7D' });
    expect(await timesDue(customerId)).toBe(0);
    expect(cloud.local.inbox.mails()).toEqual([]);
  });
});

describe('the hourly sweep', () => {
  it('puts all schedules again that were deleted behind its back, and each callback falls due once', async () => {
    const promised = await Promise.all([3, 4, 5, 6, 7, 8, 9, 10].map((hours) => promise(hours)));
    const shown = async () =>
      (await Promise.all(promised.map(({ id }) => schedulesOf(id)))).map((found) =>
        found.map(({ name, expression }) => [name, expression]),
      );
    const before = await shown();
    expect(before.map((found) => found.length)).toEqual(promised.map(() => 1));
    for (const { schedule } of promised)
      await scheduler.send(new DeleteScheduleCommand({ GroupName, Name: schedule }));
    expect((await shown()).flat()).toEqual([]);
    await cloud.advance({ duration: 'PT1H1M' });
    expect(await shown()).toEqual(before);
    await cloud.advance({ duration: 'PT12H' });
    for (const { params, customerId } of promised) {
      expect(await read(params)).toMatchObject({ status: 'due' });
      expect(await timesDue(customerId)).toBe(1);
    }
    expect((await shown()).flat()).toEqual([]);
    expect(cloud.local.inbox.mails()).toHaveLength(promised.length);
  });

  it('puts no schedule for what falls due although its firing was lost', async () => {
    const { id, params, customerId, due, schedule } = await promise(2);
    const template = cloud.local.cloud.template;
    const queue = template.ofType('AWS::SQS::Queue').find(({ ref }) => ref.endsWith('callbacks-events'));
    const role = template
      .ofType('AWS::IAM::Role')
      .find(({ logicalId }) => /^callbacksScheduler.*Role/.test(logicalId));
    // It fires at its time and is gone, but what it says is for a promise that nobody has made.
    const Input = JSON.stringify({ ...params, scheduleVersion: 99, scheduledTime: due.instant });
    await scheduler.send(
      new UpdateScheduleCommand({
        ...{ GroupName, Name: schedule, ActionAfterCompletion: 'DELETE' },
        ScheduleExpression: `at(${due.instant.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: queue?.arn, RoleArn: role?.arn, Input },
      }),
    );
    await cloud.advance({ to: instantAfter(due.instant, { minutes: 1 }) });
    expect(await schedulesOf(id)).toEqual([]);
    expect(await read(params)).toMatchObject({ status: 'scheduled' });
    await cloud.advance({ duration: 'PT4M' });
    expect(await read(params)).toMatchObject({ status: 'due' });
    await cloud.advance({ duration: 'PT2H' });
    expect(await schedulesOf(id)).toEqual([]);
    expect(await timesDue(customerId)).toBe(1);
    expect(cloud.local.inbox.mails()).toHaveLength(1);
  });
});
