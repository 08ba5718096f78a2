/** What the services of AWS do themselves: rules, schedules, pollers and logs, in a whole local cloud. */
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import { aFunction, type TinyResource, writeAssembly } from './tiny-cloud.ts';
import { aRole, lettingIn, logging, polling, type TinyStatement } from './tiny-roles.ts';

const get = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const account = '000000000000';
const region = 'eu-central-1';

const queue = (name: string): TinyResource => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } });
const rule = (more: object = {}): TinyResource => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['tiny'] },
    Targets: [{ Id: 'Work', Arn: get('Work'), DeadLetterConfig: { Arn: get('Dead') } }],
    ...more,
  },
});
const queues = { Work: queue('work'), Dead: queue('dead') };

const started: { local: LocalCloud | undefined; folder: string }[] = [];
async function start(resources: Record<string, TinyResource>): Promise<LocalCloud> {
  const functions = Object.keys(resources).filter((id) => resources[id]?.Type === 'AWS::Lambda::Function');
  const handlers = functions.map((id) => [id, 'export const handler = async () => ({});']);
  const folder = writeAssembly({ Tiny: { Resources: resources } }, Object.fromEntries(handlers));
  const entry: (typeof started)[number] = { local: undefined, folder };
  started.push(entry);
  entry.local = await startLocalCloud({ assembly: folder, now: new Date('2026-11-20T08:00:00Z') });
  return entry.local;
}
afterEach(async () => {
  for (const { local, folder } of started.splice(0)) {
    await local?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

const waiting = (local: LocalCloud, name: string) =>
  local.queues.list().find((each) => each.name === name)?.visible;

async function publish(local: LocalCloud): Promise<void> {
  local.cloud.publish('default', { source: 'tiny', detailType: 'noted', detail: {} });
  await local.idle();
}

describe('a rule (eventbridge/latest/userguide/eb-use-resource-based.html)', () => {
  const deniedOf = (local: LocalCloud) => local.access.report()['events.amazonaws.com']?.denied;

  it('puts events into a queue whose policy lets it in', async () => {
    const local = await start({ ...queues, Rule: rule(), ...lettingIn('Rule', 'Work') });
    await publish(local);
    expect([waiting(local, 'work'), waiting(local, 'dead')]).toEqual([1, 0]);
    expect(deniedOf(local)).toEqual([]);
  });

  it('reaches only its dead letters, without a try again, when the policy of the queue names another rule', async () => {
    const local = await start({
      ...queues,
      Rule: rule(),
      Other: rule({ EventPattern: { source: ['other'] } }),
      ...lettingIn('Other', 'Work'),
      ...lettingIn('Rule', 'Dead'),
    });
    await publish(local);
    expect([waiting(local, 'work'), waiting(local, 'dead')]).toEqual([0, 1]);
    const dead = local.queues.receive(`arn:aws:sqs:${region}:${account}:dead`, 1)[0];
    expect(dead?.attributes.ERROR_CODE?.StringValue).toBe('NO_PERMISSIONS');
    expect(deniedOf(local)).toMatchObject([
      { action: 'sqs:SendMessage', resource: `arn:aws:sqs:${region}:${account}:work`, count: 1 },
    ]);
  });

  it('loses the event when no policy lets it in anywhere', async () => {
    const local = await start({ ...queues, Rule: rule() });
    await publish(local);
    expect([waiting(local, 'work'), waiting(local, 'dead')]).toEqual([0, 0]);
    expect(deniedOf(local)).toHaveLength(2);
  });
});

describe('a schedule (scheduler/latest/UserGuide/setting-up.html)', () => {
  const firing = async (statements: readonly TinyStatement[], group: string) => {
    const local = await start({
      ...queues,
      ...aRole('Timer', 'scheduler.amazonaws.com', statements, {
        StringEquals: {
          'aws:SourceAccount': account,
          'aws:SourceArn': `arn:aws:scheduler:${region}:${account}:schedule-group/${group}`,
        },
      }),
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'at(2026-11-20T09:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: get('Work'), RoleArn: get('TimerRole'), DeadLetterConfig: { Arn: get('Dead') } },
        },
      },
    });
    await local.advance({ to: '2026-11-20T09:00:01Z' });
    const { TimerRole } = local.access.report();
    return { work: waiting(local, 'work'), dead: waiting(local, 'dead'), denied: TimerRole?.denied };
  };
  const toBoth = { Action: 'sqs:SendMessage', Resource: [get('Work'), get('Dead')] };

  it('fires in the role of its target', async () => {
    expect(await firing([toBoth], 'default')).toEqual({ work: 1, dead: 0, denied: [] });
  });

  it('reaches only its dead letters when the role may not send to the queue', async () => {
    const onlyDead = { Action: 'sqs:SendMessage', Resource: get('Dead') };
    expect(await firing([onlyDead], 'default')).toEqual({
      work: 0,
      dead: 1,
      denied: [expect.objectContaining({ action: 'sqs:SendMessage' })],
    });
  });

  it('reaches nothing when the role trusts schedules of another group only', async () => {
    expect(await firing([toBoth], 'other')).toEqual({
      work: 0,
      dead: 0,
      denied: [expect.objectContaining({ action: 'sts:AssumeRole', count: 2 })],
    });
  });
});

describe('Lambda (lambda/latest/dg/lambda-intro-execution-role.html)', () => {
  const worker = (statements: readonly TinyStatement[], service = 'lambda.amazonaws.com') => ({
    ...queues,
    ...aFunction('Worker', { Role: get('WorkerRole') }),
    ...aRole('Worker', service, statements),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: get('Work'), FunctionName: { Ref: 'Worker' } },
    },
  });

  it('polls with the role of the function, and nothing of it is left over', async () => {
    const local = await start(worker([logging, polling('Work')]));
    expect(local.access.report().Worker).toMatchObject({ denied: [], neverUsed: [] });
  });

  it('refuses a mapping whose role may not poll', async () => {
    const receiving = { Action: 'sqs:ReceiveMessage', Resource: get('Work') };
    await expect(start(worker([logging, receiving]))).rejects.toThrow(
      /EventSourceMapping Mapping: .*sqs:DeleteMessage/,
    );
  });

  it('refuses a function whose role does not trust it', async () => {
    await expect(start(worker([logging, polling('Work')], 'events.amazonaws.com'))).rejects.toThrow(
      'cannot be assumed by Lambda',
    );
  });

  it('loses the logs of a function that may not write them', async () => {
    const local = await start(worker([polling('Work')]));
    expect(local.access.report().Worker?.denied.map(({ action }) => action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  it('asks for the failure destination of a stream', async () => {
    const streaming = (statements: readonly TinyStatement[]) => ({
      Parked: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'parked' } },
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'tiny',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        },
      },
      ...aFunction('Relay', { Role: get('RelayRole') }),
      ...aRole('Relay', 'lambda.amazonaws.com', [
        logging,
        {
          Action: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
            (action) => `dynamodb:${action}`,
          ),
          Resource: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        },
        ...statements,
      ]),
      FromStream: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          FunctionName: { Ref: 'Relay' },
          StartingPosition: 'TRIM_HORIZON',
          DestinationConfig: { OnFailure: { Destination: get('Parked') } },
        },
      },
    });
    const listing = { Action: 's3:ListBucket', Resource: get('Parked') };
    const putting = { Action: 's3:PutObject', Resource: 'arn:aws:s3:::parked/aws/lambda/*' };
    const local = await start(streaming([listing, putting]));
    expect(local.access.report().Relay).toMatchObject({ denied: [], neverUsed: [] });
    await expect(start(streaming([listing]))).rejects.toThrow(/s3:PutObject/);
  });
});
