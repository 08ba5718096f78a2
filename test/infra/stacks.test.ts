import { describe, expect, it } from 'vitest';
import { type Synthesis, synthesize, target } from './synthesis.ts';

const everything = await synthesize();
const { stacks, inStack, ofType, resources } = everything;

const areas = ['people', 'customers', 'contact', 'commerce', 'surveys', 'callbacks', 'desk', 'platform'];

/** Whose exports a stack may import: nothing ever points back, and no area to another one. */
const mayImportFrom: Record<string, readonly string[]> = {
  data: [],
  identity: ['data'],
  gateway: ['data', 'identity'],
  ...Object.fromEntries(areas.map((area) => [area, ['data', 'gateway']])),
  edge: ['gateway'],
  operations: ['data', 'gateway'],
};

describe('stacks', () => {
  it('go up in one order', () => {
    const order = stacks.map((each) => each.name);
    expect(order.slice(0, 3)).toEqual(['data', 'identity', 'gateway']);
    expect(order.slice(3, -2).sort()).toEqual(areas.toSorted());
    expect(order.slice(-2)).toEqual(['edge', 'operations']);
    for (const { name, dependencies } of stacks) {
      const later = dependencies.filter((each) => order.indexOf(each) >= order.indexOf(name));
      expect(later, name).toEqual([]);
    }
  });

  it('wait for what they name without importing it', () => {
    const dependenciesOf = (name: string) => stacks.find((each) => each.name === name)!.dependencies;
    expect(dependenciesOf('edge')).toEqual(expect.arrayContaining(areas));
    expect(dependenciesOf('operations')).toContain('edge');
    expect(dependenciesOf('identity')).toContain('data');
  });

  it('of an area refer to the table and to the gateway, and to no other area', () => {
    for (const { name, text, imports, dependencies } of stacks) {
      const from = new Set(imports.map((each) => /^rapport-dev-([a-z]+):/.exec(each)?.[1]));
      expect(mayImportFrom[name], name).toEqual(expect.arrayContaining([...from]));
      if (!areas.includes(name)) continue;
      expect(dependencies.filter((each) => areas.includes(each))).toEqual([]);
      // Names of functions, queues and topics of others would be references, too.
      const others = areas.filter((area) => area !== name).map((area) => `rapport-dev-${area}`);
      expect(
        others.filter((each) => text.includes(each)),
        name,
      ).toEqual([]);
    }
  });

  it.each(stacks.map(({ name }) => [name]))('%s stays far from the limit of 500 resources', (name) => {
    expect(inStack(name).length).toBeGreaterThan(0);
    expect(inStack(name).length).toBeLessThan(300);
  });

  it('share no logical id: the local cloud knows resources by theirs', () => {
    const ids = resources.map(({ logicalId }) => logicalId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
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
        "data PersonalFiles",
        "data MailIdentity4EC7C521",
        "identity People",
      ]
    `);
  });

  it('outlives its stack', () => {
    for (const each of ['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool'].flatMap(ofType)) {
      expect([each.DeletionPolicy, each.UpdateReplacePolicy], each.logicalId).toEqual(['Retain', 'Retain']);
    }
  });

  it('outlives its stack, but not a failed first deployment: nothing is left in the way of the next', () => {
    const named = [
      'AWS::KMS::Key',
      'AWS::SecretsManager::Secret',
      'AWS::S3::Bucket',
      'AWS::Scheduler::ScheduleGroup',
      'AWS::SES::EmailIdentity',
    ];
    const kept = named.flatMap(ofType);
    // Of buckets there are two.
    expect(kept).toHaveLength(named.length + 1);
    for (const each of kept) {
      const policies = [each.DeletionPolicy, each.UpdateReplacePolicy];
      expect(policies, each.logicalId).toEqual(['RetainExceptOnCreate', 'Retain']);
    }
  });

  it('may be used by functions only through DynamoDB, without a grant of their own', () => {
    const [key] = ofType('AWS::KMS::Key');
    const [administration, use, ...others] = key!.Properties.KeyPolicy.Statement;
    expect(others).toEqual([]);
    expect(JSON.stringify(administration.Principal)).toContain(':root');
    expect(use.Condition.StringEquals['kms:CallerAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(JSON.stringify(use.Condition.StringEquals['kms:ViaService'])).toMatch(
      /"dynamodb\..+amazonaws\.com"/,
    );
    expect(JSON.stringify(ofType('AWS::IAM::Policy'))).not.toContain('kms:');
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

describe('the domain that mail is sent from', () => {
  it('is left alone where the account has it already', async () => {
    const existing = await synthesize({ mailIdentity: 'existing' });
    expect(existing.ofType('AWS::SES::EmailIdentity')).toEqual([]);
    expect(existing.ofType('AWS::SES::ConfigurationSet')).toHaveLength(1);
  });

  it('has no metrics of its own for its reputation: the alarms read those of the account', async () => {
    const [set] = (await synthesize()).ofType('AWS::SES::ConfigurationSet');
    expect(set!.Properties.ReputationOptions?.ReputationMetricsEnabled ?? false).toBe(false);
  });

  it.each([
    ['require', 'REQUIRE'],
    ['optional', 'OPTIONAL'],
  ])('has the encryption of the setting mailTls: %s', async (mailTls, TlsPolicy) => {
    const [set] = (await synthesize({ mailTls })).ofType('AWS::SES::ConfigurationSet');
    expect(set!.Properties.DeliveryOptions).toEqual({ TlsPolicy });
  });
});

describe('an address of its own', () => {
  it('leads to the stage', async () => {
    const own = await synthesize({
      publicUrl: 'https://crm.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d',
    });
    const [name] = own.ofType('AWS::ApiGatewayV2::DomainName');
    const [mapping] = own.ofType('AWS::ApiGatewayV2::ApiMapping');
    expect(name!.Properties.DomainName).toBe('crm.example.com');
    expect(target(mapping!.Properties.Stage)).toBe('Stage');
    const sending = own
      .ofType('AWS::Lambda::Function')
      .find(({ logicalId }) => logicalId === 'MessagingSending');
    expect(sending!.Properties.Environment.Variables.PUBLIC_URL).toBe('https://crm.example.com');
  });
});

describe('people from another OpenID Connect provider', async () => {
  const other = await synthesize({
    issuer: 'https://login.example.com/realm',
    audience: 'rapport-web,rapport-erp',
    deskClientId: 'desk',
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

  it('sign in at the desk as the client that the provider has for it', () => {
    const fn = other.ofType('AWS::Lambda::Function').find(({ logicalId }) => logicalId === 'DeskHttp');
    expect(fn!.Properties.Environment.Variables).toMatchObject({
      ISSUER_URL: 'https://login.example.com/realm',
      DESK_CLIENT_ID: 'desk',
    });
  });
});

describe('the desk', () => {
  const clientOf = (from: ReturnType<typeof ofType>) =>
    from.find(({ Properties }) => JSON.stringify(Properties.CallbackURLs ?? '').includes('/desk/signed-in'))!;

  it('has a client of its own, without a secret, that returns to the desk alone', async () => {
    const own = await synthesize({ publicUrl: 'https://crm.example.com' });
    const { Properties } = clientOf(own.ofType('AWS::Cognito::UserPoolClient'));
    expect(Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'rapport/person'],
      CallbackURLs: ['https://crm.example.com/desk/signed-in'],
      LogoutURLs: ['https://crm.example.com/desk/signed-out'],
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      ...{ AccessTokenValidity: 15, RefreshTokenValidity: 12 * 60 },
    });
  });

  it('returns to the address that AWS gives the API where no other is set, in one deployment', () => {
    const client = clientOf(ofType('AWS::Cognito::UserPoolClient'));
    const [api] = ofType('AWS::ApiGatewayV2::Api');
    expect(client.stack).toBe(api!.stack);
    expect(target(client.Properties.CallbackURLs[0]['Fn::Join'][1][0])).toBe(api!.logicalId);
    const [authorizer] = ofType('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer!.Properties.JwtConfiguration.Audience).toContainEqual({ Ref: client.logicalId });
  });

  it('may keep sessions in the table and nothing else', () => {
    const policy = ofType('AWS::IAM::Policy').find(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('deskhttp'),
    );
    const actions = policy!.Properties.PolicyDocument.Statement.flatMap(
      ({ Action }: { Action: string }) => Action,
    );
    expect(
      actions.filter((action: string) => /^(dynamodb|s3|sqs|ses|events|cognito)/.test(action)).sort(),
    ).toEqual(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem']);
  });
});

describe('people in our user pool', () => {
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html: left out,
  // the flows are ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_SRP_AUTH and ALLOW_CUSTOM_AUTH.
  it('sign in by the pages of the pool and in no other way', () => {
    const clients = ofType('AWS::Cognito::UserPoolClient');
    expect(clients).toHaveLength(3);
    for (const { Properties } of clients)
      expect(Properties).toMatchObject({
        ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        EnableTokenRevocation: true,
        PreventUserExistenceErrors: 'ENABLED',
      });
  });

  it('sign in on pages that heed prompt=login and speak their language, which need a style for each client', () => {
    const [domain] = ofType('AWS::Cognito::UserPoolDomain');
    expect(domain!.Properties.ManagedLoginVersion).toBe(2);
    const [pool] = ofType('AWS::Cognito::UserPool');
    expect(pool!.Properties.UserPoolTier).toBe('ESSENTIALS');
    const people = ofType('AWS::Cognito::UserPoolClient').filter((each) =>
      each.Properties.AllowedOAuthFlows?.includes('code'),
    );
    const styles = ofType('AWS::Cognito::ManagedLoginBranding');
    expect(styles.map(({ stack, Properties }) => [stack, Properties.ClientId.Ref]).sort()).toEqual(
      people.map(({ stack, logicalId }) => [stack, logicalId]).sort(),
    );
    for (const { Properties } of styles) expect(Properties.UseCognitoProvidedValues).toBe(true);
  });

  it('return to the desk alone, unless a setting names a program of ours', async () => {
    const returning = ({ ofType }: Synthesis) =>
      ofType('AWS::Cognito::UserPoolClient')
        .filter(({ Properties }) => Properties.CallbackURLs !== undefined)
        .map(({ stack, Properties }) => [stack, Properties.AllowedOAuthFlowsUserPoolClient]);
    expect(returning(everything)).toEqual([['gateway', true]]);
    expect(JSON.stringify(ofType('AWS::Cognito::UserPoolClient'))).not.toContain('localhost');
    const program = await synthesize({ signInUrls: 'https://crm.example.com' });
    expect(returning(program)).toEqual([
      ['identity', true],
      ['gateway', true],
    ]);
    expect(program.ofType('AWS::Cognito::ManagedLoginBranding').map(({ stack }) => stack)).toEqual([
      'identity',
      'gateway',
    ]);
  });

  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailConfigurationType.html
  it('have their invitations and codes from our address, once a setting says that it is verified', async () => {
    const mailerOf = ({ ofType }: Synthesis) =>
      ofType('AWS::Cognito::UserPool')[0]!.Properties.EmailConfiguration;
    expect(mailerOf(everything)).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });
    const settings = { signInMail: 'ses', mailFrom: 'care@example.com', organisation: '关怀' };
    const { SourceArn, ...rest } = mailerOf(await synthesize(settings));
    expect(rest).toEqual({
      EmailSendingAccount: 'DEVELOPER',
      ConfigurationSet: 'rapport-dev-mail',
      From: '=?UTF-8?B?5YWz5oCA?= <care@example.com>',
    });
    expect(JSON.stringify(SourceArn)).toContain(':identity/example.com"');
  });

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
        each.Properties.AllowedOAuthFlows?.includes(flow),
      );
      return JSON.stringify(client!.Properties.AllowedOAuthScopes);
    };
    expect(scopesOf('code')).toContain('/person');
    expect(scopesOf('code')).not.toContain('customers.');
    expect(scopesOf('client_credentials')).toContain('/customers.read');
    expect(scopesOf('client_credentials')).not.toContain('/person');
  });

  it('sign in again sooner than machines, whose every request for a token is paid', () => {
    const validityOf = (flow: string) =>
      ofType('AWS::Cognito::UserPoolClient').find((each) =>
        each.Properties.AllowedOAuthFlows?.includes(flow),
      )!.Properties.AccessTokenValidity;
    expect([validityOf('code'), validityOf('client_credentials')]).toEqual([15, 60]);
  });
});
