/** Results: what the answers to a survey come to, how that changes, and where it is high and low. */
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState, infoMessage, type Link } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Language } from '../../../shared/values/language.ts';
import type {
  AnswerExport,
  AnswerExportSummary,
} from '../../surveys/answer-exports/answer-exports.schema.ts';
import { dimensions } from '../../surveys/measures/measures.schema.ts';
import type { Report, SharedReport } from '../../surveys/reports/reports.schema.ts';
import { answerChannelSchema } from '../../surveys/responses/responses.schema.ts';
import { type Finding, nobody, type ResultsBreakdown, steps } from '../../surveys/results/results.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage, timeOf, writtenDay } from '../desk/index.ts';
import { drawBreakdown } from './operations/draw-breakdown.ts';
import { type DrawnResults, drawResults, textOf } from './operations/draw-results.ts';
import { filledFields, measuredIn } from './results-desk.rules.ts';
import { ResultsFilter } from './results-desk.schema.ts';
import { texts } from './results-desk.texts.ts';

export interface ResultsView extends DrawnResults {
  readonly survey: Survey;
  readonly campaigns: readonly { readonly id: string; readonly name: string }[];
  readonly filter: ResultsFilter;
  /** Absent: not for this reader to make and revoke. */
  readonly exports: readonly AnswerExportSummary[];
  readonly reports: readonly Report[] | undefined;
  /** Who may have made them. */
  readonly staff: readonly { readonly id: string; readonly name: string }[];
  readonly at: Instant;
  readonly mayImprove: boolean;
  /** Groups are compared for whoever sees all answers. */
  readonly mayCompare: boolean;
  /** The address of a link that was made just now; it is told once. */
  readonly made: string | undefined;
  readonly filled: Filled;
  /** Which results were asked for, and what is wrong with that; all are shown then. */
  readonly asked: Filled;
  readonly key: string;
}

export type ResultsReader = Reader & { readonly timeZone: string };

export function resultsPage(view: ResultsView, reader: ResultsReader): Html {
  const { survey, results, filter, made, filled, asked } = view;
  const words = texts[reader.language];
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  return html`${made !== undefined && infoMessage({ text: words.made, links: [{ label: made, href: made }] })}${refusalMessage(filled, ['name', 'expiresAfterDays'])}${refusalMessage(asked, ResultsFilter.keyof().options)}<h1>${words.title(survey.name)}</h1>
${facts([[words.answered, results.answered]])}
<p class="hint">${words.rangeIs}</p>
<p class="actions"><a href="${commentsAt(view)}">${words.comments}</a>${view.mayCompare && html` <a href="${breakdownAt(view)}">${words.breakdown}</a>`}</p>
${filterForm(view, reader)}
${results.answered === 0 ? emptyState(isNarrowed ? words.noneSuch : words.none) : drawResults({ ...view, commentsAt: (questionId) => commentsAt(view, { questionId }), improveAt: view.mayImprove ? (finding, words) => improveAt(survey.id, finding, words) : undefined }, reader.language)}
${exportForm(view, reader)}
${view.reports !== undefined && reportForms(view, view.reports, reader)}
<p><a href="/desk/surveys/${survey.id}">${words.back}</a></p>`;
}

/** What was written by those whose answers the page is about. */
function commentsAt(
  { survey, filter }: Pick<ResultsView, 'survey' | 'filter'>,
  narrower: Readonly<Record<string, string>> = {},
): string {
  const { from = '', to = '', campaignId = '' } = filter;
  const asked = filledFields({ from, to, campaignId, ...narrower }) as Readonly<Record<string, string>>;
  return `/desk/surveys/${survey.id}/comments?${new URLSearchParams(asked)}`;
}

/** The same answers, told apart by groups. */
function breakdownAt({ survey, filter: { by: _, ...kept } }: ResultsView): string {
  const asked = filledFields(kept) as Readonly<Record<string, string>>;
  return `/desk/surveys/${survey.id}/results/breakdown?${new URLSearchParams(asked)}`;
}

/** The form of an improvement, filled with what was found. */
function improveAt(
  surveyId: string,
  { questionId, dimension: by, value }: Pick<Finding, 'questionId' | 'dimension' | 'value'>,
  finding = '',
): string {
  const filled = filledFields({ surveyId, questionId, finding, by, value }) as Readonly<
    Record<string, string>
  >;
  return `/desk/improvements/new?${new URLSearchParams(filled)}`;
}

function filterForm(view: ResultsView, reader: Reader): Html {
  const { survey, trend, results } = view;
  const words = texts[reader.language];
  const named = fieldOf(view);
  const measured = results.questions.filter(({ measures }) => measures.length > 0);
  return filterFormOf(
    html`${narrowingFields(view, reader)}${select({ ...named('by', words.step), value: trend.by, options: steps.map((value) => ({ value, label: words.steps[value] })) })}${select({ ...named('question', words.question), options: [{ value: '', label: words.lead }, ...measured.map(({ questionId }) => ({ value: questionId, label: textOf(questionId, { survey }, reader.language) }))] })}`,
    reader,
  );
}

