import { newSecret } from '../../../../shared/identity/session-secret.ts';
import { type SignInAttempt, SignInRefused, type Tokens } from '../../../../shared/identity/sign-in.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Me } from '../../../people/staff/staff.schema.ts';
import { isAttemptOver, returnPath } from '../desk.rules.ts';
import type { SignInCookie } from '../desk.schema.ts';
import type { SessionStore } from '../desk.store.ts';

export interface Provider {
  complete(returned: URLSearchParams, attempt: SignInAttempt): Promise<Tokens>;
  refresh(before: Tokens): Promise<Tokens>;
  /** Worth trying; whoever is not let in is so whatever comes of it. */
  revoke(tokens: Tokens): Promise<void>;
}

export interface SignInContext {
  readonly provider: Provider;
  readonly sessions: SessionStore;
  /** Who the API says that this is; undefined for whom it takes no token of. */
  readonly askMe: (accessToken: string) => Promise<Me | undefined>;
  readonly at: Instant;
}

export type SignedIn =
  | {
      readonly kind: 'signed-in';
      readonly secret: string;
      readonly to: string;
      readonly language: Language;
      readonly writes: readonly Write[];
    }
  /** What came back does not belong to what this browser has begun, or the provider has refused. */
  | { readonly kind: 'refused' }
  /** Known to the provider, and not, or no longer, a member of staff. */
  | { readonly kind: 'no-staff' };

/**
 * Signs in whoever has come back from the provider with a code that this browser has asked for.
 *
 * @param before secret of the session that this browser had until now: it ends, so that nobody goes on in another's
 */
export async function completeSignIn(
  returned: URLSearchParams,
  attempt: SignInCookie | undefined,
  before: string | undefined,
  { provider, sessions, askMe, at }: SignInContext,
): Promise<SignedIn> {
  if (attempt === undefined || isAttemptOver(attempt, at)) return { kind: 'refused' };
  const tokens = await provider.complete(returned, attempt).catch((error: unknown) => {
    if (error instanceof SignInRefused) return undefined;
    throw error;
  });
  if (tokens === undefined) return { kind: 'refused' };
  const me = await askMe(tokens.accessToken);
  if (!me?.staff?.active) {
    await provider.revoke(tokens).catch(() => undefined);
    return { kind: 'no-staff' };
  }
  const { id: staffId, name, timeZone } = me.staff;
  const language = (await sessions.languageOf(staffId)) ?? me.staff.language;
  const secret = newSecret();
  const contents = { tokens, name, timeZone, permissions: me.permissions };
  const created = sessions.create(secret, contents, { staffId, language, at });
  const writes = before === undefined ? [created] : [created, sessions.end(before)];
  return { kind: 'signed-in', secret, to: returnPath(attempt.to), language, writes };
}
