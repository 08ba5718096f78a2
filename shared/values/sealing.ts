/** Files that only the bearer of a token can open: AES-256-GCM with a key that follows from the token. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** 96 bits, and a tag of 128: NIST SP 800-38D. */
const nonceBytes = 12;
const tagBytes = 16;

/** One key for each name: HKDF, RFC 5869. */
function keyFrom(token: string, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, name, 'rapport sealed file', 32));
}

/** @param name of the file: what was sealed under one opens under no other */
export function seal(content: Uint8Array, token: string, name: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(token, name), nonce);
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** @throws Error when it was sealed with another token or under another name, or was changed since */
export function unseal(file: Uint8Array, token: string, name: string): Buffer {
  const bytes = Buffer.from(file);
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(token, name), bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
