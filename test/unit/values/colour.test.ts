import { describe, expect, it } from 'vitest';
import { contrastOf, readableColourSchema } from '../../../shared/values/colour.ts';

describe('a colour', () => {
  it.each([
    // Black on white, and the lightest grey that passes on white (WebAIM's contrast checker).
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
  ])('%s has with %s a contrast of %s', (one, other, contrast) => {
    expect(contrastOf(one, other)).toBeCloseTo(contrast, 2);
    expect(contrastOf(other, one)).toBeCloseTo(contrast, 2);
  });

  it.each([
    ['#0b4fb3', true],
    ['#7A1F4D', true],
    ['#ff9900', false],
    ['#767676', false],
    ['blue', false],
    ['#fff;}', false],
  ])('%s can be read on our pages: %s', (colour, isReadable) => {
    expect(readableColourSchema.safeParse(colour).success).toBe(isReadable);
  });
});
