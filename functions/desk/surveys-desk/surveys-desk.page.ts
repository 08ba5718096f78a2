/** Surveys: which there are, what one asks, how it looks, and whether it is open. */
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput, momentInput, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { CampaignSummary } from '../../surveys/campaigns/campaigns.schema.ts';
import type {
  Collector,
  CollectorCode,
  CollectorSummary,
} from '../../surveys/collectors/collectors.schema.ts';
import { unfilled } from '../../surveys/questions/index.ts';
import {
  type Condition,
  type InLanguages,
  otherChoice,
  type Question,
} from '../../surveys/questions/questions.schema.ts';
import type { SurveyQuotas } from '../../surveys/responses/responses.schema.ts';
import type { Survey, SurveySummary } from '../../surveys/surveys/surveys.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage, timeOf, untouched } from '../desk/index.ts';
import {
  type Action,
  collectorFields,
  fieldsOfCollector,
  possibleActions,
  stateOf,
} from './surveys-desk.rules.ts';
import { texts } from './surveys-desk.texts.ts';

export type SurveysReader = Reader & { readonly timeZone: string; readonly mayWrite: boolean };

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly questions: number;
}

export interface SurveysView {
  readonly surveys: readonly SurveySummary[];
  readonly cursor: string | null;
  readonly isArchived: boolean;
  readonly templates: readonly Template[];
  readonly filled: Filled;
  /** So that a survey is made once, however often the button is pressed. */
  readonly key: string;
}

const listPath = '/desk/surveys';
const surveyPath = (id: string) => `${listPath}/${id}`;

export function surveysPage(view: SurveysView, reader: SurveysReader): Html {
  const { surveys, cursor, isArchived, filled } = view;
  const words = texts[reader.language];
  const title = isArchived ? words.archived : words.title;
  const rows = surveys.map(({ id, name, status, languages, updatedAt }) => [
    html`<a href="${surveyPath(id)}">${name}</a>`,
    words.statuses[status],
    languages.map((language) => words.languageNames[language]).join(', '),
    timeOf(updatedAt, reader),
  ]);
  const query = new URLSearchParams({ ...(isArchived && { archived: 'true' }), cursor: cursor ?? '' });
  return html`${refusalMessage(filled, ['template', 'name'])}<h1>${title}</h1>
<p class="actions"><a href="/desk/campaigns">${words.campaigns}</a> <a href="/desk/improvements">${words.improvements}</a> <a href="/desk/closed-loop">${words.closedLoop}</a> ${isArchived ? html`<a href="${listPath}">${words.current}</a>` : html`<a href="${listPath}?archived=true">${words.archived}</a>`}</p>
${table({ caption: title, isCaptionHidden: true, heads: words.heads, rows, empty: isArchived ? words.noneArchived : words.none })}
${nextPage(words.more, cursor === null ? undefined : `${listPath}?${query}`)}
${reader.mayWrite && !isArchived && beginForm(view, reader)}`;
}

function beginForm({ templates, filled, key }: SurveysView, reader: SurveysReader): Html {
  const words = texts[reader.language];
  const options = templates.map(({ id, name, questions }) => ({
    value: id,
    label: words.ofTemplate(name, questions),
  }));
  const field = (name: string, label: string, hint: string) => ({
    ...{ label, hint, ...filled.field(name) },
  });
  return html`<h2>${words.begin}</h2>
<form method="post" action="${listPath}">${formToken(reader)}${hiddenInput('key', key)}${select({ ...field('template', words.template, words.templateHint), options: [{ value: '', label: words.choose }, ...options] })}${textInput({ ...field('name', words.name, words.nameHint), maximum: 120 })}<p class="actions"><button>${words.create}</button></p></form>`;
}

/** A link for anybody with what it looks like as a code. */
export type ShownCollector = Collector & { readonly code: CollectorCode };

