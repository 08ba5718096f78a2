import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment, VariablesOf } from '../../shared/runtime/environment.ts';
import { constructIdOf } from '../bundling.ts';
import type { Deployment } from './deployment.ts';
import { resourceOf } from './resource-of.ts';

export interface DomainFunctionProps<E extends Environment> {
  readonly deployment: Deployment;
  /** The file in `functions/<domain>/` without its ending, e.g. `surveys.sending.queue`. */
  readonly entryPoint: string;
  /** What the function is for, as one short sentence; begins its description and its alarms. */
  readonly purpose: string;
  /** What people notice while it fails. */
  readonly impactWhenFailing: string;
  /** The declaration that the handler reads. */
  readonly environment: E;
  /** A value for each declared variable, no more and no fewer. */
  readonly variables: VariablesOf<E>;
  /** @default 10 seconds for `.http` (the gateway gives up after 30), 60 seconds for the others */
  readonly timeout?: Duration;
  /** In MiB. @default 1024 for `.http`, 512 for the others */
  readonly memorySize?: number;
  /** Concurrency to set aside where the setting `concurrency` allows it. @default none */
  readonly reservedConcurrency?: number;
  /** The function sends to the queue it reads from; Lambda would stop that after 16 rounds. @default false */
  readonly continuesItself?: boolean;
}

/** A function with a role and a log group of its own; it may do nothing but log and trace until it is allowed to. */
export class DomainFunction<E extends Environment = Environment> extends Construct {
  readonly function: lambda.Function;
  readonly entryPoint: string;
  /** Physical name, known without a reference to the stack. */
  readonly name: string;
  readonly purpose: string;
  readonly impactWhenFailing: string;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: DomainFunctionProps<E>) {
    super(scope, id);
    const { deployment, entryPoint } = props;
    const isHttp = entryPoint.endsWith('.http');
    this.entryPoint = entryPoint;
    this.name = deployment.nameOf(partOf(entryPoint));
    this.purpose = props.purpose;
    this.impactWhenFailing = props.impactWhenFailing;
    this.timeout = props.timeout ?? Duration.seconds(isHttp ? 10 : 60);

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/rapport/${deployment.settings.stage}/${partOf(entryPoint)}`,
      retention: deployment.settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${this.name} may do`,
    });
    this.function = new lambda.Function(this, 'Function', {
      functionName: this.name,
      description: `${props.purpose} When it fails: ${props.impactWhenFailing}`.slice(0, 256),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(deployment.codeOf(entryPoint)),
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      timeout: this.timeout,
      memorySize: props.memorySize ?? (isHttp ? 1024 : 512),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: partOf(entryPoint),
        ...props.variables,
      },
      ...(deployment.settings.concurrency === 'reserved' && props.reservedConcurrency !== undefined
        ? { reservedConcurrentExecutions: props.reservedConcurrency }
        : {}),
      ...(props.continuesItself ? { recursiveLoop: lambda.RecursiveLoop.ALLOW } : {}),
    });
    resourceOf(this.function, lambda.CfnFunction).overrideLogicalId(constructIdOf(entryPoint));
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    acknowledgeWhatEveryFunctionHas(this);
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
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

/** `surveys.sending.queue` → `surveys-sending`, `customers.http` → `customers-http`. */
function partOf(entryPoint: string): string {
  const parts = entryPoint.split('.');
  return (parts.length > 2 ? parts.slice(0, -1) : parts).join('-');
}

function acknowledgeWhatEveryFunctionHas(scope: DomainFunction): void {
  Validations.of(scope).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resources.',
    },
    {
      id: 'Serverless-LambdaDLQ',
      reason:
        'Never invoked asynchronously: its source answers to a caller, or keeps a dead-letter queue itself.',
    },
  );
}
