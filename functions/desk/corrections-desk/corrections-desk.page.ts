/** Corrections of many customers: the list, the form of a new one, and one from its preview to its undoing. */
import type * as z from 'zod';
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput, type Option, select, textArea, textInput } from '../../../shared/pages/fields.ts';
import { type Html, type HtmlValue, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { languages } from '../../../shared/values/language.ts';
import {
  type Correction,
  type CorrectionChange,
  type CorrectionRow,
  type CorrectionRowPage,
  type Counts,
  type Outcome,
  outcomes,
} from '../../customers/corrections/corrections.schema.ts';
import { stages } from '../../customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import { customerLink, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import {
  type Filled,
  formToken,
  type Names,
  type Reader,
  refusalMessage,
  timeOf,
  told,
} from '../desk/index.ts';
import {
  canGiveUp,
  canStart,
  canUndo,
  goesOn,
  type ListedCorrection,
  ofList,
  ofView,
  progressOf,
} from './corrections-desk.rules.ts';
import { texts } from './corrections-desk.texts.ts';

export type CorrectionsReader = Reader & { readonly timeZone: string };

const path = '/desk/customer-corrections';
const correctionPath = (id: string) => `${path}/${id}`;

export interface CorrectionsView {
  readonly corrections: readonly ListedCorrection[];
  readonly cursor: string | null;
  readonly names: Names;
  readonly definitions: readonly FieldDefinition[];
  readonly filled: Filled;
}

export function correctionsPage(view: CorrectionsView, reader: CorrectionsReader): Html {
  const { corrections, cursor, names, filled } = view;
  const words = texts[reader.language];
  const rows = corrections.map(({ id, change, status, counts, createdAt, by }) => [
    html`<a href="${correctionPath(id)}">${sayChange(change, view, reader).join(words.semicolon)}</a>`,
    words.statuses[status],
    sayCounts(counts, reader),
    html`<time datetime="${createdAt}">${timeOf(createdAt, reader)}</time>`,
    names.get(by) ?? by,
  ]);
  return html`<h1>${words.title}</h1>
${refusalMessage(filled, [])}<p>${words.intro}</p>
<p class="actions"><a href="${path}/new">${words.begin}</a> <a href="/desk/corrections">${words.worklist}</a></p>
${table({ caption: words.title, isCaptionHidden: true, heads: words.listHeads, rows, empty: words.noCorrections })}
${nextPage(words.more, cursor === null ? undefined : `${path}?${new URLSearchParams({ cursor })}`)}
<p><a href="/desk/customers">${words.back(words.customers)}</a></p>`;
}

/** What is to change, one thing after the other. */
export function sayChange(
  { set = {}, addTags, removeTags, suggestions }: CorrectionChange,
  { names, definitions }: Pick<CorrectionsView, 'names' | 'definitions'>,
  reader: Reader,
): readonly string[] {
  const words = texts[reader.language];
  const { custom, ...fields } = set as Readonly<Record<string, unknown>>;
  const own = Object.entries(Object(custom)).map(([name, value]) => [`custom.${name}`, value] as const);
  const values = [...Object.entries(fields), ...own].map(([field, value]) =>
    words.sets(
      nameOfField(field, reader, definitions),
      sayValue(field, value, reader, { names, definitions }) || words.empty,
    ),
  );
  return [
    ...values,
    ...(addTags === undefined ? [] : [words.tagsAdded(addTags.join(words.comma))]),
    ...(removeTags === undefined ? [] : [words.tagsRemoved(removeTags.join(words.comma))]),
    ...(suggestions === undefined ? [] : [words.suggested(words.codes[suggestions])]),
  ];
}

function sayCounts(counts: Counts, { language }: Reader): string {
  const words = texts[language];
  const some = outcomes.filter((outcome) => counts[outcome] > 0);
  return some.map((outcome) => words.counted(words.outcomes[outcome], counts[outcome])).join(words.comma);
}

export interface CorrectionFormView {
  readonly lists: readonly { readonly id: string; readonly name: string; readonly members: number }[];
  /** Those that do not mean everybody. */
  readonly views: readonly { readonly id: string; readonly name: string }[];
  /** Whom the page that led here is about. */
  readonly whom: string;
  readonly filled: Filled;
  readonly key: string;
}

