/**
 * Stands for the token issuer (Cognito, or whichever the authorizer of the template names): mints tokens with
 * a key of its own, and verifies them as the JWT authorizer of API Gateway does. How people sign in stands in `sign-in.ts`.
 */
import { randomUUID } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { Cloud } from '../../cloud.ts';
import { record, text, texts } from '../../reading.ts';

interface TokenRequest {
  readonly subject: string;
  /** Left out for a machine client. */
  readonly username?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** @default access */
  readonly use?: 'access' | 'id' | undefined;
  /** Virtual seconds. */
  readonly expiresInSeconds: number;
  /** Further claims, e.g. `email` of an ID token. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

export interface TokenDemands {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export type Verification =
  | { readonly ok: true; readonly claims: JWTPayload; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly description: string };

export interface Issuer extends TokenDemands {
  /** The public keys, as the issuer publishes them. */
  jwks(): { readonly keys: readonly JWK[] };
  mint(request: TokenRequest): Promise<string>;
  verify(token: string, demands?: TokenDemands): Promise<Verification>;
}

/** API Gateway accepts RSA signatures only. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

export async function createIssuer(cloud: Cloud): Promise<Issuer> {
  const own = readDemands(cloud);
  const secret = await readKey(cloud);
  const signingKey = await importJWK(secret, 'RS256');
  const { kty = '', n = '', e = '', kid = '' } = secret;
  const keys = [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }];
  const keySet = createLocalJWKSet({ keys });

  async function mint(request: TokenRequest): Promise<string> {
    const now = Math.floor(cloud.clock.now() / 1000);
    return new SignJWT({ ...claimsOf(request), ...request.claims, auth_time: now })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(own.issuer)
      .setSubject(request.subject)
      .setIssuedAt(now)
      .setExpirationTime(now + request.expiresInSeconds)
      .setJti(randomUUID())
      .sign(signingKey);
  }

  async function verify(token: string, { issuer, audience }: TokenDemands = own): Promise<Verification> {
    const currentDate = new Date(cloud.clock.now());
    try {
      if (!decodeProtectedHeader(token).kid) return refused('the token does not name its key');
      const { payload } = await jwtVerify(token, keySet, {
        algorithms,
        issuer,
        currentDate,
        requiredClaims: ['exp'],
      });
      if (payload.iat !== undefined && payload.iat * 1000 > currentDate.getTime()) {
        return refused('the token was issued in the future');
      }
      if (!fits(payload, audience)) return refused('the token does not have a valid audience');
      return { ok: true, claims: payload, scopes: scopesOf(payload) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refused('the token has expired');
      if (error instanceof errors.JOSEError || error instanceof TypeError)
        return refused('the token is not valid');
      throw error;
    }
  }

  return { ...own, jwks: () => ({ keys }), mint, verify };
}

const refused = (description: string): Verification => ({ ok: false, description });

/** Cognito's claims: an access token names its client and scopes, an ID token its audience. */
function claimsOf({ username, groups, clientId, scopes, use = 'access' }: TokenRequest): JWTPayload {
  const people = groups && groups.length > 0 ? { 'cognito:groups': [...groups] } : {};
  if (use === 'id') {
    return {
      ...people,
      token_use: 'id',
      aud: clientId,
      ...(username ? { 'cognito:username': username } : {}),
    };
  }
  const names = username ? { username } : {};
  return {
    ...people,
    ...names,
    token_use: 'access',
    version: 2,
    client_id: clientId,
    scope: scopes.join(' '),
  };
}

/** `client_id` counts only where there is no `aud`. */
function fits({ aud, client_id }: JWTPayload, audience: readonly string[]): boolean {
  const claimed = aud ?? client_id;
  return (Array.isArray(claimed) ? claimed : [claimed]).some((value) => audience.includes(value));
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  const claimed = scope ?? scp;
  if (Array.isArray(claimed)) return claimed.map(String);
  return typeof claimed === 'string' ? claimed.split(' ').filter(Boolean) : [];
}

function readDemands(cloud: Cloud): TokenDemands {
  const [authorizer] = cloud.template.ofType('AWS::ApiGatewayV2::Authorizer');
  if (!authorizer) return { issuer: 'https://issuer.invalid', audience: [] };
  const { Issuer, Audience } = record(authorizer.properties.JwtConfiguration);
  return { issuer: text(Issuer), audience: texts(Audience) };
}

/** The key lives as long as the data, so that printed tokens survive a restart. */
async function readKey(cloud: Cloud): Promise<JWK> {
  const keys = cloud.state.map<JWK>('issuer');
  const key = keys.get('key') ?? (await newKey());
  keys.set('key', key);
  return key;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', kid: randomUUID() };
}
