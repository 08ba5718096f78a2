/** What has happened to a customer, entry by entry, and the form of a contact. */
import {
  dateInput,
  hiddenInput,
  momentInput,
  select,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import type { Interaction, TimelineEntry } from '../../customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import { customerPath, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { channels, contactNames, directions } from './timeline-desk.rules.ts';
import { texts } from './timeline-desk.texts.ts';

export type TimelineReader = Reader & { readonly timeZone: string };

export interface TimelineFilter {
  readonly type?: string | undefined;
  readonly via?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface TimelineView {
  readonly customerId: string;
  readonly entries: readonly TimelineEntry[];
  readonly cursor: string | null;
  readonly filter: TimelineFilter;
  readonly names: Names;
  readonly definitions: readonly FieldDefinition[];
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

function filterForm({ customerId, filter }: TimelineView, reader: TimelineReader): Html {
  const words = texts[reader.language];
  const all = { value: '', label: words.all };
  const named = (names: Readonly<Record<string, string>>, of: readonly string[]) => [
    all,
    ...of.map((value) => ({ value, label: names[value] ?? value })),
  ];
  return html`<form method="get" action="${customerPath(customerId)}#timeline"><div class="filters">${select({ name: 'type', label: words.kindOfEntry, value: filter.type ?? '', options: named(words.kinds, Object.keys(words.kinds)) })}${select({ name: 'via', label: words.channel, value: filter.via ?? '', options: named(words.channels, channels) })}${dateInput({ name: 'from', label: words.from, value: filter.from ?? '' })}${dateInput({ name: 'to', label: words.to, value: filter.to ?? '' })}</div><p class="actions"><button class="quiet">${words.filter}</button></p></form>`;
}

function entryOf(entry: TimelineEntry, view: TimelineView, reader: TimelineReader): Html {
  const { at, type, actor, data } = entry;
  const words = texts[reader.language];
  const who =
    actor.kind === 'person' || actor.kind === 'machine'
      ? (view.names.get(actor.id) ?? actor.id)
      : words.itself;
  const isContact = type === 'interaction.recorded';
  const { channel, direction } = data;
  const about = [
    words.types[type] ?? type,
    typeof channel === 'string' && (words.channels[channel] ?? channel),
    isContact && (words.directions[String(direction)] ?? ''),
  ].filter(Boolean);
  return html`<p class="soft"><time datetime="${at}">${timeOf(at, reader)}</time> · ${words.by(who)}</p>
<h3>${about.join(' · ')}</h3>
${saidIn(entry).map((line) => html`<p class="said">${line}</p>`)}${changesOf(entry, view, reader)}${
  isContact &&
  view.mayCorrect(String(data.by)) &&
  html`<p><a href="${customerPath(view.customerId)}/contacts/${entry.id}" aria-label="${words.correctOf(String(data.subject))}">${words.correct}</a></p>`
}`;
}

/** What people have written in an entry, in whichever domain. */
function saidIn({ data, type, changes }: TimelineEntry): readonly string[] {
  const told = type === 'interaction.deleted' ? { ...data, ...changes?.before } : data;
  const values = ['subject', 'text', 'why', 'note', 'comment'].map((name) => told[name]);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

function changesOf(
  { type, changes }: TimelineEntry,
  { names, definitions }: TimelineView,
  reader: TimelineReader,
): Html | undefined {
  if (changes === undefined || type === 'interaction.deleted') return undefined;
  const words = texts[reader.language];
  const fields = [...new Set([...Object.keys(changes.before), ...Object.keys(changes.after)])];
  const label = (field: string) =>
    (type.startsWith('interaction.') ? words.ofContact[field] : undefined) ??
    nameOfField(field, reader, definitions);
  const value = (field: string, values: Readonly<Record<string, unknown>>) => {
    const said = values[field];
    if (typeof said === 'string' && type.startsWith('interaction.'))
      return words.channels[said] ?? words.directions[said] ?? said;
    return sayValue(field, said, reader, { names, definitions }) || words.nothing;
  };
  const rows = fields.map(
    (field) =>
      html`<li>${words.changed(label(field), value(field, changes.before), value(field, changes.after))}</li>`,
  );
  return html`<ul>${rows}</ul>`;
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
    name,
    label,
    value: filled.value(name, value),
    violation: filled.violation(name),
  });
  const options = (names: Readonly<Record<string, string>>, of: readonly string[]) =>
    of.map((value) => ({ value, label: names[value] ?? value }));
  return html`<div class="fields">${select({ ...field('channel', words.channel, known.channel ?? 'call'), options: options(words.channels, channels) })}${select({ ...field('direction', words.direction, known.direction ?? 'outbound'), options: options(words.directions, directions) })}</div>${textInput({ ...field('subject', words.subject, known.subject), isRequired: true, maximum: 200 })}${textArea({ ...field('text', words.text, known.text), note: words.optional })}${isNew && momentInput({ ...field('at', words.when), note: words.optional, hint: words.whenHint(reader.timeZone) })}`;
}

export interface ContactView {
  readonly customer: { readonly id: string; readonly name: string };
  readonly contact: Interaction;
  readonly names: Names;
  readonly filled: Filled;
}

/** One contact to correct, or to delete. */
export function contactPage({ customer, contact, names, filled }: ContactView, reader: TimelineReader): Html {
  const words = texts[reader.language];
  const path = customerPath(customer.id);
  const form = (fields: Html) =>
    html`<form method="post" action="${path}/contacts/${contact.id}">${formToken(reader)}${hiddenInput('version', contact.version)}${fields}</form>`;
  return html`<h1>${words.correctOf(contact.subject)}</h1>
${refusalMessage(filled, contactNames)}<p class="soft"><time datetime="${contact.at}">${timeOf(contact.at, reader)}</time> · ${words.by(names.get(contact.by) ?? contact.by)}</p>
${form(html`${contactFields({ filled, known: contact, isNew: false }, reader)}<p class="actions"><button name="action" value="save">${words.save}</button> <a href="${path}">${words.back(customer.name)}</a></p>`)}
${form(html`<p class="hint">${words.removeHint}</p><p class="actions"><button class="quiet" name="action" value="delete">${words.remove}</button></p>`)}`;
}
