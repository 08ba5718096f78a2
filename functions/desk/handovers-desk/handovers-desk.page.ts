/** The pages by which what somebody holds goes to somebody else. */
import { facts } from '../../../shared/pages/facts.ts';
import { checkGroup, hiddenInput, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState, infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Handover, HandoverSummary, Holdings, Left } from '../../people/handovers/handovers.schema.ts';
import type { Staff, StaffSummary } from '../../people/staff/staff.schema.ts';
import {
  choiceOf,
  type Filled,
  formToken,
  type Names,
  namesOf,
  type Reader,
  refusalMessage,
  timeOf,
} from '../desk/index.ts';
import { byRules, isUndoable } from './handovers-desk.rules.ts';
import { texts } from './handovers-desk.texts.ts';

export type HandoverReader = Reader & { readonly timeZone: string; readonly mayUndo: boolean };

const personPath = (id: string) => `/desk/staff/${encodeURIComponent(id)}`;
const link = (href: string, label: string) => html`<a href="${href}">${label}</a>`;
const nameOf = (names: Names, id: string) => names.get(id) ?? id;

export interface HandoverFormView {
  readonly staff: Pick<Staff, 'id' | 'name'>;
  readonly holdings: Holdings['kinds'];
  readonly others: readonly StaffSummary[];
  /** Whether the department has said who gets callbacks that nobody was named for. */
  readonly hasRules: boolean;
  readonly filled: Filled;
  readonly key: string;
  readonly at: Instant;
}

export function handoverFormPage(view: HandoverFormView, reader: Reader): Html {
  const { staff, holdings, filled } = view;
  const words = texts[reader.language];
  const held = holdings.filter(({ found }) => found > 0);
  const rows = holdings.map(({ kind, found }) => [words.kinds[kind], found]);
  const heads = [words.kind, words.number];
  return html`<h1>${words.handOverOf(staff.name)}</h1>
${refusalMessage(filled, ['to', 'kinds', 'reason'])}${table({ caption: words.held, heads, rows, empty: words.nothingHeld })}
${held.length === 0 ? emptyState(words.nothingHeld) : handoverForm(view, reader)}
<p>${link(personPath(staff.id), words.back(staff.name))}</p>`;
}

function handoverForm(view: HandoverFormView, reader: Reader): Html {
  const { staff, holdings, others, hasRules, filled, key, at } = view;
  const words = texts[reader.language];
  const held = holdings.filter(({ found }) => found > 0).map(({ kind }) => kind);
  const receivers = others
    .filter(({ id, active, takesWork }) => active && takesWork && id !== staff.id)
    .map((person) => choiceOf(person, namesOf(others), reader, at));
  const field = (name: string, label: string) => ({
    ...{ label, ...filled.field(name) },
  });
  return html`${!hasRules && html`<p>${words.noRules} ${link('/desk/assignment-rules', words.toRules)}</p>`}
<form method="post" action="${personPath(staff.id)}/handover">${formToken(reader)}${hiddenInput('key', key)}${select({ ...field('to', words.to), hint: words.toHint, isRequired: true, options: [{ value: '', label: words.choose }, ...receivers, { value: byRules, label: words.byRules }] })}${checkGroup({ ...field('kinds', words.what), options: held.map((kind) => ({ value: kind, label: words.kinds[kind] })), values: filled.values('kinds', held) })}${textInput({ ...field('reason', words.why), hint: words.reasonHint, isRequired: true, maximum: 300 })}<p class="actions"><button>${words.start}</button></p></form>`;
}

export interface HandoverView {
  readonly handover: Handover;
  readonly names: Names;
  readonly at: Instant;
  /** Why it could not be taken back. */
  readonly filled: Filled;
  /** So that taking it back is asked for once, however often the button is pressed. */
  readonly key: string;
  /** It has just been asked for, or is just taken back. */
  readonly isNew: boolean;
}

