import * as z from 'zod';

// Letters, digits and the signs mailboxes really use; no quoted local parts, no address literals.
const addressPattern =
  /^(?!\.)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}(?<!\.)@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/** One spelling per mailbox: NFC, no surrounding blanks, lower case. Uniqueness is decided on this form. */
export function normaliseEmail(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** An e-mail address (RFC 5321: at most 254 characters), kept in its normal form. Fit for requests and replies. */
export const emailSchema = z
  .string()
  .overwrite(normaliseEmail)
  .max(254)
  .regex(addressPattern, 'must be an e-mail address such as li.wei@example.com')
  .refine((address) => !address.includes('..'), 'must not have two dots in a row')
  .meta({ description: 'E-mail address.', examples: ['li.wei@example.com'] });
