/** Calls of functions at the endpoint, made with the AWS SDK: what passes, and how each service refuses. */
import { rmSync } from 'node:fs';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivity } from '../../infra/local/activity.ts';
import { createClock } from '../../infra/local/clock.ts';
import { AwsError, type AwsService } from '../../infra/local/cloud.ts';
import { createEndpoint, type Endpoint } from '../../infra/local/endpoint/endpoint.ts';
import { createAccess, type RoleAccess } from '../../infra/local/iam/access.ts';
import { accessGuard } from '../../infra/local/iam/access-guard.ts';
import { createRuns } from '../../infra/local/runs.ts';
import { readTemplate } from '../../infra/local/template.ts';
import { accountId, aFunction, region, writeAssembly } from './tiny-cloud.ts';
import { aRole } from './tiny-roles.ts';

const get = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const arn = (service: string, path: string) => `arn:aws:${service}:${region}:${accountId}:${path}`;
const table = arn('dynamodb', 'table/notes');
const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/tiny-${name}`;
const passing = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
const ofGroup = {
  StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': arn('scheduler', 'schedule-group/tiny') },
};

const resources = {
  ...aFunction('Writer', { Role: get('WriterRole') }),
  ...aFunction('Nobody', { Role: get('NobodyRole') }),
  ...aRole('Nobody', 'lambda.amazonaws.com', []),
  ...aRole('Timer', 'scheduler.amazonaws.com', [], ofGroup),
  ...aRole('OtherTimer', 'scheduler.amazonaws.com', [], ofGroup),
  ...aRole('Writer', 'lambda.amazonaws.com', [
    { Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: table },
    { Action: 'dynamodb:BatchWriteItem', Resource: table },
    { Action: 'dynamodb:Query', Resource: `${table}/index/gsi1` },
    { Action: 'sqs:SendMessage', Resource: [get('Work'), get('Closed')] },
    { Action: 'events:PutEvents', Resource: arn('events', 'event-bus/tiny') },
    {
      Action: 'scheduler:CreateSchedule',
      Resource: [arn('scheduler', 'schedule/tiny/*'), arn('scheduler', 'schedule/default/*')],
    },
    { Action: 'iam:PassRole', Resource: get('TimerRole'), Condition: passing },
    { Action: 'ses:SendEmail', Resource: arn('ses', 'identity/rapport.example') },
    {
      Action: 'ses:SendEmail',
      Resource: arn('ses', 'configuration-set/mail'),
      Condition: { StringEquals: { 'ses:FromAddress': 'care@rapport.example' } },
    },
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::parked/open/*' },
    { Action: 'secretsmanager:GetSecretValue', Resource: { Ref: 'Secret' } },
  ]),
  Mail: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'rapport.example' } },
  Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
  Closed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'closed' } },
  ClosedPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Closed' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Principal: '*', Resource: get('Closed') }],
      },
    },
  },
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'link' } },
};

let folder: string;
let endpoint: Endpoint;
let access: RoleAccess;
let passed: string[] = [];

/** Answers everything; what reaches it has been allowed. */
const stub = (scope: string, operationOf?: AwsService['operationOf']): AwsService => ({
  scopes: [scope],
  ...(operationOf && { operationOf }),
  async handle(call) {
    passed.push(call.operation);
    if (call.url.pathname.endsWith('missing')) throw new AwsError(404, 'NoSuchKey', 'There is none.');
    return { status: 200, body: '{}' };
  },
});

beforeAll(async () => {
  folder = writeAssembly({ Stack: { Resources: resources } }, { Writer: '', Nobody: '' });
  const runs = createRuns();
  const clock = createClock({ activity: createActivity() });
  endpoint = await createEndpoint({
    clock,
    runs,
    guards: [
      accessGuard(
        () => access,
        () => ({ template, arn }),
      ),
    ],
  });
  const template = readTemplate(folder, { region, accountId, endpointUrl: endpoint.url });
  access = createAccess({ template, accountId });
  for (const scope of ['dynamodb', 'sqs', 'events', 'secretsmanager']) endpoint.register(stub(scope));
  endpoint.register(stub('scheduler', (method) => (method === 'GET' ? 'ListSchedules' : 'CreateSchedule')));
  endpoint.register(stub('ses', () => 'SendEmail'));
  endpoint.register(stub('s3', () => 'GetObject'));
});
afterAll(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `refused` is the error the SDK shows, else the call has reached the service. */
async function attempt(send: (config: object) => Promise<unknown>, functionId = 'Writer') {
  passed = [];
  const credentials = { accessKeyId: functionId, secretAccessKey: 'x', sessionToken: `${functionId}/1` };
  try {
    await send({ endpoint: endpoint.url, region, credentials, maxAttempts: 1, forcePathStyle: true });
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if (passed.length === 0) return { name, message, status: $metadata?.httpStatusCode };
  }
  return passed;
}

const refused = (status: number, name: string, action: string, resource: string) => ({
  status,
  name,
  message: expect.stringContaining(`is not authorized to perform: ${action} on resource: ${resource}`),
});

const key = { pk: { S: 'a' } };
const put = { Put: { TableName: 'notes', Item: key } };
const dynamodb = (send: (client: DynamoDBClient) => Promise<unknown>) => (config: object) =>
  send(new DynamoDBClient(config));
const putting = (TableName: string) =>
  dynamodb((client) => client.send(new PutItemCommand({ TableName, Item: key })));

describe('DynamoDB (amazondynamodb/latest/developerguide/transaction-apis-iam.html)', () => {
  it('lets pass what the role allows, and answers 400 AccessDeniedException otherwise', async () => {
    expect(await attempt(putting('notes'))).toEqual(['PutItem']);
    expect(await attempt(putting(table))).toEqual(['PutItem']);
    expect(await attempt(putting('notes'), 'Nobody')).toEqual(
      refused(400, 'AccessDeniedException', 'dynamodb:PutItem', table),
    );
    expect(await attempt(putting('other'))).toEqual(
      refused(400, 'AccessDeniedException', 'dynamodb:PutItem', arn('dynamodb', 'table/other')),
    );
  });

  it('asks for each part of a transaction', async () => {
    const update = {
      Update: { TableName: 'notes', Key: key, UpdateExpression: 'SET a = b' },
    };
    const check = { ConditionCheck: { TableName: 'notes', Key: key, ConditionExpression: 'a = b' } };
    const remove = { Delete: { TableName: 'notes', Key: key } };
    const transact = (...TransactItems: object[]) =>
      attempt(dynamodb((client) => client.send(new TransactWriteItemsCommand({ TransactItems }))));
    expect(await transact(put, update)).toEqual(['TransactWriteItems']);
    expect(await transact(put, check)).toEqual(
      refused(400, 'AccessDeniedException', 'dynamodb:ConditionCheckItem', table),
    );
    expect(await transact(put, remove)).toEqual(
      refused(400, 'AccessDeniedException', 'dynamodb:DeleteItem', table),
    );
  });

  it('asks for the index that is queried, not for the table', async () => {
    const query = (IndexName?: string) =>
      attempt(
        dynamodb((client) =>
          client.send(new QueryCommand({ TableName: 'notes', IndexName, KeyConditionExpression: 'pk = :a' })),
        ),
      );
    expect(await query('gsi1')).toEqual(['Query']);
    expect(await query('gsi2')).toEqual(
      refused(400, 'AccessDeniedException', 'dynamodb:Query', `${table}/index/gsi2`),
    );
    expect(await query()).toEqual(refused(400, 'AccessDeniedException', 'dynamodb:Query', table));
  });

  it('asks for each table of a batch', async () => {
    const batch = (...tables: string[]) =>
      attempt(
        dynamodb((client) =>
          client.send(
            new BatchWriteItemCommand({
              RequestItems: Object.fromEntries(tables.map((name) => [name, [{ PutRequest: { Item: key } }]])),
            }),
          ),
        ),
      );
    expect(await batch('notes')).toEqual(['BatchWriteItem']);
    expect(await batch('notes', 'other')).toEqual(
      refused(400, 'AccessDeniedException', 'dynamodb:BatchWriteItem', arn('dynamodb', 'table/other')),
    );
  });
});

describe('SQS (service-authorization/latest/reference/list_amazonsqs.html)', () => {
  const QueueUrl = (name: string) => `${endpoint.url}/${accountId}/${name}`;
  const sqs = (send: (client: SQSClient) => Promise<unknown>) => (config: object) =>
    send(new SQSClient(config));

  it('asks for the same action for one message and for many, and answers 403', async () => {
    const Entries = [{ Id: 'a', MessageBody: 'a' }];
    const one = (name: string) =>
      sqs((client) => client.send(new SendMessageCommand({ QueueUrl: QueueUrl(name), MessageBody: 'a' })));
    const many = sqs((client) =>
      client.send(new SendMessageBatchCommand({ QueueUrl: QueueUrl('work'), Entries })),
    );
    expect(await attempt(one('work'))).toEqual(['SendMessage']);
    expect(await attempt(many)).toEqual(['SendMessageBatch']);
    expect(await attempt(many, 'Nobody')).toEqual(
      refused(403, 'AccessDeniedException', 'sqs:SendMessage', arn('sqs', 'work')),
    );
  });

  it('lets the policy of the queue deny what the role allows', async () => {
    const send = sqs((client) =>
      client.send(new SendMessageCommand({ QueueUrl: QueueUrl('closed'), MessageBody: 'a' })),
    );
    expect(await attempt(send)).toMatchObject({
      message: expect.stringContaining('with an explicit deny in a resource-based policy'),
    });
  });

  it('knows no action of its own for what nobody asked for', async () => {
    expect(
      await attempt(sqs((client) => client.send(new PurgeQueueCommand({ QueueUrl: QueueUrl('work') })))),
    ).toMatchObject({
      status: 403,
    });
  });
});

describe('EventBridge', () => {
  it('asks for each bus', async () => {
    const publish = (...buses: (string | undefined)[]) =>
      attempt((config) =>
        new EventBridgeClient(config).send(
          new PutEventsCommand({
            Entries: buses.map((EventBusName) => ({
              EventBusName,
              Source: 'a',
              DetailType: 'a',
              Detail: '{}',
            })),
          }),
        ),
      );
    expect(await publish('tiny')).toEqual(['PutEvents']);
    expect(await publish('tiny', undefined)).toEqual(
      refused(400, 'AccessDeniedException', 'events:PutEvents', arn('events', 'event-bus/default')),
    );
  });
});

describe('EventBridge Scheduler (scheduler/latest/UserGuide/setting-up.html)', () => {
  const create = (GroupName: string, role: string) =>
    attempt((config) =>
      new SchedulerClient(config).send(
        new CreateScheduleCommand({
          Name: 'later',
          GroupName,
          ScheduleExpression: 'rate(1 day)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: arn('sqs', 'work'), RoleArn: roleArn(role) },
        }),
      ),
    );

  it('asks for the schedule in its group, and for handing over the role of the target', async () => {
    expect(await create('tiny', 'Timer')).toEqual(['CreateSchedule']);
    expect(await create('other', 'Timer')).toEqual(
      refused(
        403,
        'AccessDeniedException',
        'scheduler:CreateSchedule',
        arn('scheduler', 'schedule/other/later'),
      ),
    );
    expect(await create('tiny', 'OtherTimer')).toEqual(
      refused(403, 'AccessDeniedException', 'iam:PassRole', roleArn('OtherTimer')),
    );
  });

  it('takes no role that it may not assume for the group', async () => {
    expect(await create('default', 'Timer')).toMatchObject({ status: 400, name: 'ValidationException' });
  });

  it('asks for all schedules when it lists them', async () => {
    const list = (config: object) =>
      new SchedulerClient(config).send(new ListSchedulesCommand({ GroupName: 'tiny' }));
    expect(await attempt(list)).toEqual(
      refused(403, 'AccessDeniedException', 'scheduler:ListSchedules', arn('scheduler', 'schedule/*/*')),
    );
  });
});

describe('SES (service-authorization/latest/reference/list_amazonsimpleemailservicev2.html)', () => {
  const send = (FromEmailAddress: string, ConfigurationSetName?: string) =>
    attempt((config) =>
      new SESv2Client(config).send(
        new SendEmailCommand({
          FromEmailAddress,
          ConfigurationSetName,
          Destination: { ToAddresses: ['somebody@customer.example'] },
          Content: { Simple: { Subject: { Data: 'a' }, Body: { Text: { Data: 'a' } } } },
        }),
      ),
    );

  it('asks for the identity of the sender and for the configuration set', async () => {
    expect(await send('Rapport <care@rapport.example>', 'mail')).toEqual(['SendEmail']);
    expect(await send('care@other.example', 'mail')).toEqual(
      refused(403, 'AccessDeniedException', 'ses:SendEmail', arn('ses', 'identity/other.example')),
    );
    expect(await send('care@rapport.example', 'other')).toEqual(
      refused(403, 'AccessDeniedException', 'ses:SendEmail', arn('ses', 'configuration-set/other')),
    );
  });

  it('brings along the address of the sender for conditions', async () => {
    expect(await send('Rapport <sales@rapport.example>', 'mail')).toEqual(
      refused(403, 'AccessDeniedException', 'ses:SendEmail', arn('ses', 'configuration-set/mail')),
    );
  });
});

describe('S3 and Secrets Manager', () => {
  const read = (Key: string) =>
    attempt((config) => new S3Client(config).send(new GetObjectCommand({ Bucket: 'parked', Key })));

  it('ask for the object', async () => {
    expect(await read('open/1')).toEqual(['GetObject']);
    expect(await read('closed/1')).toMatchObject({ status: 403 });
  });

  it('do not tell that an object is missing to one who may not list the bucket (API/API_GetObject.html)', async () => {
    const before = deniedOf('s3:ListBucket');
    await read('open/missing');
    expect(deniedOf('s3:ListBucket')).toBe(before + 1);
  });

  it('ask for the secret, by whatever name it is called', async () => {
    const reveal = (SecretId: string, functionId?: string) =>
      attempt(
        (config) => new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId })),
        functionId,
      );
    const secret = arn('secretsmanager', 'secret:link-000000');
    for (const id of ['link', secret, secret.slice(0, -7)])
      expect(await reveal(id)).toEqual(['GetSecretValue']);
    expect(await reveal('other')).toMatchObject({ status: 400, name: 'AccessDeniedException' });
    expect(await reveal('link', 'Nobody')).toEqual(
      refused(400, 'AccessDeniedException', 'secretsmanager:GetSecretValue', secret),
    );
  });
});

function deniedOf(action: string): number {
  return access.report().Writer?.denied.find((each) => each.action === action)?.count ?? 0;
}

describe('the report', () => {
  it('counts calls by grant, keeps refusals, and lists the grants that nobody has used', async () => {
    const before =
      access.report().Writer?.calls.find(({ action }) => action === 'dynamodb:PutItem')?.count ?? 0;
    await attempt(putting('notes'));
    const report = access.report();
    expect(report.Writer?.calls).toContainEqual({
      action: 'dynamodb:PutItem',
      resource: table,
      count: before + 1,
    });
    expect(report.Nobody).toMatchObject({
      calls: [],
      denied: expect.arrayContaining([
        expect.objectContaining({ action: 'dynamodb:PutItem', resource: table }),
      ]),
    });
    expect(Object.keys(report)).toEqual(['Nobody', 'OtherTimerRole', 'TimerRole', 'Writer']);
  });

  it('leaves the operator alone', async () => {
    const credentials = { accessKeyId: 'Tester', secretAccessKey: 'x' };
    passed = [];
    const client = new DynamoDBClient({ endpoint: endpoint.url, region, credentials });
    await client.send(new PutItemCommand({ TableName: 'other', Item: key }));
    expect(passed).toEqual(['PutItem']);
    expect(access.report()).not.toHaveProperty('Tester');
  });
});
