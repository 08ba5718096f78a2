import { AppError } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { OutcomeCode } from '../../calling/calling.schema.ts';
import { callbackCompleted, callbackCorrected, callbackRescheduled } from '../callbacks.events.ts';
import { beforeLastAttempt, correctAttempt, isOpen, lastAttempt } from '../callbacks.rules.ts';
import type { Callback, Correction } from '../callbacks.schema.ts';
import { withAlarms } from './alarms.ts';
import { accessibleCallback, assertMayWorkOn, ownerAwayFor } from './callback-access.ts';
import { chooseOwner } from './choose-owner.ts';
import { assertFits, type CompletingContext, dueOf, outcomeOf, refused } from './complete-callback.ts';
import { counted } from './count-calls.ts';
import { freeCustomer } from './one-caller.ts';

/**
 * Corrects what was recorded of the last call. What follows from the outcome is done as after a call: a callback that was closed
 * may be promised again, one that was promised again may be closed. What the wrong outcome has led others to do stays done.
 */
export async function correctOutcome(
  { callbackId, completion }: { readonly callbackId: string; readonly completion: Correction },
  context: CompletingContext,
): Promise<Change<Callback>> {
  const { callbacks, staff, settings, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  assertMayCorrect(before, context);
  if (isOpen(before)) await assertMayWorkOn(before, { ...context, at: origin.at });
  const present = await settings.get();
  const code = outcomeOf(completion, present);
  assertFits(completion, code);
  const { member } = await chooseOwner(before.owner, staff);
  const due = staysPromised(before, completion, code)
    ? before.due
    : await dueOf(beforeLastAttempt(before), completion, code, { ...context, present, member });
  const ownerAway = due && ownerAwayFor(member, due.instant, origin.at);
  const { reached } = code;
  const corrected = correctAttempt(before, { ...completion, reached }, due, origin, ownerAway);
  const isMoved = corrected.scheduleVersion !== before.scheduleVersion;
  const after = isMoved ? withAlarms(corrected, { settings: present, member, at: origin.at }) : corrected;
  const changes = callbacks.change(before, after, origin, eventOf(before, after, reached));
  if (changes.length === 0) return { result: before, writes: [] };
  const isRefused = code.next.kind === 'do-not-call' && before.outcome !== code.code;
  const refusal = isRefused ? await refused(before, completion, context) : [];
  const freed = isOpen(after) && !isMoved ? [] : await freeCustomer(before, context);
  return { result: after, writes: [...changes, ...counted(before, after, callbacks), ...refusal, ...freed] };
}

/** An open callback keeps the time that was promised, unless the completion closes it or names another. */
function staysPromised(
  before: Callback,
  { due, wantedHours, close }: Correction,
  { next }: OutcomeCode,
): boolean {
  const isAgain = next.kind === 'retry' || next.kind === 'ask-again';
  const says = [due, wantedHours, close].some((each) => each !== undefined);
  return isOpen(before) && isAgain && !says;
}

function eventOf(before: Callback, after: Callback, reached: boolean) {
  const { outcome = '', attempts, reason } = after;
  if (isOpen(before) && !isOpen(after)) {
    const details = { reached, outcome, attempts: attempts.length, reason: reason.kind };
    return { declaration: callbackCompleted, details };
  }
  if (after.scheduleVersion !== before.scheduleVersion)
    return { declaration: callbackRescheduled, details: { reached } };
  return { declaration: callbackCorrected, details: { reached, outcome } };
}

/** By whoever has called, and by whoever may change their calls. */
function assertMayCorrect(callback: Callback, { principal }: Pick<CompletingContext, 'principal'>): void {
  const { by } = lastAttempt(callback);
  if (by === principal.id || hasRowAccess(principal, 'callbacks.write', by)) return;
  throw new AppError('forbidden', 'What came of a call is corrected by whoever has called, or by a manager.');
}
