/** Decisions about callbacks that need nothing but the callback: what may follow what, and what becomes of it. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { maximumAttempts, type OutcomeCode } from '../calling/calling.schema.ts';
import {
  type Callback,
  type CallbackPatch,
  type CallbackStatus,
  type Completion,
  type Correction,
  type DueTime,
  maximumCorrections,
  onTimeMinutes,
  openStatuses,
} from './callbacks.schema.ts';

/** Who closes a callback, and when. */
interface Closing {
  readonly actor: NonNullable<Callback['closedBy']>;
  readonly at: string;
}

/** How long a claim keeps others from calling. */
export const claimMinutes = 30;

export function isOpen(callback: Pick<Callback, 'status'>): boolean {
  return openStatuses.some((status: CallbackStatus) => status === callback.status);
}

/** Whether somebody is working on it at this moment. */
export function isClaimed({ claim }: Pick<Callback, 'claim'>, at: string): boolean {
  return claim !== null && claim.until > at;
}

/** A callback as it is opened. */
export function newCallback(from: {
  readonly id: string;
  readonly contact: { readonly id: string; readonly name: string };
  readonly reason: Callback['reason'];
  readonly note?: string | undefined;
  readonly owner: string | null;
  readonly team?: string | undefined;
  readonly teamNamed?: true | undefined;
  readonly assigned?: Callback['assigned'];
  readonly ownerAway?: Callback['ownerAway'];
  readonly priority: Callback['priority'];
  readonly wantedHours?: Callback['wantedHours'];
  readonly due: DueTime;
  readonly at: string;
}): Callback {
  const { id, contact, reason, note, owner, team, teamNamed, assigned, ownerAway } = from;
  const { priority, wantedHours, due, at } = from;
  return {
    id,
    version: 1,
    customerId: contact.id,
    customerName: contact.name,
    reason,
    ...(note === undefined ? {} : { note }),
    owner,
    ...(team === undefined ? {} : { team }),
    ...(teamNamed === undefined ? {} : { teamNamed }),
    ...(assigned === undefined ? {} : { assigned }),
    ...(ownerAway === undefined ? {} : { ownerAway }),
    priority,
    ...(wantedHours === undefined ? {} : { wantedHours }),
    status: 'scheduled',
    due,
    scheduleVersion: 1,
    ownerVersion: 1,
    claim: null,
    attempts: [],
    createdAt: at,
  };
}

/** What every event about a callback says of it. */
export function subjectOf(callback: Callback) {
  const { id: callbackId, customerId, version, scheduleVersion, ownerVersion } = callback;
  return { callbackId, customerId, version, scheduleVersion, ownerVersion };
}

/**
 * Refuses to act on a closed callback, and on one that somebody else is working on.
 *
 * @param name of whoever has claimed it, where it is known
 */
export function assertFree(callback: Callback, by: string, at: string, name?: string): void {
  assertOpen(callback);
  const { claim: current } = callback;
  if (current === null || current.by === by || !isClaimed(callback, at)) return;
  const who = name === undefined ? current.by : `${name} (${current.by})`;
  throw new AppError(
    'conflict',
    `${who} is working on this callback until ${current.until}. Managers and who leads their team may end that with POST /callbacks/{callbackId}/release.`,
    { members: { claim: { ...current, ...(name === undefined ? {} : { name }) } } },
  );
}

function assertOpen(callback: Callback): void {
  if (isOpen(callback)) return;
  if (callback.status === 'completed')
    throw new AppError(
      'not-allowed-now',
      'This callback was completed and is closed. Open a new one to call the customer again.',
    );
  throw new AppError(
    'not-allowed-now',
    'This callback was cancelled and is closed. Open a new one to call the customer again.',
  );
}

/** The callback after `by` has taken it on, or has prolonged a claim of their own. */
export function claim(callback: Callback, by: string, at: string): Callback {
  const until = instantAfter(at, { minutes: claimMinutes });
  const isOwn = isClaimed(callback, at) && callback.claim?.by === by;
  const startedAt = isOwn ? callback.startedAt : undefined;
  return next(callback, { status: 'claimed', claim: { by, until }, startedAt, released: undefined });
}

/** The callback after `by` has begun to call; whoever begins again goes on with the same call. */
export function start(callback: Callback, by: string, at: string): Callback {
  const claimed = claim(callback, by, at);
  return { ...claimed, startedAt: claimed.startedAt ?? at };
}

/** The callback after its promised time has come; undefined when that firing has been overtaken by something else. */
export function markDue(callback: Callback, scheduleVersion: number): Callback | undefined {
  if (callback.status !== 'scheduled' || callback.scheduleVersion !== scheduleVersion) return undefined;
  return next(callback, { status: 'due', remindAt: undefined });
}

/** The callback after its owner was reminded; undefined when it is not the time for that. */
export function remind(callback: Callback, at: string): Callback | undefined {
  const { status, remindAt, due } = callback;
  const isTime = remindAt !== undefined && remindAt <= at && at < due.instant;
  return status === 'scheduled' && isTime ? next(callback, { remindAt: undefined }) : undefined;
}

