import * as z from 'zod';

// Control characters, and halves of surrogate pairs, which no database or mail can carry.
const oneLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const manyLines = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u;

/**
 * Embeddings, overrides and isolates, by which a text shows in another order than it is stored. They come along
 * unseen, e.g. with what is copied from an address book, so they are taken out like blanks around a text.
 * https://www.unicode.org/reports/tr9/#Explicit_Directional_Formatting_Characters
 */
const directions = /[\u202a-\u202e\u2066-\u2069]/g;

/** Something that can be seen: neither blank nor of width zero, nor a mark that only directs the writing. */
const visible = /[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Letters and digits as wide as a Chinese character. */
const wideLettersAndDigits = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;
const blanks = /\p{Zs}+/gu;

export interface TextOptions {
  /** Allows line breaks (kept as `\n`) and tabs. @default false */
  multiline?: boolean;
  /** Allows the empty text. @default false */
  allowEmpty?: boolean;
}

/**
 * A name with what is only spelling made one: wide letters and digits narrow (`ＡＢＣ１２` is `ABC12`), any run of blanks
 * one blank. Chinese characters, accents and signs stay as they are written. Fit for requests and replies.
 */
export function nameText(max: number) {
  return text(max).overwrite((name) =>
    name
      .replaceAll(wideLettersAndDigits, (sign) => sign.normalize('NFKC'))
      .replaceAll(blanks, ' ')
      .trim(),
  );
}

/**
 * Text that people wrote: NFC, without surrounding blanks, control characters and turned writing, 1 to `max` UTF-16 units
 * (a Chinese character is one, most emoji are two), of which something can be seen. Fit for requests and replies.
 */
export function text(max: number, options: TextOptions = {}) {
  const { multiline = false, allowEmpty = false } = options;
  return z
    .string()
    .overwrite((value) =>
      (multiline ? value.replaceAll(/\r\n?/g, '\n') : value)
        .replaceAll(directions, '')
        .normalize('NFC')
        .trim(),
    )
    .min(allowEmpty ? 0 : 1, 'must not be empty')
    .max(max)
    .regex(
      multiline ? manyLines : oneLine,
      multiline ? 'must not contain control characters' : 'must be one line, without control characters',
    )
    .refine((value) => value === '' || visible.test(value), 'must hold something that can be seen');
}

/** The beginning of a text, of at most so many UTF-16 units. Cuts no character in two: no database or mail carries half of one. */
export function firstCharacters(text: string, maximum: number): string {
  const cut = text.slice(0, maximum);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
