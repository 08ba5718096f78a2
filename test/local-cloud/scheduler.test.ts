import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, describe, expect, it } from 'vitest';
import { createScheduler } from '../../infra/local/services/scheduler/scheduler.ts';
import {
  createRig,
  memoryState,
  queueArn,
  type Rig,
  type RigOptions,
  roleArn,
} from '../support/service-rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

const resources = [
  { type: 'AWS::SQS::Queue', ref: 'runs', arn: queueArn('runs') },
  { type: 'AWS::SQS::Queue', ref: 'dead', arn: queueArn('dead') },
  { type: 'AWS::IAM::Role', ref: 'scheduler', arn: roleArn },
  { type: 'AWS::Scheduler::ScheduleGroup', ref: 'rapport' },
];

async function start(options: RigOptions = {}) {
  const rig = createRig({ now: '2026-11-21T10:00:00Z', resources, ...options });
  rigs.push(rig);
  const scheduler = createScheduler(rig.cloud);
  await rig.serve(scheduler);
  const advance = (to: string) => rig.cloud.clock.advanceTo(Date.parse(to));
  return { rig, scheduler, client: new SchedulerClient({ ...rig.client(), maxAttempts: 1 }), advance };
}

const keywords = JSON.stringify({
  at: '<aws.scheduler.scheduled-time>',
  arn: '<aws.scheduler.schedule-arn>',
  execution: '<aws.scheduler.execution-id>',
  attempt: '<aws.scheduler.attempt-number>',
});

const request = (fields: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'monday',
  GroupName: 'rapport',
  ScheduleExpression: 'cron(0 9 ? * MON *)',
  ScheduleExpressionTimezone: 'Asia/Shanghai',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: queueArn('runs'), RoleArn: roleArn, Input: keywords },
  ...fields,
});

const times = (rig: Rig) => rig.sent.map(({ message }) => JSON.parse(message.body).at);

