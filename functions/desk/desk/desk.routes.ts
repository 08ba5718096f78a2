/** The pages that everybody needs: signing in and out, the language. */
import { bind, type PagesImplementation } from '../../../shared/runtime/http.ts';
import type { HttpReply, HttpRequest } from '../../../shared/runtime/http-respond.ts';
import { type Language, languageSchema } from '../../../shared/values/language.ts';
import { deskContract } from './desk.contract.ts';
import { homePath, pageBefore, returnPath, signInLimits } from './desk.rules.ts';
import { SignInCookie } from './desk.schema.ts';
import type { OpenSession } from './desk.store.ts';
import { type Desk, type DeskPages, deskPages, goTo } from './index.ts';
import { completeSignIn } from './operations/complete-sign-in.ts';

const withSession = deskPages(deskContract, (desk) => ({
  signOut: ({ open, reader }) => signOut(desk, open, reader.language),

  leaveSignOut: async () => goTo(homePath),
  leaveLanguage: async () => goTo(homePath),

  chooseLanguage: async ({ open, body, headers }) => {
    const language = languageSchema.safeParse(body.language);
    if (!language.success) return goTo(pageBefore(headers, desk.site));
    const { staffId } = open.session;
    await desk.commit([
      desk.sessions.change(open, { language: language.data }),
      desk.sessions.keepLanguage({ staffId, language: language.data }),
    ]);
    return goTo(pageBefore(headers, desk.site), { cookies: [desk.keepLanguage(language.data)] });
  },
}));

export const deskRoutes: DeskPages = {
  bind: (desk) => [...withSession.bind(desk), ...bind(deskContract, withoutSession(desk))],
};

type Routes = (typeof deskContract)['routes'];

/** What serves the routes that need no session. */
type WithoutSession = {
  [Name in keyof PagesImplementation<typeof deskContract>]: (
    request: HttpRequest<Routes[Name]>,
  ) => Promise<HttpReply>;
};

function withoutSession(desk: Desk): WithoutSession {
  return {
    beginSignIn: async ({ query, cookies, headers, origin: { at } }) => {
      const { attempt, address } = await desk.provider.begin(desk.strangersLanguage({ headers, cookies }));
      const kept: SignInCookie = { ...attempt, at, to: returnPath(query.to) };
      const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
      const begun = desk.cookies.names(attemptCookie(''), cookies);
      const forgotten = begun.slice(0, Math.max(0, begun.length + 1 - signInLimits.atOnce));
      const name = attemptCookie(attempt.state);
      const cookie = desk.cookies.keep(name, value, signInLimits.minutes * 60);
      return goTo(address, { cookies: [...forgotten.map(desk.cookies.drop), cookie] });
    },

    completeSignIn: (request) => welcome(desk, request),

    showSignedOut: async (request) => {
      const { cookies, origin } = request;
      const open = await desk.sessions.find(desk.cookies.read('session', cookies), origin.at);
      if (open !== undefined) return goTo(homePath);
      const page = desk.frame.signedOut(desk.strangersLanguage(request), true);
      return desk.pageReply(200, page);
    },
  };
}

/** One for each sign-in, for several tabs may be at the provider at once. */
const attemptCookie = (state: string) => `sign-in-${state}`;

async function welcome(
  desk: Desk,
  { cookies, headers, query, address, origin: { at } }: HttpRequest<Routes['completeSignIn']>,
): Promise<HttpReply> {
  const returned = new URL(address, desk.site).searchParams;
  const name = attemptCookie(query.state ?? '');
  const kept = desk.cookies.read(name, cookies);
  const attempt = attemptIn(kept);
  const before = desk.cookies.read('session', cookies);
  const known = await desk.sessions.find(before, at);
  // A page that is loaded again, or a tab whose sign-in was forgotten: nobody has to sign in twice.
  if (kept === undefined && known !== undefined) return goTo(homePath);
  const signedIn = await completeSignIn(returned, attempt, known?.secret, { ...desk, at });
  const used = kept === undefined ? [] : [desk.cookies.drop(name)];
  const language = desk.strangersLanguage({ headers, cookies });
  switch (signedIn.kind) {
    case 'signed-in':
      await desk.commit(signedIn.writes);
      return goTo(signedIn.to, {
        cookies: [
          ...used,
          desk.cookies.keep('session', signedIn.secret),
          desk.keepLanguage(signedIn.language),
        ],
      });
    case 'no-staff':
      return desk.pageReply(403, desk.frame.noStaff(language), { cookies: used });
    default:
      return desk.pageReply(400, desk.frame.refused(language), { cookies: used });
  }
}

/** What this browser has begun, if it is what we have given it. */
function attemptIn(value = ''): SignInCookie | undefined {
  try {
    return SignInCookie.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

/** Ends the session here first, whatever the provider does then. */
async function signOut(
  { commit, sessions, provider, signedOut }: Desk,
  { secret, contents }: OpenSession,
  language: Language,
): Promise<HttpReply> {
  await commit([sessions.end(secret)]);
  await provider.revoke(contents.tokens).catch(() => undefined);
  return signedOut(language);
}