const filterFormOf = (fields: Html, { language }: Reader) =>
  html`<form class="unprinted" method="get"><fieldset class="card"><legend>${texts[language].which}</legend><div class="filters">${fields}</div><p class="actions"><button class="quiet">${texts[language].show}</button></p></fieldset></form>`;

/** A field of the filter, with what was typed and what is wrong with it. */
function fieldOf({ asked, filter }: Pick<ResultsView, 'asked' | 'filter'>) {
  return (name: keyof ResultsFilter, label: string) => ({
    ...{ name, label, value: asked.value(name, filter[name] ?? '') },
    violation: asked.violation(name),
  });
}

/** Of which answers results are told. */
function narrowingFields(
  view: Pick<ResultsView, 'survey' | 'campaigns' | 'asked' | 'filter'>,
  reader: Reader,
): Html {
  const { survey, campaigns } = view;
  const words = texts[reader.language];
  const any = { value: '', label: words.all };
  const named = fieldOf(view);
  return html`${textInput({ ...named('from', words.from), hint: words.monthHint, maximum: 7 })}${textInput({ ...named('to', words.to), hint: words.monthHint, maximum: 7 })}${select({ ...named('campaignId', words.campaign), options: [any, ...campaigns.map(({ id, name }) => ({ value: id, label: name }))] })}${select({ ...named('channel', words.channel), options: [any, ...answerChannelSchema.options.map((value) => ({ value, label: words.channels[value] }))] })}${select({ ...named('language', words.language), options: [any, ...survey.languages.map((value) => ({ value, label: words.languages[value] }))] })}`;
}

export interface BreakdownView
  extends Pick<ResultsView, 'survey' | 'campaigns' | 'asked' | 'filter' | 'mayImprove'> {
  /** Undefined where what was asked for is refused. */
  readonly breakdown: ResultsBreakdown | undefined;
}

/** What the answers to one question come to in each group of customers. */
export function breakdownPage(view: BreakdownView, reader: ResultsReader): Html {
  const { survey, breakdown, asked, filter } = view;
  const words = texts[reader.language];
  const measured = breakdown === undefined ? [] : measuredIn(breakdown, survey.questions);
  const questionId = measured.find((id) => id === filter.question) ?? measured[0];
  const named = fieldOf(view);
  const questions = measured.map((id) => ({ value: id, label: textOf(id, { survey }, reader.language) }));
  const bys = dimensions.map((value) => ({ value, label: words.dimensions[value] }));
  const fields = html`${select({ ...named('by', words.by), value: breakdown?.by ?? named('by', '').value, options: bys })}${questions.length > 0 ? select({ ...named('question', words.comparedQuestion), value: questionId ?? '', options: questions }) : hiddenInput('question', filter.question ?? '')}${narrowingFields(view, reader)}`;
  const isNarrowed = Object.keys(filter).some((name) => name !== 'by' && name !== 'question');
  return html`${refusalMessage(asked, ResultsFilter.keyof().options)}<h1>${words.breakdownOf(survey.name)}</h1>
<p class="hint">${words.asItWas} ${words.rangeIs}</p>
${filterFormOf(fields, reader)}
${breakdown && (breakdown.groups.length === 0 ? emptyState(isNarrowed ? words.noneSuch : words.none) : drawBreakdown({ survey, breakdown, questionId, linksOf: ({ value }) => linksOf(view, { questionId, dimension: breakdown.by, value }, reader.language) }, reader.language))}
<p><a href="/desk/surveys/${survey.id}/results">${words.exportBack}</a></p>`;
}

/** What a group wrote, where comments are told apart so, and what is done about it. */
function linksOf(
  view: BreakdownView,
  {
    questionId,
    dimension,
    value,
  }: Pick<Finding, 'dimension' | 'value'> & { readonly questionId: string | undefined },
  language: Language,
): readonly Link[] {
  const words = texts[language];
  const isToldApart = dimension === 'owner' || (dimension === 'team' && value !== nobody);
  return [
    ...(isToldApart ? [{ label: words.wrote, href: commentsAt(view, { [dimension]: value }) }] : []),
    ...(view.mayImprove && questionId !== undefined
      ? [{ label: words.improve, href: improveAt(view.survey.id, { questionId, dimension, value }) }]
      : []),
  ];
}

/** Of the same months and campaign as the page. */
function exportForm({ survey, campaigns, filter, key, exports }: ResultsView, reader: ResultsReader): Html {
  const words = texts[reader.language];
  const rows = exports.map((each) => [
    html`<a href="/desk/surveys/${survey.id}/exports/${each.id}">${timeOf(each.requestedAt, reader)}</a>`,
    exportedOf(each, campaigns, reader),
    words.exportStates[each.state](each.read, each.rows),
  ]);
  const kept = (['from', 'to', 'campaignId'] as const).map((name) => hiddenInput(name, filter[name] ?? ''));
  return html`<section class="unprinted"><h2>${words.exportTitle}</h2>
<p class="hint">${words.exportHint}</p>
<form method="post" action="/desk/surveys/${survey.id}/exports">${formToken(reader)}${hiddenInput('key', key)}${kept}<p class="actions"><button class="quiet">${words.exportAll}</button></p></form>
${rows.length > 0 && table({ caption: words.exports, heads: words.exportHeads, rows, empty: '' })}</section>`;
}

