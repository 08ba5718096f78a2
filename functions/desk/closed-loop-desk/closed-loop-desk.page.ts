/** The closed loop: the rules in words, how long the steps took, and what has come of each answer that was followed up. */
import { select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Language } from '../../../shared/values/language.ts';
import {
  LoopResults,
  type LoopRow,
  type LoopRule,
  loopStatusSchema,
  type ScoreChange,
  type StepTime,
} from '../../callbacks/closed-loop/closed-loop.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import type { TextTopics } from '../../surveys/texts/texts.schema.ts';
import { callTexts, sayScore } from '../callback-desk/index.ts';
import { type Filled, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { choiceOf, textOf as textOfQuestion } from '../results-desk/index.ts';
import { type Doubt, minutesBetween, rulePath } from './closed-loop-desk.rules.ts';
import { LoopsFilter } from './closed-loop-desk.schema.ts';
import { texts } from './closed-loop-desk.texts.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What is named by its id. */
export interface Names {
  readonly surveys: readonly Named[];
  /** Those that nobody answers any more, though loops are about them. */
  readonly archived: readonly Named[];
  readonly people: readonly Named[];
  readonly teams: readonly Named[];
  readonly topics: TextTopics['topics'];
  /** Those whose questions rules name. */
  readonly asking: readonly Pick<Survey, 'id' | 'questions' | 'defaultLanguage'>[];
}

export interface ClosedLoopView extends Names {
  readonly rules: readonly LoopRule[];
  /** What may keep a rule from ever deciding, by its name. */
  readonly doubts: ReadonlyMap<string, readonly Doubt[]>;
  /** Undefined where what was asked for is refused. */
  readonly found: Found | undefined;
  readonly filter: LoopsFilter;
  readonly filled: Filled;
  /** What was done just now, or was asked for in vain. */
  readonly done: '1' | 'gone' | undefined;
}

interface Found {
  readonly results: LoopResults;
  readonly loops: { readonly items: readonly LoopRow[]; readonly cursor: string | null };
}

type LoopsReader = Reader & { readonly timeZone: string; readonly mayManage: boolean };

const everySurvey = ({ surveys, archived }: Pick<Names, 'surveys' | 'archived'>) => [...surveys, ...archived];
const nameIn = (all: readonly Named[], id: string) => all.find((each) => each.id === id)?.name ?? id;

export function closedLoopPage(view: ClosedLoopView, reader: LoopsReader): Html {
  const { rules, found, filled, done } = view;
  const words = texts[reader.language];
  const ruleRows = rules.map((rule) => [
    html`${reader.mayManage ? html`<a href="${rulePath(rule.name)}">${rule.name}</a>` : rule.name}${rule.paused && words.paused}`,
    linesOf(
      whenOf(rule, view, reader.language).join(words.semicolon),
      ...(view.doubts.get(rule.name) ?? []).map(
        ({ because, name = '' }) => html`<span class="warn">${words.doubts[because](name)}</span>`,
      ),
    ),
    thenOf(rule, view, reader.language).join(words.semicolon),
  ]);
  return html`${done !== undefined && infoMessage({ text: done === 'gone' ? words.ruleIsGone : words.saved })}${refusalMessage(filled, LoopsFilter.keyof().options)}<h1>${words.title}</h1>
<p class="hint">${words.titleIs}</p>
<h2>${words.rules}</h2>
<p class="hint">${words.rulesAre} ${reader.mayManage ? words.rulesHow : words.managersSet}</p>
<p class="hint">${words.neverCalled}</p>
${table({ caption: words.rules, isCaptionHidden: true, heads: words.ruleHeads, rows: ruleRows, empty: words.noRules })}
${
  reader.mayManage &&
  html`<p class="actions"><a href="${rulePath()}">${words.addRule}</a></p>
`
}${filterForm(view, reader)}
${found && resultsTable(found.results, view, reader)}
${found && loopList(found.loops, view, reader)}
<p><a href="/desk/surveys">${words.back}</a></p>`;
}

function loopList({ items, cursor }: Found['loops'], view: ClosedLoopView, reader: LoopsReader): Html {
  const words = texts[reader.language];
  const asked = new URLSearchParams({ ...(view.filter as Record<string, string>), cursor: cursor ?? '' });
  return html`<h2>${words.loops}</h2>
${table({ caption: words.loops, isCaptionHidden: true, heads: words.loopHeads, rows: items.map((loop) => loopRow(loop, view, reader)), empty: cursor === null ? words.noLoops : words.noneHere })}
${nextPage(words.more, cursor === null ? undefined : `/desk/closed-loop?${asked}`)}`;
}

/** Which answers are meant: all of this has to be true. */
function whenOf({ when }: LoopRule, names: Names, language: Language): readonly string[] {
  const words = texts[language];
  const { surveys, score, choice, text, owner, tags, language: spoken } = when;
  const surveyAsking = (question: string) =>
    names.asking.find(
      ({ id, questions }) =>
        surveys?.includes(id) !== false && questions.some((each) => each.id === question),
    );
  const sayQuestion = (question: string) => {
    const survey = surveyAsking(question);
    return survey === undefined ? question : textOfQuestion(question, { survey }, language);
  };
  const sayChoice = ({ question, choice }: { readonly question: string; readonly choice: string }) => {
    if (choice === 'other') return words.other;
    const survey = surveyAsking(question);
    return survey === undefined ? choice : choiceOf(question, choice, { survey }, language);
  };
  const said = [
    surveys && words.ofSurveys(surveys.map((id) => nameIn(everySurvey(names), id)).join(words.comma)),
    score && scoreOf(score, sayQuestion, language),
    choice && words.chosen(sayQuestion(choice.question), sayChoice(choice)),
    text && textOf(text, sayQuestion, names, language),
    owner !== undefined && words.ownedBy(owner === null ? words.nobody : nameIn(names.people, owner)),
    tags && words.tagged(tags.join(words.comma)),
    spoken && words.speaking(words.languages[spoken]),
  ].filter((each) => typeof each === 'string');
  return said.length === 0 ? [words.everyAnswer] : said;
}

function scoreOf(
  { question, scale, band, from, to }: NonNullable<LoopRule['when']['score']>,
  sayQuestion: (id: string) => string,
  language: Language,
): string {
  const words = texts[language];
  const what = [
    question === undefined ? words.anyScore : words.answerTo(sayQuestion(question)),
    scale && words.aside(callTexts[language].scales[scale]),
  ].filter(Boolean);
  const range = from === undefined && to === undefined ? undefined : words.between(from, to);
  const how = [band && words.bands[band], range].filter(Boolean).join(words.comma);
  return how === '' ? words.given(what.join('')) : words.is(what.join(''), how);
}

function textOf(
  { question, topic, sentiment }: NonNullable<LoopRule['when']['text']>,
  sayQuestion: (id: string) => string,
  { topics }: Names,
  language: Language,
): string {
  const words = texts[language];
  const about = topic && (topics.find(({ id }) => id === topic)?.name[language] ?? topic);
  const how = [about && words.about(about), sentiment && words.sentiments[sentiment]].filter(Boolean);
  const what = question === undefined ? words.anyText : words.answerTo(sayQuestion(question));
  return how.length === 0 ? words.given(what) : words.is(what, how.join(words.comma));
}

/** What becomes of them. */
function thenOf({ do: then }: LoopRule, names: Names, language: Language): readonly string[] {
  const words = texts[language];
  const { withinHours, priority, owner, team, note, askAgain } = then;
  return [
    words.within(withinHours, words.priorities[priority]),
    owner && words.calledBy(nameIn(names.people, owner)),
    team && words.calledBy(nameIn(names.teams, team)),
    note && words.noting(note),
    askAgain && words.askedAgain(nameIn(everySurvey(names), askAgain)),
  ].filter((each) => typeof each === 'string');
}

function filterForm(view: ClosedLoopView, reader: Reader): Html {
  const { filter, filled, people } = view;
  const words = texts[reader.language];
  const field = (name: keyof LoopsFilter, label: string) => ({
    ...{ name, label, value: filter[name] ?? '', violation: filled.violation(name) },
  });
  const any = { value: '', label: words.all };
  const named = (all: readonly Named[]) => all.map(({ id, name }) => ({ value: id, label: name }));
  const callers = [
    { value: 'me', label: words.me },
    { value: 'none', label: words.nobody },
    ...named(people),
  ];
  const bys = LoopResults.shape.by.options.map((value) => ({ value, label: words.bys[value] }));
  const statuses = loopStatusSchema.options.map((value) => ({ value, label: words.statuses[value] }));
  return html`<form class="unprinted" method="get"><fieldset class="card"><legend>${words.which}</legend><div class="filters">${select({ ...field('by', words.by), options: bys })}${textInput({ ...field('from', words.from), hint: words.monthHint, maximum: 7 })}${textInput({ ...field('to', words.to), hint: words.monthHint, maximum: 7 })}${select({ ...field('status', words.status), options: [any, ...statuses] })}${select({ ...field('caller', words.caller), options: [any, ...callers] })}${select({ ...field('surveyId', words.survey), options: [any, ...named(everySurvey(view))] })}</div><p class="actions"><button class="quiet">${words.show}</button></p></fieldset></form>`;
}

function resultsTable(results: LoopResults, names: Names, { language }: Reader): Html {
  const words = texts[language];
  const rows = results.groups.map((group) => [
    groupName(group.key, results.by, names, language),
    ...[group.loops, group.open, group.waiting, group.closed],
    ...(['opened', 'firstCall', 'reached', 'outcome', 'answered'] as const).map((step) =>
      timesOf(group[step], language),
    ),
    group.changes.map((change) => changeOf(change, language)).join(words.semicolon),
  ]);
  return html`<h2>${words.results(results.from, results.to)}</h2>
<p class="hint">${words.timesAre}${!results.complete && words.newestOnly}</p>
${table({ caption: words.results(results.from, results.to), isCaptionHidden: true, heads: [...words.groupHeads, ...words.stepHeads, ...words.changeHeads], rows, empty: words.noLoops })}`;
}

function groupName(key: string | null, by: LoopResults['by'], names: Names, language: Language): string {
  if (key === null) return texts[language].nobody;
  if (by === 'caller') return nameIn(names.people, key);
  return by === 'survey' ? nameIn(everySurvey(names), key) : key;
}

/** The middle one, and what nine of ten have not exceeded. */
function timesOf({ medianMinutes, p90Minutes }: StepTime, language: Language): string {
  if (medianMinutes === null) return '';
  const median = lastingOf(medianMinutes, language);
  return p90Minutes === null ? median : texts[language].median(median, lastingOf(p90Minutes, language));
}

const hour = 60;
const day = 24 * hour;

/** As long as it took, in the largest unit in which it is two at least. */
function lastingOf(minutes: number, language: Language): string {
  if (Math.round(minutes) === 0) return texts[language].atOnce;
  const [value, unit] =
    minutes < 2 * hour
      ? [minutes, 'minute']
      : minutes < 2 * day
        ? [minutes / hour, 'hour']
        : [minutes / day, 'day'];
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(language, format).format(value);
}

function changeOf({ scale, mean, interval, n }: ScoreChange, language: Language): string {
  const figure = (value: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(value);
  const range = interval === null ? undefined : ([figure(interval.low), figure(interval.high)] as const);
  return texts[language].change(callTexts[language].scales[scale], figure(mean), range, n);
}

function loopRow(loop: LoopRow, names: Names, reader: LoopsReader) {
  const words = texts[reader.language];
  const { answeredAt, score, customerName, closedBecause } = loop;
  const said =
    score === undefined
      ? words.answer
      : sayScore({ score: score.value, scale: score.scale }, reader.language);
  const isInVain = loop.status === 'waiting' && names.archived.some(({ id }) => id === loop.askAgain);
  const end = closedBecause === undefined ? words.statuses[loop.status] : words.ends[closedBecause];
  return [
    customerName === undefined
      ? words.gone
      : html`<a href="/desk/customers/${loop.customerId}">${customerName}</a>`,
    linesOf(
      html`<a href="/desk/responses/${loop.responseId}">${said}</a>`,
      html`<span class="soft">${nameIn(everySurvey(names), loop.surveyId)}</span>`,
      html`<span class="soft">${timeOf(answeredAt, reader)}</span>`,
    ),
    loop.rule,
    loop.caller === null ? words.nobody : nameIn(names.people, loop.caller),
    linesOf(
      html`<a href="/desk/callbacks/${loop.callbackId}">${end}</a>`,
      ...(isInVain ? [html`<span class="warn">${words.inVain}</span>`] : []),
    ),
    linesOf(...stepsOf(loop, reader.language)),
    nextAnswer(loop, reader.language),
  ];
}

const linesOf = (...lines: readonly (Html | string)[]) =>
  lines.map((line, place) => (place === 0 ? line : html`<br>${line}`));

/** How long after the answer which step was taken, as far as they were. */
function stepsOf(loop: LoopRow, language: Language): readonly string[] {
  const { stepHeads, took } = texts[language];
  const steps = [loop.openedAt, loop.firstCallAt, loop.reachedAt, loop.outcomeAt];
  return steps.flatMap((at, place) =>
    at === undefined
      ? []
      : [took(stepHeads[place] ?? '', lastingOf(minutesBetween(loop.answeredAt, at), language))],
  );
}

/** The answer that has ended the loop: by how much it rose, and how long after the call it came. */
function nextAnswer(
  { again, change, outcomeAt }: LoopRow,
  language: Language,
): Html | readonly (Html | string)[] | '' {
  if (again === undefined) return '';
  const words = texts[language];
  const link = html`<a href="/desk/responses/${again.responseId}">${change === undefined ? words.answer : words.rose(change)}</a>`;
  if (outcomeAt === undefined) return link;
  return linesOf(
    link,
    html`<span class="soft">${lastingOf(minutesBetween(outcomeAt, again.answeredAt), language)}</span>`,
  );
}
