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
  readonly priority: Callback['priority'];
  readonly due: DueTime;
  readonly at: string;
}): Callback {
  const { id, contact, reason, note, owner, team, assigned, priority, due, at } = from;
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

/** Refuses to act on a closed callback, and on one that somebody else is working on. */
export function assertFree(callback: Callback, by: string, at: string): void {
  if (!isOpen(callback)) {
    throw new AppError(
      'not-allowed-now',
      `This callback was ${callback.status} and is closed. Open a new one to call the customer again.`,
    );
  }
  const { claim: current } = callback;
  if (current === null || current.by === by || !isClaimed(callback, at)) return;
  throw new AppError('conflict', `Somebody else is working on this callback until ${current.until}.`, {
    members: { claim: current },
  });
}

/** The callback after `by` has taken it on, or has prolonged a claim of their own. */
export function claim(callback: Callback, by: string, at: string): Callback {
  assertFree(callback, by, at);
  const until = instantAfter(at, { minutes: claimMinutes });
  return next(callback, { status: 'claimed', claim: { by, until } });
}

/** The callback after its promised time has come; undefined when that firing has been overtaken by something else. */
export function markDue(callback: Callback, scheduleVersion: number): Callback | undefined {
  if (callback.status !== 'scheduled' || callback.scheduleVersion !== scheduleVersion) return undefined;
  return next(callback, { status: 'due' });
}

/** The callback after a claim that ran out: it waits again, for its time or for anybody. */
export function release(callback: Callback, at: string): Callback | undefined {
  if (callback.status !== 'claimed' || callback.claim === null || callback.claim.until > at) return undefined;
  return next(callback, { status: callback.due.instant > at ? 'scheduled' : 'due', claim: null });
}

/** The callback after a merge patch; `due` is the resolved time of the patch, if it has one. */
export function applyPatch(
  callback: Callback,
  patch: Omit<CallbackPatch, 'due'>,
  due: DueTime | undefined,
): Callback {
  const { note, ...rest } = callback;
  const wanted = patch.note === undefined ? note : (patch.note ?? undefined);
  const changes = {
    ...(patch.owner === undefined || patch.owner === callback.owner ? {} : ownedBy(patch.owner, callback)),
    priority: patch.priority ?? callback.priority,
    ...(due === undefined || due.instant === callback.due.instant ? {} : promised(callback, due)),
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
  return next(callback, { ...promised(callback, due), attempts, outcome });
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
    ...{ owner, team: undefined, assigned: undefined },
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
