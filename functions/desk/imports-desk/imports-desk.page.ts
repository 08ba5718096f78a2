/** Imports: the list with the form of a file, and one import from its file to its rows. */

import type * as z from 'zod';
import { facts } from '../../../shared/pages/facts.ts';
import {
  fileInput,
  hiddenInput,
  type Option,
  select,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState, infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import {
  type Counts,
  customPrefix,
  fieldNames,
  type ImportSummary,
  outcomes,
  type Preview,
  type RejectedFiles,
  type RowVerdictPage,
} from '../../customers/imports/imports.schema.ts';
import { customerLink, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import {
  canReadAnew,
  columnField,
  delimiterNames,
  fieldOf,
  goesOn,
  type ShownImport,
} from './imports-desk.rules.ts';
import { texts } from './imports-desk.texts.ts';

export type ImportsReader = Reader & { readonly timeZone: string };

const importPath = (id: string) => `/desk/imports/${id}`;

/** What a form can carry as base64 within the body of a request. */
export const fileLimit = '700 KB';

export interface ImportsView {
  readonly imports: readonly z.infer<typeof ImportSummary>[];
  readonly cursor: string | null;
  readonly names: Names;
  readonly mappings: readonly Option[];
  readonly filled: Filled;
  readonly key: string;
}

export function importsPage(
  { imports, cursor, names, mappings, filled, key }: ImportsView,
  reader: ImportsReader,
): Html {
  const words = texts[reader.language];
  const rows = imports.map(({ id, name, status, rows: count, createdAt, by }) => [
    html`<a href="${importPath(id)}">${name}</a>`,
    words.statuses[status],
    count ?? '',
    html`<time datetime="${createdAt}">${timeOf(createdAt, reader)}</time>`,
    names.get(by) ?? by,
  ]);
  const chosen =
    mappings.length === 0
      ? undefined
      : select({
          name: 'mappingId',
          label: words.mapping,
          value: filled.value('mappingId'),
          options: [{ value: '', label: words.suggested }, ...mappings],
        });
  return html`<h1>${words.title}</h1>
${refusalMessage(filled, ['file', 'name'])}<p>${words.intro}</p>
<h2>${words.chooseTitle}</h2>
<form method="post" action="/desk/imports" enctype="multipart/form-data">${formToken(reader)}${hiddenInput('key', key)}${fileInput({ name: 'file', label: words.file, hint: words.fileHint(fileLimit), violation: filled.violation('file'), accept: '.csv,.tsv,.txt,.xlsx,.jsonl' })}${chosen}<p class="actions"><button name="action" value="send">${words.send}</button></p></form>
<form method="post" action="/desk/imports"><fieldset class="card"><legend>${words.larger}</legend>${formToken(reader)}${hiddenInput('key', `${key}-larger`)}${textInput({ name: 'name', label: words.largerName, hint: words.largerHint, value: filled.value('name'), violation: filled.violation('name') })}<button class="quiet" name="action" value="larger">${words.begin}</button></fieldset></form>
<h2>${words.title}</h2>
${table({ caption: words.title, isCaptionHidden: true, heads: words.listHeads, rows, empty: words.noImports })}
${nextPage(words.more, cursor === null ? undefined : `/desk/imports?${new URLSearchParams({ cursor })}`)}
<p><a href="/desk/customers">${words.back(words.customers)}</a></p>`;
}

export interface ImportView {
  readonly importing: ShownImport;
  readonly preview: z.infer<typeof Preview> | undefined;
  readonly rows: z.infer<typeof RowVerdictPage> | undefined;
  readonly rejected: z.infer<typeof RejectedFiles> | undefined;
  readonly outcome: string | undefined;
  readonly definitions: readonly FieldDefinition[];
  readonly filled: Filled;
  readonly key: string;
  /** The file was too large for the form before. */
  readonly isTooLarge: boolean;
}

export function importPage(view: ImportView, reader: ImportsReader): Html {
  const { importing, filled, isTooLarge } = view;
  const words = texts[reader.language];
  const { status, check, run, revert, failed } = importing;
  return html`${isTooLarge && infoMessage({ text: words.tooLarge })}<h1>${words.importOf(importing.name)}</h1>
${refusalMessage(filled, [])}${facts([
  [words.state, words.statuses[status]],
  importing.found !== undefined && [words.rows, importing.found.rows],
])}${failed !== undefined && html`<p class="warn">${failed}</p>`}${importing.found?.notes.map((note) => html`<p class="hint">${note}</p>`)}
${goesOn(importing) && progress(importing, reader)}${status === 'waiting' && uploadForms(view, reader)}${canReadAnew(importing) && fileForm(view, reader)}${status === 'ready' && mappingForm(view, reader)}${
  run === undefined && check !== undefined && course(words.checked, check, reader)
}${run !== undefined && course(words.imported, run, reader)}${revert !== undefined && reverted(revert, view, reader)}${verdicts(view, reader)}${actions(view, reader)}
<p><a href="/desk/imports">${words.back(words.title)}</a></p>`;
}

function progress(importing: ShownImport, reader: ImportsReader): Html {
  const words = texts[reader.language];
  const { status, check, run, revert, found } = importing;
  const current = status === 'reverting' ? revert : (run ?? check);
  const all = found?.rows ?? 0;
  const done = Math.min(current?.rows ?? 0, all);
  return html`<div class="card">${
    current !== undefined &&
    all > 0 &&
    html`<p><label for="progress">${words.progress(done, all)}</label></p><progress id="progress" max="${all}" value="${done}"></progress>`
  }<p class="hint">${words.refreshes} <a href="${importPath(importing.id)}">${words.refresh}</a></p></div>`;
}

function course(title: string, { counts }: { readonly counts: Counts }, reader: ImportsReader): Html {
  const words = texts[reader.language];
  return html`<h2>${title}</h2>${facts(outcomes.map((outcome) => [words.outcomes[outcome], counts[outcome]]))}`;
}

function reverted(
  revert: NonNullable<ShownImport['revert']>,
  { definitions }: ImportView,
  reader: ImportsReader,
): Html {
  const words = texts[reader.language];
  const left = revert.left.map(
    ({ line, because, customerId, name, fields }) =>
      html`<li>${words.line(line)} ${customerLink(customerId, name ?? words.openCustomer)}${words.colon}${words.because[because]}${fields !== undefined && words.stays(fields.map((field) => nameOfField(field, reader, definitions)).join(words.comma))}</li>`,
  );
  return html`<h2>${words.taken}</h2>${facts([
    [words.removed, revert.removed],
    [words.restored, revert.restored],
    [words.left, revert.leftCount],
  ])}${left.length > 0 && html`<ul>${left}</ul>`}`;
}

/** The form of S3, which takes nothing but what was signed, and a button for when the file is there. */
function uploadForms(
  { importing: { id, upload }, key }: ImportView,
  reader: ImportsReader,
): Html | undefined {
  const words = texts[reader.language];
  return (
    upload &&
    html`<p>${words.uploadHint}</p>
<form method="post" action="${upload.url}" enctype="multipart/form-data">${Object.entries(upload.fields).map(([name, value]) => hiddenInput(name, value))}${fileInput({ name: 'file', label: words.file, accept: '.csv,.tsv,.txt,.xlsx,.jsonl' })}<p class="actions"><button>${words.upload}</button></p></form>
<form method="post" action="${importPath(id)}">${formToken(reader)}${hiddenInput('key', `${key}-start`)}<p class="actions"><button name="action" value="start">${words.start}</button></p></form>`
  );
}

/** What of a file may be read in another way: its sheet, what names its columns, and how its text is written. */
function fileForm({ importing, filled }: ImportView, reader: ImportsReader): Html {
  const words = texts[reader.language];
  const { id, version, format, found, sheet = '', headerLine, delimiter = '', encoding = '' } = importing;
  const chosen = (name: string, label: string, value: string, options: readonly Option[]) =>
    select({ label, ...filled.field(name, value), options });
  const asFound = { value: '', label: words.asFound };
  const sheets = (found?.sheets ?? []).map((each) => ({ value: each, label: each }));
  const ofText =
    format === 'csv' &&
    html`${chosen('delimiter', words.delimiter, delimiterNames.get(delimiter) ?? '', [asFound, ...namedIn(words.delimiters)])}${chosen('encoding', words.encoding, encoding, [asFound, ...namedIn(words.encodings)])}`;
  return html`<form method="post" action="${importPath(id)}">${formToken(reader)}${hiddenInput('version', version)}<fieldset class="card"><legend>${words.howRead}</legend><div class="fields">${sheets.length > 1 && chosen('sheet', words.sheet, sheet || (found?.sheet ?? ''), sheets)}${textInput({ ...filled.field('headerLine', headerLine?.toString()), label: words.headerLine, hint: words.headerLineHint(found?.headerLine) })}${ofText}</div><button class="quiet" name="action" value="read">${words.readAnew}</button></fieldset></form>`;
}

function namedIn(names: Readonly<Record<string, string>>): readonly Option[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

function fieldName(field: string, { definitions }: ImportView, reader: ImportsReader): string {
  return texts[reader.language].fieldNames[field] ?? nameOfField(field, reader, definitions);
}

function mappingForm(view: ImportView, reader: ImportsReader): Html {
  const { importing, filled, definitions } = view;
  const words = texts[reader.language];
  const { mapping, found } = importing;
  const fields = [...fieldNames, ...definitions.map(({ name }) => `${customPrefix}${name}`)];
  const options = [
    { value: '', label: words.leftOut },
    ...fields.map((value) => ({ value, label: fieldName(value, view, reader) })),
  ];
  const columns = (found?.columns ?? []).map((column, index) =>
    select({
      ...filled.field(columnField(index), fieldOf(column, importing)),
      ...{ label: column, options },
    }),
  );
  const chosen = (
    name: string,
    label: string,
    value: string | undefined,
    named: Readonly<Record<string, string>>,
  ) =>
    select({
      ...{ label, ...filled.field(name, value) },
      options: Object.entries(named).map(([each, said]) => ({ value: each, label: said })),
    });
  return html`<form method="post" action="${importPath(importing.id)}">${formToken(reader)}${hiddenInput('version', importing.version)}<fieldset class="card"><legend>${words.columns}</legend><div class="fields">${columns}</div></fieldset><fieldset class="card"><legend>${words.settings}</legend><div class="fields">${chosen('mapping.match', words.match, mapping?.match, words.matches)}${chosen('mapping.onMatch', words.onMatch, mapping?.onMatch, words.onMatches)}${textInput({ ...filled.field('mapping.externalSource', mapping?.externalSource), label: words.externalSource })}${chosen('mapping.dates', words.dates, mapping?.dates ?? '', words.orders)}${textInput({ ...filled.field('mapping.defaults.country', mapping?.defaults.country), label: words.country, hint: words.countryHint })}${textArea({ ...filled.field('mapping.defaults.tags', mapping?.defaults.tags?.join('\n')), label: words.tagsOfAll, hint: words.onePerLine })}</div></fieldset><p class="actions"><button class="quiet" name="action" value="apply">${words.apply}</button> <span class="hint">${words.applyHint}</span></p></form>
${previewTable(view, reader)}`;
}

type Told = z.infer<typeof Preview>['rows'][number]['reasons'];

function reasonsOf(reasons: Told, reader: ImportsReader): Html {
  const words = texts[reader.language];
  const said = reasons.map(({ column, value, reason, holder }, at) => {
    const place = value === undefined || value === '' ? column : words.aside(column ?? '', value);
    const told = column === undefined || place === undefined ? reason : words.about(place, reason);
    return html`${at > 0 && '; '}${told}${holder !== undefined && holderOf(holder, reader)}`;
  });
  return html`${said}`;
}

/** Who has a value already, and who could help where they are not the reader's to see. */
function holderOf(
  { id, name, owner, masked }: NonNullable<Told[number]['holder']>,
  reader: ImportsReader,
): Html {
  const words = texts[reader.language];
  return html`${words.colon}${masked ? name : customerLink(id, name)}${owner !== null && words.lookedAfterBy(owner)}`;
}

/** What the first rows say of the whole file, before somebody checks all of it. */
function warnings({ importing, preview }: ImportView, reader: ImportsReader): Html {
  const words = texts[reader.language];
  const { match = 'none' } = importing.mapping ?? {};
  const rows = preview?.rows ?? [];
  const refused = rows.filter(({ outcome }) => outcome === 'refused').length;
  const key = match === 'externalId' ? 'externalIds' : match;
  const without = rows.filter(({ customer }) => customer !== undefined && customer[key] === undefined).length;
  return html`${refused > 0 && html`<p class="warn">${words.someRefused(refused, rows.length)}</p>`}${match !== 'none' && without > 0 && html`<p class="hint">${words.someWithoutKey(without, rows.length, words.matches[match] ?? match)}</p>`}`;
}

function previewTable(view: ImportView, reader: ImportsReader): Html {
  const words = texts[reader.language];
  const { preview, definitions } = view;
  if (preview === undefined) return emptyState(words.noPreview);
  const rows = preview.rows.map(({ line, customer, reasons, notes }) => [
    line,
    customer === undefined
      ? words.refusedRow
      : Object.entries(customer).map(([field, value]) => {
          const said = sayValue(field, value, reader, { definitions });
          return said !== '' && html`${words.about(nameOfField(field, reader, definitions), said)}<br>`;
        }),
    reasonsOf([...reasons, ...notes], reader),
  ]);
  return html`<h2>${words.preview}</h2>
${warnings(view, reader)}${table({ caption: words.preview, isCaptionHidden: true, heads: words.previewHeads, rows, empty: words.noPreview })}`;
}

function verdicts(
  { importing, rows, rejected, outcome }: ImportView,
  reader: ImportsReader,
): Html | undefined {
  if (rows === undefined) return undefined;
  const words = texts[reader.language];
  const path = importPath(importing.id);
  const links = outcomes
    .filter((each) => each !== outcome)
    .map((each) => html`<a href="${path}?outcome=${each}#rows">${words.outcomes[each]}</a> `);
  const cells = rows.items.map(({ line, outcome: its, customerId, name, reasons, notes }) => [
    line,
    words.outcomes[its],
    customerId === undefined ? (name ?? '') : customerLink(customerId, name ?? words.openOf(line)),
    reasonsOf([...reasons, ...notes], reader),
  ]);
  const files = (rejected?.files ?? []).map(
    ({ url, rows: count }) =>
      html`<p><a href="${url}">${words.aside(words.rejected, String(count))}</a> <span class="hint">${words.rejectedHint}</span></p>`,
  );
  const next =
    rows.cursor === null
      ? undefined
      : `${path}?${new URLSearchParams({ ...(outcome !== undefined && { outcome }), cursor: rows.cursor })}#rows`;
  return html`<h2 id="rows">${outcome === undefined ? words.allRows : words.outcomes[outcome as (typeof outcomes)[number]]}</h2>
${files}<p class="actions">${outcome !== undefined && html`<a href="${path}#rows">${words.allRows}</a> `}${links}</p>
${table({ caption: words.rows, isCaptionHidden: true, heads: words.rowHeads, rows: cells, empty: words.noRows })}
${nextPage(words.more, next)}`;
}

/** What can be done next. */
function actions({ importing, key, filled }: ImportView, reader: ImportsReader): Html {
  const words = texts[reader.language];
  const { status, run, revert } = importing;
  const form = (action: string, label: string, hint: string | undefined, isFirst = false) =>
    html`<form method="post" action="${importPath(importing.id)}">${formToken(reader)}${hiddenInput('key', `${key}-${action}`)}<p class="actions"><button${!isFirst && html` class="quiet"`} name="action" value="${action}">${label}</button>${hint !== undefined && html` <span class="hint">${hint}</span>`}</p></form>`;
  const canStop = ['waiting', 'reading', 'ready', 'checking', 'running'].includes(status);
  const canRevert =
    run !== undefined &&
    (revert === undefined
      ? ['done', 'cancelled', 'failed'].includes(status)
      : status === 'reverted' && revert.leftCount > 0);
  return html`${status === 'ready' && html`${form('check', words.check, words.checkHint)}${form('run', words.run, undefined, true)}<form method="post" action="${importPath(importing.id)}">${formToken(reader)}${hiddenInput('key', `${key}-keep`)}<fieldset class="card"><legend>${words.keepAs}</legend>${textInput({ name: 'name', label: words.keepName, maximum: 80, value: filled.value('name'), violation: filled.violation('name') })}<button class="quiet" name="action" value="keep">${words.keep}</button></fieldset></form>`}${canStop && form('cancel', words.cancel, undefined)}${canRevert && form('revert', words.revert, words.revertHint)}`;
}
