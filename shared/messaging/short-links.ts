/**
 * Short links for texts, which are paid for by length. The code is all that opens one: what is kept says neither the
 * code nor where it leads.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** 72 bits: whoever asks a million times a second for a year finds one in 150 million. */
const codeLength = 12;

export interface ShortLink {
  /** What stands in the link; follows from where it leads, so that making it twice makes one. */
  readonly code: string;
  /** By which it is kept. */
  readonly hash: string;
  /** Where it leads, for whoever has the code. */
  readonly sealed: string;
}

/** @param target an address that nobody can guess, such as a personal link */
export function shortLinkTo(target: string): ShortLink {
  const code = digest('code', target).toString('base64url').slice(0, codeLength);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', digest('key', code), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(target, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { code, hash: hashOfCode(code), sealed: sealed.toString('base64url') };
}

/** By what the link of a code is kept. */
export function hashOfCode(code: string): string {
  return digest('hash', code).toString('base64url');
}

/** Whether a text can be a code at all. */
export function isCode(text: string): boolean {
  return text.length === codeLength && /^[A-Za-z0-9_-]+$/.test(text);
}

/** Where a link leads. @throws Error when it is not the one of this code */
export function targetOf(sealed: string, code: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', digest('key', code), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

/** The address of a code. @param publicUrl address of the API in links, with or without a slash at the end */
export function shortUrlOf(publicUrl: string, code: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/r/${code}`;
}

function digest(use: string, text: string): Buffer {
  return createHash('sha256').update(`short-link ${use}\n${text}`).digest();
}
