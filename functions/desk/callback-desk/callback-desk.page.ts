/** One call: what is known of it, who makes it, and whose claim keeps others from it. */
import { facts } from '../../../shared/pages/facts.ts';
import {
  checkGroup,
  hiddenInput,
  momentInput,
  optionGroup,
  select,
  textArea,
  textInput,
  timeInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type Callback, openStatuses, prioritySchema } from '../../callbacks/callbacks/callbacks.schema.ts';
import type { OutcomeCode } from '../../callbacks/calling/calling.schema.ts';
import type { Customer } from '../../customers/customers/customers.schema.ts';
import type { Assigned, StaffSummary } from '../../people/staff/staff.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import {
  choiceOf,
  type Filled,
  formToken,
  type Names,
  namesOf,
  type Reader,
  refusalMessage,
  timeOf,
  writtenDay,
} from '../desk/index.ts';
import { texts } from './callback-desk.texts.ts';
import { type Answered, answersSection, sayScore, surveyLink } from './operations/show-answers.ts';
import { labelOf } from './operations/show-rows.ts';

/** Work was given out just now; what it is, and names by staff id, where the giver still sees it. */
export type Given = Partial<{ readonly callback: Callback; readonly names: Names }>;

export type CallReader = Reader & {
  readonly staffId: string;
  readonly timeZone: string;
  readonly mayGive: boolean;
  readonly mayCall: boolean;
};

export function givenNote(reader: Reader, given: Given | undefined): Html | undefined {
  if (given === undefined) return undefined;
  const { given: said, givenTo } = texts[reader.language];
  const { callback, names = new Map<string, string>() } = given;
  if (callback === undefined || callback.owner === null) return infoMessage({ text: said });
  const text = givenTo(names.get(callback.owner) ?? callback.owner);
  return infoMessage({ text: [text, ...awayThen(callback, names, reader)].join(' ') });
}

/** That whoever calls is not there on the day of the call, and who is told instead. */
function awayThen({ owner, ownerAway }: Callback, names: Names, reader: Reader): readonly string[] {
  if (owner === null || ownerAway === undefined) return [];
  const words = texts[reader.language];
  const { from, until, deputy } = ownerAway;
  const nameOf = (id: string) => names.get(id) ?? id;
  return [
    words.ownerAway(nameOf(owner), writtenDay(from, reader), writtenDay(until, reader)),
    deputy === null ? words.noStandIn : words.standsIn(nameOf(deputy)),
  ];
}

export function ownerName({ owner }: Pick<Callback, 'owner'>, names: Names, { language }: Reader): string {
  return owner === null ? texts[language].nobody : (names.get(owner) ?? owner);
}

/** Why we call, in few words. */
function scoreOrWhy({ reason }: Pick<Callback, 'reason'>, { language }: Reader): string {
  return reason.kind === 'low-score' ? sayScore(reason, language) : reason.why;
}

/** When the customer wants to be called; undefined where they have not said so. */
function sayWantedHours({ wantedHours }: Callback, { language }: Reader): string | undefined {
  if (wantedHours === undefined) return undefined;
  const words = texts[language];
  const days = wantedHours.days?.map((day) => words.days[day] ?? day).join(words.daysComma);
  return words.wantedHours(days ?? words.anyDay, wantedHours.from, wantedHours.to);
}

export interface CallView {
  readonly callback: Callback;
  readonly names: Names;
  readonly at: Instant;
  /** What was done just now. */
  readonly note?: Html | undefined;
  /** Why something was not done. */
  readonly filled: Filled;
}

/** What the page of a call has beside the call itself: how to reach the customer, and what may come of it. */
export interface Calling {
  readonly customer:
    | Pick<Customer, 'phone' | 'email' | 'stage' | 'tags' | 'language' | 'timeZone'>
    | undefined;
  /** Why we call, where it is an answer; undefined for whoever does not see it. */
  readonly cause: Answered | undefined;
  /** The survey that led to the call, the question whose score did, and what the rule is called that had us call. */
  readonly asked:
    | {
        readonly survey: Pick<Survey, 'id' | 'name'>;
        readonly question?: string | undefined;
        readonly rule?: string | undefined;
      }
    | undefined;
  /** What was answered to the script; undefined for whoever does not see it. */
  readonly spoken: Answered | undefined;
  readonly outcomes: readonly OutcomeCode[];
  /** So that a call is recorded once, however often the button is pressed. */
  readonly key: string;
}

