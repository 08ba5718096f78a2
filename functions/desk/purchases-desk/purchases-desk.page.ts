/** Who comes back in which month, after how long a product is bought again, and what is bought together. */
import { barChart, courseChart } from '../../../shared/pages/charts.ts';
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { Analysis } from '../../commerce/analyses/analyses.schema.ts';
import { formToken, type Reader, writtenDay } from '../desk/index.ts';
import { texts } from './purchases-desk.texts.ts';

export interface PurchasesView {
  /** Undefined before the first one is done. */
  readonly analysis: Analysis | undefined;
  readonly isRunning: boolean;
  readonly mayStart: boolean;
  /** Of the form that begins the next one. */
  readonly key: string;
}

export function purchasesPage({ analysis, isRunning, mayStart, key }: PurchasesView, reader: Reader): Html {
  const words = texts[reader.language];
  const form =
    mayStart &&
    !isRunning &&
    html`<form class="unprinted" method="post" action="/desk/purchases">${formToken(reader)}${hiddenInput('key', key)}<p class="actions"><button class="quiet">${words.again}</button></p></form>`;
  return html`<h1>${words.title}</h1>
${isRunning && html`<p class="hint">${words.running} <a href="/desk/purchases">${words.look}</a></p>`}
${analysis === undefined ? emptyState(words.none) : drawn(analysis, reader)}
${form}
<p><a href="/desk/customers">${words.back}</a></p>`;
}

function drawn(analysis: Analysis, reader: Reader): Html {
  const { language } = reader;
  const words = texts[language];
  const { customers, orders, leftOut, through } = analysis;
  return html`${facts([
    [words.through, writtenDay(through, reader)],
    [words.customers, number(customers, language)],
    [words.orders, number(orders, language)],
    leftOut > 0 && [words.leftOut, number(leftOut, language)],
  ])}
${customers > 0 && cohorts(analysis, language)}
<h2>${words.repeats}</h2>
<p class="hint">${words.repeatsAre}</p>
${repeats(analysis, language)}
<h2>${words.baskets}</h2>
<p class="hint">${words.basketsAre}</p>
${baskets(analysis, language)}`;
}

/** Months after the first one that are shown. */
const monthsShown = 12;

function cohorts({ cohorts: all, through }: Analysis, language: Language): Html {
  const words = texts[language];
  const shown = all.slice(0, monthsShown + 1);
  const span = Math.max(0, ...shown.map(({ active }) => active.length - 1));
  const after = Array.from({ length: span }, (_, index) => index + 1);
  const points = after.flatMap((month) => {
    const share = shareAfter(all, month);
    return share === undefined ? [] : [{ label: String(month), value: share, low: null, high: null }];
  });
  return html`<h2>${words.cohorts}</h2>
<p class="hint">${words.cohortsAre(through.slice(0, 'yyyy-mm'.length))}</p>
<div class="charted">${
    points.length > 0 &&
    courseChart({
      ...{ id: 'retention', title: words.retention, limits: [0, 100], points },
      description: words.retentionIs(percent(points[0]?.value ?? 0, language)),
    })
  }${table({
    ...{
      caption: words.retention,
      isCaptionHidden: true,
      heads: words.retentionHeads,
      empty: words.noMonths,
    },
    rows: points.map(({ label, value }) => [words.monthsAfter(Number(label)), percent(value, language)]),
  })}</div>
${table({
  ...{ caption: words.cohorts, isCaptionHidden: true, empty: words.noMonths },
  heads: [words.month, words.first, ...after.map((month) => words.monthsAfter(month))],
  rows: shown.map(({ month, customers, active }) => [
    month,
    number(customers, language),
    ...after.map((each) => {
      const count = active[each];
      return count === undefined ? '' : percent((100 * count) / customers, language);
    }),
  ]),
})}`;
}

/** Of all whose month so many months after the first is over, the share who bought in it, in per cent. */
function shareAfter(cohorts: Analysis['cohorts'], month: number): number | undefined {
  const over = cohorts.filter(({ active }) => active.length - 1 > month);
  const customers = over.reduce((sum, cohort) => sum + cohort.customers, 0);
  const active = over.reduce((sum, cohort) => sum + (cohort.active[month] ?? 0), 0);
  return customers === 0 ? undefined : (100 * active) / customers;
}

/** Rows that a chart has room for. */
const barsShown = 10;

function repeats({ repeats: all }: Analysis, language: Language): Html {
  const words = texts[language];
  const bars = all.slice(0, barsShown).map(({ sku, medianDays, lowerDays, upperDays }) => ({
    ...{ label: sku, value: medianDays, low: lowerDays, high: upperDays },
    shown: words.days(number(medianDays, language)),
  }));
  const chart = barChart({
    ...{ id: 'repeats', title: words.repeats, description: words.repeatsDraw(bars.length), bars },
    maximum: Math.max(0, ...bars.map(({ high }) => high)),
  });
  return html`${bars.length > 0 && chart}
${table({
  ...{ caption: words.repeats, isCaptionHidden: true, heads: words.repeatHeads, empty: words.noRepeats },
  rows: all.map(({ sku, customers, intervals, medianDays, lowerDays, upperDays }) => [
    ...[sku, number(customers, language), number(intervals, language), number(medianDays, language)],
    words.between(number(lowerDays, language), number(upperDays, language)),
  ]),
})}`;
}

function baskets({ baskets: all }: Analysis, language: Language): Html {
  const words = texts[language];
  return table({
    ...{ caption: words.baskets, isCaptionHidden: true, heads: words.basketHeads, empty: words.noBaskets },
    rows: all.map(({ sku, withSku, orders, support, lift, ofSku, ofWithSku }) => [
      words.pair(sku, withSku),
      number(orders, language),
      percent(100 * support, language),
      number(lift, language),
      words.ofThose(sku, percent(100 * ofSku, language), withSku),
      words.ofThose(withSku, percent(100 * ofWithSku, language), sku),
    ]),
  });
}

const number = (value: number, language: Language) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
const percent = (value: number, language: Language) => `${number(value, language)} %`;
