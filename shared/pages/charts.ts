/**
 * Charts as SVG, drawn on the server: they need no script, take the colours of the page, light and dark and on paper, and grow
 * with the screen. Each says in its title and description what it shows; a page puts the table with the same numbers beside it.
 */
import { scaleLinear, scalePoint } from 'd3-scale';
import { arc, area, line } from 'd3-shape';
import { type Html, html } from './html.ts';

/** Rules for kinds of pages that have charts. */
export const chartRules = `
.charted{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1.5rem;align-items:start;break-inside:avoid}
@media (min-width:56em){.charted{grid-template-columns:minmax(0,26rem) minmax(0,1fr)}}
.chart{margin:0 0 1rem}
.chart svg{display:block;width:100%;max-width:26rem;height:auto}
.chart text{fill:var(--ink);font-size:13px}
.chart .aside{fill:var(--soft)}
.chart .figure{font-size:34px;font-weight:700}
.chart .track{fill:var(--line)}
.chart .bar{fill:var(--accent)}
.chart .down{fill:var(--error)}
.chart .range{fill:var(--accent);fill-opacity:.3}
.chart .grid{stroke:var(--line)}
.chart .course{fill:none;stroke:var(--accent);stroke-width:2.5}
.chart .mark{stroke:var(--ink);stroke-width:2}
@media (forced-colors:active){.chart{--ink:CanvasText;--soft:CanvasText;--line:GrayText;--accent:Highlight;--error:Highlight}}
@media print{.chart svg{max-width:11cm}.charted{grid-template-columns:minmax(0,11cm) minmax(0,1fr)}}
`;

