/** The joined cloud, proven with a small application of its own: API → table → stream → bus → queue → mail. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessReport } from '../../infra/local/iam/access-report.ts';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import type { Identities } from '../../infra/local/services/issuer/tokens.ts';
import { aFunction, type TinyResource, writeAssembly } from './tiny-cloud.ts';
import { aRole, lettingIn, logging, polling } from './tiny-roles.ts';

const root = path.resolve(import.meta.dirname, '../..');

function bundle(contents: string): string {
  const result = buildSync({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    write: false,
    logLevel: 'error',
  });
  return result.outputFiles[0]!.text;
}

const handlers = () => ({
  Http: bundle(`
    import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
    import { SchedulerClient, CreateScheduleCommand } from '@aws-sdk/client-scheduler';
    const table = new DynamoDBClient({}), scheduler = new SchedulerClient({});
    export async function handler(event) {
      const { id, remindAt } = JSON.parse(event.body);
      await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item: {
        pk: { S: id }, event: { S: 'note.created' }, by: { S: event.requestContext.authorizer.jwt.claims.sub } } }));
      if (remindAt) await scheduler.send(new CreateScheduleCommand({
        Name: 'remind-' + id, ScheduleExpression: 'at(' + remindAt + ')', ActionAfterCompletion: 'DELETE',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: process.env.QUEUE_ARN, RoleArn: process.env.ROLE_ARN,
          Input: JSON.stringify({ id, at: '<aws.scheduler.scheduled-time>' }) } }));
      return { statusCode: 201, headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, now: new Date().toISOString(), link: process.env.PUBLIC_URL + '/notes/' + id }) };
    }`),
  Relay: bundle(`
    import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
    const bus = new EventBridgeClient({});
    export async function handler({ Records }) {
      await bus.send(new PutEventsCommand({ Entries: Records.map(({ dynamodb: { NewImage } }) => ({
        EventBusName: process.env.BUS, Source: 'tiny', DetailType: NewImage.event.S,
        Detail: JSON.stringify({ id: NewImage.pk.S }) })) }));
      return { batchItemFailures: [] };
    }`),
  Mailer: bundle(`
    import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
    const ses = new SESv2Client({});
    export async function handler({ Records }) {
      for (const { body } of Records) {
        const { detail, id, at } = JSON.parse(body);
        if (detail?.id === 'poison') throw new Error('poisoned');
        await ses.send(new SendEmailCommand({ FromEmailAddress: 'tiny@rapport.example',
          Destination: { ToAddresses: ['somebody@customer.example'] },
          Content: { Simple: { Subject: { Data: at ? 'Reminder of ' + id + ' at ' + at : 'Note ' + detail.id },
            Body: { Text: { Data: 'See https://rapport.example/notes.' } } } } }));
      }
      return { batchItemFailures: [] };
    }`),
});

const get = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const ref = (id: string) => ({ Ref: id });

const resources: Record<string, TinyResource> = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'tiny',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'tiny' } },
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'tiny-dead' } },
  Work: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'tiny-work',
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: get('Dead'), maxReceiveCount: 2 },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: ref('Bus'),
      EventPattern: { 'detail-type': ['note.created'] },
      Targets: [{ Id: 'Work', Arn: get('Work') }],
    },
  },
  ...lettingIn('Rule', 'Work'),
  ...aRole('Scheduler', 'scheduler.amazonaws.com', [{ Action: 'sqs:SendMessage', Resource: get('Work') }]),
  ...aRole('Http', 'lambda.amazonaws.com', [
    logging,
    { Action: 'dynamodb:PutItem', Resource: get('Table') },
    { Action: 'scheduler:CreateSchedule', Resource: 'arn:aws:scheduler:*:*:schedule/default/remind-*' },
    {
      Action: 'iam:PassRole',
      Resource: get('SchedulerRole'),
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    },
  ]),
  ...aRole('Relay', 'lambda.amazonaws.com', [
    logging,
    {
      Action: ['dynamodb:DescribeStream', 'dynamodb:Get*', 'dynamodb:ListStreams'],
      Resource: get('Table', 'StreamArn'),
    },
    { Action: 'events:PutEvents', Resource: get('Bus') },
  ]),
  ...aRole('Mailer', 'lambda.amazonaws.com', [
    logging,
    polling('Work'),
    { Action: 'ses:SendEmail', Resource: 'arn:aws:ses:*:*:identity/rapport.example' },
  ]),
  ...aFunction('Http', {
    Role: get('HttpRole'),
    Environment: {
      Variables: {
        TABLE: ref('Table'),
        QUEUE_ARN: get('Work'),
        ROLE_ARN: get('SchedulerRole'),
        PUBLIC_URL: get('Api', 'ApiEndpoint'),
      },
    },
  }),
  ...aFunction('Relay', { Role: get('RelayRole'), Environment: { Variables: { BUS: ref('Bus') } } }),
  ...aFunction('Mailer', { Role: get('MailerRole'), Environment: { Variables: { QUEUE_URL: ref('Work') } } }),
  FromStream: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: get('Table', 'StreamArn'),
      FunctionName: ref('Relay'),
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [
          { Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"event":{"S":[{"exists":true}]}}}}' },
        ],
      },
    },
  },
  FromQueue: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: get('Work'), FunctionName: ref('Mailer'), BatchSize: 1 },
  },
  Pool: { Type: 'AWS::Cognito::UserPool' },
  Person: { Type: 'AWS::Cognito::UserPoolClient', Properties: { GenerateSecret: false } },
  Machine: { Type: 'AWS::Cognito::UserPoolClient', Properties: { GenerateSecret: true } },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'tiny', ProtocolType: 'HTTP' } },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: ref('Api'),
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: get('Pool', 'ProviderURL'), Audience: [ref('Person'), ref('Machine')] },
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: ref('Api'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: get('Http'),
      PayloadFormatVersion: '2.0',
    },
  },
  Invoking: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: get('Http'),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', ['arn:aws:execute-api:*:*:', ref('Api'), '/*/*/notes']] },
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: ref('Api'),
      RouteKey: 'POST /notes',
      Target: { 'Fn::Join': ['/', ['integrations', ref('Integration')]] },
      AuthorizationType: 'JWT',
      AuthorizerId: ref('Authorizer'),
      AuthorizationScopes: ['rapport/person', 'rapport/customers.write'],
    },
  },
};

