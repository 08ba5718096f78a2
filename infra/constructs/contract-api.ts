import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Contract, type PlacedRoute, routesOf } from '../../shared/contract/route.ts';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { resourceOf } from './resource-of.ts';

/** Who issues the access tokens, and for whom. */
export interface TokenIssuer {
  readonly url: string;
  readonly audience: readonly string[];
}

export interface ContractApiProps {
  readonly deployment: Deployment;
  readonly issuer: TokenIssuer;
}

/** Requests per second over all routes, and the burst above it. */
const throttle = { rateLimit: 500, burstLimit: 1000 };
/** The same for each public route: whoever has no token must not use up what the others need. */
const publicThrottle = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };

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

/** The HTTP API: one explicit route per contract route, with the scopes of which a token needs one. */
export class ContractApi extends Construct {
  readonly api: gateway.HttpApi;
  private readonly authorizer: HttpJwtAuthorizer;
  private readonly stage: gateway.CfnStage;
  private readonly integrations = new Map<DomainFunction, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, props: ContractApiProps) {
    super(scope, id);
    const { settings, nameOf } = props.deployment;
    this.api = new gateway.HttpApi(this, 'Api', {
      apiName: nameOf('api'),
      description: `The API of Rapport, stage ${settings.stage}`,
      createDefaultStage: false,
    });
    this.authorizer = new HttpJwtAuthorizer('Tokens', props.issuer.url, {
      jwtAudience: [...props.issuer.audience],
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/rapport/${settings.stage}/api-access`,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new gateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      detailedMetricsEnabled: false,
      accessLogSettings: {
        destination: new gateway.LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    this.stage = resourceOf(stage, gateway.CfnStage);
  }

  /** The address that AWS gives to this API, without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  /** Sends every route of a contract to one function. */
  serve(contract: Contract, fn: DomainFunction): void {
    const integration = this.integrationOf(fn);
    for (const placed of routesOf({ [contract.name]: contract })) this.addRoute(placed, integration);
  }

  /** Sends whatever no route matches to one function. */
  serveDefault(fn: DomainFunction): void {
    const route = new gateway.HttpRoute(this, 'Default', {
      httpApi: this.api,
      routeKey: gateway.HttpRouteKey.DEFAULT,
      integration: this.integrationOf(fn),
      authorizer: new gateway.HttpNoneAuthorizer(),
    });
    acknowledgePublic(route, 'Only says that there is no such route.');
    // The one permission for all other routes does not cover this one, whose ARN names no method:
    // https://github.com/aws/serverless-application-model/issues/1860
    fn.function.addPermission('DefaultRoute', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*/$default',
      }),
    });
  }

  private addRoute(
    { domain, name, route, key, scopes }: PlacedRoute,
    integration: HttpLambdaIntegration,
  ): void {
    const added = new gateway.HttpRoute(this, `${domain}.${name}`, {
      httpApi: this.api,
      routeKey: gateway.HttpRouteKey.with(route.path, gateway.HttpMethod[route.method]),
      integration,
      ...(scopes === 'public'
        ? { authorizer: new gateway.HttpNoneAuthorizer() }
        : { authorizer: this.authorizer, authorizationScopes: [...scopes] }),
    });
    if (scopes !== 'public') return;
    this.throttlePublic(key, added);
    acknowledgePublic(added, `Public by contract: ${route.summary}`);
  }

  /** One integration for all routes of a function, and one permission: one for each route overfills its policy. */
  private integrationOf(fn: DomainFunction): HttpLambdaIntegration {
    const known = this.integrations.get(fn);
    if (known) return known;
    const integration = new HttpLambdaIntegration(fn.entryPoint, fn.function, {
      scopePermissionToRoute: false,
      timeout: Duration.seconds(fn.timeout.toSeconds() + 1),
    });
    this.integrations.set(fn, integration);
    return integration;
  }

  /** A stage can only speak of routes that are there, so it waits for them. */
  private throttlePublic(key: string, route: gateway.HttpRoute): void {
    this.stage.addPropertyOverride(`RouteSettings.${key.replaceAll('.', '\\.')}`, publicThrottle);
    this.stage.node.addDependency(route);
  }
}

function acknowledgePublic(route: gateway.HttpRoute, reason: string): void {
  Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
}
