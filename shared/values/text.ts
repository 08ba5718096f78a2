import * as z from 'zod';

// Control characters, and halves of surrogate pairs, which no database or mail can carry.
const oneLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const manyLines = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u;

export interface TextOptions {
  /** Allows line breaks (kept as `\n`) and tabs. @default false */
  multiline?: boolean;
  /** Allows the empty text. @default false */
  allowEmpty?: boolean;
}

/**
 * Text that people wrote: NFC, without surrounding blanks, without control characters, 1 to `max` UTF-16 units
 * (a Chinese character is one, most emoji are two). Fit for requests and replies.
 */
export function text(max: number, options: TextOptions = {}) {
  const { multiline = false, allowEmpty = false } = options;
  return z
    .string()
    .overwrite((value) => (multiline ? value.replaceAll(/\r\n?/g, '\n') : value).normalize('NFC').trim())
    .min(allowEmpty ? 0 : 1, 'must not be empty')
    .max(max)
    .regex(
      multiline ? manyLines : oneLine,
      multiline ? 'must not contain control characters' : 'must be one line, without control characters',
    );
}
