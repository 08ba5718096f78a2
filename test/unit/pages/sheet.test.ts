import { describe, expect, it } from 'vitest';
import { sheet } from '../../../shared/pages/sheet.ts';

type Colours = Readonly<Record<string, string>>;

/** The colours named in a block of the sheet. */
function coloursIn(block: string | undefined): Colours {
  const named = [...(block ?? '').matchAll(/--([a-z-]+):(#[0-9a-f]{3,6})\b/g)];
  return Object.fromEntries(named.map(([, name, colour]) => [name, colour]));
}

const light = coloursIn(/^:root\{([^}]*)\}/m.exec(sheet)?.[1]);
const dark = coloursIn(/prefers-color-scheme:dark\)\{:root\{([^}]*)\}/.exec(sheet)?.[1]);

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replaceAll(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const texts = ['ink', 'soft', 'accent', 'strong', 'error'].flatMap((text) =>
  ['canvas', 'surface'].map((ground) => [text, ground, 4.5] as const),
);
const pairs = [
  ...texts,
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'strong', 4.5],
  ['ink', 'tint', 4.5],
  ['accent', 'tint', 4.5],
  ['edge', 'surface', 3],
  ['edge', 'canvas', 3],
] as const;

describe('the style sheet', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#fff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('names in the dark every colour that it names in the light', () => {
    expect(Object.keys(light).length).toBeGreaterThan(8);
    expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort());
  });

  it.each(pairs)('sets %s on %s with a contrast of at least %d in light and dark', (text, ground, least) => {
    for (const colours of [light, dark]) {
      expect(contrast(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(least);
    }
  });

  it('uses no colour and no variable that it does not name', () => {
    const rules = sheet.replaceAll(/:root\{[^}]*\}/g, '');
    expect(rules.match(/#[0-9a-f]{3,8}\b/g)).toBeNull();
    const used = new Set([...rules.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name]) => name));
    expect([...used].filter((name) => name !== 'width' && !(name! in light))).toEqual([]);
  });

  it('prints without what only a screen needs, and heeds forced colours', () => {
    expect(sheet).toContain('@media print{');
    expect(sheet).toContain('@media (forced-colors:active){');
    // In print the colours of the light hold: the dark ones are for screens.
    expect(sheet).toContain('@media screen and (prefers-color-scheme:dark)');
  });
});