export interface SurveyView {
  readonly survey: Survey;
  readonly versions: readonly {
    readonly version: number;
    readonly status: Survey['status'];
    readonly questions: number;
    readonly updatedAt: string;
  }[];
  readonly campaigns: readonly { readonly id: string; readonly name: string }[];
  /** How far the places for answers are taken. */
  readonly quotas: SurveyQuotas['items'];
  /** Links behind which anybody can answer. */
  readonly collectors: readonly CollectorSummary[];
  /** The one that is shown with its code. */
  readonly collector: ShownCollector | undefined;
  readonly filled: Filled;
  readonly key: string;
  /** Where it can be tried, just made. */
  readonly preview: string | undefined;
  /** What was done just now. */
  readonly done: Action | undefined;
  /** What was done to a link for anybody just now. */
  readonly collected: Collected | undefined;
  readonly at: Instant;
}

export type Collected = 'changed' | 'unchanged' | 'deleted' | 'gone';

export function surveyPage(view: SurveyView, reader: SurveysReader): Html {
  const { survey, versions, campaigns, quotas, filled, preview, done, collected } = view;
  const words = texts[reader.language];
  const links = campaigns.map(({ id, name }) => html`<li><a href="/desk/campaigns/${id}">${name}</a></li>`);
  return html`${preview !== undefined && infoMessage({ text: words.previewReady, links: [{ label: words.openPreview, href: preview }] })}${done !== undefined && infoMessage({ text: words.done(words.statuses[survey.status]) })}${collected !== undefined && infoMessage({ text: words.collecting.done[collected] })}${refusalMessage(filled, collectorFields)}<h1>${survey.name}</h1>
${facts([
  [words.status, words.statuses[survey.status]],
  [words.languages, survey.languages.map((each) => words.languageNames[each]).join(', ')],
  [words.shownTitle, inLanguageOf(survey.title, survey, reader)],
  [words.version, survey.version],
  [words.changed, timeOf(survey.updatedAt, reader)],
])}
<p class="actions"><a href="${surveyPath(survey.id)}/results">${words.results}</a> <a href="${surveyPath(survey.id)}/comments">${words.comments}</a></p>
${reader.mayWrite && actionForms(view, reader)}
<h2>${words.questions}</h2>
<ol>${survey.questions.map((question) => html`<li>${questionLine(question, survey, reader)}</li>`)}</ol>
${quotas.length > 0 && quotaTable(view, reader)}<h2>${words.campaignsOf}</h2>
${links.length > 0 && html`<ul>${links}</ul>`}
${reader.mayWrite && survey.status === 'open' && html`<p class="actions"><a href="/desk/campaigns/new?surveyId=${survey.id}">${words.newCampaign}</a></p>`}
${collectorsIn(view, reader)}
<h2>${words.versions}</h2>
${table({
  ...{ caption: words.versions, isCaptionHidden: true, heads: words.versionHeads, empty: words.noVersions },
  rows: versions.map((each) => [
    each.version,
    words.statuses[each.status],
    each.questions,
    timeOf(each.updatedAt, reader),
  ]),
})}
<p><a href="${listPath}">${words.back}</a></p>`;
}

function quotaTable({ quotas, survey }: SurveyView, reader: SurveysReader): Html {
  const words = texts[reader.language];
  const rows = quotas.map(({ id, taken, maximum, isFull }) => {
    const { when = [], ending } = survey.quotas?.find((each) => each.id === id) ?? {};
    const which = when.map((condition) => conditionText(condition, survey, reader.language));
    return [
      id,
      which.length === 0 ? words.everyAnswer : which.join(words.and),
      taken,
      maximum,
      isFull ? words.isFull : words.isOpen,
      ending === undefined ? words.ownEnding : inLanguageOf(ending, survey, reader),
    ];
  });
  return html`<h2>${words.quotas}</h2>
<p class="hint">${words.quotasAre}</p>
${table({ caption: words.quotas, isCaptionHidden: true, heads: words.quotaHeads, rows, empty: words.none })}
`;
}

