import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import type { BusinessCalendar } from '../../../../shared/values/business-calendar.ts';
import type { ConsentReader } from '../../../contact/consents/index.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { type Staff, type StaffReader, workingHoursOf } from '../../../people/staff/index.ts';
import type { CallSettings, OutcomeCode } from '../../calling/calling.schema.ts';
import { type CallSettingsReader, codeOf } from '../../calling/index.ts';
import { callbackCompleted, callbackRescheduled } from '../callbacks.events.ts';
import { recordAttempt, triedAgainAfter } from '../callbacks.rules.ts';
import type { Callback, Completion, Correction, DueTime } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { hoursOfCustomer, nextAttemptDue, requestedDue, wantedDue } from './call-times.ts';
import { accessibleCallback, assertMayWorkOn, ownerAwayFor, zoneOfCustomer } from './callback-access.ts';
import { refuseCalls } from './callback-consent.ts';
import { chooseOwner } from './choose-owner.ts';
import { counted } from './count-calls.ts';
import { freeCustomer } from './one-caller.ts';

export interface CompletingContext {
  readonly callbacks: Pick<
    CallbacksStore,
    'find' | 'change' | 'findCall' | 'takeCall' | 'endCall' | 'addToCount'
  >;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly settings: CallSettingsReader;
  readonly consents: Pick<ConsentReader, 'findAll'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/**
 * Records what came of a call. The callback is promised again if the completion says when, or if its outcome says that
 * the customer is tried again; otherwise, or when the last call that it is worth was in vain, it is closed.
 */
export async function completeCallback(
  { callbackId, completion }: { callbackId: string; completion: Completion },
  context: CompletingContext,
): Promise<Change<Callback>> {
  const { callbacks, staff, settings, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  await assertMayWorkOn(before, { ...context, at: origin.at });
  const present = await settings.get();
  const code = outcomeOf(completion, present);
  assertFits(completion, code);
  const { member } = await chooseOwner(before.owner, staff);
  const due = await dueOf(before, completion, code, { ...context, present, member, calledAt: origin.at });
  const ownerAway = due && ownerAwayFor(member, due.instant, origin.at);
  const { reached } = code;
  const attempted = recordAttempt(before, { ...completion, reached }, due, origin, ownerAway);
  const after = withAlarms(attempted, { settings: present, member, at: origin.at });
  const event =
    due === undefined
      ? {
          declaration: callbackCompleted,
          details: {
            ...{ reached, outcome: completion.outcome, attempts: after.attempts.length },
            reason: before.reason.kind,
          },
        }
      : { declaration: callbackRescheduled, details: { reached } };
  const refusal = code.next.kind === 'do-not-call' ? await refused(before, completion, context) : [];
  const freed = await freeCustomer(before, context);
  const counts = counted(before, after, callbacks);
  const changes = callbacks.change(before, after, origin, event);
  return { result: after, writes: [...changes, ...counts, ...refusal, ...freed] };
}

export function outcomeOf({ outcome }: Pick<Completion, 'outcome'>, settings: CallSettings): OutcomeCode {
  const code = codeOf(settings, outcome);
  if (code === undefined || code.retired) {
    const codes = settings.outcomes.filter(({ retired }) => retired === undefined);
    throw unfit('outcome', `must be one of ${codes.map((each) => each.code).join(', ')}`);
  }
  return code;
}

export function assertFits(
  { due, wantedHours, close }: Omit<Completion, 'note'>,
  { next }: OutcomeCode,
): void {
  const isAgain = next.kind === 'retry' || next.kind === 'ask-again';
  if (!isAgain && due !== undefined)
    throw unfit('due', 'goes only with outcomes after which the customer is called again');
  if (!isAgain && wantedHours !== undefined)
    throw unfit('wantedHours', 'goes only with outcomes after which the customer is called again');
  if (next.kind === 'ask-again' && due === undefined && wantedHours === undefined && close === undefined)
    throw unfit('due', 'must say when to call again');
}

/** When the customer is called again; undefined when nobody calls again. */
export async function dueOf(
  before: Callback,
  { due, wantedHours = before.wantedHours, close }: Omit<Completion, 'note'>,
  code: OutcomeCode,
  context: CompletingContext & {
    readonly present: CallSettings;
    readonly member: Staff | undefined;
    /** When the call was made: what is tried again waits from then on, also where it is said later. */
    readonly calledAt: string;
  },
): Promise<DueTime | undefined> {
  const { present, member, calledAt, origin } = context;
  const hours = triedAgainAfter(before, code, { close });
  const isAsked = code.next.kind === 'ask-again' && close === undefined;
  if (due === undefined && hours === undefined && !isAsked) return undefined;
  const customer = hoursOfCustomer(await zoneOfCustomer(before, context), present, wantedHours);
  if (due !== undefined) return requestedDue(due, { customer, at: origin.at });
  const calendar = member === undefined ? officeCalendar(before.due.timeZone) : workingHoursOf(member);
  if (hours === undefined) return wantedDue(origin.at, { calendar, customer });
  return nextAttempt(before, hours, { calendar, customer }, { calledAt, at: origin.at });
}

/** A time promised for later than the next try stands: the customer waits for it. */
function nextAttempt(
  { attempts, due }: Callback,
  hours: number,
  who: { readonly calendar: BusinessCalendar; readonly customer: BusinessCalendar },
  { calledAt, at }: { readonly calledAt: string; readonly at: string },
): DueTime {
  const next = nextAttemptDue([...attempts.map((attempt) => attempt.at), calledAt], hours, who, at);
  return due.instant > next.instant ? due : next;
}

/** The customer wants no calls: that is noted, unless they were deleted meanwhile. */
export async function refused(
  { customerId }: Callback,
  { note }: Pick<Correction, 'note'>,
  { customers, consents, origin }: CompletingContext,
): Promise<readonly Write[]> {
  const contact = await customers.findContact(customerId);
  return contact === undefined ? [] : refuseCalls(contact, note ?? undefined, { consents, origin });
}

function unfit(field: string, reason: string): AppError {
  return new AppError('invalid-request', 'What came of the call cannot be recorded so.', {
    violations: [{ pointer: `/body/${field}`, reason }],
  });
}
