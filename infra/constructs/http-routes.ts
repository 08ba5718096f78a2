import { Duration, Validations } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { GatewayKey } from '../../shared/contract/route.ts';
import type { HttpApi } from './http-api.ts';

export interface HttpRoutesProps {
  readonly api: HttpApi;
  /** ARN of the function that serves the routes; it allows the API to call it. */
  readonly functionArn: string;
  readonly timeout: Duration;
}

/**
 * The routes of one function: one integration for all of them, one route for each key of the gateway, which
 * names the resource: it is never claimed by two resources, whatever its operation and domain are called,
 * and under another key it is another route, made before the stage speaks of it, while the old one goes afterwards.
 */
export class HttpRoutes extends Construct {
  private readonly api: HttpApi;
  private readonly target: string;

  constructor(scope: Construct, id: string, props: HttpRoutesProps) {
    super(scope, id);
    this.api = props.api;
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: props.api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: props.functionArn,
      payloadFormatVersion: '2.0',
      timeoutInMillis: props.timeout.plus(Duration.seconds(1)).toMilliseconds(),
    });
    this.target = `integrations/${integration.ref}`;
  }

  /** A route that wants a token with one of the scopes, or any token where there are none. */
  addProtected({ key, scopes }: GatewayKey): void {
    if (scopes === 'public')
      throw new Error(`${key} is public: it belongs beside the stage that throttles it.`);
    new CfnRoute(this, idOf(key), {
      apiId: this.api.id,
      routeKey: key,
      target: this.target,
      authorizationType: 'JWT',
      authorizerId: this.api.authorizerId,
      ...(scopes.length === 0 ? {} : { authorizationScopes: [...scopes] }),
    });
  }

  /** A route, or `$default`, that anybody may request. */
  addPublic(key: string, reason: string): CfnRoute {
    const route = new CfnRoute(this, idOf(key), {
      apiId: this.api.id,
      routeKey: key,
      target: this.target,
      authorizationType: 'NONE',
    });
    Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    return route;
  }
}

/** A slash separates constructs. */
const idOf = (key: string) => key.replaceAll('/', '.');
