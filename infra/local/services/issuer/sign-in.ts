/**
 * The pages and endpoints by which people sign in at the issuer: OpenID Connect discovery, authorization code flow with
 * PKCE (RFC 6749, RFC 7636), refreshing, revoking (RFC 7009) and signing out, for the clients in the templates and with
 * the rules of Cognito: https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 * Nobody types a password: the page offers the people that the local cloud was told of.
 */
import { createHash, randomBytes } from 'node:crypto';
import { roles } from '../../../../shared/identity/permissions.ts';
import type { Cloud } from '../../cloud.ts';
import { optionalNumber, record, texts } from '../../reading.ts';
import type { PoolUser } from '../cognito/cognito.ts';
import type { Issuer } from './issuer.ts';
import { claimsOfPerson, type Identities, type Person } from './tokens.ts';

/** Everything stands below this path of the API's own address. */
export const issuerPath = '/_local/issuer';

export interface SignInReply {
  readonly status: number;
  readonly json?: unknown;
  readonly location?: string;
  /** A page that lets one of these people sign in. */
  readonly choice?: { readonly client: string; readonly people: readonly Person[] };
  /** Why the request leads nowhere: its client or address of return is wrong, so nobody is sent there. */
  readonly refused?: string;
}

export interface SignInRequest {
  readonly method: string;
  /** Below `issuerPath`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of a form. */
  readonly form: URLSearchParams;
}

export interface SignIn {
  handle(request: SignInRequest): Promise<SignInReply>;
}

/** What a client may do, as the template says. */
interface Client {
  readonly id: string;
  readonly name: string;
  readonly callbacks: readonly string[];
  readonly signedOut: readonly string[];
  readonly scopes: readonly string[];
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
}

/** What a code or a refresh token stands for. */
interface Grant {
  readonly clientId: string;
  readonly personId: string;
  readonly scopes: readonly string[];
  readonly until: number;
  readonly nonce?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly challenge?: string | undefined;
}

/** Cognito's codes are good for five minutes. */
const codeMilliseconds = 5 * 60_000;

interface SignInParts {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  readonly issuer: Issuer;
  readonly identities: Identities | undefined;
  /** Who is in the user pools. */
  readonly users: () => readonly PoolUser[];
}