export function callPage(view: CallView & { readonly calling: Calling }, reader: CallReader): Html {
  const { callback, note, filled, at, calling } = view;
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  const links = [
    ...(reader.mayGive && isOpen(callback) ? [html`<a href="${path}/owner">${words.give}</a>`] : []),
    ...(reader.mayCall && isOpen(callback)
      ? [
          html`<a href="${path}/change">${words.change}</a>`,
          html`<a href="${path}/withdraw">${words.withdraw}</a>`,
        ]
      : []),
    ...(callback.mayCorrect ? [html`<a href="${path}/correct">${words.correct}</a>`] : []),
    ...(claimOf(callback, at)?.mayRelease ? [html`<a href="${path}/release">${words.endClaim}</a>`] : []),
  ];
  return html`${note}${refusalMessage(filled, outcomeFields)}<h1>${words.call(callback.customerName)}</h1>
${known(view, reader, calling.asked)}
${customerFacts(view, reader)}
${calling.cause && answersSection(calling.cause, reader)}
${attemptsTable(view, calling, reader)}
${scriptLink(callback, reader)}
${calling.spoken && answersSection(calling.spoken, reader)}
${reader.mayCall && isOpen(callback) && outcomeForm(view, reader)}
${links.length > 0 && html`<p class="actions">${links}</p>`}
<p><a href="/desk">${words.backHome}</a></p>`;
}

export interface CorrectionView extends Pick<CallView, 'callback' | 'names' | 'at' | 'filled'> {
  readonly calling: Calling;
}

/** What was recorded of the last call, and what really came of it. */
export function correctionPage(view: CorrectionView, reader: CallReader): Html {
  const { callback, filled, calling } = view;
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  return html`${refusalMessage(filled, outcomeFields)}<h1>${words.correctCall(callback.customerName)}</h1>
${attemptsTable(view, calling, reader)}
<p>${words.correctHint}</p>
<form method="post" action="${path}/correct">${hiddenInput('version', callback.version)}${outcomeInputs(filled, calling, reader, callback.attempts.at(-1))}<p class="actions"><button>${words.correct}</button> <a href="${path}">${words.leaveIt}</a></p></form>`;
}

export const wantedNames = ['wantedHours.from', 'wantedHours.to', 'wantedHours.days'] as const;

const outcomeFields = ['outcome', 'note', 'due', ...wantedNames, 'close'];

function customerFacts(
  { at, calling: { customer } }: CallView & { readonly calling: Calling },
  { language, mayCall }: CallReader,
): Html | undefined {
  if (customer === undefined) return undefined;
  const words = texts[language];
  const { timeZone } = customer;
  const { phone, email, tags = [] } = customer;
  return facts([
    // Whoever calls nobody is not shown how to reach them, and cannot tell whether there is a number.
    (phone !== undefined || mayCall) && [
      words.phone,
      phone === undefined ? words.noPhone : html`<a href="tel:${phone}">${phone}</a>`,
    ],
    phone === undefined && email !== undefined && [words.email, html`<a href="mailto:${email}">${email}</a>`],
    [words.theirTime, `${timeOf(at, { language, timeZone })} (${timeZone})`],
    customer.language !== undefined && [words.speaks, words.speech[customer.language]],
    tags.length > 0 && [words.tags, tags.join(', ')],
  ]);
}

/** To what is asked in the call; that it was answered, once it was. */
function scriptLink(
  { id, script, responseId }: Callback,
  { language, mayCall }: CallReader,
): Html | undefined {
  const { askScript, answersTaken } = texts[language];
  if (responseId !== undefined) return html`<p>${answersTaken}</p>`;
  if (script === undefined || !mayCall) return undefined;
  return html`<p class="actions"><a href="/desk/callbacks/${id}/script">${askScript}</a></p>`;
}

