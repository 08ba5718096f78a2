import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesis.ts';

const { stacks, inStack, ofType, resources } = await synthesize();

/** Whose exports a stack may import: nothing ever points back. */
const mayDependOn: Record<string, readonly string[]> = {
  data: [],
  identity: ['data'],
  api: ['data', 'identity'],
  processing: ['data', 'identity', 'api'],
  operations: ['data', 'identity', 'api', 'processing'],
};

describe('stacks', () => {
  it('stand in one order', () => {
    expect(stacks.map((each) => each.name)).toEqual(Object.keys(mayDependOn));
    for (const { name, dependencies } of stacks) {
      expect(mayDependOn[name], name).toEqual(expect.arrayContaining([...dependencies]));
    }
  });

  it('import only from stacks before them', () => {
    for (const { name, text } of stacks) {
      const imports = [...text.matchAll(/"Fn::ImportValue":\s*"rapport-dev-([a-z]+):/g)].map(
        ([, from]) => from,
      );
      expect(mayDependOn[name], name).toEqual(expect.arrayContaining([...new Set(imports)]));
    }
  });

  it('export nothing of a single function or queue, so that each can be removed again', () => {
    for (const name of ['api', 'processing', 'operations']) {
      const { Outputs = {} } = JSON.parse(stacks.find((each) => each.name === name)!.text);
      const exported = Object.keys(Outputs).filter((output) => output.startsWith('ExportsOutput'));
      expect(
        exported.filter((output) => !/Api/.test(output)),
        name,
      ).toEqual([]);
    }
  });

  it.each(stacks.map(({ name }) => [name]))('%s stays far from the limit of 500 resources', (name) => {
    expect(inStack(name).length).toBeGreaterThan(0);
    expect(inStack(name).length).toBeLessThan(400);
  });

  it.each([
    ['AWS::SQS::Queue', 'QueueName'],
    ['AWS::Lambda::Function', 'FunctionName'],
  ])('name every %s uniquely', (type, property) => {
    const names = ofType(type).map(({ Properties }) => Properties[property]);
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what must never be replaced', () => {
  /** A changed line here means that data is left behind in a resource that nobody uses any more. */
  it('keeps its logical ids', () => {
    const stateful = [
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::Events::EventBus',
      'AWS::Scheduler::ScheduleGroup',
      'AWS::S3::Bucket',
      'AWS::SecretsManager::Secret',
      'AWS::SES::EmailIdentity',
      'AWS::Cognito::UserPool',
    ];
    const ids = resources
      .filter((each) => stateful.includes(each.Type))
      .map((each) => `${each.stack} ${each.logicalId}`);
    expect(ids).toMatchInlineSnapshot(`
      [
        "data SingleTableKey27AD37BB",
        "data Table",
        "data BusEA82B648",
        "data Schedules",
        "data LinkSecret6774D112",
        "data ParkedRecords",
        "data MailIdentity4EC7C521",
        "identity People",
      ]
    `);
  });

  it('outlives its stack', () => {
    const kept = [
      'AWS::DynamoDB::Table',
      'AWS::Cognito::UserPool',
      'AWS::SecretsManager::Secret',
      'AWS::S3::Bucket',
    ];
    for (const each of kept.flatMap(ofType)) {
      expect([each.DeletionPolicy, each.UpdateReplacePolicy], each.logicalId).toEqual(['Retain', 'Retain']);
    }
  });

  it('holds the table as every stack relies on it', () => {
    const [table] = ofType('AWS::DynamoDB::Table');
    expect(table!.Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      DeletionProtectionEnabled: true,
      OnDemandThroughput: { MaxReadRequestUnits: 12_000, MaxWriteRequestUnits: 4_000 },
    });
    expect(table!.Properties.GlobalSecondaryIndexes).toEqual(
      ['gsi1', 'gsi2', 'gsi3'].map((name) =>
        expect.objectContaining({
          IndexName: name,
          KeySchema: [
            { AttributeName: `${name}pk`, KeyType: 'HASH' },
            { AttributeName: `${name}sk`, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['summary', 'type', 'v'] },
        }),
      ),
    );
  });
});

describe('people from another OpenID Connect provider', async () => {
  const other = await synthesize({
    issuer: 'https://login.example.com/realm',
    audience: 'rapport-web,rapport-erp',
  });

  it('need no user pool of ours', () => {
    expect(other.stacks.map((each) => each.name)).not.toContain('identity');
    expect(other.ofType('AWS::Cognito::UserPool')).toEqual([]);
  });

  it('are asked for tokens of that provider', () => {
    expect(other.ofType('AWS::ApiGatewayV2::Authorizer')[0]!.Properties.JwtConfiguration).toEqual({
      Issuer: 'https://login.example.com/realm',
      Audience: ['rapport-web', 'rapport-erp'],
    });
  });
});

describe('people in our user pool', () => {
  it('hold a scope for people, and machines one for each permission', async () => {
    const { permissions, roles } = await import('../../shared/identity/permissions.ts');
    const [server] = ofType('AWS::Cognito::UserPoolResourceServer');
    expect(server!.Properties.Identifier).toBe('rapport');
    const scopes = server!.Properties.Scopes.map((each: { ScopeName: string }) => each.ScopeName);
    expect(scopes.sort()).toEqual(['person', ...permissions].sort());
    expect(scopes.length).toBeLessThanOrEqual(100);
    const groups = ofType('AWS::Cognito::UserPoolGroup').map((each) => each.Properties.GroupName);
    expect(groups.sort()).toEqual([...roles].sort());
  });

  it('may never be given the scope of a machine, nor a machine that of people', () => {
    const scopesOf = (flow: string) => {
      const client = ofType('AWS::Cognito::UserPoolClient').find((each) =>
        each.Properties.AllowedOAuthFlows.includes(flow),
      );
      return JSON.stringify(client!.Properties.AllowedOAuthScopes);
    };
    expect(scopesOf('code')).toContain('/person');
    expect(scopesOf('code')).not.toContain('customers.');
    expect(scopesOf('client_credentials')).toContain('/customers.read');
    expect(scopesOf('client_credentials')).not.toContain('/person');
  });
});
