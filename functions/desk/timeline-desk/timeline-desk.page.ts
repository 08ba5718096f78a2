/** What has happened to a customer, entry by entry, and the form of a contact. */
import {
  dateInput,
  fileInput,
  hiddenInput,
  momentInput,
  select,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState, infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import type {
  Attachment,
  AttachmentToUpload,
  Interaction,
  TimelineEntry,
} from '../../customers/customers/customers.schema.ts';
import { customerPath } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { type Known, tellEntry } from './operations/tell-entry.ts';
import { acceptedFiles, channels, contactNames, directions } from './timeline-desk.rules.ts';
import { texts } from './timeline-desk.texts.ts';

export type TimelineReader = Reader & { readonly timeZone: string };

export interface TimelineFilter {
  readonly type?: string | undefined;
  readonly via?: string | undefined;
  readonly author?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface TimelineView extends Known {
  readonly entries: readonly TimelineEntry[];
  readonly cursor: string | null;
  readonly filter: TimelineFilter;
  /** Whether the reader may correct a contact that this person has recorded. */
  readonly mayCorrect: (by: string) => boolean;
}

export function timelineSection(view: TimelineView, reader: TimelineReader): Html {
  const { customerId, entries, cursor, filter } = view;
  const words = texts[reader.language];
  const path = customerPath(customerId);
  const isFiltered = Object.values(filter).some(Boolean);
  const asked = new URLSearchParams(
    Object.entries(filter).filter((each): each is [string, string] => Boolean(each[1])),
  );
  if (cursor !== null) asked.set('cursor', cursor);
  const rows = entries.map(
    (entry) => html`<li class="card">${entryOf(entry, view, reader)}</li>
`,
  );
  return html`<h2 id="timeline">${words.timeline}</h2>
${filterForm(view, reader)}
${rows.length === 0 ? emptyState(isFiltered || cursor !== null ? words.noneFound : words.noEntries) : html`<ol class="timeline">${rows}</ol>`}
${isFiltered && html`<p><a href="${path}#timeline">${words.noFilter}</a></p>`}${nextPage(words.more, cursor === null ? undefined : `${path}?${asked}#timeline`)}`;
}

function filterForm({ customerId, filter, names }: TimelineView, reader: TimelineReader): Html {
  const words = texts[reader.language];
  const all = { value: '', label: words.all };
  const named = (names: Readonly<Record<string, string>>, of: readonly string[]) => [
    all,
    ...of.map((value) => ({ value, label: names[value] ?? value })),
  ];
  const authors = [...names].map(([value, label]) => ({ value, label }));
  return html`<form method="get" action="${customerPath(customerId)}#timeline"><div class="filters">${select({ name: 'type', label: words.kindOfEntry, value: filter.type ?? '', options: named(words.kinds, Object.keys(words.kinds)) })}${select({ name: 'via', label: words.channel, value: filter.via ?? '', options: named(words.channels, channels) })}${select({ name: 'author', label: words.author, value: filter.author ?? '', options: [{ value: '', label: words.anybody }, ...authors] })}${dateInput({ name: 'from', label: words.from, value: filter.from ?? '' })}${dateInput({ name: 'to', label: words.to, value: filter.to ?? '' })}</div><p class="actions"><button class="quiet">${words.filter}</button></p></form>`;
}

function entryOf(entry: TimelineEntry, view: TimelineView, reader: TimelineReader): Html {
  const { at, type, data } = entry;
  const words = texts[reader.language];
  const { heading, by, said, lines, files } = tellEntry(entry, view, reader);
  return html`<p class="soft"><time datetime="${at}">${timeOf(at, reader)}</time> · ${by}</p>
<h3>${heading}</h3>
${said.map((line) => html`<p class="said">${line}</p>`)}${lines.length > 0 && html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`}${
  files.length > 0 &&
  html`<ul aria-label="${words.files}">${files.map((file) => html`<li>${fileLink(file, view.customerId, entry.id, reader)}</li>`)}</ul>`
}${
  type === 'interaction.recorded' &&
  view.mayCorrect(String(data.by)) &&
  html`<p><a href="${customerPath(view.customerId)}/contacts/${entry.id}" aria-label="${words.correctOf(String(data.subject))}">${words.correct}</a></p>`
}`;
}

/** What a form can carry as base64 within the body of a request. */
const fileLimit = '700 KB';

/** A file by its name, with its size and where it is downloaded. */
function fileLink(
  { id, name, bytes }: Attachment,
  customerId: string,
  contactId: string,
  reader: TimelineReader,
): Html {
  const words = texts[reader.language];
  const path = `${customerPath(customerId)}/contacts/${contactId}/files/${id}`;
  return html`<a href="${path}" aria-label="${words.download(name)}">${name}</a>${bytes !== undefined && ` (${sizeOf(bytes, reader)})`}`;
}

/** As file managers show it. */
function sizeOf(bytes: number, { language }: Reader): string {
  const [value, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  const format = {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, format).format(value);
}

/** The fields of a contact; `at` only while it is recorded. */
export function contactFields(
  {
    filled,
    known,
    isNew,
  }: { readonly filled: Filled; readonly known: Partial<Interaction>; readonly isNew: boolean },
  reader: TimelineReader,
): Html {
  const words = texts[reader.language];
  const field = (name: (typeof contactNames)[number], label: string, value = '') => ({
    ...{ label, ...filled.field(name, value) },
  });
  const options = (names: Readonly<Record<string, string>>, of: readonly string[]) =>
    of.map((value) => ({ value, label: names[value] ?? value }));
  const service = field('service', words.service, known.service);
  const services = [...new Set([...Object.keys(words.services), service.value])].filter(Boolean);
  return html`<div class="fields">${select({ ...field('channel', words.channel, known.channel ?? 'call'), options: options(words.channels, channels) })}${select({ ...field('direction', words.direction, known.direction ?? 'outbound'), options: options(words.directions, directions) })}${select({ ...service, hint: words.serviceHint, options: [{ value: '', label: words.noService }, ...options(words.services, services)] })}</div>${textInput({ ...field('subject', words.subject, known.subject), isRequired: true, maximum: 200 })}${textArea({ ...field('text', words.text, known.text), note: words.optional })}${isNew && momentInput({ ...field('at', words.when), note: words.optional, hint: words.whenHint(reader.timeZone) })}${isNew && fileInput({ name: 'file', label: words.file, note: words.optional, hint: words.fileHint(fileLimit), violation: filled.violation('file'), accept: acceptedFiles })}`;
}

export interface ContactView {
  readonly customer: { readonly id: string; readonly name: string };
  readonly contact: Interaction;
  readonly names: Names;
  readonly filled: Filled;
  /** What was done just now. */
  readonly note: string | undefined;
  /** So that a file is attached once, however often the button is pressed. */
  readonly key: string;
  readonly upload: AttachmentToUpload | undefined;
}

/** One contact to correct, with its files, or to delete. */
export function contactPage(view: ContactView, reader: TimelineReader): Html {
  const { customer, contact, names, filled, note, upload } = view;
  const words = texts[reader.language];
  const path = customerPath(customer.id);
  const form = (fields: Html) =>
    html`<form method="post" action="${path}/contacts/${contact.id}">${formToken(reader)}${hiddenInput('version', contact.version)}${fields}</form>`;
  if (upload !== undefined) return uploadPage(view, upload, reader);
  return html`${note !== undefined && infoMessage({ text: note })}<h1>${words.correctOf(contact.subject)}</h1>
${refusalMessage(filled, [...contactNames, 'file', 'fileName'])}<p class="soft"><time datetime="${contact.at}">${timeOf(contact.at, reader)}</time> · ${words.by(names.get(contact.by) ?? contact.by)}</p>
${form(html`${contactFields({ filled, known: contact, isNew: false }, reader)}<p class="actions"><button name="action" value="save">${words.save}</button> <a href="${path}">${words.back(customer.name)}</a></p>`)}
${filesSection(view, reader)}
${form(html`<p class="hint">${words.removeHint}</p><p class="actions"><button class="quiet" name="action" value="delete">${words.remove}</button></p>`)}`;
}

function filesSection({ customer, contact, filled, key }: ContactView, reader: TimelineReader): Html {
  const words = texts[reader.language];
  const path = `${customerPath(customer.id)}/contacts/${contact.id}`;
  const rows = (contact.attachments ?? []).map(
    (file) =>
      html`<li>${fileLink(file, customer.id, contact.id, reader)} <form method="post" action="${path}">${formToken(reader)}${hiddenInput('version', contact.version)}${hiddenInput('attachment', file.id)}<button class="quiet" name="action" value="detach" aria-label="${words.detachOf(file.name)}">${words.detach}</button></form></li>`,
  );
  return html`<h2 id="files">${words.files}</h2>
${rows.length > 0 && html`<ul>${rows}</ul>`}
<form method="post" action="${path}" enctype="multipart/form-data">${formToken(reader)}${hiddenInput('key', key)}${fileInput({ name: 'file', label: words.attach, hint: words.attachHint(fileLimit), violation: filled.violation('file'), accept: acceptedFiles })}<p class="actions"><button class="quiet" name="action" value="attach">${words.attachIt}</button></p></form>
<form method="post" action="${path}"><fieldset class="card"><legend>${words.larger}</legend>${formToken(reader)}${hiddenInput('key', `${key}-larger`)}${textInput({ name: 'fileName', label: words.largerName, hint: words.largerHint, value: filled.value('fileName'), violation: filled.violation('fileName') })}<button class="quiet" name="action" value="larger">${words.begin}</button></fieldset></form>`;
}

/** The form of S3, which takes nothing but what was signed. */
function uploadPage(
  { customer, contact }: ContactView,
  { name, upload }: AttachmentToUpload,
  reader: TimelineReader,
): Html {
  const words = texts[reader.language];
  return html`<h1>${name}</h1>
<p>${words.uploadHint}</p>
<form method="post" action="${upload.url}" enctype="multipart/form-data">${Object.entries(upload.fields).map(([field, value]) => hiddenInput(field, value))}${fileInput({ name: 'file', label: words.file, accept: acceptedFiles })}<p class="actions"><button>${words.upload}</button></p></form>
<p><a href="${customerPath(customer.id)}/contacts/${contact.id}">${words.uploaded}</a></p>`;
}
