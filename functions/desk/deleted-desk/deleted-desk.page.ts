/** Customers who were deleted: all of a month, one of them, and the question before. */
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Customer, MaskedCustomer } from '../../customers/customers/customers.schema.ts';
import type { AuditEntry } from '../../people/audit/audit.schema.ts';
import { customerLink, customerPath } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import { keptUntil, monthBefore, standingOf } from './deleted-desk.rules.ts';
import { texts } from './deleted-desk.texts.ts';

export type DeletedReader = Reader & { readonly timeZone: string };

/** What the trail tells of somebody who was deleted. */
export interface Deletion {
  readonly customerId: string;
  readonly entry: AuditEntry;
  readonly name: string | undefined;
}

export interface GoneView {
  readonly deletion: Deletion;
  readonly note: string | undefined;
  /** Why nobody came back. */
  readonly filled: Filled;
  /** Who has by now what was theirs. */
  readonly existing: MaskedCustomer | undefined;
  readonly key: string;
  readonly at: Instant;
}

const path = '/desk/customers/deleted';

export function gonePage(view: GoneView, reader: DeletedReader): Html {
  const { deletion, note, filled, existing, at } = view;
  const { customerId, entry, name } = deletion;
  const words = texts[reader.language];
  const standing = standingOf(entry, at);
  const until = keptUntil(entry);
  const said = {
    kept: html`<p>${words.whatComesBack}</p>${restoreForm(view, reader)}`,
    erased: html`<p>${words.erasedLong}</p>`,
    'too-late': html`<p>${words.tooLateLong}</p>`,
  };
  return html`${note !== undefined && infoMessage({ text: note })}<h1>${words.isDeleted}</h1>
${refusalMessage(filled, [])}${existing !== undefined && html`<p>${words.existing} ${customerLink(existing.id, existing.name)}</p>`}${facts(
  [
    name !== undefined && standing !== 'erased' && [words.lastName, name],
    [words.number, customerId],
    [words.deletedAt, html`<time datetime="${entry.at}">${timeOf(entry.at, reader)}</time>`],
    [words.deletedBy, whoDid(entry, reader)],
    standing === 'kept' && until !== undefined && [words.keptUntil, timeOf(until, reader)],
  ],
)}
${said[standing]}
<p><a href="${path}">${words.back(words.deletedTitle)}</a></p>`;
}

function restoreForm({ deletion: { customerId, entry }, key }: GoneView, reader: Reader): Html {
  const words = texts[reader.language];
  return html`<form method="post" action="${customerPath(customerId)}" enctype="multipart/form-data">${formToken(reader)}${hiddenInput('key', key)}${hiddenInput('deletion', entry.id)}<p class="actions"><button name="action" value="restore">${words.bringBack}</button></p></form>`;
}

function whoDid({ actor }: AuditEntry, { language }: Reader): string {
  const words = texts[language];
  switch (actor.kind) {
    case 'person':
      return actor.name ?? words.somebody;
    case 'machine':
      return words.byMachine;
    case 'customer':
      return words.byCustomer;
    default:
      return words.byItself;
  }
}

export interface DeletedView {
  readonly month: string;
  readonly entries: readonly AuditEntry[];
  readonly cursor: string | null;
  readonly at: Instant;
}

export function deletedPage({ month, entries, cursor, at }: DeletedView, reader: DeletedReader): Html {
  const words = texts[reader.language];
  const notes = { kept: '', erased: words.erased, 'too-late': words.tooLate };
  const rows = entries.map((entry) => {
    const id = entry.record?.id ?? '';
    return [
      customerLink(id, id),
      html`<time datetime="${entry.at}">${timeOf(entry.at, reader)}</time>`,
      whoDid(entry, reader),
      notes[standingOf(entry, at)],
    ];
  });
  const caption = words.deletedIn(nameOfMonth(month, reader));
  const before = monthBefore(month);
  const more = cursor === null ? undefined : `${path}?${new URLSearchParams({ month, cursor })}`;
  return html`<h1>${words.deletedTitle}</h1>
<p class="hint">${words.deletedHint}</p>
<h2>${caption}</h2>
${table({ caption, isCaptionHidden: true, heads: words.deletedHeads, rows, empty: cursor === null ? words.noneDeleted : words.noneDeletedHere })}
${nextPage(words.more, more)}
<p><a href="${path}?month=${before}">${words.deletedIn(nameOfMonth(before, reader))}</a></p>
<p><a href="/desk/customers">${words.back(words.customers)}</a></p>`;
}

function nameOfMonth(month: string, { language }: Reader): string {
  const format = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, format).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** Asks before a customer is deleted. */
export function deletionPage({ id, name, version }: Customer, filled: Filled, reader: Reader): Html {
  const words = texts[reader.language];
  return html`<h1>${words.deleteOf(name)}</h1>
${refusalMessage(filled, [])}<p>${words.whatGoes}</p>
<form method="post" action="${customerPath(id)}/delete">${formToken(reader)}${hiddenInput('version', version)}<p class="actions"><button>${words.deleteOf(name)}</button> <a href="${customerPath(id)}">${words.back(name)}</a></p></form>`;
}
