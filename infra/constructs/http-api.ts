import { Duration, type Stack } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { crossOriginHeaders } from '../../shared/contract/limits.ts';
import type { Deployment } from './deployment.ts';

/** Who issues the access tokens, and for whom. */
export interface TokenIssuer {
  readonly url: string;
  readonly audience: readonly string[];
}

export interface HttpApiProps {
  readonly deployment: Deployment;
  /** Told where the API is, for clients of the issuer that return there. */
  readonly issuerFor: (endpoint: string) => TokenIssuer;
}

/** The HTTP API and its authorizer. Its routes stand in other stacks, its stage in the one after them. */
export class HttpApi extends Construct {
  readonly id: string;
  readonly authorizerId: string;
  /** The address that AWS gives to this API, without a slash at its end. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, { deployment, issuerFor }: HttpApiProps) {
    super(scope, id);
    const { corsOrigins } = deployment.settings;
    const api = new gateway.HttpApi(this, 'Api', {
      apiName: deployment.nameOf('api'),
      description: `The API of Rapport, stage ${deployment.settings.stage}`,
      createDefaultStage: false,
      ...(corsOrigins === undefined ? {} : { corsPreflight: corsFor(corsOrigins) }),
    });
    const issuer = issuerFor(api.apiEndpoint);
    const authorizer = new gateway.HttpAuthorizer(this, 'Tokens', {
      httpApi: api,
      type: gateway.HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: issuer.url,
      jwtAudience: [...issuer.audience],
    });
    this.id = api.apiId;
    this.endpoint = api.apiEndpoint;
    this.authorizerId = authorizer.authorizerId;
  }

  /**
   * Who calls when any route of this API is requested. With a third star for the path it would not match `$default`,
   * whose ARN names no method: https://github.com/aws/serverless-application-model/issues/1860
   */
  executionArn(stack: Stack): string {
    return stack.formatArn({ service: 'execute-api', resource: this.id, resourceName: '*/*' });
  }
}

/**
 * The gateway puts its headers on every answer, refusals and problems among them. Preflights go to `$default`, which
 * answers 204, and get theirs like any other:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
function corsFor(origins: readonly string[]): gateway.CorsPreflightOptions {
  const { GET, HEAD, POST, PUT, PATCH, DELETE } = gateway.CorsHttpMethod;
  return {
    allowOrigins: [...origins],
    allowMethods: [GET, HEAD, POST, PUT, PATCH, DELETE],
    allowHeaders: [...crossOriginHeaders.sent],
    exposeHeaders: [...crossOriginHeaders.read],
    maxAge: Duration.hours(1),
  };
}
