/** What stands between the internet and the areas: the stage, the public routes with their limits, the domain name. */
import { CfnOutput, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnApiMapping, CfnDomainName, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { limits } from '../../shared/contract/limits.ts';
import { type GatewayKey, isShared } from '../../shared/contract/route.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { partOf } from '../constructs/domain-function.ts';
import type { HttpApi } from '../constructs/http-api.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';

/** A function whose routes anybody may request. */
export interface PublicFunction {
  readonly entryPoint: string;
  readonly keys: readonly GatewayKey[];
  readonly timeout: Duration;
  /** Answers whatever no route matches. */
  readonly servesDefault: boolean;
}

export interface EdgeStackProps {
  readonly deployment: Deployment;
  readonly api: HttpApi;
  readonly functions: readonly PublicFunction[];
}

const { requests, publicRequests } = limits;
const throttle = { throttlingRateLimit: requests.rate, throttlingBurstLimit: requests.burst };
const publicThrottle = {
  ThrottlingRateLimit: publicRequests.rate,
  ThrottlingBurstLimit: publicRequests.burst,
};

/** What is logged of a request: its route key, never its path, for the path of an answer page is a secret. */
const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};

/**
 * A stage may only speak of routes that are there. It stands in one stack with the public routes, so that
 * CloudFormation makes a route before the stage limits it and removes one after the stage has forgotten it.
 */
export class EdgeStack extends Stack {
  private readonly throttled = new Map<string, Construct>();
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, { deployment, api, functions }: EdgeStackProps) {
    super(scope, id, { description: 'Rapport: stage, public routes and their limits' });
    this.api = api;
    for (const fn of functions) this.servePublic(fn, deployment);
    const stage = this.createStage(deployment);
    this.createDomainName(deployment, stage);
  }

  private servePublic(
    { entryPoint, keys, timeout, servesDefault }: PublicFunction,
    deployment: Deployment,
  ): void {
    const part = partOf(entryPoint);
    const served = new HttpRoutes(this, `${part}-public-routes`, {
      api: this.api,
      // Composed, not referred to: an export in use would keep an area from removing the function.
      functionArn: this.formatArn({ service: 'lambda', resource: `function:${deployment.nameOf(part)}` }),
      timeout,
    });
    for (const { key, routes } of keys) {
      const summary = routes.map(({ route }) => route.summary).join(', ');
      const reason = isShared(key) ? 'The function asks for a session.' : `Public by contract: ${summary}`;
      this.throttlePublic(key, served.addPublic(key, reason));
    }
    if (servesDefault) this.serveDefault(served);
  }

  /** Sends whatever no route matches to a function. */
  private serveDefault(served: HttpRoutes): void {
    this.throttlePublic('$default', served.addPublic('$default', 'Only says that there is no such route.'));
  }

  private throttlePublic(key: string, route: Construct): void {
    this.throttled.set(key, route);
  }

  private createStage({ settings }: Deployment): CfnStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/rapport/${settings.stage}/api-access`,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new CfnStage(this, 'Stage', {
      apiId: this.api.id,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: accessLog.logGroupRef.logGroupArn,
        format: JSON.stringify(accessLogFields),
      },
      defaultRouteSettings: { ...throttle, detailedMetricsEnabled: false },
      routeSettings: Object.fromEntries([...this.throttled.keys()].map((key) => [key, publicThrottle])),
    });
    stage.node.addDependency(...this.throttled.values());
    return stage;
  }

  /** The name that the setting `publicUrl` promises; its DNS record, to `DomainTarget`, is made by hand. */
  private createDomainName({ settings }: Deployment, stage: CfnStage): void {
    const { certificateArn, publicUrl } = settings;
    if (certificateArn === undefined || publicUrl === undefined) return;
    const domain = new CfnDomainName(this, 'DomainName', {
      domainName: new URL(publicUrl).hostname,
      domainNameConfigurations: [{ certificateArn, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2' }],
    });
    new CfnApiMapping(this, 'ApiMapping', {
      apiId: this.api.id,
      domainName: domain.ref,
      stage: stage.ref,
    });
    new CfnOutput(this, 'DomainTarget', { value: domain.attrRegionalDomainName });
  }
}
