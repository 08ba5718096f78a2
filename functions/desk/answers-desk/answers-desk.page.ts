/** What customers wrote about a survey, word for word, how it was understood, and all that one of them has answered. */
import { facts } from '../../../shared/pages/facts.ts';
import { checkGroup, hiddenInput, optionGroup, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState, infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { type Language, languages } from '../../../shared/values/language.ts';
import type { Callback } from '../../callbacks/callbacks/callbacks.schema.ts';
import type { AuditEntry } from '../../people/audit/audit.schema.ts';
import type { CollectorSummary } from '../../surveys/collectors/collectors.schema.ts';
import { isScaleKind, isWritten } from '../../surveys/questions/questions.schema.ts';
import { bandSchema, type ShownResponse } from '../../surveys/responses/responses.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import {
  type Comment,
  CommentPatch,
  type CommentRow,
  sentiments,
  type TextTopics,
  type TopicCounts,
} from '../../surveys/texts/texts.schema.ts';
import { sayAnswer, sayScore } from '../callback-desk/index.ts';
import { dayOf, type Filled, formToken, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { textOf } from '../results-desk/index.ts';
import { isCorrected } from './answers-desk.rules.ts';
import type { CommentsFilter } from './answers-desk.schema.ts';
import { texts } from './answers-desk.texts.ts';

/** Something with a name, to be chosen. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface CommentsView {
  readonly survey: Survey;
  /** Of all that was written about the survey, whatever is looked at. */
  readonly topics: TopicCounts;
  readonly filter: CommentsFilter;
  /** Undefined where what was asked for is refused. */
  readonly found: { readonly items: readonly CommentRow[]; readonly cursor: string | null } | undefined;
  readonly isFirst: boolean;
  /** False: of others than the reader's own customers and those of nobody no text is shown. */
  readonly seesAll: boolean;
  readonly campaigns: readonly Named[];
  /** Also those that were deleted: their answers are there. */
  readonly collectors: readonly (Named & { readonly status: CollectorSummary['status'] })[];
  /** Whose customers' words the reader may look for. */
  readonly people: readonly Named[];
  readonly teams: readonly Named[];
  readonly filled: Filled;
}

type TimedReader = Reader & { readonly timeZone: string };

export type AnswersReader = TimedReader & {
  readonly mayOpenCustomers: boolean;
  readonly mayCorrect: boolean;
};

export function commentsPage(view: CommentsView, reader: AnswersReader): Html {
  const { survey, topics, filter, filled } = view;
  const words = texts[reader.language];
  return html`${refusalMessage(filled, Object.keys(filter))}<h1>${words.title(survey.name)}</h1>
${facts([
  [words.read, topics.comments],
  ...sentiments.map((each) => [words.sentiments[each], topics.sentiments[each]] as const),
])}
<p class="hint">${words.readIs}${!view.seesAll && words.ownOnly}</p>
${topicsTable(view, reader)}
${filterForm(view, reader)}
${commentList(view, reader)}
<p><a href="/desk/surveys/${survey.id}/results">${words.toResults}</a></p>`;
}

const pathOf = ({ survey }: CommentsView, asked: Readonly<Record<string, string>>) =>
  `/desk/surveys/${survey.id}/comments?${new URLSearchParams(asked)}`;

function topicsTable(view: CommentsView, reader: Reader): Html {
  const words = texts[reader.language];
  const rows = view.topics.topics.map(({ id, name, positive, neutral, negative }) => [
    html`<a href="${pathOf(view, { topic: id })}">${name?.[reader.language] ?? id}</a>`,
    positive + neutral + negative,
    ...[positive, neutral, negative],
  ]);
  return html`<h2>${words.topics}</h2>
${table({ caption: words.topics, isCaptionHidden: true, heads: words.topicHeads, rows, empty: words.noTopics })}`;
}

