/** Improvements: what is done about what answers have shown, by whom and until when, and whether it has helped. */
import { facts } from '../../../shared/pages/facts.ts';
import {
  dateInput,
  hiddenInput,
  type Option,
  select,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Language } from '../../../shared/values/language.ts';
import {
  type Comparison,
  type Improvement,
  type ImprovementRow,
  improvementStatusSchema,
  nextStates,
} from '../../surveys/improvements/improvements.schema.ts';
import {
  type Dimension,
  dimensions,
  type Measure,
  measuredKinds,
} from '../../surveys/measures/measures.schema.ts';
import { unfilled } from '../../surveys/questions/index.ts';
import { answerChannelSchema } from '../../surveys/responses/responses.schema.ts';
import { nobody } from '../../surveys/results/results.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import { dayOf, type Filled, formToken, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { groupChoice } from './improvements-desk.rules.ts';
import { texts } from './improvements-desk.texts.ts';

type ImprovementsReader = Reader & {
  readonly staffId: string;
  readonly timeZone: string;
  readonly mayWrite: boolean;
};

/** Something with a name, to be chosen or named. */
interface Named {
  readonly id: string;
  readonly name: string;
}

interface Names {
  readonly surveys: readonly Named[];
  readonly staff: readonly (Named & { readonly active: boolean })[];
}

const listPath = '/desk/improvements';
const nameIn = (all: readonly Named[], id: string) => all.find((each) => each.id === id)?.name ?? id;

interface ListView extends Names {
  readonly items: readonly ImprovementRow[];
  readonly cursor: string | null;
  readonly asked: {
    readonly owner?: string | undefined;
    readonly status?: string | undefined;
    readonly surveyId?: string | undefined;
  };
}

export function improvementsPage(view: ListView, reader: ImprovementsReader): Html {
  const { items, cursor, asked, surveys, staff } = view;
  const words = texts[reader.language];
  const rows = items.map(({ id, finding, surveyId, dueOn, owner, status, isOverdue }) => [
    html`<a href="${listPath}/${id}">${finding}</a>`,
    nameIn(surveys, surveyId),
    dayOf(dueOn, reader),
    owner === null ? words.nobody : nameIn(staff, owner),
    isOverdue ? words.lateOne(words.statuses[status]) : words.statuses[status],
  ]);
  const query = new URLSearchParams({
    ...(asked.owner !== undefined && { owner: asked.owner }),
    ...(asked.status !== undefined && { status: asked.status }),
    ...(asked.surveyId !== undefined && { surveyId: asked.surveyId }),
    cursor: cursor ?? '',
  });
  return html`<h1>${words.title}</h1>
<p class="actions">${reader.mayWrite && html`<a href="${listPath}/new">${words.new}</a> `}<a href="${listPath}">${words.all}</a> <a href="${listPath}?owner=me">${words.mine}</a> <a href="${listPath}?owner=none">${words.nobodys}</a></p>
<form method="get">${asked.owner !== undefined && hiddenInput('owner', asked.owner)}${asked.surveyId !== undefined && hiddenInput('surveyId', asked.surveyId)}<div class="filters">${select({ name: 'status', label: words.state, value: asked.status ?? '', options: [{ value: '', label: words.anyState }, ...improvementStatusSchema.options.map((value) => ({ value, label: words.statuses[value] }))] })}</div><p class="actions"><button class="quiet">${words.show}</button></p></form>
${table({ caption: words.title, isCaptionHidden: true, heads: words.heads, rows, empty: cursor === null ? words.none : words.noneOnPage })}
${nextPage(words.more, cursor === null ? undefined : `${listPath}?${query}`)}`;
}

/** Of what a finding of results was about. */
export interface Begun {
  readonly surveyId?: string | undefined;
  readonly questionId?: string | undefined;
  readonly by?: string | undefined;
  readonly value?: string | undefined;
  readonly finding?: string | undefined;
}

interface FormView extends Names {
  readonly survey: Survey;
  readonly teams: readonly Named[];
  readonly begun: Begun;
  readonly filled: Filled;
}

const formFields = [
  ...['questionId', 'group', 'group.by', 'group.value'],
  ...['finding', 'action', 'dueOn', 'owner', 'reason'],
];

