/** The open work of whoever is signed in. */
import { checkGroup, hiddenInput, select } from '../../../shared/pages/fields.ts';
import { type Html, type HtmlValue, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Language } from '../../../shared/values/language.ts';
import { type CallbackRow, onTimeMinutes } from '../../callbacks/callbacks/callbacks.schema.ts';
import type { OutcomeCode } from '../../callbacks/calling/calling.schema.ts';
import type { StaffSummary } from '../../people/staff/staff.schema.ts';
import type { Team, TeamSummary } from '../../people/teams/teams.schema.ts';
import { callLink, closedTable, type Given, givenNote, ownerName, whyOf } from '../callback-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage, timeOf } from '../desk/index.ts';
import type { callsNarrowing } from './callbacks-desk.schema.ts';
import { texts } from './callbacks-desk.texts.ts';

/** What waits of one list, as far as it was read. */
export interface Waiting {
  readonly rows: readonly CallbackRow[];
  /** Whether the list goes on. */
  readonly hasMore: boolean;
}

export interface Work {
  readonly mine: Waiting;
  readonly unassigned: Waiting;
  /** Of colleagues who are away and for whom the reader stands in. */
  readonly standIns: readonly (Waiting & { readonly id: string; readonly name: string })[];
  /** Of the teams that the reader leads; the names of their people by id. */
  readonly teams: (Waiting & { readonly names: Names; readonly led: readonly TeamSummary[] }) | undefined;
  readonly given: Given | undefined;
}

export type WorkReader = Reader & {
  readonly staffId: string;
  readonly timeZone: string;
  readonly mayGive: boolean;
};

export function workTitle(language: Language): string {
  return texts[language].title;
}

export function nothingOpen({ language }: Reader): Html {
  const { title, nothingOpen: why } = texts[language];
  return html`<h1>${title}</h1>${emptyState(why)}`;
}

export function workPage(work: Work, reader: WorkReader, at: Instant): Html {
  const { mine, unassigned, standIns, teams, given } = work;
  const words = texts[reader.language];
  return html`${givenNote(reader, given)}<h1>${words.title}</h1>
<p class="hint">${words.zone(reader.timeZone)}</p>
<h2>${words.mine}</h2>
${whenLinks(reader)}
${waiting(mine, { caption: words.mine, empty: words.noneOfMine, leadTo: (when) => callsPath(when) }, reader, at)}
${standIns.map(
  (list) => html`<h2>${words.standIn(list.name)}</h2>
${waiting(list, { caption: words.standIn(list.name), empty: words.noneOfStandIn, leadTo: (when) => callsPath(when, list) }, reader, at)}`,
)}
${
  teams &&
  html`<h2>${words.team}</h2>
${teamTable(teams, reader, at)}
<ul>${teams.led.map(({ id, name }) => html`<li><a href="/desk/teams/${id}/work">${words.workOf(name)}</a></li>`)}</ul>`
}
<h2>${words.unassigned}</h2>
${waiting(unassigned, { caption: words.unassigned, empty: words.noneUnassigned, leadTo: (when) => callsPath(when, { id: 'none', name: '' }) }, reader, at)}
<p><a href="/desk/call-results">${words.results}</a></p>`;
}

/** Which calls of a person a page shows: by when they are to be made, or those that are closed. */
export const callsShown = ['open', 'overdue', 'due', 'today', 'coming', 'closed'] as const;
export type CallsShown = (typeof callsShown)[number];

/** Which calls of a list are shown, as the address says it. */
export type CallsNarrowing = Readonly<Partial<Record<keyof typeof callsNarrowing, string | undefined>>>;

/** The calls of one person, of a team, of everybody or of nobody. */
export interface Calls {
  readonly when: CallsShown;
  readonly list: Waiting & { readonly cursor: string | null };
  /** Of a colleague, of a team, of everybody (`all`) or of nobody (`none`); undefined: one's own. */
  readonly of: { readonly id: string; readonly name: string; readonly kind?: 'team' } | undefined;
  readonly narrowing: CallsNarrowing;
  readonly outcomes: readonly OutcomeCode[];
  readonly names: Names;
  /** Those of teams, in whose queues some wait. */
  readonly teamNames: Names;
  /** Whose calls the reader can choose to see, by staff id; with `seesAll` also those of everybody at once. */
  readonly people: readonly string[];
  readonly seesAll: boolean;
  /** Whether this is not the first page of the list. */
  readonly isContinued: boolean;
}

