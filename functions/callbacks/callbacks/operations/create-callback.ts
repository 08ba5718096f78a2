import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { ConsentReader } from '../../../contact/consents/index.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign, Assignment } from '../../../people/assignments/index.ts';
import { type StaffReader, workingHoursOf } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { newCallback } from '../callbacks.rules.ts';
import { type Callback, callbackId, type NewCallback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { hoursOfCustomer, requestedDue, wantedDue } from './call-times.ts';
import { assertMayOwn, ownerAwayFor } from './callback-access.ts';
import { mayBeCalled } from './callback-consent.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'open'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly staff: StaffReader;
  readonly assign: Assign;
  readonly settings: CallSettingsReader;
  readonly consents: Pick<ConsentReader, 'findAll'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Promises a customer a call, by whom the rules find unless somebody is named. */
export async function createCallback(input: NewCallback, context: Context): Promise<Change<Callback>> {
  const { callbacks, customers, settings, consents, principal, origin } = context;
  const { wantedHours } = input;
  const contact = await customers.getReachable(input.customerId, 'callbacks.write', principal);
  const [present, isWelcome] = await Promise.all([settings.get(), mayBeCalled(contact, consents)]);
  if (!isWelcome)
    throw new AppError('not-allowed-now', 'This customer wants no calls, as is noted in their consents.');
  const customer = hoursOfCustomer(contact.timeZone, present, wantedHours);
  const named = input.due && requestedDue(input.due, { customer, at: origin.at });
  const { member, ...given } = await ownerOf(input, contact, context);
  const calendar = member === undefined ? officeCalendar(contact.timeZone) : workingHoursOf(member);
  const due = named ?? wantedDue(origin.at, { calendar, customer });
  const promised = newCallback({
    id: newId(callbackId),
    contact,
    reason: { kind: 'manual', why: input.why },
    note: input.note,
    ...given,
    ownerAway: ownerAwayFor(member, due.instant, origin.at),
    priority: input.priority,
    wantedHours,
    due,
    at: origin.at,
  });
  const callback = withAlarms(promised, { settings: present, member, at: origin.at });
  return { result: callback, writes: callbacks.open(callback, origin) };
}

async function ownerOf(
  { owner }: NewCallback,
  contact: Contact,
  context: Context,
): Promise<Pick<Callback, 'owner' | 'team' | 'assigned'> & Pick<Assignment, 'member'>> {
  if (owner !== undefined) {
    return { owner, member: await assertMayOwn(owner, context) };
  }
  const { assign, origin } = context;
  return assign('callbacks', { reason: 'manual', customer: contact }, origin.at);
}
