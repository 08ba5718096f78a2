/** What signing in at an identity provider comes down to. */
import type { Instant } from '../values/instant.ts';

/** What has to be remembered while somebody is away to sign in. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** PKCE: proves that whoever brings the code has asked for it. */
  readonly verifier: string;
}

/** What the provider gives for a code. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly idToken?: string | undefined;
  /** When the access token ends. */
  readonly expiresAt: Instant;
}

/** The provider did not sign somebody in, or does not any more: only signing in again helps. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}
