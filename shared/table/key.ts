/**
 * Keys out of parts. What a part holds comes from outside as often as not, so every part is encoded here, and only
 * here: no two values give one key by being cut in different places.
 */
import { createHash } from 'node:crypto';

/** What fills a placeholder; a list stands for several parts, each encoded, with `#` between them. */
type Part = unknown;

/** The separator of parts, the sign of an encoded character, and halves of characters, which UTF-8 would all make one. */
const special = /[#%\p{Cs}]/gu;
const encoded = /%(23|25|D[89A-F][0-9A-F]{2})/g;

/** A template that is one placeholder holds a whole key or an id, which meets nothing and stands as it is. */
const onePlaceholder = /^\{(\w+)\}$/;

/** Fills a key template; undefined when a placeholder has no value. */
export function renderKey(template: string, parts: Readonly<Record<string, Part>>): string | undefined {
  let missing = false;
  const encode = onePlaceholder.test(template) ? String : encodePart;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = parts[name];
    missing ||= part === undefined || part === null;
    return Array.isArray(part) ? part.map(encodePart).join('#') : encode(part);
  });
  return missing ? undefined : filled;
}

/** A part as it stands in a key. Ordinary values stand as they are. */
function encodePart(part: unknown): string {
  return String(part).replaceAll(special, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What a part of a key was before it was encoded. */
export function decodePart(part: string): string {
  return part.replaceAll(encoded, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A part of a key that no key or log shows: SHA-256 of values, base64url. Other values, or cut elsewhere, give another. */
export function hashOfParts(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
