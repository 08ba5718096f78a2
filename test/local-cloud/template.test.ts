import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTemplate } from '../../infra/local/template.ts';
import { accountId, aFunction, region, type TinyStack, writeAssembly } from './tiny-cloud.ts';

/** A placeholder of Fn::Sub. */
const sub = (name: string): string => `\${${name}}`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function read(stacks: Record<string, TinyStack>, physical?: Record<string, string>) {
  const folder = writeAssembly(stacks, { Handler: 'export const handler = () => {};' });
  folders.push(folder);
  return {
    folder,
    ...readTemplate(folder, { region, accountId, endpointUrl: 'http://127.0.0.1:4000', physical }),
  };
}

/** Evaluates expressions as the environment of a function. */
function evaluate(
  variables: Record<string, unknown>,
  resources: TinyStack['Resources'] = {},
  rest: Partial<TinyStack> = {},
) {
  const { byLogicalId } = read({
    Main: {
      ...rest,
      Resources: { ...resources, ...aFunction('Handler', { Environment: { Variables: variables } }) },
    },
  });
  return (byLogicalId('Handler')!.properties.Environment as { Variables: unknown }).Variables;
}

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } };
const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: { TableName: 'crm', KeySchema: [], AttributeDefinitions: [] },
};

describe('the template', () => {
  it('answers Ref and GetAtt in one space of names and ARNs', () => {
    const at = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
    const resources = {
      Work: queue,
      Table: table,
      Unnamed: { Type: 'AWS::SQS::Queue' },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'events' } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' }, State: 'ENABLED' } },
      Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'crm-local' } },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
      People: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    };
    const answers = evaluate(
      {
        queueUrl: { Ref: 'Work' },
        queueArn: at('Work', 'Arn'),
        queueName: at('Unnamed', 'QueueName'),
        table: { Ref: 'Table' },
        stream: at('Table', 'StreamArn'),
        bus: { Ref: 'Bus' },
        rule: at('Rule', 'Arn'),
        group: at('Group', 'Arn'),
        secret: { Ref: 'Secret' },
        bucket: at('Bucket', 'Arn'),
        role: at('Role', 'Arn'),
        provider: at('People', 'ProviderURL'),
      },
      resources,
    );
    expect(answers).toEqual({
      queueUrl: `http://127.0.0.1:4000/${accountId}/work`,
      queueArn: `arn:aws:sqs:${region}:${accountId}:work`,
      queueName: 'Main-Unnamed',
      table: 'crm',
      stream: expect.stringMatching(`^arn:aws:dynamodb:${region}:${accountId}:table/crm/stream/`),
      bus: 'events',
      rule: `arn:aws:events:${region}:${accountId}:rule/events/Main-Rule`,
      group: `arn:aws:scheduler:${region}:${accountId}:schedule-group/crm-local`,
      secret: `arn:aws:secretsmanager:${region}:${accountId}:secret:Main-Secret-000000`,
      bucket: 'arn:aws:s3:::main-bucket',
      role: `arn:aws:iam::${accountId}:role/Main-Role`,
      provider: `https://cognito-idp.${region}.amazonaws.com/${region}_People`,
    });
  });

  it('evaluates functions, pseudo parameters and conditions, and leaves out what has no value', () => {
    const answers = evaluate(
      {
        join: { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, { Ref: 'AWS::AccountId' }]] },
        sub: {
          'Fn::Sub': [
            ['!literal', 'AWS::Region', 'Work.Arn', 'own'].map(sub).join(' '),
            { own: { Ref: 'AWS::URLSuffix' } },
          ],
        },
        select: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] },
        whenTrue: { 'Fn::If': ['InEurope', 'yes', 'no'] },
        nothing: { 'Fn::If': ['Elsewhere', 'yes', { Ref: 'AWS::NoValue' }] },
        parameter: { Ref: 'Stage' },
      },
      { Work: queue },
      {
        Conditions: {
          InEurope: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] },
          Elsewhere: { 'Fn::Not': [{ Condition: 'InEurope' }] },
        },
        Parameters: { Stage: { Type: 'String', Default: 'local' } },
      },
    );
    expect(answers).toEqual({
      join: `arn:aws:${accountId}`,
      sub: `\${literal} ${region} arn:aws:sqs:${region}:${accountId}:work amazonaws.com`,
      select: 'b',
      whenTrue: 'yes',
      parameter: 'local',
    });
  });

  it('follows references between stacks, whichever way they are written', () => {
    const imports = {
      imported: { 'Fn::ImportValue': 'Data:WorkArn' },
      output: { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Url' } },
    };
    const { byLogicalId } = read({
      Main: { Resources: aFunction('Handler', { Environment: { Variables: imports } }) },
      Data: {
        Resources: { Work: queue },
        Outputs: {
          Arn: {
            Value: { 'Fn::GetAtt': ['Work', 'Arn'] },
            Export: { Name: { 'Fn::Sub': `${sub('AWS::StackName')}:WorkArn` } },
          },
          Url: { Value: { Ref: 'Work' } },
        },
      },
    });
    expect(byLogicalId('Handler')?.properties.Environment).toEqual({
      Variables: {
        imported: `arn:aws:sqs:${region}:${accountId}:work`,
        output: `http://127.0.0.1:4000/${accountId}/work`,
      },
    });
  });

  it('finds resources by type, logical id and ARN, leaves out those whose condition is false, and finds assets', () => {
    const template = read({
      Main: {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { Work: queue, Other: { ...queue, Condition: 'Never' }, ...aFunction('Handler') },
      },
    });
    expect(template.ofType('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['Work']);
    expect(template.byArn(`arn:aws:lambda:${region}:${accountId}:function:Main-Handler`)?.logicalId).toBe(
      'Handler',
    );
    expect(template.byLogicalId('Work')).toMatchObject({
      stack: 'Main',
      ref: `http://127.0.0.1:4000/${accountId}/work`,
    });
    expect(template.asset('Handler')).toBe(join(template.folder, 'asset.Handler'));
    expect(() => template.asset('gone')).toThrow(/no asset gone: synthesize it again/);
  });

  it('takes names that only the local cloud knows from outside', () => {
    const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } };
    const variables = {
      endpoint: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] },
      work: { 'Fn::GetAtt': ['Work', 'Arn'] },
    };
    const { byLogicalId } = read(
      {
        Main: {
          Resources: {
            Api: api,
            Work: queue,
            ...aFunction('Handler', { Environment: { Variables: variables } }),
          },
        },
      },
      { 'Api.ApiEndpoint': 'http://127.0.0.1:3000', Work: 'renamed' },
    );
    expect(byLogicalId('Handler')?.properties.Environment).toEqual({
      Variables: { endpoint: 'http://127.0.0.1:3000', work: `arn:aws:sqs:${region}:${accountId}:renamed` },
    });
  });

  it('refuses a type, a property, an attribute, a function or a reference that it does not know', () => {
    const of = (resource: TinyStack['Resources'][string]) => () =>
      read({ Main: { Resources: { It: resource } } });
    expect(of({ Type: 'AWS::EC2::Instance' })).toThrow(
      'The local cloud does not know the type AWS::EC2::Instance; teach infra/local/resource-types.ts.',
    );
    expect(of({ Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } })).toThrow(
      'The local cloud does not know the property FifoQueue of AWS::SQS::Queue; teach infra/local/resource-types.ts.',
    );
    const named = (QueueName: unknown) => of({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
    expect(named({ 'Fn::GetAtt': ['It', 'Colour'] })).toThrow();
    expect(named({ 'Fn::Cidr': ['10.0.0.0/8', 1, 1] })).toThrow(/intrinsic function Fn::Cidr; teach/);
    expect(named({ Ref: 'Missing' })).toThrow(/Stack Main refers to Missing/);
    expect(named({ 'Fn::ImportValue': 'Missing' })).toThrow(/no stack exports Missing/);
    expect(() => evaluate({ colour: { 'Fn::GetAtt': ['Work', 'Colour'] } }, { Work: queue })).toThrow(
      /attribute Colour of AWS::SQS::Queue \(Work\)/,
    );
  });
});
