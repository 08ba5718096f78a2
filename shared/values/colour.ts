import * as z from 'zod';

/** The lightest ground that coloured text stands on, see the canvas of `shared/pages/sheet.ts`. */
const ground = '#f4f5f7';

/** Text is readable from this contrast on (WCAG 2.2, success criterion 1.4.3). */
const readable = 4.5;

/** Contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A colour for text, edges and buttons on light grounds: dark enough to be read, also below white letters. */
export const readableColourSchema = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #0b4fb3')
  .refine(
    (colour) => !/^#[0-9a-fA-F]{6}$/.test(colour) || contrastOf(colour, ground) >= readable,
    'is too light to be read on white; take a darker shade',
  );
