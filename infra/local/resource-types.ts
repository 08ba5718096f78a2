/**
 * What the local cloud knows of each CloudFormation type: how a resource is named, what `Ref` and `Fn::GetAtt`
 * answer, which properties a part of the local cloud reads, and which change nothing on one machine.
 * Anything else is refused, so that no template quietly behaves otherwise here than on AWS.
 */

/** What names and attributes are made of. */
export interface Naming {
  readonly region: string;
  readonly accountId: string;
  readonly endpointUrl: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly name: string;
  property(name: string): unknown;
}

type Answer = (naming: Naming) => string;

export interface ResourceType {
  /** The property with the physical name; when it is absent the name is `<stack>-<logicalId>`. */
  readonly name?: string | undefined;
  readonly ref: Answer;
  readonly arn: Answer;
  readonly attributes: Readonly<Record<string, Answer>>;
  /** Names of the known properties, or `everything` where the type itself changes nothing locally. */
  readonly properties: ReadonlySet<string> | 'everything';
}

/** Throws when the type, or one of the properties it is used with, is unknown. */
export function resourceType(type: string, properties: readonly string[]): ResourceType {
  const known = types[type];
  if (!known) {
    throw new Error(`The local cloud does not know the type ${type}; teach infra/local/resource-types.ts.`);
  }
  for (const property of properties) {
    if (known.properties !== 'everything' && !known.properties.has(property)) {
      throw new Error(
        `The local cloud does not know the property ${property} of ${type}; teach infra/local/resource-types.ts.`,
      );
    }
  }
  return known;
}

const arn =
  (service: string, path: (naming: Naming) => string): Answer =>
  (naming) =>
    `arn:aws:${service}:${naming.region}:${naming.accountId}:${path(naming)}`;

const byName: Answer = ({ name }) => name;

interface Declaration {
  readonly name?: string;
  /** Default: the name. */
  readonly ref?: Answer;
  readonly arn?: Answer;
  readonly attributes?: Record<string, Answer>;
  /** Properties that some part of the local cloud reads. */
  readonly used?: string;
  /** Properties that change nothing on one machine. */
  readonly ignored?: string;
}

function declare({
  name,
  ref = byName,
  attributes = {},
  used = '',
  ignored = '',
  ...rest
}: Declaration): ResourceType {
  const arnOf = rest.arn ?? (({ stack, logicalId }) => `arn:local:${stack}:${logicalId}`);
  const names = `${used} ${ignored}`.split(' ').filter(Boolean);
  return {
    name,
    ref,
    arn: arnOf,
    attributes: { Arn: arnOf, ...attributes },
    properties: ignored === 'everything' ? 'everything' : new Set(names),
  };
}

const withoutEffect = (declaration: Declaration = {}): ResourceType =>
  declare({ ...declaration, ignored: 'everything' });

const tableArn = arn('dynamodb', ({ name }) => `table/${name}`);

const queueUrl: Answer = ({ endpointUrl, accountId, name }) => `${endpointUrl}/${accountId}/${name}`;
const secretArn = arn('secretsmanager', ({ name }) => `secret:${name}-000000`);
const topicArn = arn('sns', byName);