/** The step before the form: what can be chosen there is that of one survey. */
export function chooseSurveyPage(
  { surveys, isGone }: Pick<Names, 'surveys'> & { readonly isGone: boolean },
  reader: ImprovementsReader,
): Html {
  const words = texts[reader.language];
  const options = surveys.map(({ id, name }) => ({ value: id, label: name }));
  const field = { name: 'surveyId', label: words.survey, isRequired: true };
  return html`${isGone && infoMessage({ text: words.surveyIsGone })}<h1>${words.new}</h1>
${
  options.length === 0
    ? html`<p>${words.noSurveys}</p>`
    : html`<form method="get" action="${listPath}/new">${select({ ...field, options })}<p class="actions"><button>${words.goOn}</button></p></form>`
}
<p><a href="${listPath}">${words.back}</a></p>`;
}

export function newImprovementPage(
  view: FormView & { readonly key: string },
  reader: ImprovementsReader,
): Html {
  const { survey, begun, filled, key } = view;
  const words = texts[reader.language];
  return html`${refusalMessage(filled, formFields)}<h1>${words.new}</h1>
${facts([[words.survey, survey.name]])}
<form method="post" action="${listPath}/new">${formToken(reader)}${hiddenInput('key', key)}${hiddenInput('surveyId', survey.id)}${measuredFields(view, reader)}${changeable(view, { finding: begun.finding, owner: reader.staffId }, reader)}<p class="actions"><button>${words.begin}</button></p></form>
<p><a href="${listPath}">${words.back}</a></p>`;
}

/** The question that is measured, and whose answers count. */
function measuredFields(view: FormView, reader: ImprovementsReader): Html {
  const { survey, begun, filled } = view;
  const words = texts[reader.language];
  const field = (name: string, label: string, known = '') => fieldOf(filled, name, label, known);
  const choose = { value: '', label: words.choose };
  const measured = survey.questions.flatMap(({ id, kind, text }) => {
    const known = measuredKinds.find((each) => each === kind);
    if (known === undefined) return [];
    const asked = unfilled(text[reader.language] ?? text[survey.defaultLanguage] ?? id);
    return [{ value: id, label: `${asked} (${words.kinds[known]})` }];
  });
  const { by = '', value = '' } = begun;
  const tag = by === 'tag' ? value : '';
  return html`${select({ ...field('questionId', words.question, begun.questionId), isRequired: true, options: [choose, ...measured] })}${select({ ...field('group.by', words.who, groupChoice(by, by === 'tag' ? '' : value)), options: [{ value: '', label: words.everybody }, ...groupsIn(view, reader)] })}${textInput({ ...field('group.value', words.tag, tag), hint: words.tagHint, maximum: 40 })}`;
}

/** The groups that can be chosen, each as one choice; tags are typed. */
function groupsIn({ survey, staff, teams, begun }: FormView, reader: ImprovementsReader): Option[] {
  const words = texts[reader.language];
  const none = { id: nobody, name: words.noneOf };
  const named: Readonly<Record<Exclude<Dimension, 'tag'>, readonly Named[]>> = {
    owner: [...staff, none],
    team: [...teams, none],
    channel: answerChannelSchema.options.map((id) => ({ id, name: words.channels[id] })),
    language: survey.languages.map((id) => ({ id, name: words.languages[id] })),
  };
  const option = (by: Dimension, { id, name }: Named) => ({
    value: groupChoice(by, id),
    label: `${words.dimensions[by]}${words.colon}${name}`,
  });
  const options = dimensions.flatMap((by) =>
    by === 'tag'
      ? [{ value: groupChoice(by, ''), label: words.withTag }]
      : named[by].map((each) => option(by, each)),
  );
  const by = dimensions.find((each) => each === begun.by && each !== 'tag');
  const { value: id = '' } = begun;
  const isListed = by === undefined || options.some(({ value }) => value === groupChoice(by, id));
  return isListed ? options : [...options, option(by, { id, name: id })];
}

const fieldOf = (filled: Filled, name: string, label: string, known = '') => ({
  ...{ label, ...filled.field(name, known) },
});

/** What the form of an improvement begins with. */
interface Changeable {
  readonly finding?: string | undefined;
  readonly action?: string | undefined;
  readonly dueOn?: string | undefined;
  readonly owner: string | null;
}