function questionLine(question: Question, survey: Survey, reader: SurveysReader): Html {
  const words = texts[reader.language];
  const remarks = [
    words.kinds[question.kind],
    ...(question.required ? [words.required] : []),
    ...(question.branches === undefined ? [] : [words.branches]),
  ];
  return html`${inLanguageOf(question.text, survey, reader)} <span class="hint">(${remarks.join('; ')})</span>`;
}

/** What an answer has to be to count for a quota, with questions and choices as they are asked. */
function conditionText(condition: Condition, survey: Survey, language: Language): string {
  const words = texts[language];
  const question = survey.questions.find(({ id }) => id === condition.question);
  const textOf = (text: InLanguages | undefined, id: string | number) =>
    text === undefined ? String(id) : unfilled(inLanguageOf(text, survey, { language }));
  const asked = textOf(question?.text, condition.question ?? '');
  switch (condition.op) {
    case 'is': {
      const choices = question !== undefined && 'choices' in question ? question.choices : [];
      const textOfChoice = (value: string | number) =>
        value === otherChoice ? words.other : textOf(choices.find(({ id }) => id === value)?.text, value);
      return words.conditions.is(asked, condition.values.map(textOfChoice));
    }
    case 'between':
      return words.conditions.between(asked, condition.from, condition.to);
    default:
      return words.conditions[condition.op](asked);
  }
}

/** A text as the reader understands it best. */
function inLanguageOf(
  text: InLanguages,
  { defaultLanguage }: Pick<Survey, 'defaultLanguage'>,
  { language }: Pick<Reader, 'language'>,
): string {
  return text[language] ?? text[defaultLanguage] ?? Object.values(text)[0] ?? '';
}

function collectorsIn(view: SurveyView, reader: SurveysReader): Html {
  const { survey, collectors, collector } = view;
  const words = texts[reader.language];
  const { channels } = words.collecting;
  const begin = html`<form method="post" action="${surveyPath(survey.id)}">${formToken(reader)}`;
  const rows = collectors.map((each) => {
    const { id, version, name, channel, place, status } = each;
    const next = status === 'open' ? 'closed' : 'open';
    return [
      html`<a href="${surveyPath(survey.id)}?collector=${id}#collector">${name}</a>`,
      channels[channel],
      place ?? '',
      stateIn(each, view, reader),
      ...(reader.mayWrite
        ? [
            html`${begin}${hiddenInput('version', version)}${hiddenInput('collector', id)}<button class="quiet" name="collector.status" value="${next}">${words.collecting.turn[next]}</button></form>`,
          ]
        : []),
    ];
  });
  const heads = reader.mayWrite
    ? [...words.collecting.heads, words.collecting.action]
    : words.collecting.heads;
  return html`<h2>${words.collecting.title}</h2>
<p class="hint">${words.collecting.about}</p>
${table({ caption: words.collecting.title, isCaptionHidden: true, heads, rows, empty: words.collecting.none })}
${collector?.surveyId === survey.id && shownCollector(collector, view.at, reader)}
${reader.mayWrite && collectorForm(view, begin, reader)}`;
}

/** How many have answered is known of the one that is shown; of another with a maximum that is told. */
function stateIn(each: CollectorSummary, { collector, at }: SurveyView, { language }: Reader): string {
  const { states, openUpTo } = texts[language].collecting;
  if (each.id === collector?.id) return states[stateOf(collector, at)];
  const state = stateOf(each, at);
  return state === 'open' && each.maximum !== undefined ? openUpTo(each.maximum) : states[state];
}