/** Whose calls they are, in words. */
export function callsTitle(of: Calls['of'], language: Language): string {
  const words = texts[language];
  if (of === undefined) return words.calls;
  if (of.kind === 'team') return words.callsOf(of.name);
  return of.id === 'all' ? words.callsOfAll : of.id === 'none' ? words.callsOfNobody : words.callsOf(of.name);
}

export function callsPage(calls: Calls, reader: WorkReader, at: Instant): Html {
  const { when, list, of, narrowing, outcomes, names, isContinued } = calls;
  const words = texts[reader.language];
  const path = callsPath(when, of, narrowing);
  const next = list.cursor === null ? undefined : `${path}&${new URLSearchParams({ cursor: list.cursor })}`;
  const goesOn = list.cursor !== null;
  const narrowed = narrowedBy(narrowing, reader.language);
  return html`<h1>${callsTitle(of, reader.language)}</h1>
<p class="hint">${words.zone(reader.timeZone)}</p>
${whenLinks(reader, { current: when, of })}
${whoseForm(calls, reader)}
<h2>${words.whens[when]}</h2>
${
  narrowed.length > 0 &&
  html`<p class="hint">${words.only(narrowed)} <a href="${callsPath(when, of)}">${words.withoutNarrowing}</a></p>
`
}${
  when === 'closed'
    ? closedTable(
        { rows: list.rows, goesOn, names, outcomes, nameOf: ({ customerName }) => customerName },
        reader,
      )
    : waiting(
        list,
        {
          ...{ caption: words.whens[when], empty: goesOn ? words.noneHere : words.noneThen },
          isPart: isContinued || goesOn,
          leadTo: (other) => callsPath(other, of, narrowing),
          holder: isOfSeveral(of) ? (row) => holderOf(row, calls, reader) : undefined,
        },
        reader,
        at,
      )
}
${nextPage(words.more, next)}
<p><a href="/desk">${words.backHome}</a></p>`;
}

/** Whether the calls may have different owners. */
function isOfSeveral(of: Calls['of']): boolean {
  return of !== undefined && (of.kind === 'team' || of.id === 'all' || of.id === 'none');
}

/** Who makes a call, or in whose queue it waits. */
function holderOf(row: CallbackRow, { names, teamNames }: Calls, reader: Reader): string {
  const { inQueueOf } = texts[reader.language];
  const queue = row.owner === null && row.team !== undefined ? [row.team] : [];
  return [ownerName(row, names, reader), ...queue.map((team) => inQueueOf(teamNames.get(team) ?? team))].join(
    ' · ',
  );
}

/** Leads to the same calls of somebody else; on the page of a team to those of one of its people. */
function whoseForm({ when, of, narrowing, names, people, seesAll }: Calls, reader: WorkReader): Html {
  const words = texts[reader.language];
  const isTeam = of?.kind === 'team';
  const general = [
    { value: 'me', label: words.myOwn },
    ...(seesAll ? [{ value: 'all', label: words.everybody }] : []),
    { value: 'none', label: words.unassignedOnes },
  ];
  const isShown = isTeam || of === undefined || general.some(({ value }) => value === of.id);
  const ids = [...new Set([...people, ...(isShown ? [] : [of.id])])];
  const options = [
    ...(isTeam ? [{ value: '', label: words.wholeTeam }] : general),
    ...ids
      .filter((id) => isTeam || id !== reader.staffId)
      .map((id) => ({ value: id, label: names.get(id) ?? id })),
  ];
  const kept = { when, ...(isTeam ? { team: of.id } : {}), ...narrowing };
  const hidden = Object.entries(kept).flatMap(([name, value]) => (value ? [hiddenInput(name, value)] : []));
  const value = isTeam ? '' : (of?.id ?? 'me');
  return html`<form class="unprinted" method="get" action="/desk/calls">${hidden}<div class="filters">${select({ name: 'owner', label: words.whose, value, options })}</div><p class="actions"><button class="quiet">${words.show}</button></p></form>`;
}

function callsPath(when: CallsShown, of?: Calls['of'], narrowing: CallsNarrowing = {}): string {
  const whose = of && { [of.kind ?? 'owner']: of.id };
  const asked = Object.entries(narrowing).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return `/desk/calls?${new URLSearchParams({ when, ...whose, ...Object.fromEntries(asked) })}`;
}

/** Which of the calls a page shows, in words. */
function narrowedBy(narrowing: CallsNarrowing, language: Language): readonly string[] {
  const words = texts[language];
  const { status, reason, from, to, reached, onTime } = narrowing;
  return [
    status && (words.onlyStatuses[status] ?? status),
    reason && (words.reasons[reason] ?? reason),
    reached && (reached === 'true' ? words.lastReached : words.lastNotReached),
    onTime && (onTime === 'true' ? words.lastOnTime : words.lastLate),
    from && words.closedSince(from),
    to && words.closedUntil(to),
  ].flatMap((each) => (each ? [each] : []));
}