/** What can be changed as long as there is an improvement. */
function changeable(
  { staff, filled }: Pick<FormView, 'staff' | 'filled'>,
  known: Changeable,
  reader: ImprovementsReader,
): Html {
  const words = texts[reader.language];
  const owner = known.owner ?? '';
  // Who has left is offered no more, but stays who it is.
  const people = staff.filter(({ id, active }) => active || id === owner);
  const isListed = owner === '' || people.some(({ id }) => id === owner);
  const options = [
    { value: '', label: words.nobody },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
    ...(isListed ? [] : [{ value: owner, label: owner }]),
  ];
  return html`${reader.mayWrite && textInput({ ...fieldOf(filled, 'finding', words.finding, known.finding), isRequired: true, maximum: 500 })}${textArea({ ...fieldOf(filled, 'action', words.action, known.action), isRequired: true, maximum: 1000 })}${dateInput({ ...fieldOf(filled, 'dueOn', words.until, known.dueOn), isRequired: true })}${reader.mayWrite && select({ ...fieldOf(filled, 'owner', words.owner, owner), options })}`;
}

interface ImprovementView extends Names {
  readonly teams: readonly Named[];
  readonly improvement: Improvement;
  readonly survey: Survey | undefined;
  readonly filled: Filled;
  readonly isDone: boolean;
  /** Whether it is about a tag that no customer has. */
  readonly isOfNobody: boolean;
}

export function improvementPage(view: ImprovementView, reader: ImprovementsReader): Html {
  const { improvement, survey, staff, filled, isDone, isOfNobody } = view;
  const { surveyId, questionId, group, owner, dueOn, status, doneAt, action, finding, warnings } =
    improvement;
  const words = texts[reader.language];
  const asked = survey?.questions.find(({ id }) => id === questionId);
  const question = asked?.text[reader.language] ?? asked?.text[survey?.defaultLanguage ?? reader.language];
  const mayMoveOn = reader.mayWrite || owner === reader.staffId;
  const until = html`${dayOf(dueOn, reader)}${improvement.isOverdue && ` (${words.overdue})`}`;
  return html`${isDone && infoMessage({ text: words.saved })}${refusalMessage(filled, formFields)}<h1>${finding}</h1>
${facts([
  [words.state, words.statuses[status]],
  [words.action, action],
  [words.owner, owner === null ? words.nobody : nameIn(staff, owner)],
  [words.until, until],
  doneAt !== undefined && status !== 'open' && [words.doneAt, timeOf(doneAt, reader)],
  [words.survey, survey?.name ?? surveyId],
  [words.question, question === undefined ? questionId : unfilled(question)],
  [words.who, group === undefined ? words.everybody : groupOf(group, view, reader)],
])}
${mayMoveOn ? turnForms(view, reader) : html`<p class="hint">${owner === null ? words.managersChange : words.ownerChanges(nameIn(staff, owner))}</p>`}
<h2>${words.beforeAfter}</h2>
${isOfNobody && html`<p>${words.tagOfNobody}</p>`}${warnings.map(({ detail }) => html`<p>${detail}</p>`)}
${comparisonIn(improvement, reader)}
${improvement.rounds.length > 0 && roundsIn(view, reader)}
${mayMoveOn && html`<form method="post" action="${listPath}/${improvement.id}">${formToken(reader)}${hiddenInput('version', improvement.version)}<fieldset class="card"><legend>${words.edit}</legend>${changeable(view, improvement, reader)}${reader.mayWrite && remeasured(view, reader)}<p class="actions"><button class="quiet">${words.save}</button></p></fieldset></form>`}
<p><a href="/desk/surveys/${surveyId}/results">${words.results}</a></p>
<p><a href="${listPath}">${words.back}</a></p>`;
}

function groupOf(
  { by, value }: NonNullable<Improvement['group']>,
  { staff, teams }: Pick<ImprovementView, 'staff' | 'teams'>,
  { language }: Reader,
): string {
  const words = texts[language];
  const names: Readonly<Record<string, string>> = { ...words.channels, ...words.languages };
  const named = {
    ...{ owner: nameIn(staff, value), team: nameIn(teams, value), tag: value },
    ...{ channel: names[value] ?? value, language: names[value] ?? value },
  }[by];
  return `${words.dimensions[by]}${words.colon}${value === nobody ? words.noneOf : named}`;
}