/** The callback after those who answer for its owner were told; undefined when it is not the time for that. */
export function escalate(callback: Callback, at: string): Callback | undefined {
  const { status, escalateAt } = callback;
  const isTime = escalateAt !== undefined && escalateAt <= at;
  return status === 'due' && isTime ? next(callback, { escalateAt: undefined }) : undefined;
}

/** The callback after a claim that ran out: it waits again, for its time or for anybody. */
export function release(callback: Callback, at: string): Callback | undefined {
  if (callback.status !== 'claimed' || callback.claim === null || callback.claim.until > at) return undefined;
  return next(callback, waiting(callback, at));
}

/** Whose claim goes on. Throws `not-allowed-now` where nobody is working on the callback. */
export function claimAt(callback: Callback, at: string): NonNullable<Callback['claim']> {
  assertOpen(callback);
  if (callback.claim !== null && isClaimed(callback, at)) return callback.claim;
  throw new AppError('not-allowed-now', 'Nobody is working on this callback. It can be claimed.');
}

/** The callback after a claim that goes on was ended for a reason. */
export function endClaim(callback: Callback, why: string, at: string): Callback {
  const { by: from } = claimAt(callback, at);
  return next(callback, { ...waiting(callback, at), released: { from, why, at } });
}

function waiting({ due }: Callback, at: string) {
  const status = due.instant > at ? 'scheduled' : 'due';
  const reminder = status === 'due' ? { remindAt: undefined } : {};
  return { status, claim: null, startedAt: undefined, ...reminder } satisfies Partial<Callback>;
}

/**
 * The callback after a merge patch.
 *
 * @param due the resolved time of the patch, if it has one
 * @param given what is known of a new owner, or of the owner at a new time
 */
export function applyPatch(
  callback: Callback,
  patch: Omit<CallbackPatch, 'due'>,
  due: DueTime | undefined,
  given: Pick<Callback, 'assigned' | 'ownerAway'> = {},
): Callback {
  const { note, wantedHours, ...rest } = callback;
  const wanted = patch.note === undefined ? note : (patch.note ?? undefined);
  const hours = patch.wantedHours === undefined ? wantedHours : (patch.wantedHours ?? undefined);
  const { assigned, ownerAway } = given;
  const owner = patch.owner === callback.owner ? undefined : patch.owner;
  const isMoved = due !== undefined && due.instant !== callback.due.instant;
  const changes = {
    ...(owner === undefined ? {} : { ...ownedBy(owner, callback), assigned }),
    priority: patch.priority ?? callback.priority,
    ...(isMoved ? promised(callback, due) : {}),
    ...(owner !== undefined || isMoved ? { ownerAway } : {}),
  };
  const kept = {
    ...(wanted === undefined ? {} : { note: wanted }),
    ...(hours === undefined ? {} : { wantedHours: hours }),
  };
  return next({ ...rest, ...kept }, changes);
}

/** The callback after it was given to somebody else, or left to a team or the department, by a hand-over or by the rules. */
export function givenTo(
  callback: Callback,
  { owner, team, assigned }: Pick<Callback, 'owner' | 'team' | 'assigned'>,
): Callback {
  return next(callback, { ...ownedBy(owner, callback), team, assigned });
}

/**
 * After how many working hours the customer is called again by itself; undefined when they are not: nobody wants that
 * after this outcome, or there is no call left.
 */
export function triedAgainAfter(
  { attempts }: Callback,
  { code, next: step }: OutcomeCode,
  { close }: Pick<Completion, 'close'>,
): number | undefined {
  if (close === true || step.kind !== 'retry' || attempts.length + 1 >= maximumAttempts) return undefined;
  const before = attempts.filter(({ outcome }) => outcome === code).length;
  return before < step.atMost ? step.afterHours : undefined;
}

/** The callback after a call: closed, or promised again when `due` says when. */
export function recordAttempt(
  callback: Callback,
  completion: Pick<Completion, 'outcome' | 'note' | 'wantedHours'> & { readonly reached?: boolean },
  due: DueTime | undefined,
  origin: Closing,
  ownerAway?: Callback['ownerAway'],
): Callback {
  const { outcome, reached, note, wantedHours = callback.wantedHours } = completion;
  const { at, actor } = origin;
  const attempt = {
    ...{ at, by: actor.id, outcome },
    ...(reached === undefined ? {} : { reached }),
    onTime: at <= instantAfter(callback.due.instant, { minutes: onTimeMinutes }),
    ...lasting(callback, at),
    ...(note === undefined ? {} : { note }),
  };
  const attempts = [...callback.attempts, attempt];
  if (due === undefined) return next(callback, { ...closed('completed', origin), attempts, outcome });
  if (attempts.length >= maximumAttempts) {
    throw new AppError(
      'not-allowed-now',
      `After ${maximumAttempts} calls this callback cannot be put off again. Complete it with "close": true in place of "due".`,
    );
  }
  const wanted = wantedHours === undefined ? {} : { wantedHours };
  return next(callback, { ...promised(callback, due), ...wanted, attempts, outcome, ownerAway });
}