/** A field for each place of what is sent, named like it. */
const formFields = [
  'whom',
  'change.addTags',
  'change.removeTags',
  'change.set.stage',
  'change.set.source',
  'change.set.language',
] as const;

export function correctionFormPage(
  { lists, views, whom, filled, key }: CorrectionFormView,
  reader: Reader,
): Html {
  const words = texts[reader.language];
  const known: readonly Option[] = [
    ...lists.map(({ id, name, members }) => ({ value: ofList(id), label: words.ofList(name, members) })),
    ...views.map(({ id, name }) => ({ value: ofView(id), label: words.ofView(name) })),
  ];
  const field = (name: (typeof formFields)[number], label: string) => ({
    ...{ label, ...filled.field(name) },
  });
  const chosen = (name: 'stage' | 'language', values: readonly string[]) =>
    select({
      ...field(`change.set.${name}`, nameOfField(name, reader)),
      options: [
        { value: '', label: words.stays },
        ...values.map((value) => ({ value, label: words.values[value] ?? value })),
      ],
    });
  const people = select({
    ...{ ...field('whom', words.whom), value: filled.value('whom', whom), hint: words.whomHint },
    options: [{ value: '', label: words.choose }, ...known],
  });
  const tags = (name: 'addTags' | 'removeTags') =>
    textArea({ ...field(`change.${name}`, words[name]), hint: words.onePerLine });
  const form = html`<form method="post" action="${path}/new">${formToken(reader)}${hiddenInput('key', key)}${people}<fieldset class="card"><legend>${words.what}</legend><div class="fields">${tags('addTags')}${tags('removeTags')}${chosen('stage', stages)}${textInput({ ...field('change.set.source', nameOfField('source', reader)), maximum: 40 })}${chosen('language', languages)}</div></fieldset><p class="actions"><button>${words.preview}</button> <span class="hint">${words.previewHint}</span></p></form>`;
  return html`<h1>${words.begin}</h1>
${refusalMessage(filled, formFields)}${known.length === 0 ? emptyState(words.noWhom) : html`<p>${words.formIntro}</p>${form}`}
<p><a href="${path}">${words.back(words.title)}</a></p>`;
}

export interface CorrectionView {
  readonly correction: Correction;
  /** Whom it is about, in words. */
  readonly whom: string;
  readonly rows: z.infer<typeof CorrectionRowPage>;
  readonly outcome: Outcome | undefined;
  readonly names: Names;
  readonly definitions: readonly FieldDefinition[];
  readonly filled: Filled;
  readonly key: string;
  readonly at: string;
}

export function correctionPage(view: CorrectionView, reader: CorrectionsReader): Html {
  const { correction, whom, filled, names } = view;
  const words = texts[reader.language];
  const { status, change, counts, stopped, by, createdAt, run, undo, expiresAt } = correction;
  const moment = (at: string, { id }: { readonly id: string }) =>
    words.by(timeOf(at, reader), names.get(id) ?? id);
  const counted = outcomes.flatMap((outcome) =>
    counts[outcome] === 0 ? [] : [[words.outcomes[outcome], counts[outcome]] as const],
  );
  const hint = status === 'ready' && !canStart(correction) ? words.nothingToStart : words.hints[status];
  return html`<h1>${words.title}</h1>
${refusalMessage(filled, [])}${facts([
  [words.changes, sayChange(change, view, reader).map((said, at) => html`${at > 0 && html`<br>`}${said}`)],
  [words.whom, whom],
  [words.state, words.statuses[status]],
  [words.begun, moment(createdAt, by)],
  run !== undefined && [words.started, moment(run.startedAt, run.by)],
  undo !== undefined && [words.undoneAt, moment(undo.startedAt, undo.by)],
  (canStart(correction) || canUndo(correction, view.at)) && [words.until, timeOf(expiresAt, reader)],
])}${stopped !== undefined && html`<p class="warn">${plain(stopped, reader)}</p>`}${hint !== undefined && html`<p>${hint}</p>`}
${goesOn(correction) && progress(correction, reader)}${counted.length > 0 && facts(counted)}
${actions(view, reader)}${customers(view, reader)}
<p><a href="${path}">${words.back(words.title)}</a></p>`;
}

/** A sentence of the API, without what only programs send. */
function plain(sentence: string, reader: CorrectionsReader): string {
  return told({ status: 200, detail: sentence, errors: [] }, reader).detail;
}

