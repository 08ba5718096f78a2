import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../infra/local/cloud.ts';
import { createScheduler } from '../../../infra/local/services/scheduler/scheduler.ts';
import {
  createSchedules,
  type ScheduleRequest,
  scheduledId,
  scheduledTime,
  scheduleName,
} from '../../../shared/scheduling/schedules.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import { createRig, queueArn, type Rig, roleArn } from '../../support/service-rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

/** @param busy so many changes and removals come while another change of the schedule is under way */
async function start({ busy = 0 } = {}) {
  const rig = createRig({
    now: '2026-11-21T10:00:00Z',
    resources: [
      { type: 'AWS::SQS::Queue', ref: 'runs', arn: queueArn('runs') },
      { type: 'AWS::SQS::Queue', ref: 'dead', arn: queueArn('dead') },
      { type: 'AWS::IAM::Role', ref: 'scheduler', arn: roleArn },
      { type: 'AWS::Scheduler::ScheduleGroup', ref: 'rapport' },
    ],
  });
  rigs.push(rig);
  const scheduler = createScheduler(rig.cloud);
  await rig.serve({
    ...scheduler,
    async handle(call) {
      const isChange = call.operation === 'UpdateSchedule' || call.operation === 'DeleteSchedule';
      if (!isChange || busy-- <= 0) return scheduler.handle(call);
      throw new AwsError(409, 'ConflictException', 'The schedule is being changed.');
    },
  });
  const client = new SchedulerClient(rig.client());
  const schedules = createSchedules({
    client,
    group: 'rapport',
    roleArn,
    targetArn: queueArn('runs'),
    deadLetterArn: queueArn('dead'),
  });
  const read = (Name: string) => client.send(new GetScheduleCommand({ GroupName: 'rapport', Name }));
  const names = async (prefix: string) => Array.fromAsync(schedules.list(prefix));
  return { rig, schedules, read, names };
}

const monday: ScheduleRequest = {
  name: 'campaign-1',
  expression: 'cron(0 9 ? * MON *)',
  timeZone: 'Asia/Shanghai',
  input: { campaignId: 'campaign_1', at: scheduledTime },
  deleteAfterwards: false,
  description: 'Campaign 1',
};

describe('schedules', () => {
  it('fire exactly at their time, give up after an hour and leave what was lost in the dead-letter queue', async () => {
    const { schedules, read } = await start();
    await schedules.put(monday);
    expect(await read('campaign-1')).toMatchObject({
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'NONE',
      Target: {
        Arn: queueArn('runs'),
        RoleArn: roleArn,
        DeadLetterConfig: { Arn: queueArn('dead') },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
      },
    });
  });

  it('tell the queue for which instant they fired', async () => {
    const { schedules, rig } = await start();
    await schedules.put(monday);
    await rig.cloud.clock.advanceTo(Date.parse('2026-11-23T02:00:00Z'));
    expect(rig.sent.map(({ message }) => JSON.parse(message.body))).toEqual([
      { campaignId: 'campaign_1', at: '2026-11-23T01:00:00Z' },
    ]);
  });

  it('are the same after a request is repeated, and follow a changed one', async () => {
    const { schedules, read, names } = await start();
    await schedules.put(monday);
    await schedules.put(monday);
    await schedules.put({ ...monday, expression: 'rate(7 days)', timeZone: 'UTC' });
    expect(await names('campaign-')).toEqual(['campaign-1']);
    expect(await read('campaign-1')).toMatchObject({
      ScheduleExpression: 'rate(7 days)',
      ScheduleExpressionTimezone: 'UTC',
    });
  });

  it('wait for another change of the same schedule that is under way', async () => {
    const { schedules, read, names } = await start({ busy: 4 });
    await schedules.put(monday);
    await schedules.put({ ...monday, expression: 'rate(7 days)' });
    expect(await read('campaign-1')).toMatchObject({ ScheduleExpression: 'rate(7 days)' });
    const removing = await start({ busy: 3 });
    await removing.schedules.put(monday);
    await removing.schedules.remove('campaign-1');
    expect(await removing.names('campaign-')).toEqual([]);
    expect(await names('campaign-')).toEqual(['campaign-1']);
  });

  it('of one time go away by themselves', async () => {
    const { schedules, names, rig } = await start();
    const expression = 'at(2026-11-21T12:00:00)';
    await schedules.put({ ...monday, expression, timeZone: 'UTC', deleteAfterwards: true });
    await rig.cloud.clock.advanceTo(Date.parse('2026-11-21T12:01:00Z'));
    expect(rig.sent).toHaveLength(1);
    expect(await names('')).toEqual([]);
  });

  it('can be removed, twice if need be', async () => {
    const { schedules, names } = await start();
    await schedules.put(monday);
    await schedules.remove('campaign-1');
    await schedules.remove('campaign-1');
    expect(await names('')).toEqual([]);
  });

  it('are listed by prefix over more than one page', async () => {
    const { schedules, names } = await start();
    for (let index = 0; index < 105; index += 1)
      await schedules.put({ ...monday, name: `callback-${index}` });
    await schedules.put(monday);
    expect(await names('callback-')).toHaveLength(105);
  });

  it('say why AWS does not take one', async () => {
    const { schedules } = await start();
    await expect(schedules.put({ ...monday, expression: 'cron(0 9 * * * *)' })).rejects.toThrow(
      'day-of-week',
    );
  });
});

describe('names of schedules', () => {
  it('fit AWS and lead back to the id', () => {
    const id = newId(idKind('interaction'));
    const name = scheduleName('interaction', id);
    expect(name.length).toBeLessThanOrEqual(64);
    expect(scheduledId(name)).toBe(id);
  });

  it.each([
    ['callback', 'a b'],
    ['callback', ''],
    ['callback', 'x'.repeat(56)],
    ['Callback', 'x'],
    ['call-back', 'x'],
  ])('are refused for %s and %j', (kind, id) => {
    expect(() => scheduleName(kind, id)).toThrow('cannot name a schedule');
  });
});
