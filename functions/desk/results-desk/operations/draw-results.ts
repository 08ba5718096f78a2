/** What the answers to a survey come to, drawn and in tables. */
import { barChart, courseChart, differenceChart, gauge } from '../../../../shared/pages/charts.ts';
import { type Html, html } from '../../../../shared/pages/html.ts';
import { emptyState } from '../../../../shared/pages/messages.ts';
import { table } from '../../../../shared/pages/table.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Measure } from '../../../surveys/measures/measures.schema.ts';
import { unfilled } from '../../../surveys/questions/index.ts';
import type { InLanguages, Question } from '../../../surveys/questions/questions.schema.ts';
import {
  type Finding,
  nobody,
  type QuestionResults,
  type ResultsFindings,
  type ResultsFunnel,
  type ResultsTrend,
  type SurveyResults,
} from '../../../surveys/results/results.schema.ts';
import type { Survey } from '../../../surveys/surveys/surveys.schema.ts';
import { writtenDay } from '../../desk/index.ts';
import { axisLabel, courseOf, leadOf, limitsOfMeasure } from '../results-desk.rules.ts';
import { texts } from '../results-desk.texts.ts';

/** What is drawn. */
export interface DrawnResults {
  readonly survey: Pick<Survey, 'questions' | 'defaultLanguage'>;
  readonly results: SurveyResults;
  readonly trend: ResultsTrend;
  /** Absent: not for this reader. */
  readonly findings: ResultsFindings | undefined;
  readonly funnel: ResultsFunnel;
  /** Whether the answers are narrowed by what the funnel does not follow. */
  readonly isFunnelWider?: boolean | undefined;
  /** Whose course is drawn. @default the first question that is measured */
  readonly question?: string | undefined;
  /** Where the words of those who answered a question are read; absent: not from here. */
  readonly commentsAt?: ((questionId: string) => string) | undefined;
  /** Where an improvement of what was found is begun; absent: not from here, or not by this reader. */
  readonly improveAt?: ((finding: Finding, inWords: string) => string) | undefined;
}

export function drawResults(drawn: DrawnResults, language: Language): Html {
  const words = texts[language];
  const { results } = drawn;
  return html`${results.total > 0 && scoreOf(results, language)}
<h2>${words.course}</h2>
${courseIn(drawn, language)}
<h2>${words.drivers}</h2>
${driversIn(drawn, language)}
<h2>${words.funnel}</h2>
${drawn.isFunnelWider && html`<p class="hint">${words.funnelIsWider}</p>`}${funnelIn(drawn.funnel, language)}
<h2>${words.questions}</h2>
${results.questions.map((question) => questionIn(question, drawn, language))}`;
}

const charted = (chart: Html, beside: Html) => html`<div class="charted">${chart}<div>${beside}</div></div>`;

export function figure(value: number, language: Language, sign: 'auto' | 'exceptZero' = 'auto'): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: sign }).format(value);
}

const percent = (part: number, whole: number, language: Language) =>
  whole === 0 ? '' : `${figure(Math.round((1000 * part) / whole) / 10, language)} %`;

export function rangeOf(
  { low, high }: Pick<Measure, 'low' | 'high'>,
  language: Language,
): string | undefined {
  if (low === null || high === null) return undefined;
  return texts[language].range(figure(low, language), figure(high, language));
}

function scoreOf({ score, interval, total, ...groups }: SurveyResults, language: Language): Html {
  const words = texts[language];
  const { low, high } = interval ?? { low: null, high: null };
  const shown = figure(score ?? 0, language);
  const range = rangeOf({ low, high }, language);
  const row = (name: 'promoters' | 'passives' | 'detractors') => [
    words[name],
    groups[name],
    percent(groups[name], total, language),
  ];
  return html`<h2>${words.score}</h2>
${charted(
  gauge({
    ...{ id: 'score', title: words.score, description: words.scoreIs(shown, range, total) },
    ...{ value: score ?? 0, low, high, minimum: -100, maximum: 100, shown, shownRange: range },
  }),
  html`<p>${words.scoreIs(shown, range, total)}</p>${table({
    ...{ caption: words.score, isCaptionHidden: true, heads: words.scoreHeads, empty: words.none },
    rows: [row('promoters'), row('passives'), row('detractors')],
  })}`,
)}`;
}

function courseIn(drawn: DrawnResults, language: Language): Html {
  const words = texts[language];
  const { trend, results, question } = drawn;
  const lead = leadOf(results.questions, question);
  const points = courseOf(trend, lead);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return emptyState(words.noCourse);
  const title = words.courseOf(words.measures[first.kind], textOf(lead, drawn, language));
  const day = (begins: string) => writtenDay(begins, { language });
  const rows = points.map((point) => [
    day(point.begins),
    figure(point.value, language),
    rangeOf(point, language) ?? '',
    point.n,
  ]);
  return html`<h3>${title}</h3>
${charted(
  courseChart({
    ...{ id: 'course', title, limits: limitsOfMeasure(first.kind) },
    description: words.courseIs(day(first.begins), day(last.begins), points.length),
    points: points.map((point) => ({ ...point, label: axisLabel(point.begins, trend.by) })),
  }),
  table({ caption: title, isCaptionHidden: true, heads: words.courseHeads, rows, empty: words.noCourse }),
)}`;
}

