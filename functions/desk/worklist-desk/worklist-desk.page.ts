/** Findings of customers, each with what is suggested, and two buttons. */
import { hiddenInput, select } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState, infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import {
  type AcceptedFinding,
  type Finding,
  type FindingCode,
  findingCodes,
  suggestedCodes,
} from '../../customers/quality/quality.schema.ts';
import { customerLink, customerPath, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage } from '../desk/index.ts';
import { texts } from './worklist-desk.texts.ts';

export type WorklistReader = Reader & { readonly mayWrite: boolean; readonly seesAll: boolean };

/** A customer of whom something is to be corrected. */
export interface Flawed {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly score: number;
  readonly customerVersion: number;
  readonly findings: readonly Finding[];
  /** Told of one customer alone. */
  readonly missing?: readonly string[];
  readonly accepted?: readonly AcceptedFinding[];
}

export const whose = ['me', 'none', 'all'] as const;
export type Whose = (typeof whose)[number];

export interface WorklistView {
  readonly rows: readonly Flawed[];
  readonly owner: Whose;
  /** The kind of finding that is shown; undefined for all. */
  readonly code: FindingCode | undefined;
  /** Where only one customer is shown. */
  readonly only: Flawed | undefined;
  readonly names: Names;
  readonly definitions: readonly FieldDefinition[];
  readonly cursor: string | null;
  readonly note: string | undefined;
  readonly filled: Filled;
  readonly key: string;
}

export function worklistPage(view: WorklistView, reader: WorklistReader): Html {
  const { rows, owner, code, only, cursor, note, filled } = view;
  const words = texts[reader.language];
  const titles = { me: words.mine, none: words.ofNobody, all: words.everybody } as const;
  const others = whose.filter(
    (each) => (only !== undefined || each !== owner) && (each !== 'all' || reader.seesAll),
  );
  const kept = { owner, ...(code !== undefined && { code }) };
  const next = cursor === null ? undefined : `/desk/corrections?${new URLSearchParams({ ...kept, cursor })}`;
  const links = others.map((each) => {
    const query = new URLSearchParams({ ...kept, owner: each });
    return html`<a href="/desk/corrections?${query.toString()}">${titles[each]}</a> `;
  });
  const cards = rows.map((row) => cardOf(row, view, reader));
  return html`${note !== undefined && infoMessage({ text: note })}<h1>${only === undefined ? words.title : words.ofCustomer(only.name)}</h1>
${refusalMessage(filled, [])}<p class="actions">${links}${reader.mayWrite && html`<a href="/desk/customer-corrections">${words.bulk}</a>`}</p>
${only === undefined && html`<h2>${titles[owner]}</h2>${kindForm(view, reader)}${bulkForm(view, reader)}`}
${cards.length === 0 ? emptyState(cursor === null ? words.nothing : words.noneOnPage) : cards}
${nextPage(words.more, next)}
<p>${only === undefined ? html`<a href="/desk/customers">${words.back(words.customers)}</a>` : html`<a href="${customerPath(only.id)}">${words.back(only.name)}</a>`}</p>`;
}

/** Which kind of finding is shown. */
function kindForm({ owner, code }: WorklistView, reader: WorklistReader): Html {
  const words = texts[reader.language];
  const kinds = Object.keys(findingCodes) as FindingCode[];
  const options = [
    { value: '', label: words.anyKind },
    ...kinds.map((value) => ({ value, label: words.codes[value] })),
  ];
  return html`<form method="get" action="/desk/corrections">${hiddenInput('owner', owner)}${select({ name: 'code', label: words.kind, value: code ?? '', options })}<p class="actions"><button class="quiet">${words.show}</button></p></form>
`;
}

/** Begins a correction by all suggestions of the kind that is shown. */
function bulkForm({ rows, owner, code, key }: WorklistView, reader: WorklistReader): Html | false {
  const words = texts[reader.language];
  const isSuggested = suggestedCodes.some((each) => each === code);
  const hidden = { key: `${key}-all`, code: code ?? '', owner };
  return (
    reader.mayWrite &&
    isSuggested &&
    rows.length > 0 &&
    html`<form method="post" action="/desk/customer-corrections">${formToken(reader)}${Object.entries(hidden).map(([name, value]) => hiddenInput(name, value))}<p class="actions"><button>${words.lookThrough}</button> <span class="hint">${words.lookThroughHint}</span></p></form>
`
  );
}