function filterForm(view: CommentsView, reader: Reader): Html {
  const { survey, topics, filter, campaigns, collectors, people, teams, filled } = view;
  const words = texts[reader.language];
  const field = (name: keyof CommentsFilter, label: string) => ({
    ...{ name, label, value: filter[name] ?? '', violation: filled.violation(name) },
  });
  const choice = (
    name: keyof CommentsFilter,
    label: string,
    options: readonly (readonly [string, string])[],
  ) =>
    select({
      ...field(name, label),
      options: [['', words.all] as const, ...options].map(([value, said]) => ({ value, label: said })),
    });
  const named = (all: readonly Named[]) => all.map(({ id, name }) => [id, name] as const);
  return html`<form class="unprinted" method="get"><fieldset class="card"><legend>${words.which}</legend><div class="filters">${textInput({ ...field('word', words.word), maximum: 60 })}${choice(
    ...(['topic', words.topic] as const),
    topics.topics.map(({ id, name }) => [id, name?.[reader.language] ?? id] as const),
  )}${choice(
    ...(['sentiment', words.sentiment] as const),
    sentiments.map((value) => [value, words.sentiments[value]] as const),
  )}${choice(
    ...(['band', words.band] as const),
    bandSchema.options.map((value) => [value, words.bands[value]] as const),
  )}${textInput({ ...field('from', words.from), hint: words.monthHint, maximum: 7 })}${textInput({ ...field('to', words.to), hint: words.monthHint, maximum: 7 })}${choice(
    ...(['questionId', words.question] as const),
    survey.questions
      .filter(isWritten)
      .map(({ id }) => [id, textOf(id, { survey }, reader.language)] as const),
  )}${choice(
    ...(['language', words.language] as const),
    languages.map((value) => [value, words.languages[value]] as const),
  )}${choice('campaignId', words.campaign, named(campaigns))}${
    collectors.length > 0 &&
    choice(
      ...(['collectorId', words.collector] as const),
      collectors.map(
        ({ id, name, status }) => [id, status === 'deleted' ? words.deletedLink(name) : name] as const,
      ),
    )
  }${choice('owner', words.owner, [['me', words.me], ['none', words.nobody], ...named(people)])}${teams.length > 0 && choice('team', words.team, named(teams))}</div><p class="actions"><button class="quiet">${words.show}</button></p></fieldset></form>`;
}

function commentList(view: CommentsView, reader: AnswersReader): Html | undefined {
  const { found, filter, isFirst } = view;
  if (found === undefined) return undefined;
  const words = texts[reader.language];
  const rows = found.items.map(
    (comment) => html`<li class="card">${commentOf(comment, view, reader)}</li>
`,
  );
  const isAll = isFirst && Object.keys(filter).length === 0;
  const further =
    found.cursor === null
      ? undefined
      : pathOf(view, { ...(filter as Readonly<Record<string, string>>), cursor: found.cursor });
  // Of a page that is short because the rest is not for the reader, or not what is asked for, the list goes on.
  const empty = further !== undefined ? words.noneHere : isAll ? words.none : words.noneSuch;
  const shown = rows.length === 0 || !isFirst ? undefined : words.shown(rows.length, further === undefined);
  return html`<h2>${words.comments}</h2>
${shown !== undefined && html`<p class="hint">${shown}</p>`}
${rows.length === 0 ? emptyState(empty) : html`<ol class="timeline">${rows}</ol>`}
${nextPage(words.more, further)}`;
}

function commentOf(comment: CommentRow, { survey, topics }: CommentsView, reader: AnswersReader): Html {
  const words = texts[reader.language];
  const { id, text, language, score, scale, sentiment, questionId } = comment;
  const names = new Map(topics.topics.map(({ id, name }) => [id, name?.[reader.language]]));
  const about = comment.topics.map((id) => names.get(id) ?? id).join(words.comma);
  const writer = comment.customerName ?? words.unknown;
  return html`<p class="soft">${whenOf(comment, reader)} · ${writerOf(comment, reader)}${score !== undefined && scale !== undefined && ` · ${sayScore({ score, scale }, reader.language)}`}</p>
<p class="said" lang="${language}">${text}</p>
<p class="hint">${words.answers(textOf(questionId, { survey }, reader.language))}</p>
<p class="hint">${words.understood(words.sentiments[sentiment], about)}${isCorrected(comment) && words.corrected(timeOf(comment.updatedAt, reader))}</p>
<p class="actions"><a href="/desk/responses/${comment.responseId}" aria-label="${words.wholeOf(writer)}">${words.whole}</a>${reader.mayCorrect && html` <a href="/desk/comments/${id}" aria-label="${words.correctOf(writer)}">${words.correct}</a>`}</p>`;
}

