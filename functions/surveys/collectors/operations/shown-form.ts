/** Forms behind links for anybody: signed, so that each counts once and none is made up. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A form that was shown: it can be sent once. */
interface ShownForm {
  /** Milliseconds since 1970. */
  readonly shownAt: number;
  /** Random: no two forms have the same. */
  readonly nonce: string;
}

/** Somebody who fills in a long survey may be called away meanwhile. */
const formHours = 24;
const signatureLength = 22;

/** A new form, as a field of it says it: signed, so that nobody can make one up or give it another time. */
export function newForm(key: string, shownAt: number): string {
  return sealed(key, { shownAt, nonce: randomBytes(12).toString('base64url') });
}

/** The form that a field tells of; undefined when it is none of ours, or too old. */
export function openForm(key: string, field: unknown, now: number): ShownForm | undefined {
  const [, time = '', nonce = ''] = /^([0-9a-z]{1,11})\.([\w-]{16})\.[\w-]{22}$/.exec(String(field)) ?? [];
  const form = { shownAt: Number.parseInt(time, 36), nonce };
  if (nonce === '' || !isSame(String(field), sealed(key, form))) return undefined;
  const isInTime = form.shownAt <= now && now - form.shownAt < formHours * 3_600_000;
  return isInTime ? form : undefined;
}

function sealed(key: string, { shownAt, nonce }: ShownForm): string {
  const said = `${shownAt.toString(36)}.${nonce}`;
  const signature = createHmac('sha256', key).update(said).digest('base64url');
  return `${said}.${signature.slice(0, signatureLength)}`;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
