/** From the bytes of a file to its text. What cannot be told with certainty is refused, never guessed. */
import { TextDecoder } from 'node:util';
import type { Texts } from './texts.ts';

export interface Decoded {
  readonly text: string;
  /** e.g. `UTF-8`. */
  readonly encoding: string;
}

/** `asked` is an encoding as the WHATWG standard names it. Throws, saying how to correct it. */
export function decode(bytes: Uint8Array, asked: string | undefined, texts: Texts): Decoded {
  if (bytes.length === 0) throw new Error(texts.empty);
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) throw new Error(texts.workbook);
  if (asked !== undefined) return decodeAs(bytes, asked, texts);
  if (startsWith(bytes, 0xff, 0xfe)) return decodeAs(bytes, 'utf-16le', texts);
  if (startsWith(bytes, 0xfe, 0xff)) return decodeAs(bytes, 'utf-16be', texts);
  if (bytes.includes(0)) throw new Error(texts.binary);
  const text = read(bytes, 'utf-8') ?? (isChinese(bytes) ? read(bytes, 'gb18030') : undefined);
  if (text === undefined) throw new Error(texts.noEncoding);
  return { text, encoding: read(bytes, 'utf-8') === undefined ? 'GB18030' : 'UTF-8' };
}

function decodeAs(bytes: Uint8Array, label: string, texts: Texts): Decoded {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw new Error(texts.unknownEncoding(label));
  }
  const encoding = decoder.encoding.toUpperCase();
  try {
    return { text: decoder.decode(bytes), encoding };
  } catch {
    throw new Error(texts.notInEncoding(encoding));
  }
}

function read(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const startsWith = (bytes: Uint8Array, ...head: number[]) => head.every((byte, at) => bytes[at] === byte);

/** Below that many characters, chance decides whether they look Korean, too. */
const fewCharacters = 12;

/**
 * Whether the double bytes are Chinese. GB18030 can read nearly any bytes, so reading without an error says little.
 * Chinese is written with the characters of GB 2312, whose bytes are all above A0, but for a rare name; in Western
 * texts a letter follows an accent, and Big5 and Shift-JIS use the lower bytes half of the time. EUC-KR has only its
 * syllables in B0 to C8, where Chinese stays for no more than half of its characters, and EUC-JP is full of kana (A4, A5).
 */
function isChinese(bytes: Uint8Array): boolean {
  let [all, common, korean, kana] = [0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const [lead = 0, trail = 0] = [bytes[at], bytes[at + 1]];
    if (lead < 0x80) continue;
    at += 1;
    all += 1;
    if (lead === 0xa4 || lead === 0xa5) kana += 1;
    else if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) common += 1;
    if (lead >= 0xb0 && lead <= 0xc8) korean += 1;
  }
  const looksKorean = all >= fewCharacters && korean === all;
  return common >= 0.9 * all && kana <= 0.05 * all && !looksKorean;
}
