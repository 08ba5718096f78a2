import { isDeepStrictEqual } from 'node:util';
import { SignInRefused } from '../../../../shared/identity/sign-in.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { isNewVisit, isSpent } from '../desk.rules.ts';
import type { OpenSession } from '../desk.store.ts';
import type { SignInContext } from './complete-sign-in.ts';

interface Context extends SignInContext {
  readonly commit: (writes: readonly Write[]) => Promise<unknown>;
}

/**
 * The session with an access token that is good for this page; undefined when it has ended because the provider or the
 * department lets the person in no more. Whoever has left is noticed here with the next token, and before that by the routes that a page calls.
 */
export async function continueSession(open: OpenSession, context: Context): Promise<OpenSession | undefined> {
  const { at } = context;
  if (isSpent(open.contents.tokens, at)) return renew(open, context);
  return isNewVisit(open.session, at) ? keep(open, context) : open;
}

/** Writes down what is known of a session, and that somebody was here; the page goes on with the version that is stored now. */
async function keep(open: OpenSession, { sessions, commit, at }: Context): Promise<OpenSession> {
  await commit([sessions.change(open, { seenAt: at })]);
  return { ...open, session: { ...open.session, seenAt: at, version: open.session.version + 1 } };
}

async function renew(open: OpenSession, context: Context): Promise<OpenSession | undefined> {
  const { provider, sessions, askMe, commit } = context;
  const tokens = await provider.refresh(open.contents.tokens).catch((error: unknown) => {
    if (error instanceof SignInRefused) return undefined;
    throw error;
  });
  if (tokens === undefined) return renewedElsewhere(open, context);
  // Before anything else may fail: the provider may have taken the old refresh token back.
  const renewed = await keep({ ...open, contents: { ...open.contents, tokens } }, context);
  const me = await askMe(tokens.accessToken);
  if (me?.staff?.active) {
    const { name, timeZone } = me.staff;
    const contents = { tokens, name, timeZone, permissions: me.permissions };
    return isDeepStrictEqual(contents, renewed.contents) ? renewed : keep({ ...renewed, contents }, context);
  }
  await commit([sessions.end(open.secret)]);
  await provider.revoke(tokens).catch(() => undefined);
  return undefined;
}

/** Of two pages that renew at once one may come too late, where each refresh token is good for one time. */
async function renewedElsewhere(
  { secret, contents }: OpenSession,
  { sessions, commit, at }: Context,
): Promise<OpenSession | undefined> {
  const present = await sessions.find(secret, at);
  if (present === undefined) return undefined;
  if (present.contents.tokens.expiresAt !== contents.tokens.expiresAt) return present;
  await commit([sessions.end(secret)]);
  return undefined;
}
