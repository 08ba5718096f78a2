/**
 * What a session in a browser rests on: a random secret that only its cookie has. What is stored is found by the hash of
 * the secret and encrypted with a key derived from it (HKDF, RFC 5869), so whoever reads the store can neither come in
 * nor use what lies there.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** 256 random bits, as 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** By which a session is found: SHA-256 of its secret, base64url. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Encrypts a text for whoever has the secret: AES-256-GCM, a nonce of its own each time, base64url. */
export function seal(text: string, secret: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor('contents', secret), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The sealed text; throws when it was sealed with another secret or is not what was sealed. */
export function unseal(sealed: string, secret: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyFor('contents', secret),
    bytes.subarray(0, nonceBytes),
    { authTagLength: tagBytes },
  );
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
  return Buffer.concat(text).toString('utf8');
}

/** What each form of a session carries, so that no other page can send one in its name. */
export function formTokenOf(secret: string): string {
  return keyFor('forms', secret).toString('base64url');
}

/** Compares in a time that tells nothing. */
export function isFormToken(text: unknown, secret: string): boolean {
  if (typeof text !== 'string') return false;
  const [sent, wanted] = [Buffer.from(text), Buffer.from(formTokenOf(secret))];
  return sent.length === wanted.length && timingSafeEqual(sent, wanted);
}

const nonceBytes = 12;
const tagBytes = 16;

function keyFor(use: string, secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `rapport session ${use}`, 32));
}