const identities: Identities = {
  people: [
    { id: 'wang.fang', role: 'agent', name: 'Wang Fang' },
    { id: 'li.na', role: 'manager', name: 'Li Na' },
  ],
  machine: { id: 'erp', description: 'An order system', permissions: ['customers.write'] },
};

let assembly: string;
let local: LocalCloud;
beforeAll(async () => {
  assembly = writeAssembly({ Tiny: { Resources: resources } }, handlers());
  local = await startLocalCloud({ assembly, identities, now: new Date('2026-11-20T08:00:00Z') });
});
afterAll(async () => {
  await local?.close();
  rmSync(assembly, { recursive: true, force: true });
});

async function post(cloud: LocalCloud, body: unknown, person = 'wang.fang') {
  const authorization = `Bearer ${await cloud.token(person)}`;
  const init = { method: 'POST', headers: { authorization, 'content-type': 'application/json' } };
  return fetch(`${cloud.url}/notes`, { ...init, body: JSON.stringify(body) });
}

const control = (file: string, init?: RequestInit) => fetch(`${local.url}/_local/${file}`, init);
const asJson = (body: unknown, method = 'POST') => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const subjects = (cloud: LocalCloud) => cloud.inbox.mails().map((mail) => mail.subject);

describe('the joined local cloud', () => {
  it('carries a request from the API over table, stream, bus and queue to a mail', async () => {
    const reply = await post(local, { id: 'first' });
    expect(reply.status).toBe(201);
    expect(await reply.json()).toEqual({
      id: 'first',
      now: expect.stringMatching(/^2026-11-20T08:/),
      link: `${local.url}/notes/first`,
    });
    await local.idle();
    expect(subjects(local)).toContain('Note first');
    expect(local.unawaitedCalls()).toEqual([]);
  });

  it('lets a machine client in, and nobody without a token', async () => {
    expect((await post(local, { id: 'machine' }, 'erp')).status).toBe(201);
    expect((await fetch(`${local.url}/notes`, { method: 'POST' })).status).toBe(401);
  });

  it('fires a one-time schedule when the clock is moved there, at virtual time', async () => {
    await post(local, { id: 'later', remindAt: '2026-11-25T09:30:00' });
    await local.idle();
    expect(local.schedules()).toMatchObject([{ name: 'remind-later', next: '2026-11-25T09:30:00.000Z' }]);
    const moved = await control('clock/advance', asJson({ to: '2026-11-26T00:00:00Z' }));
    expect(await moved.json()).toMatchObject({
      now: expect.stringMatching(/^2026-11-26T00:00:0/),
      fired: expect.any(Number),
    });
    expect(subjects(local)).toContain('Reminder of later at 2026-11-25T09:30:00Z');
    expect(local.inbox.mails().at(-1)?.at).toMatch(/^2026-11-25T09:30:/);
    expect(local.schedules()).toEqual([]);
    const again = await control('schedules/remind-later/fire', { method: 'POST' });
    expect(again.status).toBe(202);
    await local.idle();
    expect(subjects(local).filter((subject) => subject.startsWith('Reminder of later'))).toHaveLength(2);
  });

  it('parks a poisoned message with the dead letters, shows it, and delivers it again on demand', async () => {
    await post(local, { id: 'poison' });
    await local.idle();
    await local.advance({ duration: 'PT5M' });
    const { queues } = (await (await control('queues')).json()) as {
      queues: { name: string; visible: number }[];
    };
    expect(queues.find(({ name }) => name === 'tiny-dead')).toMatchObject({
      visible: 1,
      deadLetterOf: ['tiny-work'],
    });
    expect(await (await control('')).text()).toContain('poison');
    const redriven = await control('queues/tiny-dead/redrive', { method: 'POST' });
    expect(await redriven.json()).toEqual({ name: 'tiny-dead', moved: 1 });
    await local.advance({ duration: 'PT5M' });
    expect(local.queues.list().find(({ name }) => name === 'tiny-dead')).toMatchObject({ visible: 1 });
  });

  it('meters units by route and function', async () => {
    await local.idle();
    await control('meter', { method: 'DELETE' });
    await post(local, { id: 'metered' });
    await local.idle();
    const report = await (await control('meter')).json();
    expect(report).toMatchObject({
      routes: { 'POST /notes': { invocations: 1, writeUnits: 1, calls: { PutItem: 1 } } },
      functions: { Http: { writeUnits: 1 }, Mailer: { calls: { SendEmail: 1 } } },
    });
  });

  it('reports what the roles allowed, and that nothing was refused', async () => {
    const report = (await (await control('iam')).json()) as AccessReport;
    expect(report.Http?.calls).toContainEqual({
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:eu-central-1:000000000000:table/tiny',
      count: expect.any(Number),
    });
    expect(Object.values(report).flatMap(({ denied }) => denied)).toEqual([]);
    expect(Object.values(report).flatMap(({ neverUsed }) => neverUsed)).toEqual([]);
  });

  it('goes on where it was after a restart on the same folder', async () => {
    const directory = path.join(mkdtempSync(path.join(tmpdir(), 'rapport-data-')), '.local');
    const options = { assembly, directory, identities };
    const first = await startLocalCloud({ ...options, now: new Date('2026-11-20T08:00:00Z') });
    await expect(startLocalCloud(options)).rejects.toThrow(/already runs/);
    await post(first, { id: 'kept', remindAt: '2027-01-02T09:00:00' });
    await first.idle();
    await first.advance({ duration: 'P30D' });
    const token = await first.token('li.na');
    await first.close();

    const second = await startLocalCloud(options);
    try {
      expect(second.now().toISOString()).toMatch(/^2026-12-20/);
      expect(subjects(second)).toEqual(['Note kept']);
      const init = {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: '{"id":"old token"}',
      };
      expect((await fetch(`${second.url}/notes`, init)).status).toBe(201);
      await second.advance({ duration: 'P30D' });
      expect(subjects(second)).toContain('Reminder of kept at 2027-01-02T09:00:00Z');
    } finally {
      await second.close();
    }
  });

  it('takes its port before anything else starts, so that nobody has it when all is ready', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'rapport-port-'));
    const { port } = new URL(local.url);
    const second = startLocalCloud({ assembly, directory: folder, port: Number(port) });
    await expect(second).rejects.toThrow(`Port ${port} is in use.`);
    expect(existsSync(path.join(folder, 'dynamodb'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

describe('the control surface', () => {
  it('is a page that shows everything and works without JavaScript', async () => {
    const reply = await control('');
    const text = await reply.text();
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const shown of [
      'tiny-work',
      'POST /notes',
      'stream of tiny',
      'Mailer',
      '/reference',
      '/openapi.json',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('<script');
    const form = new URLSearchParams({ duration: 'PT1M' });
    const moved = await control('clock/advance', { method: 'POST', body: form, redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([303, '/_local/']);
  });

  it('answers under the names of this machine only, so that no page of a stranger reads tokens', async () => {
    const { port } = new URL(local.url);
    const statusOf = (host: string, path = '/_local/tokens') =>
      new Promise<number | undefined>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, headers: { host } }, (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        })
          .on('error', reject)
          .end();
      });
    for (const own of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', '[::1]:8080'])
      expect([own, await statusOf(own)]).toEqual([own, 200]);
    const strange = [
      'rebound.example',
      `rebound.example:${port}`,
      'localhost.example',
      '127.0.0.1.nip.io',
      'x@localhost',
    ];
    for (const host of strange) expect([host, await statusOf(host)]).toEqual([host, 403]);
    expect(await statusOf('rebound.example', '/_local/clock')).toBe(403);
    expect(await statusOf('api.example', '/notes/none')).not.toBe(403);
  });

  it('gives a token for everybody it was told of, and for nobody else', async () => {
    const sheet = (await (await control('tokens')).json()) as {
      people: { role: string }[];
      machine: unknown;
    };
    expect(sheet.people.map(({ role }) => role)).toEqual(['agent', 'manager']);
    expect(sheet.machine).toMatchObject({ id: 'erp', token: expect.stringMatching(/^ey/) });
    expect(await (await control('tokens/li.na')).text()).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);
    expect((await control('tokens/nobody')).status).toBe(404);
  });

  it('lets a mail be opened and its links followed', async () => {
    const { mails } = (await (await control('inbox')).json()) as { mails: { id: string }[] };
    expect(await (await control('mail')).text()).toContain(`/_local/mail/${mails[0]!.id}`);
    const opened = await (await control(`mail/${mails[0]!.id}`)).text();
    expect(opened).toContain('<a href="https://rapport.example/notes">');
    expect((await control('mail/none')).status).toBe(404);
  });

  it('answers when idle', async () => {
    expect(await (await control('idle')).json()).toMatchObject({ idle: true });
  });

  it('takes fault rules and puts them into force', async () => {
    const rule = { service: 'dynamodb', operation: 'PutItem', rate: 1, kind: 'error', seed: 7 };
    expect((await control('faults', asJson([rule], 'PUT'))).status).toBe(200);
    expect(await (await control('faults')).json()).toEqual({ rules: [rule] });
    expect((await post(local, { id: 'unlucky' })).status).toBe(500);
    await control('faults', asJson({ rules: [] }, 'PUT'));
    expect((await post(local, { id: 'lucky' })).status).toBe(201);
  });

  it.each<[string, string, RequestInit, number, string | undefined]>([
    ['a duration that is none', 'clock/advance', asJson({ duration: 'a week' }), 400, '/duration'],
    ['an instant in the past', 'clock/advance', asJson({ to: '2020-01-01T00:00:00Z' }), 400, '/to'],
    ['an unknown key', 'clock/advance', asJson({ days: 7 }), 400, ''],
    ['nothing', 'clock/advance', asJson({}), 400, undefined],
    ['no JSON', 'clock/advance', { method: 'POST', body: '{' }, 400, undefined],
    [
      'a fault of no kind',
      'faults',
      asJson([{ service: 'sqs', rate: 0.1, kind: 'gremlin' }], 'PUT'),
      400,
      '/0/kind',
    ],
    [
      'a rate above one',
      'faults',
      asJson([{ service: 'sqs', rate: 2, kind: 'throttle' }], 'PUT'),
      400,
      '/0/rate',
    ],
    ['a late call', 'faults', asJson([{ service: 'sqs', rate: 1, kind: 'late' }], 'PUT'), 400, '/0/service'],
    ['a queue that is not there', 'queues/none/redrive', { method: 'POST' }, 404, undefined],
    ['a queue without dead letters', 'queues/tiny-work/redrive', { method: 'POST' }, 400, undefined],
    ['a schedule that is not there', 'schedules/none/fire', { method: 'POST' }, 404, undefined],
    ['a page that is not there', 'nowhere', {}, 404, undefined],
    ['the wrong method', 'clock', { method: 'POST' }, 405, undefined],
  ])('refuses %s with a problem document', async (_, file, init, status, pointer) => {
    const reply = await control(file, init);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    const problem = (await reply.json()) as { detail: string; errors?: { pointer: string }[] };
    expect(problem).toMatchObject({ status, detail: expect.any(String) });
    expect(problem.errors?.[0]?.pointer).toBe(pointer);
  });
});