/** Ways to the calls of one person. */
function whenLinks(
  { language }: Reader,
  { current, of }: { readonly current?: CallsShown; readonly of?: Calls['of'] } = {},
): Html {
  const { whens } = texts[language];
  const links = callsShown.map(
    (when) =>
      html`<a href="${callsPath(when, of)}"${when === current && html` aria-current="page"`}>${whens[when]}</a>`,
  );
  return html`<p class="actions">${links}</p>`;
}

/** By the same rule as the list of those that are. */
const isOverdue = ({ dueAt }: CallbackRow, at: Instant) =>
  dueAt < instantAfter(at, { minutes: -onTimeMinutes });

/** `50+` where only so many were read. */
const counted = (count: number, { hasMore }: Waiting) => `${count}${hasMore ? '+' : ''}`;

interface WaitingView {
  readonly caption: string;
  readonly empty: string;
  /** Whether there is more of the list before or behind what is shown. */
  readonly isPart?: boolean;
  /** Where the whole list stands. */
  readonly leadTo?: (when: CallsShown) => string;
  /** Who makes a call, of calls of several people. */
  readonly holder?: ((row: CallbackRow) => string) | undefined;
}

/** How many there are, and how many of them are overdue; of a part of a list only how many stand here. */
function counts(
  list: Waiting,
  overdue: number,
  { isPart = false, leadTo }: Pick<WaitingView, 'isPart' | 'leadTo'>,
  { language }: Reader,
): Html | undefined {
  if (list.rows.length === 0) return undefined;
  const words = texts[language];
  if (isPart) {
    const said = [words.onThisPage(`${list.rows.length}`), words.overdueCount(`${overdue}`)];
    return html`<p>${said.join(' · ')}</p>`;
  }
  const link = (when: CallsShown, count: number, said: string) =>
    leadTo === undefined || count === 0 ? said : html`<a href="${leadTo(when)}">${said}</a>`;
  const open = link('open', list.rows.length, words.openCount(counted(list.rows.length, list)));
  return html`<p>${open} · ${link('overdue', overdue, words.overdueCount(counted(overdue, list)))}</p>`;
}

function waiting(list: Waiting, view: WaitingView, reader: WorkReader, at: Instant): Html {
  const { caption, empty, holder } = view;
  const words = texts[reader.language];
  const rows = list.rows.toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
  const overdue = rows.filter((row) => isOverdue(row, at)).length;
  const heads = [
    ...words.heads,
    ...(holder === undefined ? [] : [words.owner]),
    ...(reader.mayGive ? [words.action] : []),
  ];
  return html`${counts(list, overdue, view, reader)}
${table({
  ...{ caption, empty, isCaptionHidden: true, heads },
  rows: rows.map((row) => [
    callLink(row, row.customerName, reader),
    dueCell(row, reader, at),
    phoneCell(row, reader),
    whyOf(row, reader),
    ...(holder === undefined ? [] : [holder(row)]),
    ...(reader.mayGive ? [givingLink(row, reader)] : []),
  ]),
})}`;
}

function givingLink({ id, customerName }: CallbackRow, { language }: Reader): Html {
  const { give } = texts[language];
  return html`<a href="/desk/callbacks/${id}/owner" aria-label="${give}: ${customerName}">${give}</a>`;
}

function dueCell(row: CallbackRow, reader: WorkReader, at: Instant): Html {
  const words = texts[reader.language];
  return html`<time datetime="${row.dueAt}">${timeOf(row.dueAt, reader)}</time>${
    isOverdue(row, at) && html` <span class="warn">${words.overdue}</span>`
  }${row.status === 'claimed' && html` (${words.claimed})`}${
    row.outsideCustomersDay && html` (${words.customersNight})`
  }${row.holidaysUnknown && html` (${words.holidaysUnknown})`}`;
}

function phoneCell({ customerPhone, customerEmail }: CallbackRow, { language }: Reader): HtmlValue {
  if (customerPhone !== undefined && customerPhone !== null)
    return html`<a href="tel:${customerPhone}">${customerPhone}</a>`;
  if (customerEmail !== undefined) return html`<a href="mailto:${customerEmail}">${customerEmail}</a>`;
  return customerPhone === null ? texts[language].noPhone : '';
}