/** What came of the calls so far. */
function attemptsTable(
  { callback, names }: Pick<CallView, 'callback' | 'names'>,
  { outcomes }: Calling,
  reader: CallReader,
): Html {
  const words = texts[reader.language];
  return callback.attempts.length === 0
    ? html``
    : table({
        ...{ caption: words.attempts, heads: words.attemptHeads, empty: '' },
        rows: callback.attempts.map(({ at, by, outcome, seconds, note, corrections = [] }) => [
          timeOf(at, reader),
          names.get(by) ?? by,
          [
            labelOf(outcome, outcomes, reader),
            ...corrections.map((each) => correctedFrom(each, names, outcomes, reader)),
          ],
          seconds === undefined ? '' : words.minutes(Math.max(1, Math.round(seconds / 60))),
          note ?? '',
        ]),
      });
}

/** What was recorded before, and who has corrected it when. */
function correctedFrom(
  { at, by, was }: NonNullable<Callback['attempts'][number]['corrections']>[number],
  names: Names,
  outcomes: Calling['outcomes'],
  reader: CallReader,
): Html {
  const recorded = [labelOf(was.outcome, outcomes, reader), was.note].filter((each) => each !== undefined);
  const said = texts[reader.language].correctedFrom(
    recorded.join(' · '),
    names.get(by) ?? by,
    timeOf(at, reader),
  );
  return html`<br><span class="soft">${said}</span>`;
}

/** Begins the call, and says what came of it; a time for the next one is by the clock of whoever calls. */
function outcomeForm(
  { callback, filled, calling, at }: CallView & { readonly calling: Calling },
  reader: CallReader,
): Html {
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  const isBegun = claimOf(callback, at)?.by === reader.staffId && callback.startedAt !== undefined;
  return html`<h2>${words.outcome}</h2>
${isBegun && html`<p>${words.begun(timeOf(callback.startedAt ?? at, reader))}</p>`}
<form method="post" action="${path}">${outcomeInputs(filled, calling, reader)}<p class="actions"><button>${words.record}</button>${!isBegun && html` <button name="begin" value="1" formnovalidate>${words.begin}</button>`}</p></form>`;
}

function outcomeInputs(
  filled: Filled,
  { outcomes, key }: Pick<Calling, 'outcomes' | 'key'>,
  reader: CallReader,
  recorded?: Callback['attempts'][number],
): Html {
  const words = texts[reader.language];
  const options = [
    { value: '', label: words.choose },
    ...outcomes
      .filter(({ retired }) => retired === undefined)
      .map(({ code, label }) => ({ value: code, label: label[reader.language] })),
  ];
  const { value, violation } = filled;
  return html`${formToken(reader)}${hiddenInput('key', key)}${select({ ...filled.field('outcome', recorded?.outcome), label: words.outcomeLabel, isRequired: true, options })}${textArea({ ...filled.field('note', recorded?.note), label: words.note, maximum: 500 })}${momentInput({ name: 'due', label: words.again, hint: words.againHint(reader.timeZone), value: value('due'), violation: violation('due') })}${wantedFields(filled, reader)}${checkGroup({ name: 'close', label: words.noMore, options: [{ value: 'true', label: words.closeIt }], values: filled.values('close', []) })}`;
}

interface WantedField {
  readonly hint?: string;
  /** The hours that hold now. */
  readonly known?: Callback['wantedHours'];
}

/** When the customer wants to be called from now on. What is wrong with the hours as a whole stands at the first field. */
export function wantedFields(
  { field, ticks, violation }: Filled,
  { language }: Reader,
  { hint = texts[language].wantedHint, known }: WantedField = {},
): Html {
  const words = texts[language];
  const [from, to, days] = wantedNames;
  const first = field(from, known?.from);
  const isOfPart = [to, days].some((name) => violation(name) !== undefined);
  const options = Object.entries(words.days).map(([day, label]) => ({ value: day, label }));
  return html`${timeInput({ ...first, label: words.wantedFrom, hint, violation: first.violation ?? (isOfPart ? undefined : violation('wantedHours')) })}${timeInput({ ...field(to, known?.to), label: words.wantedTo })}${checkGroup({ ...ticks(days, known?.days ?? []), label: words.wantedDays, hint: words.wantedDaysHint, options })}`;
}

/** For whoever may not see the call any more after what they have done. */
export function lostCallPage(note: Html, { language }: Reader): Html {
  const { lostCall, backHome } = texts[language];
  return html`${note}<h1>${lostCall}</h1><p><a href="/desk">${backHome}</a></p>`;
}

export function isOpen({ status }: Pick<Callback, 'status'>): boolean {
  return openStatuses.some((each) => each === status);
}

