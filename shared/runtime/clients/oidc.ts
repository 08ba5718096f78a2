/**
 * Signing people in at an OpenID Connect provider: authorization code flow with PKCE (RFC 7636) of a client without a
 * secret, as OAuth 2.0 for the present demands (RFC 9700). Where the provider's pages are stands in its discovery document;
 * Cognito's: https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
import * as oauth from 'oauth4webapi';
import { type SignInAttempt, SignInRefused, type Tokens } from '../../identity/sign-in.ts';

export interface OidcSettings {
  /** As the tokens name it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Scopes beside `openid`. */
  readonly scopes: readonly string[];
  /** Where the provider sends people back to, with a code. */
  readonly redirectUri: string;
  /** Where it sends them after they have signed out. */
  readonly signedOutUri: string;
}

/** A provider that does not answer by then is not waited for. */
const patienceMilliseconds = 5000;

/** Without `expires_in` (RFC 6749, section 5.1) a token is renewed after so many seconds. */
const usualSeconds = 300;

export function createOidcClient(settings: OidcSettings) {
  const client: oauth.Client = { client_id: settings.clientId, [oauth.clockTolerance]: 30 };
  // Only on one machine is the desk reached without TLS, and there its provider is too.
  const withoutTls = settings.redirectUri.startsWith('http:');
  const options = () => ({
    signal: AbortSignal.timeout(patienceMilliseconds),
    [oauth.allowInsecureRequests]: withoutTls,
  });
  let discovered: Promise<oauth.AuthorizationServer> | undefined;

  async function discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(settings.issuer);
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options()));
  }

  /** Asked for once per process; a failure is not kept. */
  function provider(): Promise<oauth.AuthorizationServer> {
    discovered ??= discover();
    discovered.catch(() => (discovered = undefined));
    return discovered;
  }

  return {
    /**
     * Where to send somebody who wants to sign in, and what to remember until they are back.
     *
     * @param language of the provider's pages, by the names of Cognito (`lang`) and of OpenID Connect (`ui_locales`)
     */
    async begin(language: string): Promise<{ readonly attempt: SignInAttempt; readonly address: string }> {
      const server = await provider();
      const attempt = {
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        verifier: oauth.generateRandomCodeVerifier(),
      };
      const address = addressOf(server.authorization_endpoint, 'authorization_endpoint');
      // Many providers give a refresh token only to those who ask for it; Cognito refuses the scope.
      const offline = server.scopes_supported?.includes('offline_access') ? ['offline_access'] : [];
      const parameters = {
        ...{ client_id: settings.clientId, redirect_uri: settings.redirectUri, response_type: 'code' },
        scope: ['openid', ...settings.scopes, ...offline].join(' '),
        ...{ state: attempt.state, nonce: attempt.nonce },
        // The provider's own session outlives ours, and nobody else at the screen may go on in it.
        prompt: 'login',
        ...{ lang: language, ui_locales: language },
        code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
      return { attempt, address: address.href };
    },

    /**
     * Exchanges the code with which somebody has come back. Throws SignInRefused for whatever does not belong to this
     * attempt, and for what the provider has refused.
     */
    complete: (returned: URLSearchParams, attempt: SignInAttempt): Promise<Tokens> =>
      refusing(async () => {
        const server = await provider();
        const parameters = oauth.validateAuthResponse(server, client, returned, attempt.state);
        const { redirectUri } = settings;
        const response = await oauth.authorizationCodeGrantRequest(
          ...([server, client, oauth.None(), parameters, redirectUri, attempt.verifier] as const),
          options(),
        );
        const expected = { expectedNonce: attempt.nonce, requireIdToken: true };
        return tokensFrom(await oauth.processAuthorizationCodeResponse(server, client, response, expected));
      }),

    /** New tokens for old ones. Throws SignInRefused when the provider gives none any more. */
    refresh: (before: Tokens): Promise<Tokens> =>
      refusing(async () => {
        const server = await provider();
        if (before.refreshToken === undefined) throw new SignInRefused('There is no refresh token.');
        const response = await oauth.refreshTokenGrantRequest(
          ...([server, client, oauth.None(), before.refreshToken] as const),
          options(),
        );
        const after = tokensFrom(await oauth.processRefreshTokenResponse(server, client, response));
        // Providers that do not rotate it give none back.
        return { ...before, ...after, refreshToken: after.refreshToken ?? before.refreshToken };
      }),

    /** Takes the refresh token back (RFC 7009), and with it at Cognito the access tokens that came of it. */
    async revoke({ refreshToken }: Tokens): Promise<void> {
      const server = await provider();
      if (refreshToken === undefined || server.revocation_endpoint === undefined) return;
      const response = await oauth.revocationRequest(
        ...([server, client, oauth.None(), refreshToken] as const),
        options(),
      );
      await oauth.processRevocationResponse(response);
    },

    /**
     * Where to send somebody who signs out; undefined where the provider has no such page. The parameters are those of
     * OpenID Connect (RP-Initiated Logout) and those of Cognito, which has names of its own:
     * https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
     */
    async signOutAddress(): Promise<string | undefined> {
      const { end_session_endpoint } = await provider();
      if (end_session_endpoint === undefined) return undefined;
      const address = new URL(end_session_endpoint);
      address.searchParams.set('client_id', settings.clientId);
      for (const name of ['logout_uri', 'post_logout_redirect_uri'])
        address.searchParams.set(name, settings.signedOutUri);
      return address.href;
    },
  };
}

function addressOf(endpoint: string | undefined, name: string): URL {
  if (endpoint === undefined) throw new Error(`The discovery document of the issuer has no ${name}.`);
  return new URL(endpoint);
}

function tokensFrom(response: oauth.TokenEndpointResponse): Tokens {
  const seconds = response.expires_in ?? usualSeconds;
  return {
    accessToken: response.access_token,
    ...(response.refresh_token === undefined ? {} : { refreshToken: response.refresh_token }),
    ...(response.id_token === undefined ? {} : { idToken: response.id_token }),
    expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
  };
}

/** What the provider answers against us is a refusal; that it does not answer is not. */
async function refusing<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    const isRefusal =
      error instanceof oauth.ResponseBodyError ||
      error instanceof oauth.AuthorizationResponseError ||
      error instanceof oauth.WWWAuthenticateChallengeError ||
      (error instanceof oauth.OperationProcessingError && !unreadable.has(error.code ?? ''));
    // The causes hold what was sent, codes and tokens among it, so nothing of them goes on.
    if (isRefusal) throw new SignInRefused('The identity provider has refused.');
    throw error;
  }
}

/** The provider is out of order rather than against us. */
const unreadable = new Set([oauth.PARSE_ERROR, oauth.RESPONSE_IS_NOT_CONFORM, oauth.RESPONSE_IS_NOT_JSON]);
