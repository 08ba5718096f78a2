import { createHash } from 'node:crypto';
import { normaliseEmail } from './email.ts';

/** What is kept of an e-mail address where only its recognition matters: SHA-256 of the normal form, base64url. */
export function hashOfEmail(address: string): string {
  return createHash('sha256').update(normaliseEmail(address)).digest('base64url');
}

/** The same of a phone number (E.164). */
export function hashOfPhone(number: string): string {
  return createHash('sha256').update(number).digest('base64url');
}