/** What an improvement has room for. */
const longestFinding = 500;

/** So many are drawn; all that are told stand in the table. */
const drawnFindings = 8;

function driversIn(drawn: DrawnResults, language: Language): Html {
  const words = texts[language];
  const { findings: found, improveAt } = drawn;
  if (found === undefined) return html`<p>${words.notForYou}</p>`;
  if (found.findings.length === 0) return emptyState(words.noDrivers);
  const certain = found.findings.filter(({ certain: isCertain }) => isCertain).length;
  const change = (value: number) => figure(value, language, 'exceptZero');
  const shared = new Set(found.findings.map(({ kind }) => kind)).size === 1;
  // Points of a score and of a percentage can be drawn beside each other, numbers of a scale cannot.
  const comparable = found.findings.filter(({ kind }) => shared || kind !== 'mean').slice(0, drawnFindings);
  const rows = found.findings.map((finding) => [
    groupOf(finding, language),
    textOf(finding.questionId, drawn, language),
    figure(finding.measured, language),
    figure(finding.rest, language),
    change(finding.difference),
    rangeOf(finding, language) ?? '',
    finding.n,
    finding.certain ? words.yes : words.no,
    ...(improveAt === undefined
      ? []
      : [html`<a href="${improveAt(finding, findingText(finding, drawn, language))}">${words.improve}</a>`]),
  ]);
  const heads = improveAt === undefined ? words.driverHeads : [...words.driverHeads, words.action];
  return html`<p>${words.driversAre(found.comparisons)}</p>
${
  comparable.length > 0 &&
  differenceChart({
    ...{ id: 'drivers', title: words.drivers, description: words.driversDraw(certain) },
    rows: comparable.map((finding) => ({
      label: `${groupOf(finding, language)} – ${textOf(finding.questionId, drawn, language)}`,
      shown: change(finding.difference),
      ...{ value: finding.difference, low: finding.low, high: finding.high },
    })),
  })
}${table({ caption: words.drivers, isCaptionHidden: true, heads, rows, empty: words.noDrivers })}`;
}

/** What was found, as the one who improves it would write it down. */
function findingText(finding: Finding, drawn: DrawnResults, language: Language): string {
  const { findingText: say, measures } = texts[language];
  const { kind, questionId, measured, rest } = finding;
  const question = textOf(questionId, drawn, language);
  const [own, others] = [figure(measured, language), figure(rest, language)];
  return say(groupOf(finding, language), question, measures[kind], own, others).slice(0, longestFinding);
}

function groupOf(finding: Finding, language: Language): string {
  const words = texts[language];
  return words.group(words.dimensions[finding.dimension], groupValueOf(finding, language));
}

/** What the customers of a group have in common, in words. */
export function groupValueOf(
  { dimension, value, name }: Pick<Finding, 'dimension' | 'value' | 'name'>,
  language: Language,
): string {
  const words = texts[language];
  const known: Readonly<Record<string, string>> =
    dimension === 'channel' ? words.channels : dimension === 'language' ? words.languages : {};
  return name ?? (value === nobody ? words.nobody : (known[value] ?? value));
}

function funnelIn({ steps, runs, isWhole }: ResultsFunnel, language: Language): Html {
  const words = texts[language];
  const countOf = (name: ResultsFunnel['steps'][number]['step']) =>
    steps.find(({ step }) => step === name)?.count ?? null;
  const [invited, completed] = [figure(countOf('invited') ?? 0, language), countOf('completed')];
  const greatest = Math.max(...steps.map(({ count }) => count ?? 0));
  if (greatest === 0) return emptyState(words.noFunnel);
  const shareOf = (share: number | null) => (share === null ? '' : `${figure(share, language)} %`);
  const rows = steps.map(({ step, count, share, reason }) => [
    words.funnelSteps[step],
    count === null ? words.notKnown[reason ?? 'opening-records-nothing'] : figure(count, language),
    shareOf(share),
  ]);
  return html`${charted(
    barChart({
      ...{ id: 'funnel', title: words.funnel, maximum: greatest },
      description:
        completed === null ? words.funnelIsOf(invited) : words.funnelIs(invited, figure(completed, language)),
      bars: steps.flatMap(({ step, count }) =>
        count === null
          ? []
          : [
              {
                ...{ label: words.funnelSteps[step], value: count, low: null, high: null },
                shown: figure(count, language),
              },
            ],
      ),
    }),
    table({
      caption: words.funnel,
      isCaptionHidden: true,
      heads: words.funnelHeads,
      rows,
      empty: words.noFunnel,
    }),
  )}${runs > 1 && html`<p class="hint">${words.funnelCounts}</p>`}${!isWhole && html`<p class="hint">${words.newestOnly}</p>`}`;
}