/** Of whom nobody knows, an answer may keep no more than its day. */
function whenOf(
  { customerId, answeredAt }: Pick<CommentRow, 'customerId' | 'answeredAt'>,
  reader: TimedReader,
) {
  return customerId === undefined
    ? dayOf(answeredAt.slice(0, 'yyyy-mm-dd'.length), reader)
    : html`<time datetime="${answeredAt}">${timeOf(answeredAt, reader)}</time>`;
}

function writerOf(
  { customerId, customerName, collectorName }: CommentRow,
  reader: AnswersReader,
): Html | string {
  const words = texts[reader.language];
  if (customerId === undefined)
    return collectorName === undefined ? words.unknown : words.unknownBy(collectorName);
  if (customerName === undefined) return words.deleted;
  return reader.mayOpenCustomers
    ? html`<a href="/desk/customers/${customerId}">${customerName}</a>`
    : customerName;
}

export interface CommentView {
  readonly comment: Comment;
  /** Undefined where it is gone. */
  readonly survey: Survey | undefined;
  /** What texts may be about. */
  readonly topics: TextTopics['topics'];
  /** What the trail tells of it, newest first; undefined for whom it tells nothing. */
  readonly changes: readonly AuditEntry[] | undefined;
  readonly filled: Filled;
  /** It was corrected just now. */
  readonly isDone: boolean;
}

/** To the form that promises whoever wrote it a call. */
function promiseLink({ customerId }: Comment, { language }: Reader) {
  if (customerId === undefined) return [];
  return [{ href: `/desk/customers/${customerId}/calls#promise`, label: texts[language].promiseCall }];
}

/** How one text was understood, with the form that corrects it. */
export function commentPage(view: CommentView, reader: TimedReader): Html {
  const { comment, survey, filled, isDone } = view;
  const { id, version, surveyId, responseId, questionId, text, language, score, scale } = comment;
  const words = texts[reader.language];
  const fields = CommentPatch.keyof().options;
  return html`${isDone && infoMessage({ text: words.saved, links: promiseLink(comment, reader) })}${refusalMessage(filled, fields)}<h1>${words.understand}</h1>
<p class="said" lang="${language}">${text}</p>
${facts([
  survey && [words.survey, html`<a href="/desk/surveys/${surveyId}">${survey.name}</a>`],
  survey && [words.question, textOf(questionId, { survey }, reader.language)],
  [words.answeredAt, whenOf(comment, reader)],
  score !== undefined && scale !== undefined && [words.band, sayScore({ score, scale }, reader.language)],
  [words.understoodBy, isCorrected(comment) ? words.byPerson : words.byReader],
])}
<form method="post" action="/desk/comments/${id}">${formToken(reader)}${hiddenInput('version', version)}<fieldset class="card"><legend>${words.correct}</legend><p class="hint">${words.textStays}</p>${optionGroup(
    {
      ...{ label: words.sentiment, ...filled.field('sentiment', comment.sentiment) },
      options: sentiments.map((value) => ({ value, label: words.sentiments[value] })),
    },
  )}${checkGroup({
    ...{ label: words.topics, ...filled.ticks('topics', comment.topics) },
    options: topicsOffered(view, reader),
  })}<p class="actions"><button>${words.save}</button></p></fieldset></form>
${correctionsOf(view, reader)}
<p><a href="/desk/responses/${responseId}">${words.whole}</a></p>
<p><a href="/desk/surveys/${surveyId}/comments">${words.toComments}</a></p>`;
}

