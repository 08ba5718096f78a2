/** From the bytes of a file to its lines. What cannot be told with certainty is refused, never guessed. */
import { TextDecoder } from 'node:util';
import type { Said } from '../../../../shared/values/said.ts';
import { limits } from '../imports.schema.ts';
import { fileTexts } from '../imports.texts.ts';

/** The bytes of a file, from the beginning each time. */
export type Bytes = () => Promise<AsyncIterable<Uint8Array>>;

/** A file that cannot be read, and how to correct that. */
export class FileRefused extends Error {
  readonly said: Said;

  constructor(said: Said) {
    super(said.en);
    this.name = 'FileRefused';
    this.said = said;
  }
}

/** Told by its name: what is loaded only for workbooks has the class a second time in its bundle. */
export function isFileRefused(error: unknown): error is FileRefused {
  return error instanceof Error && error.name === 'FileRefused';
}

/**
 * The encoding of a text: the one that is asked for, as the WHATWG names it, or the one that its mark tells, or UTF-8, or
 * Chinese in GB18030. Reads the whole file where no mark tells it. Throws FileRefused.
 */
export async function encodingOf(open: Bytes, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return nameOf(asked);
  const head = await headOf(open);
  if (startsWith(head, 0xff, 0xfe)) return 'UTF-16LE';
  if (startsWith(head, 0xfe, 0xff)) return 'UTF-16BE';
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const chinese = createChineseCounter();
  let isUtf8 = true;
  for await (const bytes of await open()) {
    if (bytes.includes(0)) throw new FileRefused(fileTexts.bytesNotText);
    isUtf8 &&= decodes(utf8, bytes, true);
    chinese.count(bytes);
  }
  if (isUtf8 && decodes(utf8, new Uint8Array(), false)) return 'UTF-8';
  if (chinese.isChinese() && (await isWhole(open, 'gb18030'))) return 'GB18030';
  throw new FileRefused(fileTexts.noEncoding);
}

function nameOf(label: string): string {
  try {
    return new TextDecoder(label).encoding.toUpperCase();
  } catch {
    throw new FileRefused(fileTexts.unknownEncoding(label));
  }
}

function decodes(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

async function isWhole(open: Bytes, label: string): Promise<boolean> {
  const decoder = new TextDecoder(label, { fatal: true });
  for await (const bytes of await open()) if (!decodes(decoder, bytes, true)) return false;
  return decodes(decoder, new Uint8Array(), false);
}

/** The first bytes of a file. */
export async function headOf(open: Bytes): Promise<Uint8Array> {
  for await (const bytes of await open()) if (bytes.length > 0) return bytes.subarray(0, 64);
  throw new FileRefused(fileTexts.empty);
}

/** Whether bytes begin with these. */
export const startsWith = (bytes: Uint8Array, ...head: number[]) =>
  head.every((byte, at) => bytes[at] === byte);

/** The lines of a text, without what ends them. Throws FileRefused for bytes of another encoding, and for endless lines. */
export async function* linesOf(open: Bytes, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let [rest, line] = ['', 1];
  const piece = (bytes: Uint8Array | undefined): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new FileRefused(fileTexts.notInEncoding(encoding));
    }
  };
  for await (const bytes of await open()) {
    rest += piece(bytes);
    // A carriage return may be half of an end of line.
    const end = Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r', rest.length - 2));
    if (end !== -1) {
      const whole = rest.slice(0, end + 1).split(/\r\n|\n|\r/);
      rest = rest.slice(end + 1);
      for (const each of whole.slice(0, -1)) yield shortEnough(each, line++);
    }
    shortEnough(rest, line);
  }
  rest += piece(undefined);
  for (const each of rest.split(/\r\n|\n|\r/)) yield shortEnough(each, line++);
}

function shortEnough(text: string, line: number): string {
  if (text.length > limits.rowLength) throw new FileRefused(fileTexts.lineTooLong(line, limits.rowLength));
  return text;
}

/** Below that many characters, chance decides whether they look Korean, too. */
const fewCharacters = 12;

/**
 * Whether double bytes are Chinese. GB18030 can read nearly any bytes, so reading without an error says little.
 * Chinese is written with the characters of GB 2312, whose bytes are all above A0, but for a rare name; in Western
 * texts a letter follows an accent, and Big5 and Shift-JIS use the lower bytes half of the time. EUC-KR has only its
 * syllables in B0 to C8, where Chinese stays for no more than half of its characters, and EUC-JP is full of kana (A4, A5).
 */
function createChineseCounter() {
  let [all, common, korean, kana] = [0, 0, 0, 0];
  /** The first of two bytes, where a piece ends with it. */
  let lead = 0;
  return {
    count(bytes: Uint8Array): void {
      for (const byte of bytes) {
        if (lead === 0) {
          if (byte >= 0x80) lead = byte;
          continue;
        }
        all += 1;
        if (lead === 0xa4 || lead === 0xa5) kana += 1;
        else if (lead >= 0xa1 && lead <= 0xf7 && byte >= 0xa1) common += 1;
        if (lead >= 0xb0 && lead <= 0xc8) korean += 1;
        lead = 0;
      }
    },
    isChinese(): boolean {
      const looksKorean = all >= fewCharacters && korean === all;
      return common >= 0.9 * all && kana <= 0.05 * all && !looksKorean;
    },
  };
}
