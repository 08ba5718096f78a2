/** Who is signed in at the desk, and what its forms send. */
import * as z from 'zod';
import { empty, html } from '../../../shared/contract/route.ts';
import { permissions } from '../../../shared/identity/permissions.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';

/** One browser in which somebody has signed in. Found by the hash of a secret that only its cookie has. */
export const Session = z.strictObject({
  hash: z.string(),
  version: z.int(),
  staffId: staffIdSchema,
  /** In which the desk is shown. */
  language: languageSchema,
  /** What only the cookie opens, see `SessionContents`. */
  sealed: z.string(),
  createdAt: instantSchema,
  /** When a page was last asked for, to within `visitGrain`. */
  seenAt: instantSchema,
});
export type Session = z.infer<typeof Session>;

/** In which language somebody has chosen to see the desk, in whichever browser they sign in; till then it is that of their mails. */
export const ChosenLanguage = z.strictObject({ staffId: staffIdSchema, language: languageSchema });
export type ChosenLanguage = z.infer<typeof ChosenLanguage>;

/** What lies in a session encrypted: the tokens, and who they are for. */
export const SessionContents = z.strictObject({
  tokens: z.strictObject({
    accessToken: z.string(),
    refreshToken: z.string().optional(),
    idToken: z.string().optional(),
    expiresAt: instantSchema,
  }),
  name: z.string(),
  timeZone: z.string(),
  permissions: z.partialRecord(z.enum(permissions), z.enum(['all', 'own'])),
});
export type SessionContents = z.infer<typeof SessionContents>;

/** What the browser keeps while somebody is away to sign in. */
export const SignInCookie = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  at: instantSchema,
  /** The page they wanted. */
  to: z.string(),
});
export type SignInCookie = z.infer<typeof SignInCookie>;

/** What any form of the desk sends; what it means is for the routes that the page calls to say. */
export const DeskForm = z.record(z.string().max(100), z.union([z.string(), z.array(z.string())]));
export type DeskForm = z.infer<typeof DeskForm>;

/** No form of ours sends a field twice that has one value: which of them was meant is for nobody to guess. */
export class SentTwice extends Error {}

/**
 * A field that was sent, with the line ends of the web as those of ours; empty when it was not. Throws `SentTwice` where it
 * was sent more than once.
 */
export function valueIn(form: DeskForm, name: string): string {
  const [value = '', ...others] = valuesIn(form, name);
  if (others.length > 0) throw new SentTwice(name);
  return value.replaceAll('\r\n', '\n');
}

/** A number is typed as text, in digits of any width; what is none is for the API to refuse. */
export function numberFrom(text: string): number | string {
  const typed = text.normalize('NFKC').trim();
  return /^-?\d+(?:\.\d+)?$/.test(typed) ? Number(typed) : text;
}

/** The version that the page had shown, for If-Match; what cannot be read is none that there is. */
export function versionIn(form: DeskForm): number {
  const version = Number(valueIn(form, 'version'));
  return Number.isSafeInteger(version) ? version : 0;
}

/** All that was ticked under a name. */
export function valuesIn(form: DeskForm, name: string): readonly string[] {
  const sent = form[name];
  if (sent === undefined) return [];
  return typeof sent === 'string' ? [sent] : sent;
}

/** How a page of the desk may answer: itself, where to go on, to sign in again, or what a route of the API has refused. */
export const pageReplies = {
  200: html,
  303: empty,
  400: html,
  401: html,
  403: html,
  404: html,
  409: html,
  412: html,
  422: html,
  503: html,
} as const;