function teamTable(list: NonNullable<Work['teams']>, reader: WorkReader, at: Instant): Html {
  const words = texts[reader.language];
  const byOwner = Map.groupBy(list.rows, ({ owner }) => owner ?? '');
  const overdue = list.rows.filter((row) => isOverdue(row, at)).length;
  const rows = [...byOwner].map(([owner, held]) => {
    const of = { id: owner, name: owner };
    const late = held.filter((row) => isOverdue(row, at)).length;
    return [
      html`<a href="${callsPath('open', of)}">${list.names.get(owner) ?? owner}</a>`,
      counted(held.length, list),
      late === 0 ? late : html`<a href="${callsPath('overdue', of)}">${counted(late, list)}</a>`,
    ];
  });
  return html`${counts(list, overdue, {}, reader)}
${table({
  ...{ caption: words.team, isCaptionHidden: true, heads: words.teamHeads, rows },
  empty: words.noneOfTeam,
})}`;
}

export interface TeamWork {
  readonly team: Team;
  /** What waits because nobody of the team was available. */
  readonly queue: Waiting;
  /** What its people have to do; undefined for whoever does not see it. */
  readonly held: Waiting | undefined;
  readonly names: Names;
  readonly given: Given | undefined;
  /** To whom calls can be given. */
  readonly takers: readonly StaffSummary[];
  /** What became of those that were given to somebody just now. */
  readonly note: Html | undefined;
  readonly filled: Filled;
  /** So that they are given once, however often the button is pressed. */
  readonly key: string;
}

export function teamWorkPage(work: TeamWork, reader: WorkReader, at: Instant): Html {
  const { team, queue, held, names, given, note, filled } = work;
  const words = texts[reader.language];
  return html`${note}${refusalMessage(filled, ['callbackIds', 'owner'])}${givenNote(reader, given)}<h1>${words.workOf(team.name)}</h1>
<p class="hint">${words.zone(reader.timeZone)}</p>
<h2>${words.queue}</h2>
${waiting(queue, { caption: words.queue, empty: words.noneInQueue }, reader, at)}
${
  held !== undefined &&
  html`<h2>${words.board}</h2>
${boardTable(held, names, reader, at)}`
}
${reader.mayGive && held !== undefined && givingForm(work, held, reader)}
<h2>${words.held}</h2>
${
  held === undefined
    ? emptyState(words.heldHidden)
    : waiting(
        held,
        {
          ...{ caption: words.held, empty: words.noneHeld },
          leadTo: (when) => callsPath(when, { ...team, kind: 'team' }),
          holder: (row) => ownerName(row, names, reader),
        },
        reader,
        at,
      )
}
<p><a href="/desk/call-results?team=${team.id}">${words.results}</a></p>
<p><a href="/desk/teams/${team.id}">${words.back(team.name)}</a></p>`;
}

/** Who of the team has how much to do. */
function boardTable(list: Waiting, names: Names, reader: WorkReader, at: Instant): Html {
  const words = texts[reader.language];
  const byOwner = Map.groupBy(list.rows, ({ owner }) => owner ?? '');
  return table({
    ...{ caption: words.board, isCaptionHidden: true, heads: words.boardHeads, empty: words.noneHeld },
    rows: [...byOwner].map(([owner, rows]) => [
      html`<a href="${callsPath('open', { id: owner, name: owner })}">${names.get(owner) ?? owner}</a>`,
      counted(rows.length, list),
      counted(rows.filter(({ dueAt }) => dueAt <= at).length, list),
      counted(rows.filter(({ status }) => status === 'claimed').length, list),
    ]),
  });
}

/** So many can be given to somebody at once. */
const mostAtOnce = 20;

function givingForm(
  { team, queue, takers, names, filled, key }: TeamWork,
  held: Waiting,
  reader: WorkReader,
): Html | undefined {
  const words = texts[reader.language];
  const rows = [...queue.rows, ...held.rows]
    .filter(({ status }) => status !== 'claimed')
    .toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
    .slice(0, mostAtOnce);
  if (rows.length === 0) return undefined;
  const options = rows.map((row) => ({
    value: row.id,
    label: `${row.customerName}, ${timeOf(row.dueAt, reader)} (${ownerName(row, names, reader)})`,
  }));
  const people = [
    { value: '', label: words.anybody },
    ...takers.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return html`<h2>${words.giveSeveral}</h2>
<form method="post" action="/desk/teams/${team.id}/work">${formToken(reader)}${hiddenInput('key', key)}${checkGroup({ name: 'callbackIds', label: words.which, values: filled.values('callbackIds', []), violation: filled.violation('callbackIds'), options })}${select({ name: 'owner', label: words.owner, value: filled.value('owner'), violation: filled.violation('owner'), options: people })}<p class="actions"><button>${words.give}</button></p></form>`;
}