/** What a chart says in words. */
export interface ChartWords {
  /** Of no other element of the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** A number and, where it is known, where it probably lies. */
export interface Ranged {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Widths in units of the drawing: on a narrow phone about a pixel each. */
const width = 360;
const decimals = 1;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

function drawing({ id, title, description }: ChartWords, { left, top, height }: Box, shapes: Html): Html {
  return html`<figure class="chart"><svg viewBox="${left} ${top} ${width} ${height}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-description"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>${shapes}</svg></figure>`;
}

export interface Gauge extends ChartWords, Ranged {
  readonly minimum: number;
  readonly maximum: number;
  /** The value and the range as people read them. */
  readonly shown: string;
  readonly shownRange: string | undefined;
}

/** A number on a half circle from the least to the greatest that it can be, with its range. */
export function gauge({ minimum, maximum, value, low, high, shown, shownRange, ...words }: Gauge): Html {
  const angle = scaleLinear([minimum, maximum], [-Math.PI / 2, Math.PI / 2]).clamp(true);
  const ring = arc<readonly [number, number]>()
    .startAngle(([from]) => angle(from))
    .endAngle(([, to]) => angle(to))
    .innerRadius(84)
    .outerRadius(112)
    .digits(decimals);
  const at = (radius: number) => [radius * Math.sin(angle(value)), -radius * Math.cos(angle(value))] as const;
  const [[x1, y1], [x2, y2]] = [at(78), at(118)];
  return drawing(
    words,
    { left: -width / 2, top: -124, height: 148 },
    html`<path class="track" d="${ring([minimum, maximum])}"/>${low !== null && high !== null && html`<path class="range" d="${ring([low, high])}"/>`}<line class="mark" x1="${x1.toFixed(decimals)}" y1="${y1.toFixed(decimals)}" x2="${x2.toFixed(decimals)}" y2="${y2.toFixed(decimals)}"/><text class="figure" x="0" y="-22" text-anchor="middle">${shown}</text>${shownRange !== undefined && html`<text class="aside" x="0" y="0" text-anchor="middle">${shownRange}</text>`}<text class="aside" x="-98" y="18" text-anchor="middle">${minimum}</text><text class="aside" x="98" y="18" text-anchor="middle">${maximum}</text>`,
  );
}

export interface Bar extends Ranged {
  readonly label: string;
  readonly shown: string;
}

export interface Bars extends ChartWords {
  readonly bars: readonly Bar[];
  /** What the whole width stands for. */
  readonly maximum: number;
}

/** One bar under the other: numbers of a scale with their bars beside them, words above them. */
export function barChart({ bars, maximum, ...words }: Bars): Html {
  const isBeside = bars.every(({ label }) => shortened(label, 3) === label);
  const [left, rowHeight] = isBeside ? [30, 24] : [0, 44];
  const x = scaleLinear([0, maximum || 1], [left, width - 64]).clamp(true);
  const rows = bars.map(({ label, value, low, high, shown }, index) => {
    const top = index * rowHeight + (isBeside ? 4 : 22);
    const end = Math.max(x(value), high === null ? 0 : x(high));
    const name = isBeside
      ? html`<text x="${left - 8}" y="${top + 12}" text-anchor="end">${label}</text>`
      : html`<text x="0" y="${top - 6}">${shortened(label, 46)}</text>`;
    return html`${name}<rect class="bar" x="${left}" y="${top}" width="${(x(value) - left).toFixed(decimals)}" height="16"/>${whisker(x, { low, high }, top + 8)}<text x="${(end + 6).toFixed(decimals)}" y="${top + 12}">${shown}</text>`;
  });
  return drawing(words, { left: 0, top: 0, height: bars.length * rowHeight + 4 }, html`${rows}`);
}

export interface Course extends ChartWords {
  readonly points: readonly (Ranged & { readonly label: string })[];
  /** Beyond which no value can lie. */
  readonly limits: readonly [number, number];
}

/** How a number has changed with time, and within which range it lay. */
export function courseChart({ points, limits: [least, most], ...words }: Course): Html {
  const [top, bottom, left, right] = [12, 170, 40, width - 14];
  const known = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  if (known.length === 0) return drawing(words, { left: 0, top: 0, height: bottom }, html``);
  const y = scaleLinear([Math.min(...known), Math.max(...known)], [bottom, top]).nice(4);
  const [from = least, to = most] = y.domain();
  // A single value has no extent.
  y.domain(from === to ? [from - 1, to + 1] : [Math.max(least, from), Math.min(most, to)]);
  const labels = points.map((_, index) => index);
  const x = scalePoint(labels, [left + 10, right - 10]);
  const at = (index: number) => x(index) ?? left;
  const range = area<Ranged>()
    .defined(({ low, high }) => low !== null && high !== null)
    .x((_, index) => at(index))
    .y0(({ low }) => y(low ?? 0))
    .y1(({ high }) => y(high ?? 0))
    .digits(decimals);
  const course = line<Ranged>()
    .x((_, index) => at(index))
    .y(({ value }) => y(value))
    .digits(decimals);
  const every = Math.ceil(points.length / 5);
  const grid = y.ticks(4).map((tick) => {
    const height = y(tick).toFixed(decimals);
    return html`<line class="grid" x1="${left}" y1="${height}" x2="${right}" y2="${height}"/><text class="aside" x="${left - 6}" y="${(y(tick) + 4).toFixed(decimals)}" text-anchor="end">${tick}</text>`;
  });
  const marks = points.map(
    ({ value, label }, index) =>
      html`<circle class="bar" cx="${at(index).toFixed(decimals)}" cy="${y(value).toFixed(decimals)}" r="4"/>${index % every === 0 && html`<text class="aside" x="${at(index).toFixed(decimals)}" y="${bottom + 22}" text-anchor="middle">${label}</text>`}`,
  );
  return drawing(
    words,
    { left: 0, top: 0, height: bottom + 32 },
    html`${grid}<path class="range" d="${range([...points]) ?? ''}"/><path class="course" d="${course([...points]) ?? ''}"/>${marks}`,
  );
}

export interface Differences extends ChartWords {
  readonly rows: readonly Bar[];
}

/** What lies above and below the rest, by how much, and how certain that is: bars to both sides of nothing. */
export function differenceChart({ rows, ...words }: Differences): Html {
  const rowHeight = 46;
  const reach = Math.max(
    0,
    ...rows.flatMap(({ value, low, high }) => [value, low ?? 0, high ?? 0].map(Math.abs)),
  );
  const x = scaleLinear(reach === 0 ? [-1, 1] : [-reach, reach], [8, width - 8]);
  const zero = x(0);
  const drawn = rows.map(({ label, value, low, high, shown }, index) => {
    const top = index * rowHeight + 22;
    const [from, to] = value < 0 ? [x(value), zero] : [zero, x(value)];
    const [at, anchor] = value < 0 ? [zero + 6, 'start'] : [zero - 6, 'end'];
    // The whisker may reach over to the other side: the number then stands beyond its end.
    const over = value < 0 ? Math.max(at, x(high ?? 0) + 6) : Math.min(at, x(low ?? 0) - 6);
    return html`<text x="0" y="${top - 6}">${shortened(label, 46)}</text><rect class="${value < 0 ? 'down' : 'bar'}" x="${from.toFixed(decimals)}" y="${top}" width="${(to - from).toFixed(decimals)}" height="16"/>${whisker(x, { low, high }, top + 8)}<text x="${over.toFixed(decimals)}" y="${top + 12}" text-anchor="${anchor}">${shown}</text>`;
  });
  const height = rows.length * rowHeight + 4;
  return drawing(
    words,
    { left: 0, top: 0, height },
    html`<line class="grid" x1="${zero}" y1="0" x2="${zero}" y2="${height}"/>${drawn}`,
  );
}

function whisker(
  x: (value: number) => number,
  { low, high }: Pick<Ranged, 'low' | 'high'>,
  y: number,
): Html | undefined {
  if (low === null || high === null) return undefined;
  const [from, to] = [x(low).toFixed(decimals), x(high).toFixed(decimals)];
  return html`<path class="mark" d="M${from},${y - 4}V${y + 4}M${from},${y}H${to}M${to},${y - 4}V${y + 4}"/>`;
}

/** As much of a text as fits, in widths of Latin letters; those of Chinese take two. The table has all of it. */
export function shortened(text: string, room: number): string {
  let left = room;
  const letters = [...text];
  for (const [index, letter] of letters.entries()) {
    left -= (letter.codePointAt(0) ?? 0) < 0x2e80 ? 1 : 2;
    if (left < 0) return `${letters.slice(0, Math.max(0, index - 1)).join('')}…`;
  }
  return text;
}
