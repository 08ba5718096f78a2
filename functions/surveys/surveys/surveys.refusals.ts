/** Who gets no more survey mails: customers who said so, and addresses that do not exist. */
import { createHash } from 'node:crypto';
import { normaliseEmail } from '../../../shared/values/email.ts';
import type { MailRefusal } from './surveys.items.ts';

/** Whether a refusal stands against a mail to this address. A bounce counts only for the address that bounced. */
export function stands(refusal: MailRefusal | undefined, address: string): boolean {
  if (refusal === undefined) return false;
  return refusal.source !== 'bounce' || refusal.addressHash === addressHash(address);
}

export function addressHash(address: string): string {
  return createHash('sha256').update(normaliseEmail(address)).digest('base64url');
}