function progress(correction: Correction, reader: CorrectionsReader): Html {
  const words = texts[reader.language];
  const known = progressOf(correction);
  const looked = Object.values(correction.counts).reduce((sum, count) => sum + count, 0);
  const bar =
    known === undefined
      ? html`<p>${words.looked(looked)}</p>`
      : html`<p><label for="progress">${words.progress(known.done, known.all)}</label></p><progress id="progress" max="${Math.max(known.all, 1)}" value="${known.done}"></progress>`;
  return html`<div class="card">${bar}<p class="hint">${words.refreshes} <a href="${correctionPath(correction.id)}">${words.refresh}</a></p></div>`;
}

/** What can be done next. */
function actions({ correction, key, at }: CorrectionView, reader: CorrectionsReader): Html {
  const words = texts[reader.language];
  const form = (action: 'start' | 'giveUp' | 'undo', isFirst = false) =>
    html`<form method="post" action="${correctionPath(correction.id)}">${formToken(reader)}${hiddenInput('key', `${key}-${action}`)}<p class="actions"><button${!isFirst && html` class="quiet"`} name="action" value="${action}">${words[action]}</button> <span class="hint">${words[`${action}Hint`]}</span></p></form>
`;
  return html`${canStart(correction) && form('start', true)}${canGiveUp(correction) && form('giveUp')}${canUndo(correction, at) && form('undo')}`;
}

function customers({ correction, rows, outcome, ...view }: CorrectionView, reader: CorrectionsReader): Html {
  const words = texts[reader.language];
  const own = correctionPath(correction.id);
  const some = outcomes.filter((each) => correction.counts[each] > 0 && each !== outcome);
  const links = some.map((each) => html`<a href="${own}?outcome=${each}#rows">${words.outcomes[each]}</a> `);
  const cells = rows.items.map((row) => cellsOf(row, view, reader));
  const query = new URLSearchParams({ ...(outcome !== undefined && { outcome }), cursor: rows.cursor ?? '' });
  const none = goesOn(correction) ? words.noRowsYet : words.noRows;
  return html`<h2 id="rows">${outcome === undefined ? words.customersTitle : words.outcomes[outcome]}</h2>
<p class="actions">${outcome !== undefined && html`<a href="${own}#rows">${words.allRows}</a> `}${links}</p>
${table({ caption: words.customersTitle, isCaptionHidden: true, heads: words.rowHeads, rows: cells, empty: rows.cursor === null ? none : words.noRowsOnPage })}
${nextPage(words.more, rows.cursor === null ? undefined : `${own}?${query}#rows`)}`;
}

function cellsOf(
  {
    customerId,
    name,
    outcome,
    fields,
    before,
    after,
    changedSince = [],
    reasons,
  }: z.infer<typeof CorrectionRow>,
  { names, definitions }: Pick<CorrectionView, 'names' | 'definitions'>,
  reader: CorrectionsReader,
): readonly HtmlValue[] {
  const words = texts[reader.language];
  const called = (field: string) => nameOfField(field, reader, definitions);
  const say = (field: string, values: Readonly<Record<string, unknown>> | undefined) =>
    sayValue(field, valueAt(values, field), reader, { names, definitions }) || words.empty;
  const changes = fields.map((field) =>
    before === undefined && after === undefined
      ? called(field)
      : words.becomes(called(field), say(field, before), say(field, after)),
  );
  const why = [
    ...reasons.map(({ field, reason }) =>
      field === undefined || field === ''
        ? plain(reason, reader)
        : words.about(called(field), plain(reason, reader)),
    ),
    ...(changedSince.length === 0 ? [] : [words.changedSince(changedSince.map(called).join(words.comma))]),
  ];
  return [
    name === undefined ? words.hidden : customerLink(customerId, name),
    words.outcomes[outcome],
    changes.map((change, at) => html`${at > 0 && html`<br>`}${change}`),
    why.join(words.semicolon),
  ];
}

/** Fields that were defined stand in `custom`. */
function valueAt(values: Readonly<Record<string, unknown>> | undefined, field: string): unknown {
  const [first = '', ...rest] = field.split('.');
  if (first !== 'custom') return values?.[field];
  return Reflect.get(Object(values?.custom), rest.join('.'));
}