export function createSignIn(cloud: Cloud, { url, issuer, identities, users }: SignInParts): SignIn {
  const clients = readClients(cloud);
  const codes = cloud.state.map<Grant>('sign-in-codes');
  const refreshTokens = cloud.state.map<Grant>('refresh-tokens');
  /** Those that the local cloud was told of, and those whom somebody has put into the user pool since. */
  const everybody = (): readonly Person[] => [
    ...(identities?.people ?? []),
    ...users().flatMap(({ subject, username, attributes, groups }) => {
      const role = roles.find((each) => groups.includes(each));
      return role === undefined ? [] : [{ id: subject, role, name: attributes.name ?? username }];
    }),
  ];
  const site = `${url}${issuerPath}`;
  const clientOf = (parameters: URLSearchParams) =>
    clients.find(({ id }) => id === parameters.get('client_id'));

  const discovery = {
    issuer: issuer.issuer,
    authorization_endpoint: `${site}/authorize`,
    token_endpoint: `${site}/token`,
    revocation_endpoint: `${site}/revoke`,
    end_session_endpoint: `${site}/logout`,
    jwks_uri: `${site}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    scopes_supported: ['openid', 'email', 'profile'],
  };

  function authorize({ method, query, form }: SignInRequest): SignInReply {
    const client = clientOf(query);
    const redirectUri = query.get('redirect_uri') ?? '';
    if (client === undefined) return { status: 400, refused: 'There is no such client.' };
    if (!client.callbacks.includes(redirectUri))
      return { status: 400, refused: `The client may not return to ${redirectUri}.` };
    const fault = faultOf(query, client);
    if (fault !== undefined) return back(redirectUri, query, { error: fault });
    if (method === 'GET') return { status: 200, choice: { client: client.name, people: everybody() } };
    const person = everybody().find(({ id }) => id === form.get('person'));
    if (person === undefined) return back(redirectUri, query, { error: 'access_denied' });
    const code = newToken();
    codes.set(code, {
      clientId: client.id,
      personId: person.id,
      scopes: scopesIn(query),
      until: cloud.clock.now() + codeMilliseconds,
      nonce: query.get('nonce') ?? undefined,
      redirectUri,
      challenge: query.get('code_challenge') ?? undefined,
    });
    return back(redirectUri, query, { code });
  }

  async function exchange(form: URLSearchParams): Promise<SignInReply> {
    const client = clientOf(form);
    if (client === undefined) return failed('invalid_client');
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        const code = form.get('code') ?? '';
        const grant = codes.get(code);
        // Used up by the first who brings it, with the right verifier or not.
        codes.delete(code);
        if (!isGood(grant, client) || grant.redirectUri !== form.get('redirect_uri'))
          return failed('invalid_grant');
        if (grant.challenge !== challengeOf(form.get('code_verifier') ?? '')) return failed('invalid_grant');
        const refreshToken = newToken();
        const until = cloud.clock.now() + client.refreshSeconds * 1000;
        refreshTokens.set(refreshToken, { ...grant, nonce: undefined, until });
        return tokens(grant, client, { refresh_token: refreshToken });
      }
      case 'refresh_token': {
        const grant = refreshTokens.get(form.get('refresh_token') ?? '');
        return isGood(grant, client) ? tokens(grant, client) : failed('invalid_grant');
      }
      default:
        return failed('unsupported_grant_type');
    }
  }

  function isGood(grant: Grant | undefined, client: Client): grant is Grant {
    return grant !== undefined && grant.clientId === client.id && grant.until > cloud.clock.now();
  }

  async function tokens({ personId, scopes, nonce }: Grant, client: Client, more: object = {}) {
    const person = everybody().find(({ id }) => id === personId);
    if (person === undefined) return failed('invalid_grant');
    const request = {
      ...claimsOfPerson(person),
      clientId: client.id,
      scopes,
      expiresInSeconds: client.accessSeconds,
    };
    const claims = { ...request.claims, ...(nonce === undefined ? {} : { nonce }) };
    const json = {
      access_token: await issuer.mint(request),
      id_token: await issuer.mint({ ...request, use: 'id', claims }),
      token_type: 'Bearer',
      expires_in: client.accessSeconds,
      ...more,
    };
    return { status: 200, json };
  }

  function signOut(query: URLSearchParams): SignInReply {
    const client = clientOf(query);
    const wanted = query.get('logout_uri') ?? '';
    if (!client?.signedOut.includes(wanted))
      return { status: 400, refused: `The client may not return to ${wanted}.` };
    return { status: 302, location: wanted };
  }

  return {
    async handle(request) {
      const { method, path, query, form } = request;
      switch (`${method} ${path}`) {
        case 'GET /.well-known/openid-configuration':
          return { status: 200, json: discovery };
        case 'GET /.well-known/jwks.json':
          return { status: 200, json: issuer.jwks() };
        case 'GET /authorize':
        case 'POST /authorize':
          return authorize(request);
        case 'POST /token':
          return exchange(form);
        case 'POST /revoke':
          refreshTokens.delete(form.get('token') ?? '');
          return { status: 200, json: {} };
        case 'GET /logout':
          return signOut(query);
        default:
          return { status: 404, refused: `The issuer has no ${method} ${path}.` };
      }
    },
  };
}

/** What the client is told of a request that it may make, but not like this. */
function faultOf(query: URLSearchParams, { scopes }: Client): string | undefined {
  if (query.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!scopesIn(query).every((scope) => scopes.includes(scope))) return 'invalid_scope';
  // Cognito takes a request without PKCE; a client without a secret that forgets it is a fault all the same.
  const isProven = query.get('code_challenge_method') === 'S256' && Boolean(query.get('code_challenge'));
  return isProven ? undefined : 'invalid_request';
}

function back(
  redirectUri: string,
  query: URLSearchParams,
  told: Readonly<Record<string, string>>,
): SignInReply {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(told)) address.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== null) address.searchParams.set('state', state);
  return { status: 302, location: address.href };
}

const failed = (error: string): SignInReply => ({ status: 400, json: { error } });

const newToken = () => randomBytes(32).toString('base64url');

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

const scopesIn = (query: URLSearchParams) => (query.get('scope') ?? '').split(' ').filter(Boolean);

function readClients(cloud: Cloud): readonly Client[] {
  return cloud.template.ofType('AWS::Cognito::UserPoolClient').map(({ ref, logicalId, properties }) => {
    const units = record(properties.TokenValidityUnits);
    const seconds = (validity: unknown, unit: unknown, usual: number) => {
      const count = optionalNumber(validity);
      return count === undefined ? usual : count * (secondsOf[String(unit)] ?? 1);
    };
    return {
      id: ref,
      name: logicalId,
      callbacks: texts(properties.CallbackURLs),
      signedOut: texts(properties.LogoutURLs),
      scopes: texts(properties.AllowedOAuthScopes),
      accessSeconds: seconds(properties.AccessTokenValidity, units.AccessToken ?? 'hours', 3600),
      refreshSeconds: seconds(properties.RefreshTokenValidity, units.RefreshToken ?? 'days', 30 * 86_400),
    };
  });
}

const secondsOf: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};