function cardOf(row: Flawed, view: WorklistView, reader: WorklistReader): Html {
  const { id, name, owner, score, findings, missing = [], accepted = [] } = row;
  const words = texts[reader.language];
  const empty = missing.map((field) => nameOfField(field, reader, view.definitions)).join(words.comma);
  return html`<section class="card"><h3>${customerLink(id, name)}</h3>
<p class="soft">${owner === null ? words.nobody : (view.names.get(owner) ?? owner)} · ${words.score(score)}</p>
${empty !== '' && html`<p>${words.missing(empty)}</p>`}${findings.map((finding, index) => (view.code ?? finding.code) === finding.code && findingOf(finding, { row, index }, view, reader))}${
  reader.mayWrite &&
  html`<p><a href="${customerPath(id)}/edit" aria-label="${words.of(words.edit, name)}">${words.edit}</a></p>`
}${accepted.length > 0 && html`<h4>${words.accepted}</h4>${accepted.map((finding, index) => acceptedOf(finding, { row, index: findings.length + index }, view, reader))}`}</section>
`;
}

interface Place {
  readonly row: Flawed;
  readonly index: number;
}

/** `/otherPhones/0/phone` as the form of a customer calls it. */
const fieldAt = (pointer: string) => pointer.slice(1).replaceAll('/', '.');

function wrongValue({ field, value }: Finding, { definitions }: WorklistView, reader: Reader): Html | false {
  const words = texts[reader.language];
  return (
    value !== undefined &&
    html`<p>${words.isNow(nameOfField(fieldAt(field), reader, definitions), value)}</p>`
  );
}

function findingOf(finding: Finding, place: Place, view: WorklistView, reader: WorklistReader): Html {
  const { suggestion = {} } = finding;
  const words = texts[reader.language];
  const known = { names: view.names, definitions: view.definitions };
  const suggested = Object.entries(suggestion).map(
    ([field, value]) =>
      html`<p>${words.suggested(nameOfField(field, reader, view.definitions), sayValue(field, value, reader, known) || words.empty)}</p>`,
  );
  const actions = [...(suggested.length > 0 ? (['take'] as const) : []), 'keep' as const];
  return html`<h4>${words.codes[finding.code]}</h4>${wrongValue(finding, view, reader)}${suggested}${reader.mayWrite && decision(finding, actions, place, view, reader)}`;
}

function acceptedOf(
  finding: AcceptedFinding,
  place: Place,
  view: WorklistView,
  reader: WorklistReader,
): Html {
  const words = texts[reader.language];
  return html`<p>${words.codes[finding.code]}</p>${wrongValue(finding, view, reader)}${reader.mayWrite && decision(finding, ['reopen'], place, view, reader)}`;
}

function decision(
  { code, field }: Finding,
  actions: readonly ('take' | 'keep' | 'reopen')[],
  { row, index }: Place,
  { key, owner, code: kind, only }: WorklistView,
  reader: WorklistReader,
): Html {
  const words = texts[reader.language];
  const hidden = {
    key: `${key}-${row.id.slice(-6)}-${index}`,
    customer: row.id,
    version: row.customerVersion,
    code,
    field,
    ...(only === undefined ? { owner, kind: kind ?? '' } : { only: row.id }),
  };
  const buttons = actions.map(
    (action) =>
      html`<button${action !== 'take' && html` class="quiet"`} name="action" value="${action}" aria-label="${words.of(`${words[action]}: ${words.codes[code]}`, row.name)}">${words[action]}</button> `,
  );
  return html`<form method="post" action="/desk/corrections">${formToken(reader)}${Object.entries(hidden).map(([name, value]) => hiddenInput(name, value))}<p class="actions">${buttons}</p></form>`;
}