describe('a recurring schedule', () => {
  it('sends each due firing to its queue, keywords replaced, in order', async () => {
    const { rig, client, advance } = await start();
    const created = await client.send(new CreateScheduleCommand(request()));
    const arn = 'arn:aws:scheduler:eu-central-1:000000000000:schedule/rapport/monday';
    expect(created.ScheduleArn).toBe(arn);
    await advance('2026-12-01T00:00:00Z');
    expect(times(rig)).toEqual(['2026-11-23T01:00:00Z', '2026-11-30T01:00:00Z']);
    const body = JSON.parse(rig.sent[0]!.message.body);
    expect(body).toMatchObject({ arn, attempt: '1', execution: expect.stringMatching(/^[\w-]{36}$/) });
  });

  it('keeps to StartDate, EndDate and State', async () => {
    const { rig, client, advance } = await start();
    const dates = { StartDate: new Date('2026-11-24T00:00:00Z'), EndDate: new Date('2026-12-01T00:00:00Z') };
    await client.send(new CreateScheduleCommand(request(dates)));
    await client.send(new CreateScheduleCommand(request({ Name: 'off', State: 'DISABLED' })));
    await advance('2027-01-01T00:00:00Z');
    expect(times(rig)).toEqual(['2026-11-30T01:00:00Z']);
  });

  it('starts a rate at once and goes on in elapsed time', async () => {
    const { rig, client, advance } = await start({ now: '2026-11-21T10:00:00Z' });
    await client.send(new CreateScheduleCommand(request({ ScheduleExpression: 'rate(2 hours)' })));
    await advance('2026-11-21T14:30:00Z');
    expect(times(rig).map((time: string) => time.slice(0, 16))).toEqual([
      '2026-11-21T10:00',
      '2026-11-21T12:00',
      '2026-11-21T14:00',
    ]);
  });

  it('starts a rate with its StartDate, also after an update', async () => {
    const { rig, client, advance } = await start({ now: '2026-11-21T10:00:10Z' });
    const weekly = request({
      ScheduleExpression: 'rate(7 days)',
      StartDate: new Date('2026-11-28T10:00:00Z'),
    });
    await client.send(new CreateScheduleCommand(weekly));
    await advance('2026-11-22T10:00:00Z');
    await client.send(new UpdateScheduleCommand(weekly));
    await advance('2026-12-06T00:00:00Z');
    expect(times(rig)).toEqual(['2026-11-28T10:00:00Z', '2026-12-05T10:00:00Z']);
  });

  it('refuses a StartDate of more than five minutes ago', async () => {
    const { client } = await start({ now: '2026-11-21T10:00:00Z' });
    const from = (StartDate: string) =>
      request({ ScheduleExpression: 'rate(7 days)', StartDate: new Date(StartDate) });
    const late = client.send(new CreateScheduleCommand(from('2026-11-21T09:54:59Z')));
    await expect(late).rejects.toThrow('The StartDate you specify cannot be earlier than 5 minutes ago.');
    await client.send(new CreateScheduleCommand(from('2026-11-21T09:56:00Z')));
    const update = client.send(new UpdateScheduleCommand(from('2026-11-21T09:54:59Z')));
    await expect(update).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('follows an update and ends with a deletion', async () => {
    const { rig, client, scheduler, advance } = await start();
    await client.send(new CreateScheduleCommand(request()));
    await client.send(new UpdateScheduleCommand(request({ ScheduleExpression: 'cron(0 8 24 11 ? 2026)' })));
    expect(scheduler.list()).toMatchObject([
      { name: 'monday', next: '2026-11-24T00:00:00.000Z', target: 'runs' },
    ]);
    await advance('2026-11-25T00:00:00Z');
    expect(times(rig)).toEqual(['2026-11-24T00:00:00Z']);
    await client.send(new DeleteScheduleCommand({ Name: 'monday', GroupName: 'rapport' }));
    expect(scheduler.list()).toEqual([]);
    const get = client.send(new GetScheduleCommand({ Name: 'monday', GroupName: 'rapport' }));
    await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a one-time schedule', () => {
  it('fires once in its zone and is deleted afterwards when it says so', async () => {
    const { rig, client, scheduler, advance } = await start();
    const at = { ScheduleExpression: 'at(2026-11-23T09:00:00)', ActionAfterCompletion: 'DELETE' as const };
    await client.send(new CreateScheduleCommand(request(at)));
    await client.send(
      new CreateScheduleCommand(request({ ...at, Name: 'stays', ActionAfterCompletion: 'NONE' })),
    );
    await advance('2026-12-24T00:00:00Z');
    expect(times(rig)).toEqual(['2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z']);
    expect(scheduler.list()).toMatchObject([{ name: 'stays', next: null }]);
  });

  it('can have its firing delivered once more, the same', async () => {
    const { rig, client, scheduler, advance } = await start();
    const at = { ScheduleExpression: 'at(2026-11-23T09:00:00)', ActionAfterCompletion: 'DELETE' as const };
    await client.send(new CreateScheduleCommand(request(at)));
    await advance('2026-11-24T00:00:00Z');
    expect(scheduler.fireAgain('monday')).toBe(true);
    expect(times(rig)).toEqual(['2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z']);
    expect(scheduler.fireAgain('nobody')).toBe(false);
  });

  it('in the past fires at once', async () => {
    const { rig, client, advance } = await start();
    await client.send(new CreateScheduleCommand(request({ ScheduleExpression: 'at(2026-01-01T09:00:00)' })));
    await advance('2026-11-21T10:00:01Z');
    expect(rig.sent).toHaveLength(1);
  });
});

describe('the API', () => {
  it('answers a repeated creation like the first, and another one with a conflict', async () => {
    const { client } = await start();
    await client.send(new CreateScheduleCommand(request({ ClientToken: 'one' })));
    await client.send(new CreateScheduleCommand(request({ ClientToken: 'one' })));
    const second = client.send(new CreateScheduleCommand(request({ ClientToken: 'two' })));
    await expect(second).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('gives back what was put in', async () => {
    const { client } = await start();
    await client.send(new CreateScheduleCommand(request({ Description: 'each Monday', ClientToken: 'x' })));
    const read = await client.send(new GetScheduleCommand({ Name: 'monday', GroupName: 'rapport' }));
    expect(read).toMatchObject({
      ...request({ Description: 'each Monday' }),
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
    });
    expect(read.CreationDate).toBeInstanceOf(Date);
  });

  it('lists by group, prefix and state in pages', async () => {
    const { client } = await start();
    for (const Name of ['callback-3', 'callback-1', 'other', 'callback-2']) {
      await client.send(new CreateScheduleCommand(request({ Name })));
    }
    const query = { GroupName: 'rapport', NamePrefix: 'callback-', MaxResults: 2 };
    const first = await client.send(new ListSchedulesCommand(query));
    const second = await client.send(new ListSchedulesCommand({ ...query, NextToken: first.NextToken }));
    const names = [...first.Schedules!, ...second.Schedules!].map(({ Name }) => Name);
    expect(names).toEqual(['callback-1', 'callback-2', 'callback-3']);
    expect(second.NextToken).toBeUndefined();
    const disabled = await client.send(new ListSchedulesCommand({ State: 'DISABLED' }));
    expect(disabled.Schedules).toEqual([]);
  });

  it.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ['a bad cron', { ScheduleExpression: 'cron(0 9 * * *)' }, 'ValidationException'],
    ['an unknown zone', { ScheduleExpressionTimezone: 'Mars/Base' }, 'ValidationException'],
    ['a long name', { Name: 'x'.repeat(65) }, 'ValidationException'],
    [
      'a flexible window without its length',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
      'ValidationException',
    ],
    ['an unknown group', { GroupName: 'nowhere' }, 'ResourceNotFoundException'],
    [
      'a role nobody declares',
      { Target: { Arn: queueArn('runs'), RoleArn: `${roleArn}x` } },
      'ValidationException',
    ],
    [
      'a target it cannot reach',
      { Target: { Arn: 'arn:aws:sns:x:y:z', RoleArn: roleArn } },
      'ValidationException',
    ],
    [
      'retries without end',
      { Target: { Arn: queueArn('runs'), RoleArn: roleArn, RetryPolicy: { MaximumRetryAttempts: 200 } } },
      'ValidationException',
    ],
  ])('refuses %s', async (_, fields, name) => {
    const { client, scheduler } = await start();
    await expect(client.send(new CreateScheduleCommand(request(fields)))).rejects.toMatchObject({ name });
    expect(scheduler.list()).toEqual([]);
  });
});

describe('delivery', () => {
  it('goes to the dead-letter queue when the queue does not exist', async () => {
    const { rig, client, advance } = await start();
    const Target = {
      Arn: queueArn('gone'),
      RoleArn: roleArn,
      Input: keywords,
      DeadLetterConfig: { Arn: queueArn('dead') },
    };
    await client.send(new CreateScheduleCommand(request({ Target })));
    await advance('2026-11-24T00:00:00Z');
    expect(rig.sent.map(({ queueArn }) => queueArn)).toEqual([queueArn('dead')]);
    expect(rig.sent[0]!.message.attributes).toMatchObject({
      SCHEDULED_TIME: { StringValue: '2026-11-23T01:00:00Z' },
      TARGET_ARN: { StringValue: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' },
    });
    // The letter is the call that failed, as in the Scheduler's user guide, and not the input.
    expect(JSON.parse(rig.sent[0]!.message.body)).toEqual({
      MessageBody: expect.stringContaining('2026-11-23T01:00:00Z'),
      QueueUrl: expect.stringMatching(/^https:\/\/sqs\..+\/gone$/),
    });
  });

  it('repeats the same firing when a fault duplicates it', async () => {
    const faults = { forDelivery: () => ({ duplicate: true, lateMs: 0 }) };
    const { rig, client, advance } = await start({ faults });
    await client.send(new CreateScheduleCommand(request()));
    await advance('2026-11-24T00:00:00Z');
    expect(rig.sent).toHaveLength(2);
    expect(rig.sent[0]!.message.body).toBe(rig.sent[1]!.message.body);
  });
});

describe('after a restart', () => {
  it('missed firings happen at once, and the past is not repeated', async () => {
    const state = memoryState();
    const first = await start({ state });
    await first.client.send(new CreateScheduleCommand(request()));
    await first.advance('2026-11-23T12:00:00Z');
    expect(times(first.rig)).toEqual(['2026-11-23T01:00:00Z']);
    const second = await start({ state, now: '2026-12-08T00:00:00Z' });
    await second.advance('2026-12-08T00:01:00Z');
    expect(times(second.rig)).toEqual(['2026-11-30T01:00:00Z', '2026-12-07T01:00:00Z']);
  });

  it('of many missed firings only the newest happens', async () => {
    const state = memoryState();
    const first = await start({ state });
    await first.client.send(new CreateScheduleCommand(request({ ScheduleExpression: 'cron(* * * * ? *)' })));
    const second = await start({ state, now: '2026-12-08T00:00:30Z' });
    await second.advance('2026-12-08T00:01:30Z');
    expect(times(second.rig)).toEqual(['2026-12-08T00:00:00Z', '2026-12-08T00:01:00Z']);
  });

  it('a declared schedule keeps its past while its declaration stays the same', async () => {
    const properties = {
      ...request({ GroupName: 'default', ScheduleExpression: 'rate(1 day)' }),
      Name: 'sweep',
    };
    const declared = { type: 'AWS::Scheduler::Schedule', ref: 'sweep', properties: { ...properties } };
    const state = memoryState();
    const first = await start({ state, resources: [...resources, declared] });
    await first.advance('2026-11-21T10:00:10Z');
    expect(first.rig.sent).toHaveLength(1);
    const second = await start({ state, now: '2026-11-21T11:00:00Z', resources: [...resources, declared] });
    await second.advance('2026-11-21T12:00:00Z');
    expect(second.rig.sent).toHaveLength(0);
    const third = await start({ state, now: '2026-11-21T12:00:00Z' });
    expect(third.scheduler.list()).toEqual([]);
  });
});

describe('while the clock is moved far', () => {
  it('a declared sweep fires every six hours and once at the end, a campaign every time', async () => {
    const properties = request({
      Name: 'sweep',
      GroupName: 'default',
      ScheduleExpression: 'cron(* * * * ? *)',
    });
    const declared = { type: 'AWS::Scheduler::Schedule', ref: 'sweep', properties: { ...properties } };
    const { rig, client, scheduler, advance } = await start({ resources: [...resources, declared] });
    const often = request({ Name: 'often', ScheduleExpression: 'cron(0 0/4 * * ? *)' });
    await client.send(new CreateScheduleCommand(often));
    scheduler.hurry(true);
    await advance('2026-11-22T00:17:30Z');
    scheduler.hurry(false);
    const firings = rig.sent.map(({ message }) => JSON.parse(message.body));
    const of = (name: string) =>
      firings.filter(({ arn }) => arn.endsWith(name)).map(({ at }) => at.slice(11, 16));
    expect(of('sweep')).toEqual(['10:01', '16:01', '22:01', '00:17']);
    expect(of('often')).toEqual(['12:00', '16:00', '20:00', '00:00']);
    await advance('2026-11-22T00:19:30Z');
    expect(rig.sent).toHaveLength(firings.length + 2);
  });
});
