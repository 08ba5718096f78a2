/** Decisions about callbacks that need nothing but the callback: what may follow what, and what becomes of it. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import {
  type Callback,
  type CallbackPatch,
  type CallbackStatus,
  type Completion,
  type DueTime,
  maximumAttempts,
  mayCallAgain,
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
function isClaimed({ claim }: Pick<Callback, 'claim'>, at: string): boolean {
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
  readonly assigned?: Callback['assigned'];
  readonly ownerAway?: Callback['ownerAway'];
  readonly priority: Callback['priority'];
  readonly due: DueTime;
  readonly at: string;
}): Callback {
  const { id, contact, reason, note, owner, team, assigned, ownerAway, priority, due, at } = from;
  return {
    id,
    version: 1,
    customerId: contact.id,
    customerName: contact.name,
    reason,
    ...(note === undefined ? {} : { note }),
    owner,
    ...(team === undefined ? {} : { team }),
    ...(assigned === undefined ? {} : { assigned }),
    ...(ownerAway === undefined ? {} : { ownerAway }),
    priority,
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
  return next(callback, { status: 'claimed', claim: { by, until }, released: undefined });
}

/** The callback after its promised time has come; undefined when that firing has been overtaken by something else. */
export function markDue(callback: Callback, scheduleVersion: number): Callback | undefined {
  if (callback.status !== 'scheduled' || callback.scheduleVersion !== scheduleVersion) return undefined;
  return next(callback, { status: 'due' });
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
  return { status: due.instant > at ? 'scheduled' : 'due', claim: null } satisfies Partial<Callback>;
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
  const { note, ...rest } = callback;
  const wanted = patch.note === undefined ? note : (patch.note ?? undefined);
  const { assigned, ownerAway } = given;
  const owner = patch.owner === callback.owner ? undefined : patch.owner;
  const isMoved = due !== undefined && due.instant !== callback.due.instant;
  const changes = {
    ...(owner === undefined ? {} : { ...ownedBy(owner, callback), assigned }),
    priority: patch.priority ?? callback.priority,
    ...(isMoved ? promised(callback, due) : {}),
    ...(owner !== undefined || isMoved ? { ownerAway } : {}),
  };
  return next({ ...rest, ...(wanted === undefined ? {} : { note: wanted }) }, changes);
}

/** The callback after it was given to somebody else, or left to a team or the department, by a hand-over or by the rules. */
export function givenTo(
  callback: Callback,
  { owner, team, assigned }: Pick<Callback, 'owner' | 'team' | 'assigned'>,
): Callback {
  return next(callback, { ...ownedBy(owner, callback), team, assigned });
}

/** Whether the customer is called again by itself: nobody was reached, and there is a call left. */
export function isToBeTriedAgain(callback: Callback, { outcome, close }: Completion): boolean {
  return close !== true && mayCallAgain.has(outcome) && callback.attempts.length + 1 < maximumAttempts;
}

/** The callback after a call: closed, or promised again when `due` says when. */
export function recordAttempt(
  callback: Callback,
  completion: Pick<Completion, 'outcome' | 'note'>,
  due: DueTime | undefined,
  origin: Closing,
  ownerAway?: Callback['ownerAway'],
): Callback {
  const { outcome, note } = completion;
  const { at, actor } = origin;
  const attempt = { at, by: actor.id, outcome, ...(note === undefined ? {} : { note }) };
  const attempts = [...callback.attempts, attempt];
  if (due === undefined) return next(callback, { ...closed('completed', origin), attempts, outcome });
  if (attempts.length >= maximumAttempts) {
    throw new AppError(
      'not-allowed-now',
      `After ${maximumAttempts} calls this callback cannot be put off again. Complete it with "close": true in place of "due".`,
    );
  }
  return next(callback, { ...promised(callback, due), attempts, outcome, ownerAway });
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
    ...{ owner, team: undefined, assigned: undefined, ownerAway: undefined },
    ownerVersion: ownerVersion + 1,
  } satisfies Partial<Callback>;
}

function promised(callback: Callback, due: DueTime) {
  return {
    status: 'scheduled',
    due,
    scheduleVersion: callback.scheduleVersion + 1,
    claim: null,
  } satisfies Partial<Callback>;
}

function closed(status: 'completed' | 'cancelled', { at, actor }: Closing) {
  return { status, closedAt: at, closedBy: actor, claim: null } satisfies Partial<Callback>;
}