function questionIn(results: QuestionResults, drawn: DrawnResults, language: Language): Html {
  const words = texts[language];
  const title = textOf(results.questionId, drawn, language);
  const measures = results.measures.map((measure) => [
    words.measures[measure.kind],
    figure(measure.value, language),
    rangeOf(measure, language) ?? '',
    measure.n,
  ]);
  return html`<section class="card"><h3>${title}</h3>
<p class="hint">${words.answersTo(results.count)}</p>
${results.kind === 'text' && drawn.commentsAt !== undefined && html`<p><a href="${drawn.commentsAt(results.questionId)}" aria-label="${words.readTextsOf(title)}">${words.readTexts}</a></p>`}${distributionIn(results, title, language)}${choicesIn(results, title, drawn, language)}${rowsIn(results, drawn, language)}${
  measures.length > 0 &&
  table({
    ...{ caption: title, isCaptionHidden: true, heads: words.measureHeads, empty: words.none },
    rows: measures,
  })
}</section>
`;
}

/** Every number of the scale, also those that nobody has given: gaps say something, too. */
function distributionIn(
  { questionId, distribution, kind, count }: QuestionResults,
  title: string,
  language: Language,
): Html | undefined {
  if (distribution === undefined) return undefined;
  const words = texts[language];
  const [least, most] = kind === 'nps' ? [0, 10] : [1, kind === 'ces' ? 7 : 5];
  const given = new Map(distribution.map((each) => [each.value, each.count]));
  const values = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  const [best] = distribution.toSorted((one, other) => other.count - one.count);
  const ofValue = (value: number) => given.get(value) ?? 0;
  return charted(
    barChart({
      ...{ id: `distribution-${questionId}`, title },
      description: words.distributionIs(String(best?.value ?? ''), best?.count ?? 0),
      maximum: best?.count ?? 0,
      bars: values.map((value) => ({
        ...{ label: String(value), value: ofValue(value), low: null, high: null },
        shown: String(ofValue(value)),
      })),
    }),
    table({
      ...{ caption: title, isCaptionHidden: true, heads: words.valueHeads, empty: words.none },
      rows: values.map((value) => [value, ofValue(value), percent(ofValue(value), count, language)]),
    }),
  );
}

function choicesIn(
  { questionId, choices, count }: QuestionResults,
  title: string,
  drawn: DrawnResults,
  language: Language,
): Html | undefined {
  if (choices === undefined || choices.length === 0) return undefined;
  const words = texts[language];
  const label = (choice: string) => choiceOf(questionId, choice, drawn, language);
  const [best] = choices;
  return charted(
    barChart({
      ...{ id: `choices-${questionId}`, title, maximum: 100 },
      description: words.distributionIs(label(best?.choice ?? ''), best?.count ?? 0),
      bars: choices.map(({ choice, share, low, high }) => ({
        ...{ label: label(choice), value: share, low, high },
        shown: `${figure(share, language)} %`,
      })),
    }),
    table({
      ...{ caption: title, isCaptionHidden: true, heads: words.choiceHeads, empty: words.none },
      rows: choices.map((each) => [
        label(each.choice),
        each.count,
        percent(each.count, count, language),
        rangeOf(each, language) ?? '',
      ]),
    }),
  );
}

function rowsIn(
  { questionId, rows }: QuestionResults,
  drawn: DrawnResults,
  language: Language,
): readonly Html[] | undefined {
  const words = texts[language];
  const label = (id: string) => choiceOf(questionId, id, drawn, language);
  return rows?.map(({ row, columns }) =>
    table({
      ...{ caption: label(row), heads: words.choiceHeads.slice(0, 3), empty: words.none },
      rows: columns.map(({ column, count, share }) => [label(column), count, `${figure(share, language)} %`]),
    }),
  );
}

/** The words of a question as the reader understands them best. */
export function textOf(
  questionId: string | undefined,
  { survey }: Pick<DrawnResults, 'survey'>,
  language: Language,
): string {
  const question = survey.questions.find(({ id }) => id === questionId);
  return question === undefined ? texts[language].gone : inLanguage(question.text, survey, language);
}

/** The words of a choice, likewise. */
export function choiceOf(
  questionId: string,
  choice: string,
  { survey }: Pick<DrawnResults, 'survey'>,
  language: Language,
): string {
  const question = survey.questions.find(({ id }) => id === questionId);
  const found = question && choicesOf(question).find(({ id }) => id === choice);
  return found === undefined ? choice : inLanguage(found.text, survey, language);
}

function choicesOf(question: Question): readonly { readonly id: string; readonly text: InLanguages }[] {
  if ('choices' in question) return question.choices;
  return question.kind === 'matrix' ? [...question.rows, ...question.columns] : [];
}

function inLanguage(text: InLanguages, { defaultLanguage }: DrawnResults['survey'], language: Language) {
  return unfilled(text[language] ?? text[defaultLanguage] ?? Object.values(text)[0] ?? '');
}