/** A bus is named by its name or by its ARN. */
const busPath = (bus: unknown): string => {
  const name = typeof bus === 'string' ? bus.replace(/^.*\//, '') : 'default';
  return name === 'default' ? '' : `${name}/`;
};

const userPoolId: Answer = ({ region, logicalId }) => `${region}_${logicalId.replaceAll(/\W|_/g, '')}`;
const userPoolProvider: Answer = (naming) =>
  `cognito-idp.${naming.region}.amazonaws.com/${userPoolId(naming)}`;
const bucketName: Answer = ({ name }) => name.toLowerCase();
const bucketDomain: Answer = (naming) => `${bucketName(naming)}.s3.${naming.region}.amazonaws.com`;
const byLogicalId: Answer = ({ logicalId }) => logicalId;

const types: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': declare({
    name: 'TableName',
    arn: tableArn,
    attributes: {
      TableId: byName,
      StreamArn: (naming: Naming) => `${tableArn(naming)}/stream/2020-01-01T00:00:00.000`,
    },
    used: 'TableName KeySchema AttributeDefinitions GlobalSecondaryIndexes LocalSecondaryIndexes StreamSpecification TimeToLiveSpecification',
    ignored:
      'BillingMode SSESpecification Tags OnDemandThroughput TableClass WarmThroughput PointInTimeRecoverySpecification ContributorInsightsSpecification DeletionProtectionEnabled',
  }),
  'AWS::Lambda::Function': declare({
    name: 'FunctionName',
    arn: arn('lambda', ({ name }) => `function:${name}`),
    used: 'FunctionName Description Code Handler Runtime Environment MemorySize Timeout ReservedConcurrentExecutions RecursiveLoop LoggingConfig DeadLetterConfig Role TracingConfig',
    ignored: 'Architectures Tags EphemeralStorage KmsKeyArn PackageType RuntimeManagementConfig',
  }),
  'AWS::Lambda::EventSourceMapping': declare({
    arn: arn('lambda', ({ logicalId }) => `event-source-mapping:${logicalId}`),
    ref: byLogicalId,
    used: 'EventSourceArn FunctionName Enabled BatchSize MaximumBatchingWindowInSeconds FilterCriteria FunctionResponseTypes BisectBatchOnFunctionError DestinationConfig MaximumRecordAgeInSeconds MaximumRetryAttempts ParallelizationFactor StartingPosition ScalingConfig',
    ignored: 'Tags MetricsConfig',
  }),
  // Who may call whom: iam/ reads roles and policies as a whole.
  'AWS::Lambda::Permission': withoutEffect(),
  'AWS::IAM::Role': withoutEffect({
    name: 'RoleName',
    arn: ({ accountId, name }) => `arn:aws:iam::${accountId}:role/${name}`,
    attributes: { RoleId: byName },
  }),
  'AWS::IAM::Policy': withoutEffect(),
  'AWS::Logs::LogGroup': withoutEffect({
    name: 'LogGroupName',
    arn: arn('logs', ({ name }) => `log-group:${name}:*`),
  }),
  'AWS::SQS::Queue': declare({
    name: 'QueueName',
    arn: arn('sqs', byName),
    ref: queueUrl,
    attributes: { QueueName: byName, QueueUrl: queueUrl },
    used: 'QueueName VisibilityTimeout DelaySeconds MessageRetentionPeriod MaximumMessageSize ReceiveMessageWaitTimeSeconds RedrivePolicy',
    ignored: 'RedriveAllowPolicy SqsManagedSseEnabled KmsMasterKeyId KmsDataKeyReusePeriodSeconds Tags',
  }),
  'AWS::SQS::QueuePolicy': withoutEffect(),
  'AWS::Events::EventBus': declare({
    name: 'Name',
    arn: arn('events', ({ name }) => `event-bus/${name}`),
    attributes: { Name: byName },
    used: 'Name',
    ignored: 'Description Tags KmsKeyIdentifier Policy LogConfig DeadLetterConfig',
  }),
  'AWS::Events::Rule': declare({
    name: 'Name',
    arn: arn('events', ({ name, property }) => `rule/${busPath(property('EventBusName'))}${name}`),
    used: 'Name EventBusName EventPattern ScheduleExpression State Targets',
    ignored: 'Description RoleArn Tags',
  }),
  'AWS::Scheduler::Schedule': declare({
    name: 'Name',
    arn: arn('scheduler', ({ name, property }) => `schedule/${property('GroupName') ?? 'default'}/${name}`),
    used: 'Name GroupName ScheduleExpression ScheduleExpressionTimezone StartDate EndDate State Target FlexibleTimeWindow',
    ignored: 'Description KmsKeyArn',
  }),
  'AWS::Scheduler::ScheduleGroup': declare({
    name: 'Name',
    arn: arn('scheduler', ({ name }) => `schedule-group/${name}`),
    used: 'Name',
    ignored: 'Tags',
  }),
  'AWS::S3::Bucket': declare({
    name: 'BucketName',
    ref: bucketName,
    arn: (naming) => `arn:aws:s3:::${bucketName(naming)}`,
    attributes: { DomainName: bucketDomain, RegionalDomainName: bucketDomain },
    used: 'BucketName NotificationConfiguration CorsConfiguration',
    ignored:
      'AccessControl BucketEncryption LifecycleConfiguration LoggingConfiguration OwnershipControls PublicAccessBlockConfiguration VersioningConfiguration ObjectLockEnabled ObjectLockConfiguration IntelligentTieringConfigurations Tags',
  }),
  'AWS::S3::BucketPolicy': withoutEffect(),
  'AWS::SecretsManager::Secret': declare({
    name: 'Name',
    ref: secretArn,
    arn: secretArn,
    attributes: { Id: secretArn },
    used: 'Name GenerateSecretString SecretString',
    ignored: 'Description KmsKeyId Tags ReplicaRegions Type',
  }),
  'AWS::SES::EmailIdentity': declare({
    name: 'EmailIdentity',
    arn: arn('ses', ({ name }) => `identity/${name}`),
    used: 'EmailIdentity',
    ignored:
      'ConfigurationSetAttributes DkimAttributes DkimSigningAttributes FeedbackAttributes MailFromAttributes Tags',
  }),
  'AWS::SES::ConfigurationSet': declare({
    name: 'Name',
    arn: arn('ses', ({ name }) => `configuration-set/${name}`),
    used: 'Name SuppressionOptions SendingOptions',
    ignored: 'DeliveryOptions ReputationOptions TrackingOptions VdmOptions ArchivingOptions Tags',
  }),
  'AWS::SES::ConfigurationSetEventDestination': declare({
    ref: byLogicalId,
    attributes: { Id: byLogicalId },
    used: 'ConfigurationSetName EventDestination',
  }),
  'AWS::SMSVOICE::ConfigurationSet': declare({
    name: 'ConfigurationSetName',
    arn: arn('sms-voice', ({ name }) => `configuration-set/${name}`),
    used: 'ConfigurationSetName EventDestinations',
    ignored: 'DefaultSenderId MessageFeedbackEnabled ProtectConfigurationId Tags',
  }),
  // Alarms call nobody on one machine, so neither do their topics.
  'AWS::SNS::Topic': withoutEffect({
    name: 'TopicName',
    ref: topicArn,
    arn: topicArn,
    attributes: { TopicArn: topicArn, TopicName: byName },
  }),
  'AWS::SNS::TopicPolicy': withoutEffect(),
  'AWS::SNS::Subscription': withoutEffect(),
  'AWS::Cognito::UserPool': withoutEffect({
    ref: userPoolId,
    arn: arn('cognito-idp', (naming) => `userpool/${userPoolId(naming)}`),
    attributes: {
      UserPoolId: userPoolId,
      ProviderName: userPoolProvider,
      ProviderURL: (naming) => `https://${userPoolProvider(naming)}`,
    },
  }),
  'AWS::Cognito::UserPoolClient': withoutEffect({
    ref: byLogicalId,
    attributes: { ClientId: byLogicalId, ClientSecret: byLogicalId, Name: byName },
  }),
  'AWS::Cognito::UserPoolGroup': withoutEffect({ name: 'GroupName' }),
  'AWS::Cognito::UserPoolResourceServer': withoutEffect({ name: 'Identifier' }),
  'AWS::Cognito::UserPoolDomain': withoutEffect({ name: 'Domain' }),
  'AWS::Cognito::ManagedLoginBranding': withoutEffect(),
  'AWS::ApiGatewayV2::Api': declare({
    ref: byLogicalId,
    arn: ({ region, logicalId }) => `arn:aws:apigateway:${region}::/apis/${logicalId}`,
    attributes: {
      ApiId: byLogicalId,
      ApiEndpoint: ({ region, logicalId }) => `https://${logicalId}.execute-api.${region}.amazonaws.com`,
    },
    used: 'Name ProtocolType CorsConfiguration',
    ignored: 'Description DisableExecuteApiEndpoint Tags IpAddressType',
  }),
  'AWS::ApiGatewayV2::Route': declare({
    ref: byLogicalId,
    used: 'ApiId RouteKey Target AuthorizationType AuthorizerId AuthorizationScopes',
    ignored: 'OperationName',
  }),
  'AWS::ApiGatewayV2::Integration': declare({
    ref: byLogicalId,
    used: 'ApiId IntegrationType IntegrationUri PayloadFormatVersion TimeoutInMillis',
    ignored: 'Description IntegrationMethod ConnectionType',
  }),
  'AWS::ApiGatewayV2::Stage': declare({
    name: 'StageName',
    used: 'ApiId StageName AutoDeploy',
    ignored: 'AccessLogSettings DefaultRouteSettings RouteSettings Description Tags',
  }),
  'AWS::ApiGatewayV2::Authorizer': declare({
    ref: byLogicalId,
    attributes: { AuthorizerId: byLogicalId },
    used: 'ApiId AuthorizerType IdentitySource JwtConfiguration',
    ignored: 'Name',
  }),
  'AWS::ApiGatewayV2::DomainName': withoutEffect({
    name: 'DomainName',
    attributes: { RegionalDomainName: byName },
  }),
  'AWS::ApiGatewayV2::ApiMapping': withoutEffect(),
  'AWS::CloudWatch::Alarm': withoutEffect({
    name: 'AlarmName',
    arn: arn('cloudwatch', ({ name }) => `alarm:${name}`),
  }),
  'AWS::CloudWatch::Dashboard': withoutEffect({ name: 'DashboardName' }),
  'AWS::KMS::Key': withoutEffect({
    ref: byLogicalId,
    arn: arn('kms', ({ logicalId }) => `key/${logicalId}`),
    attributes: { KeyId: byLogicalId },
  }),
};
