import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { Contact } from '../../../customers/customers/index.ts';
import type { CallSettings } from '../../calling/calling.schema.ts';
import { codeOf } from '../../calling/index.ts';
import { callbackCorrected } from '../callbacks.events.ts';
import { beforeLastAttempt, correctAttempt, isOpen, lastAttempt } from '../callbacks.rules.ts';
import type { Callback, Correction } from '../callbacks.schema.ts';
import { withAlarms } from './alarms.ts';
import { accessibleCallback, assertMayWorkOn, mayCorrect, ownerAwayFor } from './callback-access.ts';
import { mayBeCalled } from './callback-consent.ts';
import { chooseOwner } from './choose-owner.ts';
import { assertFits, type CompletingContext, dueOf, outcomeOf, refused } from './complete-callback.ts';
import { contactBefore, counted } from './count-calls.ts';
import { freeCustomer } from './one-caller.ts';

interface Input {
  readonly callbackId: string;
  readonly version: IfMatch;
  readonly completion: Correction;
}

/**
 * Corrects what was recorded of the last call. What follows from the outcome is done as after a call: a callback that was closed
 * may be promised again, one that was promised again may be closed. What the wrong outcome has led others to do stays done.
 */
export async function correctOutcome(
  { callbackId, version, completion }: Input,
  context: CompletingContext,
): Promise<Change<Callback>> {
  const { callbacks, staff, settings, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  assertVersion(before, version);
  assertMayCorrect(before, context);
  const customer = await customerOf(before, context);
  if (isOpen(before)) await assertMayWorkOn(before, { ...context, at: origin.at });
  const present = await settings.get();
  const code = codeAgain(before, completion, present) ?? outcomeOf(completion, present);
  assertFits(completion, code);
  const { member } = await chooseOwner(before.owner, staff);
  const { at: calledAt } = lastAttempt(before);
  const asking = { ...context, present, member, calledAt };
  const next = await dueOf(beforeLastAttempt(before), completion, code, asking);
  const due = next && staysPromised(before, completion, present) ? before.due : next;
  const ownerAway = due && ownerAwayFor(member, due.instant, origin.at);
  const { reached } = code;
  const corrected = onlyScoredAfter(
    correctAttempt(before, { ...completion, reached }, due, origin, ownerAway),
  );
  if (due !== undefined && !isOpen(before)) await assertWelcome(customer, context);
  const isMoved = corrected.scheduleVersion !== before.scheduleVersion;
  const after = isMoved ? withAlarms(corrected, { settings: present, member, at: origin.at }) : corrected;
  const changes = callbacks.change(before, after, origin, eventOf(after, reached));
  if (changes.length === 0) return { result: before, writes: [] };
  const isRefused = code.next.kind === 'do-not-call' && before.outcome !== code.code;
  const refusal = isRefused ? await refused(before, completion, context) : [];
  const freed = isOpen(after) && !isMoved ? [] : await freeCustomer(before, context);
  return { result: after, writes: [...changes, ...counted(before, after, callbacks), ...refusal, ...freed] };
}

/** An open callback keeps its time when the customer is tried again as before, unless the correction names another. */
function staysPromised(before: Callback, { due, wantedHours }: Correction, settings: CallSettings): boolean {
  const wasTried = codeOf(settings, before.outcome ?? '')?.next.kind === 'retry';
  return isOpen(before) && wasTried && due === undefined && wantedHours === undefined;
}

/** The outcome that was recorded stays one, though it is retired: its note may be corrected alone. */
function codeAgain({ outcome }: Callback, completion: Correction, settings: CallSettings) {
  return completion.outcome === outcome ? codeOf(settings, outcome) : undefined;
}

function eventOf(after: Callback, reached: boolean) {
  const { outcome = '', reason } = after;
  const ofEvent = { at: lastAttempt(after).at, stands: !isOpen(after) };
  return { declaration: callbackCorrected, details: { reached, outcome, reason: reason.kind, ofEvent } };
}

/** Of a customer who is gone nothing is written down any more, nor are they promised anything. */
async function customerOf({ customerId }: Callback, { customers }: CompletingContext): Promise<Contact> {
  const contact = await customers.findContact(customerId);
  if (contact !== undefined) return contact;
  throw new AppError(
    'not-allowed-now',
    'The customer was deleted: what came of their calls is corrected no more.',
  );
}

/** A score that came after they were not spoken with says nothing of the call. */
function onlyScoredAfter({ scoredAgain, ...callback }: Callback): Callback {
  const isAfter = scoredAgain !== undefined && contactBefore(callback, scoredAgain.at) !== -1;
  return isAfter ? { ...callback, scoredAgain } : callback;
}

/** Nobody is promised a call who wants none, as the wrong outcome may have noted. */
async function assertWelcome(customer: Contact, { consents }: CompletingContext): Promise<void> {
  if (await mayBeCalled(customer, consents)) return;
  throw new AppError(
    'not-allowed-now',
    'This customer wants no calls, as is noted in their consents: where that is wrong, correct it there before the call is promised again.',
  );
}

/** By whoever has called, and by whoever may change their calls. */
function assertMayCorrect(callback: Callback, { principal }: Pick<CompletingContext, 'principal'>): void {
  lastAttempt(callback);
  if (mayCorrect(callback, principal)) return;
  throw new AppError('forbidden', 'What came of a call is corrected by whoever has called, or by a manager.');
}
