/** Charts: what they draw says what it is, stays within what can be, and lets nothing through that is not escaped. */
import { describe, expect, it } from 'vitest';
import { barChart, courseChart, differenceChart, gauge, shortened } from '../../../shared/pages/charts.ts';

const words = { id: 'c', title: 'A <title>', description: 'What it "shows"' };
const unsure = { low: null, high: null };

describe('a chart', () => {
  it('says what it is, escaped, to whoever does not see it', () => {
    const svg = String(
      gauge({ ...words, value: 5, ...unsure, minimum: 0, maximum: 10, shown: '5', shownRange: undefined }),
    );
    expect(svg).toContain('role="img" aria-labelledby="c-title" aria-describedby="c-description"');
    expect(svg).toContain('<title id="c-title">A &lt;title&gt;</title>');
    expect(svg).toContain('<desc id="c-description">What it &quot;shows&quot;</desc>');
  });

  it('draws a range only where there is one', () => {
    const point = { label: 'May', value: 3 };
    const drawn = (low: number | null) =>
      String(courseChart({ ...words, points: [{ ...point, low, high: low }], limits: [0, 10] }));
    expect(drawn(null)).toContain('<path class="range" d=""/>');
    expect(drawn(2)).toMatch(/<path class="range" d="M[\d.,ZLM]+"\/>/);
  });

  it('has numbers for everything, however little there is to draw', () => {
    const bar = { label: 'Some', shown: '0', value: 0, ...unsure };
    const drawings = [
      barChart({ ...words, bars: [], maximum: 0 }),
      barChart({ ...words, bars: [bar], maximum: 0 }),
      differenceChart({ ...words, rows: [] }),
      differenceChart({ ...words, rows: [bar] }),
      courseChart({ ...words, points: [], limits: [-100, 100] }),
      courseChart({ ...words, points: [bar], limits: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] }),
    ];
    for (const svg of drawings.map(String)) expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('puts words above their bars, and only short names beside them', () => {
    const bars = (label: string) =>
      String(barChart({ ...words, maximum: 1, bars: [{ label, shown: '1', value: 1, ...unsure }] }));
    expect(bars('10')).toContain('text-anchor="end">10<');
    expect(bars('速度')).toContain('<text x="0" y="16">速度<');
  });

  it('cuts what is too long for the drawing, in Chinese sooner', () => {
    expect(shortened('w'.repeat(10), 10)).toBe('w'.repeat(10));
    expect(shortened('w'.repeat(11), 10)).toBe(`${'w'.repeat(9)}…`);
    expect(shortened('问'.repeat(6), 10)).toBe(`${'问'.repeat(4)}…`);
  });
});