/** Whether something was recorded that can be corrected. */
export function isCorrectable({ status, attempts }: Callback): boolean {
  return attempts.length > 0 && status !== 'cancelled';
}

/** The call whose outcome can be corrected: the last one. Throws `not-allowed-now` where there is none. */
export function lastAttempt(callback: Callback): Callback['attempts'][number] {
  const last = callback.attempts.at(-1);
  if (last !== undefined && isCorrectable(callback)) return last;
  throw new AppError(
    'not-allowed-now',
    'Only what came of a call can be corrected, while the callback is open or was completed.',
  );
}

/** The callback as it was when its last call began, at the time that was promised until then or later. */
export function beforeLastAttempt(callback: Callback): Callback {
  const status = isOpen(callback) ? callback.status : 'due';
  const due = { ...callback.due, instant: lastAttempt(callback).at };
  return { ...callback, status, due, attempts: callback.attempts.slice(0, -1) };
}

/**
 * The callback after what was recorded of its last call was corrected; who called, and when, stays. Closed or promised again as
 * after a call, but an open one that stays so keeps its time unless there is another.
 */
export function correctAttempt(
  callback: Callback,
  correction: Pick<Correction, 'outcome' | 'note' | 'wantedHours'> & { readonly reached: boolean },
  due: DueTime | undefined,
  origin: Closing,
  ownerAway?: Callback['ownerAway'],
): Callback {
  const recorded = lastAttempt(callback);
  const { note: noted, ...call } = recorded;
  const { outcome, reached, note = noted, wantedHours = callback.wantedHours } = correction;
  const isSame = outcome === recorded.outcome && (note ?? undefined) === noted;
  const last = {
    ...{ ...call, outcome, reached },
    ...(note == null ? {} : { note }),
    ...(isSame ? {} : { corrections: withCorrection(recorded, origin) }),
  };
  const attempts = [...callback.attempts.slice(0, -1), last];
  const wanted = wantedHours === undefined ? {} : { wantedHours };
  if (due !== undefined && due === callback.due && isOpen(callback))
    return next(callback, { ...wanted, attempts, outcome });
  if (due !== undefined) {
    const again = { closedAt: undefined, closedBy: undefined };
    return next(callback, { ...again, ...promised(callback, due), ...wanted, attempts, outcome, ownerAway });
  }
  const ending = callback.status === 'completed' ? {} : closed('completed', origin);
  return next(callback, { ...ending, attempts, outcome });
}

/** What was recorded first stays; of what was said between, the last ones do. */
function withCorrection(
  { outcome, note, corrections = [] }: Callback['attempts'][number],
  { at, actor }: Closing,
): Callback['attempts'][number]['corrections'] {
  const was = { outcome, ...(note === undefined ? {} : { note }) };
  // Of two at once the one that was asked first may come last: it was carried out after the other.
  const before = corrections.at(-1)?.at ?? at;
  const [first, ...others] = [...corrections, { at: before > at ? before : at, by: actor.id, was }];
  return first && [first, ...others.slice(1 - maximumCorrections)];
}

/** When the call began, and how long it took, where that was told. */
function lasting({ startedAt }: Callback, at: string) {
  if (startedAt === undefined) return {};
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(startedAt)) / 1000));
  return { startedAt, seconds };
}

/** The callback after it was withdrawn, by somebody who said why or by the system. */
export function cancel(
  callback: Callback,
  because: Pick<Callback, 'cancelCode' | 'cancelledBecause'>,
  origin: Closing,
): Callback {
  return next(callback, { ...closed('cancelled', origin), ...because });
}

function next(callback: Callback, changes: Partial<Callback>): Callback {
  return { ...callback, ...changes, version: callback.version + 1 };
}

/** Whoever gets it by hand was not found by rules, and it waits for no team any more. */
function ownedBy(owner: string | null, { ownerVersion }: Callback) {
  return {
    ...{ owner, team: undefined, teamNamed: undefined, assigned: undefined, ownerAway: undefined },
    ownerVersion: ownerVersion + 1,
  } satisfies Partial<Callback>;
}

function promised(callback: Callback, due: DueTime) {
  return {
    status: 'scheduled',
    due,
    scheduleVersion: callback.scheduleVersion + 1,
    claim: null,
    ...{ startedAt: undefined, remindAt: undefined, escalateAt: undefined },
  } satisfies Partial<Callback>;
}

function closed(status: 'completed' | 'cancelled', { at, actor }: Closing) {
  return {
    status,
    closedAt: at,
    closedBy: actor,
    claim: null,
    ...{ startedAt: undefined, remindAt: undefined, escalateAt: undefined },
  } satisfies Partial<Callback>;
}