export function handoverPage(view: HandoverView, reader: HandoverReader): Html {
  const { handover, names, isNew, filled } = view;
  const words = texts[reader.language];
  const { from, to, status, reason, by, createdAt, doneAt, undo, stopped } = handover;
  const path = `/desk/handovers/${handover.id}`;
  const isGoingOn = status === 'running' || status === 'undoing';
  return html`${isNew && infoMessage({ text: words.begun })}${refusalMessage(filled, [])}<h1>${words.title(nameOf(names, from))}</h1>
${facts([
  [words.status, words.statuses[status]],
  [words.to, to === null ? words.byRules : link(personPath(to), nameOf(names, to))],
  reason !== undefined && [words.why, reason],
  [words.by, actorName(by, names, reader)],
  [words.begunAt, timeOf(createdAt, reader)],
  doneAt !== undefined && [words.doneAt, timeOf(doneAt, reader)],
  stopped !== undefined && [words.stopped, words.whyStopped[stopped]],
  undo !== undefined && [words.undoneBy, actorName(undo.by, names, reader)],
  undo?.stopped !== undefined && [words.undoStopped, words.whyStopped[undo.stopped]],
])}
${isGoingOn && html`<p class="actions">${link(path, words.reload)}</p>`}
${table({
  ...{ caption: words.progress, empty: words.noneOfKind },
  heads: to === null ? [...words.progressHeads, words.toNobody] : words.progressHeads,
  rows: handover.progress.map(({ kind, found, moved, left, toNobody = '' }) => [
    ...[words.kinds[kind], found, moved, left],
    ...(to === null ? [toNobody] : []),
  ]),
})}
${handover.left.length > 0 && leftTable(words.left, handover.left, reader)}
${
  undo &&
  html`${table({
    ...{ caption: words.undone, heads: words.undoneHeads, empty: words.noneOfKind },
    rows: undo.returned.map(({ kind, returned, left }) => [words.kinds[kind], returned, left]),
  })}
${undo.left.length > 0 && leftTable(words.undoneLeft, undo.left, reader)}`
}
${reader.mayUndo && isUndoable(handover, view.at) && undoForm(path, view.key, reader)}
<p>${link(personPath(from), words.back(nameOf(names, from)))} · ${link('/desk/handovers', words.back(words.handovers))}</p>`;
}

function actorName({ kind, id }: Handover['by'], names: Names, { language }: Reader): string {
  return kind === 'system' ? texts[language].system : nameOf(names, id);
}

function leftTable(caption: string, left: readonly Left[], { language }: Reader): Html {
  const words = texts[language];
  const rows = left.map(({ kind, id, because }) => [words.kinds[kind], id, words.reasons[because]]);
  return table({ caption, heads: words.leftHeads, rows, empty: words.noneOfKind });
}

function undoForm(path: string, key: string, reader: Reader): Html {
  const words = texts[reader.language];
  return html`<h2>${words.undo}</h2>
<p>${words.undoHint}</p>
<form method="post" action="${path}/undo">${formToken(reader)}${hiddenInput('key', key)}<p class="actions"><button class="quiet">${words.undo}</button></p></form>`;
}

export function handoverListPage(
  { items, cursor }: { readonly items: readonly HandoverSummary[]; readonly cursor: string | null },
  names: Names,
  reader: HandoverReader,
): Html {
  const words = texts[reader.language];
  const rows = items.map(({ id, from, to, status, moved, left, createdAt }) => [
    link(`/desk/handovers/${id}`, nameOf(names, from)),
    to === null ? words.byRules : nameOf(names, to),
    words.statuses[status],
    moved,
    left,
    timeOf(createdAt, reader),
  ]);
  const further = cursor === null ? undefined : `/desk/handovers?cursor=${encodeURIComponent(cursor)}`;
  return html`<h1>${words.handovers}</h1>
${table({ caption: words.handovers, isCaptionHidden: true, heads: words.listHeads, rows, empty: words.noHandovers })}
${nextPage(words.more, further)}
<p>${link('/desk/staff', words.back(words.staff))}</p>`;
}
