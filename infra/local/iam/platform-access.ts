/**
 * What Lambda and API Gateway do with the roles and policies of the templates before or around an invocation.
 * What AWS would refuse to deploy stops the start; what would only be missing, such as logs, is kept as denied.
 */
import type { Cloud, Resource } from '../cloud.ts';
import { isRecord, optionalText, record, text } from '../reading.ts';
import type { RoleAccess } from './access.ts';
import type { Permission } from './decision.ts';

/** To be called once, when the templates are read. */
export function checkPlatformAccess(cloud: Cloud, access: RoleAccess): void {
  for (const each of cloud.template.ofType('AWS::Lambda::Function')) checkFunction(cloud, access, each);
  for (const each of cloud.template.ofType('AWS::Lambda::EventSourceMapping'))
    checkMapping(cloud, access, each);
  for (const each of cloud.template.ofType('AWS::ApiGatewayV2::Route')) checkRoute(cloud, access, each);
}

/** Source: Lambda developer guide, "Defining Lambda function permissions with an execution role". */
function checkFunction(cloud: Cloud, access: RoleAccess, fn: Resource): void {
  const { logicalId, arn, ref, properties } = fn;
  const role = optionalText(properties.Role);
  if (role === undefined || !access.trusts(role, 'lambda.amazonaws.com', arn)) {
    throw new Error(`The role defined for the function ${logicalId} cannot be assumed by Lambda.`);
  }
  const group = optionalText(record(properties.LoggingConfig).LogGroup) ?? `/aws/lambda/${ref}`;
  const stream = `arn:aws:logs:${cloud.region}:${cloud.accountId}:log-group:${group}:log-stream:local`;
  const asked: Permission[] = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    action,
    resource: stream,
  }));
  if (record(properties.TracingConfig).Mode === 'Active') {
    for (const action of ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) {
      asked.push({ action, resource: '*' });
    }
  }
  for (const permission of asked) keep(cloud, () => access.authorize('lambda', logicalId, [permission]));
  const deadLetters = optionalText(record(properties.DeadLetterConfig).TargetArn);
  if (deadLetters !== undefined) demand(access, fn, destinationPermissions(deadLetters), fn);
}

/** Source: Lambda developer guide, the execution roles of the event sources. */
const pollerActions: Readonly<Record<string, readonly string[]>> = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  dynamodb: [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
};

function checkMapping(cloud: Cloud, access: RoleAccess, mapping: Resource): void {
  const { EventSourceArn, FunctionName, DestinationConfig } = mapping.properties;
  const source = text(EventSourceArn);
  const actions = pollerActions[source.split(':')[2] ?? ''] ?? [];
  const destination = optionalText(record(record(DestinationConfig).OnFailure).Destination);
  const asked = [
    ...actions.map((action) => ({ action, resource: source })),
    ...(destination === undefined ? [] : destinationPermissions(destination)),
  ];
  demand(access, functionNamed(cloud, FunctionName), asked, mapping);
}

/** Source: Lambda developer guide, "Retain discarded records": a bucket needs both, the key begins with `aws/lambda/`. */
function destinationPermissions(arn: string): readonly Permission[] {
  if (arn.includes(':sqs:')) return [{ action: 'sqs:SendMessage', resource: arn }];
  return [
    { action: 's3:ListBucket', resource: arn },
    { action: 's3:PutObject', resource: `${arn}/aws/lambda/record` },
  ];
}

/** AWS would deploy it and fail later. */
function keep(cloud: Cloud, ask: () => void): void {
  try {
    ask();
  } catch (error) {
    cloud.log(error instanceof Error ? error.message : String(error));
  }
}

function demand(access: RoleAccess, fn: Resource, permissions: readonly Permission[], by: Resource): void {
  try {
    access.authorize('lambda', fn.logicalId, permissions);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Lambda would refuse ${by.type} ${by.logicalId}: ${why}`);
  }
}

function functionNamed(cloud: Cloud, name: unknown): Resource {
  const found = cloud.template
    .ofType('AWS::Lambda::Function')
    .find(({ ref, arn }) => ref === name || arn === name);
  if (found) return found;
  throw new Error(`There is no function ${String(name)} in the templates.`);
}

/** Each route asks the policy of its function. Source: Lambda developer guide, "Permissions" of API Gateway. */
function checkRoute(cloud: Cloud, access: RoleAccess, route: Resource): void {
  const { ApiId, RouteKey, Target } = route.properties;
  const id = optionalText(Target)?.replace('integrations/', '');
  const integration = cloud.template
    .ofType('AWS::ApiGatewayV2::Integration')
    .find(({ ref, properties }) => ref === id && properties.ApiId === ApiId);
  const target = cloud.template
    .ofType('AWS::Lambda::Function')
    .find(({ arn }) => optionalText(integration?.properties.IntegrationUri)?.includes(arn));
  if (!isRecord(target)) return;
  // The route `$default` has no method in its ARN: https://github.com/aws/serverless-application-model/issues/1860
  const place = `arn:aws:execute-api:${cloud.region}:${cloud.accountId}:${text(ApiId)}/$default`;
  const sourceArn = `${place}/${text(RouteKey).replace(' ', '')}`;
  keep(cloud, () =>
    access.asService({ service: 'apigateway.amazonaws.com', sourceArn }, 'lambda:InvokeFunction', target.arn),
  );
}
