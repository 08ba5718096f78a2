import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { constructIdOf } from '../bundling.ts';
import type { Deployment } from './deployment.ts';
import { resourceOf } from './resource-of.ts';

export interface DomainFunctionProps {
  readonly deployment: Deployment;
  /** The file in `functions/` without its ending, e.g. `messaging.sending.queue`. */
  readonly entryPoint: string;
  /** What the function is for, as one short sentence; begins its description and its alarms. */
  readonly purpose: string;
  /** What people notice while it fails. */
  readonly impact: string;
  /** Everything the handler reads from its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** @default 10 seconds for `.http` (the gateway gives up after 30), 60 seconds for the others */
  readonly timeout?: Duration | undefined;
  /** In MiB. @default 1024 for `.http`, 512 for the others */
  readonly memorySize?: number | undefined;
  /** Concurrency to set aside where the setting `concurrency` allows it. @default none */
  readonly reservedConcurrency?: number | undefined;
  /** The function sends to the queue it reads from; Lambda would stop that after 16 rounds. @default false */
  readonly continuesItself?: boolean | undefined;
}

/** A function with a role and a log group of its own; it may do nothing but log and trace until it is allowed to. */
export class DomainFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: Role;
  readonly entryPoint: string;
  /** Physical name, known without a reference to the stack. */
  readonly name: string;
  /** The name without that of the deployment, e.g. `messaging-sending`; its log group and its queue bear it too. */
  readonly part: string;
  readonly purpose: string;
  readonly impact: string;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: DomainFunctionProps) {
    super(scope, id);
    const { deployment, entryPoint } = props;
    const { settings } = deployment;
    // Each trace is paid for, and a sweep runs whether there is work or not.
    const isTraced = settings.tracing === 'on' && !isSweep(entryPoint);
    this.entryPoint = entryPoint;
    this.part = partOf(entryPoint);
    this.name = deployment.nameOf(this.part);
    this.purpose = props.purpose;
    this.impact = props.impact;
    this.timeout = props.timeout ?? defaultTimeout(entryPoint);

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/rapport/${settings.stage}/${this.part}`,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${this.name} may do`,
    });
    this.function = new lambda.Function(this, 'Function', {
      functionName: this.name,
      description: `${props.purpose} When it fails: ${props.impact}`.slice(0, 256),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture:
        settings.architecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(deployment.codeOf(entryPoint)),
      role: this.role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: isTraced ? lambda.Tracing.ACTIVE : lambda.Tracing.DISABLED,
      timeout: this.timeout,
      memorySize: props.memorySize ?? (isHttp(entryPoint) ? 1024 : 512),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: this.part,
        STAGE: settings.stage,
        ...props.variables,
      },
      ...(settings.concurrency === 'reserved' && props.reservedConcurrency !== undefined
        ? { reservedConcurrentExecutions: props.reservedConcurrency }
        : {}),
      // Where Lambda does not look for chains there is nothing to allow, and the property is refused.
      ...(props.continuesItself && settings.recursionDetection === 'on'
        ? { recursiveLoop: lambda.RecursiveLoop.ALLOW }
        : {}),
    });
    resourceOf(this.function, lambda.CfnFunction).overrideLogicalId(constructIdOf(entryPoint));
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    acknowledgeWhatEveryFunctionHas(this, isTraced);
  }

  /** Allows exactly these actions on exactly these resources, and only where the conditions hold. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions: Readonly<Record<string, object>> = {},
  ): void {
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        conditions: { ...conditions },
      }),
    );
  }

  /** Says why the function needs a resource with a wildcard in its name. */
  acknowledgeWildcard(resource: string, reason: string): void {
    Validations.of(this).acknowledge({ id: `AwsSolutions-IAM5[Resource::${asNagWrites(resource)}]`, reason });
  }
}

/** cdk-nag writes pseudo parameters as `<AWS::Region>`. */
function asNagWrites(resource: string): string {
  return resource
    .replaceAll(Aws.PARTITION, '<AWS::Partition>')
    .replaceAll(Aws.REGION, '<AWS::Region>')
    .replaceAll(Aws.ACCOUNT_ID, '<AWS::AccountId>');
}

const isHttp = (entryPoint: string) => entryPoint.endsWith('.http');
const isSweep = (entryPoint: string) => entryPoint.endsWith('.schedule');

/** The gateway gives up on a request after 30 seconds; whoever reads a queue has time for a whole batch. */
export function defaultTimeout(entryPoint: string): Duration {
  return Duration.seconds(isHttp(entryPoint) ? 10 : 60);
}

/** `messaging.sending.queue` → `messaging-sending`, `customers.http` → `customers-http`: names function, queue and log. */
export function partOf(entryPoint: string): string {
  const parts = entryPoint.split('.');
  return (parts.length > 2 ? parts.slice(0, -1) : parts).join('-');
}

function acknowledgeWhatEveryFunctionHas(scope: DomainFunction, traced: boolean): void {
  Validations.of(scope).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason:
      'Never invoked asynchronously: its source answers to a caller, or keeps a dead-letter queue itself.',
  });
  Validations.of(scope).acknowledge(
    traced
      ? {
          id: 'AwsSolutions-IAM5[Resource::*]',
          reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resources.',
        }
      : {
          id: 'Serverless-LambdaTracing',
          reason:
            'A sweep, whose traces would cost more than its work; or a stage whose region cannot trace.',
        },
  );
}