/** What is measured can be changed until it was. */
function remeasured(
  { improvement, survey, staff, teams, filled }: ImprovementView,
  reader: ImprovementsReader,
) {
  const words = texts[reader.language];
  if (improvement.isMeasured) return html`<p class="hint">${words.measuredStays}</p>`;
  if (survey === undefined) return undefined;
  const { questionId, group } = improvement;
  const view = { survey, staff, teams, filled, begun: { questionId, ...group }, surveys: [] };
  return html`${measuredFields(view, reader)}<p class="hint">${words.measuredAnew}</p>`;
}

function turnForms({ improvement, filled }: ImprovementView, reader: ImprovementsReader): Html {
  const { id, version, status, isOverdue, isMeasured, now } = improvement;
  const words = texts[reader.language];
  const begin = html`<form method="post" action="${listPath}/${id}">${formToken(reader)}${hiddenInput('version', version)}`;
  const button = (next: Improvement['status']) =>
    html`<button class="quiet" name="status" value="${next}">${words.turn[next]}</button> `;
  // Before it is measured nobody can tell that it has helped.
  const mayConfirm = now === undefined ? isMeasured : now.after !== null;
  const isCertain = now?.change?.certain === true;
  const next = nextStates[status].filter((each) => each !== 'confirmed' || (mayConfirm && isCertain));
  const isDoubtful = nextStates[status].includes('confirmed') && mayConfirm && !isCertain;
  const field = { name: 'reason', label: words.reason, value: filled.value('reason') };
  const doubt = now === undefined ? words.mayBeChance : words.isDoubtful;
  return html`${isOverdue && html`<p class="hint">${words.overdueHint}</p>`}${
    isDoubtful &&
    html`${begin}<fieldset class="card"><legend>${words.turn.confirmed}</legend><p>${doubt}</p>${textInput({ ...field, violation: filled.violation('reason'), isRequired: now !== undefined, maximum: 500 })}<p class="actions"><button class="quiet" name="status" value="confirmed">${words.allTheSame}</button></p></fieldset></form>
`
  }${begin}<p class="actions">${next.map(button)}</p></form>`;
}

function comparisonIn({ now, group }: Improvement, reader: ImprovementsReader): Html {
  const words = texts[reader.language];
  if (now === undefined) return html`<p>${group === undefined ? words.notMeasured : words.notForYou}</p>`;
  const { before, after, change } = now;
  const waves = [
    [words.before, before],
    [words.after, after],
  ] as const;
  const rows = waves.flatMap(([label, wave]) =>
    wave === null
      ? []
      : [[label, timeOf(wave.scheduledTime, reader), ...measuredIn(wave.measure, reader.language)]],
  );
  const amount = (value: number) => number(value, reader.language, 'exceptZero');
  return html`${table({ caption: words.measured, isCaptionHidden: true, heads: words.measureHeads, rows, empty: words.notMeasured })}
${change === null ? after === null && rows.length > 0 && html`<p>${words.notMeasured}</p>` : html`<p>${words.change(amount(change.difference), words.range(amount(change.low), amount(change.high)), change.certain)}</p>`}`;
}

function number(value: number, language: Language, signDisplay: 'auto' | 'exceptZero' = 'auto'): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay }).format(value);
}

/** Value, range and number of answers, as cells. */
function measuredIn(measure: Measure | null, language: Language): readonly [string, string, string] {
  const words = texts[language];
  if (measure === null) return [words.noAnswers, '', '0'];
  const { kind, value, low, high, n } = measure;
  const range =
    low === null || high === null ? '' : words.range(number(low, language), number(high, language));
  return [`${words.measures[kind]}: ${number(value, language)}`, range, String(n)];
}

function roundsIn({ improvement: { rounds }, staff }: ImprovementView, reader: ImprovementsReader): Html {
  const words = texts[reader.language];
  const shown = (wave: Comparison['before']) =>
    wave === null ? words.noAnswers : measuredIn(wave.measure, reader.language)[0];
  const rows = rounds.map(({ doneAt, decidedAt, decidedBy, before, after, decided, reason = '' }) => [
    timeOf(doneAt, reader),
    timeOf(decidedAt, reader),
    shown(before),
    shown(after),
    words.decided[decided],
    decidedBy === undefined ? '' : nameIn(staff, decidedBy.id),
    reason,
  ]);
  return html`<h2>${words.rounds}</h2>
${table({ caption: words.rounds, isCaptionHidden: true, heads: words.roundHeads, rows, empty: words.noAnswers })}`;
}