/** Those of the text first, in their order: who changes nothing sends them as they are. */
function topicsOffered({ comment, topics }: CommentView, { language }: Reader) {
  const ids = new Set([...comment.topics, ...topics.map(({ id }) => id)]);
  return [...ids].map((value) => ({ value, label: topicName(value, topics, language) }));
}

const topicName = (topic: string, topics: TextTopics['topics'], language: Language) =>
  topics.find(({ id }) => id === topic)?.name[language] ?? topic;

/** Who has corrected what when. */
function correctionsOf({ changes, topics }: CommentView, reader: TimedReader) {
  const words = texts[reader.language];
  const told = (fields: Readonly<Record<string, unknown>> | undefined) => {
    const { sentiment, topics: about } = CommentPatch.strip().safeParse(fields).data ?? {};
    const names = about?.map((topic) => topicName(topic, topics, reader.language)).join(words.comma);
    const said = [
      sentiment && words.sentiments[sentiment],
      names !== undefined && words.about(names === '' ? words.nothing : names),
    ];
    return said.filter(Boolean).join(words.semicolon);
  };
  const rows = changes?.flatMap(({ type, at, actor, changes: fields }) =>
    type === 'comment.changed'
      ? [[timeOf(at, reader), actor.name ?? actor.id, told(fields?.before), told(fields?.after)]]
      : [],
  );
  if (rows === undefined || rows.length === 0) return undefined;
  return html`<h2>${words.corrections}</h2>
${table({ caption: words.corrections, isCaptionHidden: true, heads: words.correctionHeads, rows, empty: '' })}`;
}

export interface ResponseView {
  readonly response: ShownResponse;
  /** Undefined where it is gone, or not for the reader to see. */
  readonly names: {
    readonly survey: string | undefined;
    readonly campaign: string | undefined;
    readonly customer: string | undefined;
  };
  /** The call that it has led to. */
  readonly call: Pick<Callback, 'id'> | undefined;
}

/** Every question as the customer saw it, and the answer. */
export function responsePage({ response, names, call }: ResponseView, reader: AnswersReader): Html {
  const words = texts[reader.language];
  const { surveyId, campaignId, customerId, channel, place, score, scale, language } = response;
  const link = (path: string, id: string, name: string | undefined) =>
    name === undefined ? words.gone : html`<a href="/desk/${path}/${id}">${name}</a>`;
  const rows = response.answers.map(
    (each) => html`<li class="card"><h2 lang="${language}">${each.question}</h2>
${answerOf(each, language, reader)}</li>
`,
  );
  return html`<h1>${words.response}</h1>
${response.suspect === true && html`<p class="warn">${words.suspect}</p>`}${facts([
  [words.survey, link('surveys', surveyId, names.survey)],
  [words.customer, customerId === undefined ? words.unknown : link('customers', customerId, names.customer)],
  [words.answeredAt, whenOf(response, reader)],
  score !== undefined && [words.band, sayScore({ score, scale }, reader.language)],
  channel !== undefined && [words.channel, words.channels[channel]],
  place !== undefined && [words.place, place],
  response.collectorName !== undefined && [words.collector, response.collectorName],
  campaignId !== undefined && [words.campaign, link('campaigns', campaignId, names.campaign)],
  call && [words.followedUp, html`<a href="/desk/callbacks/${call.id}">${words.seeCall}</a>`],
  [words.inLanguage, words.languages[language]],
])}
<ol class="rules timeline">${rows}</ol>
<p><a href="/desk/surveys/${surveyId}/comments">${words.toComments}</a></p>`;
}

type Answered = ShownResponse['answers'][number];

/** What customers have written and chosen is in the language of their page; all else is ours to say. */
function answerOf(answered: Answered, language: Language, reader: Reader): Html {
  const { kind, answer } = answered;
  const words = texts[reader.language];
  if (answer === null) return html`<p class="soft">${words.notAnswered}</p>`;
  const isOurs = answer === true || (typeof answer === 'number' && isScaleKind(kind));
  if (isOurs) return html`<p>${sayAnswer(answered, reader.language)}</p>`;
  return html`<p class="said" lang="${language}">${sayAnswer(answered, reader.language)}</p>`;
}
