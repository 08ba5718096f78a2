/** The routes of the HTTP API, read from the template, and which of them a request means. */
import type { Cloud, Resource } from '../../cloud.ts';
import { optionalNumber, optionalText, record, text, texts } from '../../reading.ts';
import type { TokenDemands } from '../issuer/issuer.ts';

export interface HttpRoute {
  /** `GET /customers/{id}`, or `$default`. */
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
  /** Undefined: the route is open. */
  readonly authorizer: TokenDemands | undefined;
  /** Any one of them suffices; none: any valid token does. */
  readonly scopes: readonly string[];
}

export interface RouteMatch {
  readonly route: HttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** API Gateway waits no longer for an integration. */
const longestIntegration = 30_000;

export function readRoutes(cloud: Cloud): readonly HttpRoute[] {
  return cloud.template.ofType('AWS::ApiGatewayV2::Route').map((resource) => readRoute(cloud, resource));
}

function readRoute(cloud: Cloud, { logicalId, properties }: Resource): HttpRoute {
  const key = text(properties.RouteKey);
  const [method = '', path = ''] = key === '$default' ? ['ANY', '$default'] : key.split(' ');
  const target = text(properties.Target).replace(/^integrations\//, '');
  const integration = find(cloud, 'AWS::ApiGatewayV2::Integration', target).properties;
  if (integration.IntegrationType !== 'AWS_PROXY' || integration.PayloadFormatVersion !== '2.0') {
    throw new Error(
      `Route ${key} (${logicalId}): the local cloud knows Lambda integrations of format 2.0 only.`,
    );
  }
  const uri = text(integration.IntegrationUri);
  return {
    key,
    method,
    segments: path.split('/').slice(1),
    functionArn: /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri,
    timeoutMilliseconds: optionalNumber(integration.TimeoutInMillis) ?? longestIntegration,
    authorizer: readAuthorizer(cloud, properties, key),
    scopes: texts(properties.AuthorizationScopes),
  };
}

function readAuthorizer(
  cloud: Cloud,
  properties: Readonly<Record<string, unknown>>,
  key: string,
): TokenDemands | undefined {
  const type = optionalText(properties.AuthorizationType) ?? 'NONE';
  if (type === 'NONE') return undefined;
  if (type !== 'JWT')
    throw new Error(`Route ${key}: the local cloud knows JWT authorizers only, not ${type}.`);
  const authorizer = find(cloud, 'AWS::ApiGatewayV2::Authorizer', text(properties.AuthorizerId)).properties;
  if (texts(authorizer.IdentitySource).join() !== '$request.header.Authorization') {
    throw new Error(`Route ${key}: the local cloud reads tokens from the Authorization header only.`);
  }
  const { Issuer, Audience } = record(authorizer.JwtConfiguration);
  return { issuer: text(Issuer), audience: texts(Audience) };
}

function find(cloud: Cloud, type: string, ref: string): Resource {
  const found = cloud.template.ofType(type).find((resource) => resource.ref === ref);
  if (found) return found;
  throw new Error(`A route refers to ${ref}, but the templates have no such ${type}.`);
}

/**
 * A full match wins over every `{greedy+}`, and `$default` comes last:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 * Among several the more specific: literal before variable, from the left to the right, own method before ANY.
 */
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const segments = path.split('/').slice(1);
  let best: { readonly rank: string; readonly match: RouteMatch } | undefined;
  for (const route of routes) {
    if (route.key === '$default' || (route.method !== method && route.method !== 'ANY')) continue;
    const found = matchSegments(route.segments, segments);
    if (!found) continue;
    const rank = `${found.rank}${route.method === 'ANY' ? 1 : 0}`;
    if (!best || rank < best.rank) best = { rank, match: { route, pathParameters: found.pathParameters } };
  }
  const fallback = routes.find(({ key }) => key === '$default');
  return best?.match ?? (fallback && { route: fallback, pathParameters: {} });
}

/** The rank begins with whether something is greedy, and has a digit per segment, lower being more specific. */
function matchSegments(pattern: readonly string[], path: readonly string[]) {
  const pathParameters: Record<string, string> = {};
  let rank = '';
  for (const [index, expected] of pattern.entries()) {
    const variable = /^\{([^}+]+)(\+?)\}$/.exec(expected);
    if (variable?.[2]) {
      const rest = path.slice(index).join('/');
      if (rest === '') return undefined;
      pathParameters[variable[1] ?? ''] = rest;
      return { rank: `1${rank}2`, pathParameters };
    }
    const actual = path[index];
    if (variable ? !actual : actual !== expected) return undefined;
    if (variable) pathParameters[variable[1] ?? ''] = actual ?? '';
    rank += variable ? '1' : '0';
  }
  return pattern.length === path.length ? { rank: `0${rank}`, pathParameters } : undefined;
}