function shownCollector(collector: ShownCollector, at: Instant, reader: SurveysReader): Html {
  const { name, answered, startsAt, endsAt, language, maximum, perHour, place, code } = collector;
  const words = texts[reader.language];
  const { address, states, state, answers, download } = words.collecting;
  const svg = `data:image/svg+xml;base64,${Buffer.from(code.svg).toString('base64')}`;
  const png = `data:image/png;base64,${code.png}`;
  const path = collectorPath(collector);
  return html`<section class="card" id="collector"><h3>${name}</h3>
${facts([
  [address, html`<a href="${code.link}">${code.link}</a>`],
  [state, states[stateOf(collector, at)]],
  place !== undefined && [words.collecting.place, place],
  language !== undefined && [words.collecting.language, words.languageNames[language]],
  startsAt !== undefined && [words.collecting.startsAt, timeOf(startsAt, reader)],
  endsAt !== undefined && [words.collecting.endsAt, timeOf(endsAt, reader)],
  [answers, maximum === undefined ? answered : words.collecting.ofMaximum(answered, maximum)],
  [words.collecting.perHour, perHour],
])}
<p class="actions"><a href="${svg}" download="${name}.svg">${download('SVG')}</a> <a href="${png}" download="${name}.png">${download('PNG')}</a>${reader.mayWrite && html` <a href="${path}/change">${words.collecting.change}</a> <a href="${path}/delete">${words.collecting.delete}</a>`}</p></section>`;
}

const collectorPath = ({ surveyId, id }: Pick<Collector, 'surveyId' | 'id'>) =>
  `${surveyPath(surveyId)}/collectors/${id}`;

function collectorForm({ survey, filled, key }: SurveyView, begin: Html, reader: SurveysReader): Html {
  const words = texts[reader.language].collecting;
  // The form of a copy has a name, too.
  const sent = filled.value('action') === 'collect' ? filled : untouched;
  const known = { channel: 'qr', perHour: '300' };
  return html`${begin}${hiddenInput('key', key)}<fieldset class="card"><legend>${words.make}</legend>${collectorInputs({ survey, filled: sent, known }, reader)}<button class="quiet" name="action" value="collect">${words.makeNow}</button></fieldset></form>`;
}

interface CollectorForm {
  readonly survey: Pick<Survey, 'languages'>;
  readonly filled: Filled;
  /** What stands in a field that nobody has touched. */
  readonly known: Readonly<Record<string, string>>;
}

function collectorInputs({ survey, filled, known }: CollectorForm, reader: SurveysReader): Html {
  const { collecting: words, languageNames } = texts[reader.language];
  const field = (name: string, label: string, hint?: string) => ({
    ...{ label, ...filled.field(name, known[name]) },
    ...(hint !== undefined && { hint }),
  });
  const channels = (['qr', 'link'] as const).map((value) => ({ value, label: words.channels[value] }));
  const languages = survey.languages.map((value) => ({ value, label: languageNames[value] }));
  return html`${textInput({ ...field('name', words.name, words.nameHint), isRequired: true, maximum: 120 })}${select({ ...field('channel', words.channel), options: channels })}${textInput({ ...field('place', words.place, words.placeHint), maximum: 120 })}${select({ ...field('language', words.language), options: [{ value: '', label: words.ofBrowser }, ...languages] })}${momentInput(field('startsAt', words.startsAt, words.windowHint(reader.timeZone)))}${momentInput(field('endsAt', words.endsAt))}${textInput({ ...field('maximum', words.maximum, words.maximumHint), maximum: 7 })}${textInput({ ...field('perHour', words.perHour, words.perHourHint), maximum: 5 })}`;
}

export interface CollectorView {
  readonly survey: Survey;
  readonly collector: Collector;
  readonly filled: Filled;
}

export function collectorChangePage(
  { survey, collector, filled }: CollectorView,
  reader: SurveysReader,
): Html {
  const words = texts[reader.language].collecting;
  const known = fieldsOfCollector(collector, reader.timeZone);
  return html`${refusalMessage(filled, collectorFields)}<h1>${words.changeOf(collector.name)}</h1>
<p class="hint">${words.changeHint}</p>
<form method="post" action="${collectorPath(collector)}/change">${formToken(reader)}${hiddenInput('version', collector.version)}${collectorInputs({ survey, filled, known }, reader)}<p class="actions"><button>${words.save}</button> <a href="${shownAt(collector)}">${words.leaveIt}</a></p></form>`;
}

