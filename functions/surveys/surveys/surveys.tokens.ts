/**
 * The secret in the link of an invitation. It is computed from the run and the customer, so planning twice gives
 * the same link and the sender can make it again; only its hash is stored.
 */
import { createHash, createHmac } from 'node:crypto';

/** The key under which an invitation lies: SHA-256 of the token, base64url. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** 256 bits that nobody can guess without the secret, as 43 characters of base64url. */
export function tokenOf(secret: string, runId: string, customerId: string): string {
  return createHmac('sha256', secret).update(`${runId}\n${customerId}`).digest('base64url');
}

/** Whether a text can be a token at all. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