/** Who is working on it at this moment. */
export function claimOf({ claim }: Pick<Callback, 'claim'>, at: Instant): Callback['claim'] {
  return claim !== null && claim.until > at ? claim : null;
}

/** What is known of a call, for whoever decides about it. */
function known(
  { callback, names, at }: Pick<CallView, 'callback' | 'names' | 'at'>,
  reader: CallReader,
  asked?: Calling['asked'],
): Html {
  const words = texts[reader.language];
  const { due, owner, note, assigned, ownerAway, status, released } = callback;
  const claim = claimOf(callback, at);
  const nameOf = (id: string) => names.get(id) ?? id;
  const wanted = sayWantedHours(callback, reader);
  return facts([
    [words.customer, html`<a href="/desk/customers/${callback.customerId}">${callback.customerName}</a>`],
    [words.status, words.statuses[status]],
    callback.closedAt !== undefined && [words.closedAt, closing(callback, names, reader)],
    callback.cancelledBecause !== undefined && [words.withdrawnBecause, callback.cancelledBecause],
    [
      words.due,
      html`${timeOf(due.instant, reader)}${due.outsideCustomersDay && html` (${words.customersNight})`}${due.holidaysUnknown && html` (${words.holidaysUnknown})`}`,
    ],
    [words.priority, words.priorities[callback.priority]],
    [words.why, scoreOrWhy(callback, reader)],
    asked?.question !== undefined && [words.question, asked.question],
    asked !== undefined && [words.survey, surveyLink(asked.survey)],
    asked?.rule !== undefined && [words.rule, asked.rule],
    note !== undefined && [words.note, note],
    wanted !== undefined && [words.wanted, wanted],
    [words.owner, ownerName(callback, names, reader)],
    claim !== null && [
      words.claimedBy,
      words.claimedUntil(claim.name ?? nameOf(claim.by), timeOf(claim.until, reader)),
    ],
    released !== undefined && [
      words.released,
      words.releasedBecause(nameOf(released.from), timeOf(released.at, reader), released.why),
    ],
    owner !== null &&
      ownerAway !== undefined && [words.awayThen, awayThen(callback, names, reader).join(' ')],
    (owner !== null || assigned !== undefined) && [words.whyTheirs, decision(assigned, names, reader)],
  ]);
}

/** When nobody had to call any more, and by whom where that was a person. */
function closing({ closedAt = '', closedBy }: Callback, names: Names, reader: CallReader): string {
  const at = timeOf(closedAt, reader);
  if (closedBy?.kind !== 'person') return at;
  return texts[reader.language].closedByAt(names.get(closedBy.id) ?? closedBy.id, at);
}

export interface GivingView {
  readonly callback: Callback;
  readonly everybody: readonly StaffSummary[];
  /** To whom the reader may give it, by staff id; undefined = to anybody. */
  readonly givable: ReadonlySet<string> | undefined;
  /** The page to go on to. */
  readonly back: string;
  readonly filled: Filled;
  readonly at: Instant;
}

/** Asks who is to make a call. */
export function givingPage(view: GivingView, reader: CallReader): Html {
  const { callback, everybody, givable, back, filled, at } = view;
  const words = texts[reader.language];
  const names = namesOf(everybody);
  const options = [
    { value: '', label: words.anybody },
    ...everybody
      .filter(({ id, active, takesWork }) => active && takesWork && givable?.has(id) !== false)
      .map((person) => choiceOf(person, names, reader, at)),
  ];
  return html`<h1>${words.giveCall(callback.customerName)}</h1>
${refusalMessage(filled, ['owner'])}${known({ callback, names, at }, reader)}
<form method="post" action="/desk/callbacks/${callback.id}/owner">${formToken(reader)}${hiddenInput('version', callback.version)}${hiddenInput('back', back)}${select({ ...filled.field('owner', callback.owner ?? ''), label: words.owner, options })}<p class="actions"><button>${words.give}</button> <a href="${back}">${words.leaveIt}</a></p></form>`;
}

export type ChangeView = Pick<CallView, 'callback' | 'names' | 'at' | 'filled'>;

const changeFields = ['due', 'priority', 'note', ...wantedNames];

