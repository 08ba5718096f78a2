/** Decisions about sessions that need nothing but their arguments. */
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Session, SignInCookie } from './desk.schema.ts';

/** How long a session goes on without a page being asked for, and at most. */
export const sessionLimits = { idle: { minutes: 30 }, absolute: { hours: 12 } } as const;

/** That somebody was here is written down no more often than this, so a session may end as much too early. */
export const visitGrain = { minutes: 2 } as const;

/**
 * So long somebody may take to sign in, and so many sign-ins are begun in one browser before the oldest is forgotten: a
 * gateway takes 10 KB of headers, and one is up to 0.8 KB. Tabs that are opened together see nothing of each other and
 * keep one each, so a dozen has to fit.
 */
export const signInLimits = { minutes: 15, atOnce: 4 } as const;

/** An access token is renewed when it has less than this left: a page asks several routes, one after another. */
export const tokenReserve = { seconds: 30 } as const;

export function endOf({ createdAt }: Pick<Session, 'createdAt'>): Instant {
  return instantAfter(createdAt, sessionLimits.absolute);
}

export function isOver(session: Pick<Session, 'createdAt' | 'seenAt'>, at: Instant): boolean {
  return at >= endOf(session) || at >= instantAfter(session.seenAt, sessionLimits.idle);
}

/** Whether it is time to write down that somebody is still here. */
export function isNewVisit({ seenAt }: Pick<Session, 'seenAt'>, at: Instant): boolean {
  return at >= instantAfter(seenAt, visitGrain);
}

export function isSpent({ expiresAt }: { readonly expiresAt: Instant }, at: Instant): boolean {
  return instantAfter(at, tokenReserve) >= expiresAt;
}

export function isAttemptOver({ at: begun }: Pick<SignInCookie, 'at'>, at: Instant): boolean {
  return (
    at >= instantAfter(begun, { minutes: signInLimits.minutes }) || begun > instantAfter(at, { minutes: 1 })
  );
}

export const homePath = '/desk';

/** Where somebody is sent after signing in: a page of the desk and nothing else, so that no link leads elsewhere. */
export function returnPath(wanted: string | undefined): string {
  if (wanted === undefined || !pathOfDesk.test(wanted)) return homePath;
  const [path = homePath] = wanted.split('?');
  if (noPages.has(path.replace(/\/$/, ''))) return homePath;
  return [wanted, path].find((each) => each.length <= longestPath) ?? homePath;
}

/** What belongs to signing in and out. */
const noPages: ReadonlySet<string> = new Set(
  ['sign-in', 'signed-in', 'signed-out'].map((name) => `${homePath}/${name}`),
);

/** What is longer goes without its query: it stands in a cookie. */
const longestPath = 300;

/** Visible ASCII as a browser writes it; segments begin with a letter or a digit, so that none leads upwards. */
const pathOfDesk = /^\/desk(?:\/[A-Za-z0-9][\w.~%@:|+=&,;!$'()*-]*)*\/?(?:\?[\w.~%@:|+=&,;!$'()*/?-]*)?$/;

/**
 * Whether a form comes from one of our own pages, by what the browser says of itself. One that says neither is
 * decided by the token in the form alone.
 *
 * @param site origin of the desk
 */
export function isFromOwnPage(headers: Readonly<Record<string, string | undefined>>, site: string): boolean {
  const relation = headers['sec-fetch-site'];
  if (relation !== undefined && relation !== 'same-origin') return false;
  const { origin } = headers;
  return origin === undefined || origin === site;
}

/** The page of the desk on which a form stood, by what the browser says of it. */
export function pageBefore(
  { referer = '' }: Readonly<Record<string, string | undefined>>,
  site: string,
): string {
  return returnPath(referer.startsWith(`${site}/`) ? referer.slice(site.length) : undefined);
}