/** Which answers an export has. Its days are those of UTC, as months are counted. */
function exportedOf(
  { from = '', to = '', campaignId }: Pick<AnswerExport, 'from' | 'to' | 'campaignId'>,
  campaigns: ResultsView['campaigns'],
  { language }: Reader,
): string {
  const words = texts[language];
  const day = (instant: string) => instant && writtenDay(instant.slice(0, 'yyyy-mm-dd'.length), { language });
  const parts = [
    ...(from === '' && to === '' ? [] : [words.answeredBetween(day(from), day(to))]),
    ...(campaignId === undefined ? [] : [campaigns.find(({ id }) => id === campaignId)?.name ?? campaignId]),
  ];
  return parts.length === 0 ? words.everyAnswer : parts.join(words.semicolon);
}

/** How far an export of answers is, and its files. */
export function exportPage(
  {
    made,
    surveyId,
    surveyName,
    campaigns,
    filled,
    key,
  }: {
    readonly made: AnswerExport;
    readonly surveyId: string;
    readonly surveyName: string;
    readonly campaigns: ResultsView['campaigns'];
    readonly filled: Filled;
    readonly key: string;
  },
  reader: ResultsReader,
): Html {
  const words = texts[reader.language];
  const { id, state, read, rows, links = [], expiresAt, requestedAt } = made;
  const path = `/desk/surveys/${surveyId}`;
  const files = links.map(
    (link, index) => html`<li><a href="${link}" download>${words.exportFile(index + 1)}</a></li>`,
  );
  const isGone = state === 'done' && expiresAt !== undefined && rows > 0 && files.length === 0;
  const cancel = html`<form method="post" action="${path}/exports/${id}">${formToken(reader)}${hiddenInput('key', key)}<p class="actions"><button class="quiet">${words.exportCancel}</button></p></form>`;
  return html`${refusalMessage(filled, [])}<h1>${words.exportTitle}</h1>
${facts([
  [words.survey, html`<a href="${path}">${surveyName}</a>`],
  [words.which, exportedOf(made, campaigns, reader)],
  [words.exportAsked, timeOf(requestedAt, reader)],
])}
<p>${words.exportStates[state](read, rows)}</p>
${files.length > 0 && html`<ul>${files}</ul><p class="hint">${words.exportLinks}</p>`}${isGone && html`<p>${words.exportGone}</p>`}${state === 'running' && cancel}<p class="actions"><a href="${path}/results">${words.exportBack}</a></p>`;
}

function reportForms(
  { survey, filter, filled, key, staff, at }: ResultsView,
  reports: readonly Report[],
  reader: ResultsReader,
): Html {
  const words = texts[reader.language];
  const begin = html`<form method="post" action="/desk/surveys/${survey.id}/results">${formToken(reader)}`;
  const field = (name: string, label: string, known = '') => ({
    ...{ label, ...filled.field(name, known) },
  });
  const { by: _, question: __, ...answers } = filter;
  const kept = Object.entries(answers).map(([name, value]) => hiddenInput(`answers.${name}`, value ?? ''));
  const rows = reports.map(({ id, name, version, expiresAt, madeBy }) => [
    name,
    expiresAt <= at ? words.expiredAt(timeOf(expiresAt, reader)) : timeOf(expiresAt, reader),
    staff.find((each) => each.id === madeBy.id)?.name ?? madeBy.id,
    html`${begin}${hiddenInput('report', id)}${hiddenInput('version', version)}<button class="quiet" name="action" value="revoke">${words.revoke}</button></form>`,
  ]);
  return html`<section class="unprinted"><h2>${words.reports}</h2>
<p class="hint">${words.reportsHint}</p>
${table({ caption: words.reports, isCaptionHidden: true, heads: words.reportHeads, rows, empty: words.noReports })}
${begin}${hiddenInput('key', key)}${kept}<fieldset class="card"><legend>${words.makeReport}</legend>${textInput({ ...field('name', words.reportName), hint: words.reportNameHint, isRequired: true, maximum: 120 })}${textInput({ ...field('expiresAfterDays', words.reportDays, '30'), maximum: 3 })}<p class="actions"><button class="quiet" name="action" value="make">${words.make}</button></p></fieldset></form></section>`;
}

/** What a link shows to whoever has it. */
export function reportPage({ survey, results, expiresAt, ...drawn }: SharedReport, language: Language): Html {
  const words = texts[language];
  return html`<h1>${words.title(titleOf(survey, language))}</h1>
${facts([
  [words.answered, results.answered],
  [words.readable, timeOf(expiresAt, { language, timeZone: 'UTC' })],
])}
<p class="hint">${words.rangeIs}</p>
${results.answered === 0 ? emptyState(words.none) : drawResults({ survey, results, ...drawn }, language)}`;
}

export function titleOf({ title, defaultLanguage }: SharedReport['survey'], language: Language): string {
  return title[language] ?? title[defaultLanguage] ?? '';
}