/** Asks for another time, and for what is known of the call; a time that is left as it is, is not promised anew. */
export function changePage(view: ChangeView, reader: CallReader): Html {
  const { callback, filled } = view;
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  const promised = promisedTime(callback, reader);
  const priorities = prioritySchema.options.map((each) => ({ value: each, label: words.priorities[each] }));
  const { field } = filled;
  const wanted = { hint: words.wantedChange, known: callback.wantedHours };
  return html`${refusalMessage(filled, changeFields)}<h1>${words.changeCall(callback.customerName)}</h1>
${known(view, reader)}
<form method="post" action="${path}/change">${formToken(reader)}${hiddenInput('version', callback.version)}${hiddenInput('promised', promised)}${momentInput({ ...field('due', promised), label: words.due, hint: words.dueHint(reader.timeZone) })}${optionGroup({ ...field('priority', callback.priority), label: words.priority, options: priorities })}${textArea({ ...field('note', callback.note ?? ''), label: words.knowBefore, maximum: 1000 })}${wantedFields(filled, reader, wanted)}<p class="actions"><button>${words.change}</button> <a href="${path}">${words.leaveIt}</a></p></form>`;
}

/** When a call was promised, by the clock of the reader. */
function promisedTime({ due }: Pick<Callback, 'due'>, { timeZone }: CallReader): string {
  return wallTimeAt(due.instant, timeZone);
}

export interface WithdrawalView extends ChangeView {
  /** So that it is withdrawn once, however often the button is pressed. */
  readonly key: string;
}

/** Asks why nobody is to call any more. */
export function withdrawalPage(view: WithdrawalView, reader: CallReader): Html {
  const { callback, filled, key } = view;
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  const why = { name: 'why', value: filled.value('why'), violation: filled.violation('why') };
  return html`${refusalMessage(filled, ['why'])}<h1>${words.withdrawCall(callback.customerName)}</h1>
${known(view, reader)}
<form method="post" action="${path}/withdraw">${formToken(reader)}${hiddenInput('key', key)}${textInput({ ...why, label: words.whyWithdraw, isRequired: true, maximum: 300 })}<p class="actions"><button>${words.withdraw}</button> <a href="${path}">${words.leaveIt}</a></p></form>`;
}

export interface ClaimEndView extends CallView {
  readonly claim: NonNullable<Callback['claim']>;
  /** So that the claim is ended once, however often the button is pressed. */
  readonly key: string;
}

/** Asks why a claim is to end. */
export function claimEndPage(view: ClaimEndView, reader: CallReader): Html {
  const { callback, claim, filled, key, names } = view;
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  const name = claim.name ?? names.get(claim.by) ?? claim.by;
  const isOwn = claim.by === reader.staffId;
  const why = {
    ...{ name: 'why', label: words.whyEnd, isRequired: true, maximum: 300 },
    ...(isOwn ? {} : { hint: words.whyEndHint(name) }),
    ...{ value: filled.value('why'), violation: filled.violation('why') },
  };
  return html`<h1>${words.endClaimOf(name)}</h1>
${refusalMessage(filled, ['why'])}<p>${words.call(callback.customerName)}</p>
${known(view, reader)}
<p>${words.endHint}</p>
<form method="post" action="${path}/release">${formToken(reader)}${hiddenInput('key', key)}${textInput(why)}<p class="actions"><button>${words.endClaim}</button> <a href="${path}">${words.leaveIt}</a></p></form>`;
}

/** How it came to whoever has it, in a person's words. */
function decision(assigned: Assigned | undefined, names: Names, { language }: Reader): Html {
  const words = texts[language];
  const rules = html`<a href="/desk/assignment-rules">${words.seeRules}</a>`;
  if (assigned === undefined) return html`${words.byName} ${rules}`;
  const { rule, by, skipped, foundNobody } = assigned;
  const way = by === null ? undefined : words.ways[by];
  const passedOver = skipped.map(({ staffId, because }) =>
    words.skipped(names.get(staffId) ?? staffId, words.skippedBecause[because]),
  );
  const inVain = foundNobody.flatMap(({ rule: name, because }) =>
    name === null ? [] : [words.ruleFailed(name, words.failedBecause[because])],
  );
  const said =
    way === undefined ? words.foundNone : rule === null ? words.foundWithout(way) : words.found(rule, way);
  return html`${said} ${rules}<ul>${[...inVain, ...passedOver].map((each) => html`<li>${each}</li>`)}</ul>`;
}
