import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import { createEventBus } from '../../infra/local/services/events/event-bus.ts';
import { createRig, memoryState, queueArn, type Rig, type RigOptions } from '../support/service-rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

const queue = (name: string) => ({ type: 'AWS::SQS::Queue', ref: name, arn: queueArn(name) });
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:worker';
const bus = { type: 'AWS::Events::EventBus', ref: 'crm' };

const rule = (properties: Record<string, unknown>) => ({
  type: 'AWS::Events::Rule',
  ref: 'rule',
  arn: 'arn:aws:events:eu-central-1:000000000000:rule/crm/rule',
  properties: { EventBusName: 'crm', EventPattern: { 'detail-type': ['customer.created'] }, ...properties },
});

async function start(options: RigOptions) {
  const rig = createRig({ now: '2026-11-21T10:00:00Z', ...options });
  rigs.push(rig);
  const service = createEventBus(rig.cloud);
  await rig.serve(service);
  return { rig, service, client: new EventBridgeClient(rig.client()) };
}

const entry = {
  EventBusName: 'crm',
  Source: 'rapport',
  DetailType: 'customer.created',
  Detail: '{"id":"customer_1"}',
};

describe('the event bus', () => {
  it('delivers the whole envelope to the queue of a matching rule and to no other', async () => {
    const other = {
      ...rule({ EventPattern: { source: ['else'] }, Targets: [{ Id: 'b', Arn: queueArn('b') }] }),
      ref: 'other',
    };
    const targets = rule({ Targets: [{ Id: 'a', Arn: queueArn('a') }] });
    const { rig, client } = await start({ resources: [bus, queue('a'), queue('b'), targets, other] });
    const reply = await client.send(new PutEventsCommand({ Entries: [{ ...entry, Resources: ['one'] }] }));
    expect(reply).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    expect(rig.sent.map(({ queueArn }) => queueArn)).toEqual([queueArn('a')]);
    expect(JSON.parse(rig.sent[0]!.message.body)).toEqual({
      version: '0',
      id: reply.Entries![0]!.EventId,
      'detail-type': 'customer.created',
      source: 'rapport',
      account: '000000000000',
      time: '2026-11-21T10:00:00Z',
      region: 'eu-central-1',
      resources: ['one'],
      detail: { id: 'customer_1' },
    });
  });

  it('refuses single entries and takes the others', async () => {
    const { rig, client } = await start({
      resources: [bus, queue('a'), rule({ Targets: [{ Id: 'a', Arn: queueArn('a') }] })],
    });
    const { Source: _, ...sourceless } = entry;
    const wrong = [
      sourceless,
      { ...entry, Detail: '[1]' },
      { ...entry, Source: 'aws.ses' },
      { ...entry, EventBusName: 'x' },
    ];
    const reply = await client.send(new PutEventsCommand({ Entries: [entry, ...wrong] }));
    expect(reply.FailedEntryCount).toBe(4);
    expect(reply.Entries!.map((one) => one.ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
    ]);
    expect(rig.sent).toHaveLength(1);
  });

  it('refuses more than ten entries, none, and more than a mebibyte', async () => {
    const { client } = await start({ resources: [bus] });
    const put = (Entries: (typeof entry)[]) => client.send(new PutEventsCommand({ Entries }));
    const refused = { name: 'ValidationException' };
    await expect(put(Array.from({ length: 11 }, () => entry))).rejects.toMatchObject(refused);
    await expect(put([])).rejects.toMatchObject(refused);
    await expect(put([{ ...entry, Detail: `{"a":"${'x'.repeat(1_048_576)}"}` }])).rejects.toMatchObject(
      refused,
    );
  });

  it('hands what a target cannot take to its dead-letter queue', async () => {
    const target = { Id: 'a', Arn: functionArn, DeadLetterConfig: { Arn: queueArn('dead') } };
    const resources = [
      bus,
      queue('dead'),
      { type: 'AWS::Lambda::Function', ref: 'worker', arn: functionArn },
      rule({ Targets: [target] }),
    ];
    const { rig, service } = await start({ resources });
    // The function disappears between the check at the start and the event.
    Object.assign(rig.cloud.template, { byArn: () => undefined });
    service.publish('crm', { source: 'x', detailType: 'customer.created', detail: {} });
    expect(rig.sent.map(({ queueArn }) => queueArn)).toEqual([queueArn('dead')]);
    expect(rig.sent[0]!.message.attributes).toMatchObject({ TARGET_ARN: { StringValue: functionArn } });
  });

  it('invokes a function and tries a failing one three times', async () => {
    const broken = functionArn.replace('worker', 'broken');
    const worker = { type: 'AWS::Lambda::Function', ref: 'worker', arn: functionArn };
    const resources = [
      worker,
      {
        ...worker,
        ref: 'broken',
        arn: broken,
        properties: { DeadLetterConfig: { TargetArn: queueArn('dead') } },
      },
      queue('dead'),
      bus,
      rule({
        Targets: [
          { Id: 'a', Arn: functionArn, InputPath: '$.detail' },
          { Id: 'b', Arn: broken },
        ],
      }),
    ];
    const { rig, service } = await start({ resources });
    service.publish('crm', { source: 'x', detailType: 'customer.created', detail: { a: 1 } });
    await rig.cloud.clock.advanceTo(rig.cloud.clock.now() + 3_600_000);
    expect(rig.invoked.filter((one) => one.functionArn === functionArn)).toMatchObject([
      { invocation: { payload: { a: 1 } } },
    ]);
    expect(rig.invoked.filter((one) => one.functionArn === broken)).toHaveLength(3);
    expect(rig.sent.map(({ queueArn }) => queueArn)).toEqual([queueArn('dead')]);
  });

  it('hands over what the input of a rule keeps of the event, and nothing else', async () => {
    const InputTransformer = {
      InputPathsMap: { 'detail-type': '$.detail.type', 'detail-tags': '$.detail.mail.tags' },
      InputTemplate: '{"detail":{"type":<detail-type>,"mail":{"tags":<detail-tags>}}}',
    };
    const kept = rule({ Targets: [{ Id: 'a', Arn: queueArn('a'), InputTransformer }] });
    const { rig, service } = await start({ resources: [bus, queue('a'), kept] });
    const detail = { type: 'say "no"', mail: { tags: { id: ['1'] }, to: 'ada@example.test' } };
    service.publish('crm', { source: 'x', detailType: 'customer.created', detail });
    expect(rig.sent.map(({ message }) => JSON.parse(message.body))).toEqual([
      { detail: { type: 'say "no"', mail: { tags: { id: ['1'] } } } },
    ]);
  });

  it('delivers twice or late when a fault says so, and a late one also after a restart', async () => {
    const state = memoryState();
    const faults = { forDelivery: () => ({ duplicate: true, lateMs: 60_000 }) };
    const resources = [bus, queue('a'), rule({ Targets: [{ Id: 'a', Arn: queueArn('a') }] })];
    const first = await start({ resources, faults, state });
    first.service.publish('crm', { source: 'x', detailType: 'customer.created', detail: {} });
    expect(first.rig.sent).toHaveLength(0);
    const second = await start({ resources, state });
    await second.rig.cloud.clock.advanceTo(Date.parse('2026-11-21T10:01:01Z'));
    expect(second.rig.sent).toHaveLength(2);
  });

  it('refuses a rule that it cannot imitate when it starts', async () => {
    const timed = rule({ ScheduleExpression: 'rate(1 minute)', Targets: [] });
    await expect(start({ resources: [bus, timed] })).rejects.toThrow(/AWS::Scheduler::Schedule/);
    await expect(
      start({ resources: [bus, rule({ Targets: [{ Id: 'a', Arn: 'arn:aws:sns:x' }] })] }),
    ).rejects.toThrow(/sns/);
  });
});