export function collectorDeletionPage(
  { survey, collector, filled }: CollectorView,
  reader: SurveysReader,
): Html {
  const words = texts[reader.language];
  return html`${refusalMessage(filled, [])}<h1>${words.collecting.deleteOf(collector.name)}</h1>
<p>${words.collecting.deleteHint}</p>
${facts([
  [words.collecting.survey, html`<a href="${surveyPath(survey.id)}">${survey.name}</a>`],
  [words.collecting.answers, collector.answered],
])}
<form method="post" action="${collectorPath(collector)}/delete">${formToken(reader)}${hiddenInput('version', collector.version)}<p class="actions"><button>${words.collecting.delete}</button> <a href="${shownAt(collector)}">${words.collecting.leaveIt}</a></p></form>`;
}

const shownAt = ({ surveyId, id }: Pick<Collector, 'surveyId' | 'id'>) =>
  `${surveyPath(surveyId)}?collector=${id}#collector`;

export interface SurveyArchiveView {
  readonly survey: Survey;
  readonly campaigns: readonly Pick<CampaignSummary, 'id' | 'name' | 'status'>[];
  readonly collectors: readonly CollectorSummary[];
  /** Closed loops that wait for an answer to it, of the newest; undefined for whoever sees none. */
  readonly waiting: number | undefined;
  readonly at: Instant;
}

/** Asks before a survey is archived, with what that ends. */
export function surveyArchivePage(
  { survey, campaigns, collectors, waiting, at }: SurveyArchiveView,
  reader: SurveysReader,
): Html {
  const words = texts[reader.language].archiving;
  const going = campaigns.filter(({ status }) => status === 'active' || status === 'paused');
  const open = collectors.filter((each) => ['open', 'early'].includes(stateOf(each, at)));
  const linked = (path: string, all: readonly { readonly id: string; readonly name: string }[]) =>
    all.length === 0
      ? words.none
      : html`<ul>${all.map(({ id, name }) => html`<li><a href="${path}${id}">${name}</a></li>`)}</ul>`;
  return html`<h1>${words.title(survey.name)}</h1>
<p>${words.follows}</p>
${facts([
  [words.campaigns, linked('/desk/campaigns/', going)],
  [words.collectors, linked(`${surveyPath(survey.id)}?collector=`, open)],
  waiting !== undefined && [words.waiting, waiting],
])}
<form method="post" action="${surveyPath(survey.id)}">${formToken(reader)}${hiddenInput('version', survey.version)}<p class="actions"><button name="status" value="archived">${words.archive}</button> <a href="${surveyPath(survey.id)}">${words.leaveIt}</a></p></form>`;
}

function actionForms({ survey, filled: sent, key }: SurveyView, reader: SurveysReader): Html {
  const words = texts[reader.language];
  const filled = sent.value('action') === 'copy' ? sent : untouched;
  const begin = html`<form method="post" action="${surveyPath(survey.id)}">${formToken(reader)}${hiddenInput('version', survey.version)}${hiddenInput('key', key)}`;
  const previews = survey.languages.map(
    (language) =>
      html`<button class="quiet" name="preview" value="${language}">${words.previewIn(words.languageNames[language])}</button> `,
  );
  const buttons = possibleActions(survey).map((action) =>
    // Archiving ends what others rely on, so it is asked for on a page of its own.
    action === 'archived'
      ? html`<a href="${surveyPath(survey.id)}/archive">${words.actions.archived}</a> `
      : html`<button class="quiet" name="status" value="${action}">${words.actions[action]}</button> `,
  );
  return html`<h2>${words.preview}</h2>
<p class="hint">${words.previewHint}</p>
${begin}<p class="actions">${previews}</p></form>
${begin}<p class="actions">${buttons}</p></form>
${begin}<fieldset class="card"><legend>${words.copy}</legend>${textInput({ ...filled.field('name'), label: words.copyName, maximum: 120 })}<button class="quiet" name="action" value="copy">${words.copyNow}</button></fieldset></form>`;
}
