import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { firstCharacters } from '../../../../shared/values/text.ts';
import type { ConsentReader } from '../../../contact/consents/index.ts';
import type { Contact } from '../../../customers/customers/index.ts';
import type { Assign, Assignment } from '../../../people/assignments/index.ts';
import { type StaffReader, takesWork, workingHoursOf } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { newCallback } from '../callbacks.rules.ts';
import type { Callback, Reason } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { answerDue, hoursOfCustomer } from './call-times.ts';
import { ownerAwayFor } from './callback-access.ts';
import { mayBeCalled } from './callback-consent.ts';

/** A call that an answer of a customer asks for. */
export interface AnswerCall {
  /** Follows from the answer, so that no answer opens two. */
  readonly id: string;
  /** Whoever is to be called. */
  readonly contact: Contact;
  /** The record that has answered, which may be merged into that of the contact. */
  readonly record: Pick<Contact, 'id' | 'name'>;
  readonly answeredAt: string;
  readonly reason: Exclude<Reason, { readonly kind: 'manual' }>;
  readonly note?: string | undefined;
  readonly priority: Callback['priority'];
  /** Within so many working hours after the answer. */
  readonly hours: number;
  /** Who calls, or whose people alone; whom the rules of assignment find if neither is named. */
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
}

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'open'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly assign: Assign;
  readonly settings: CallSettingsReader;
  readonly consents: Pick<ConsentReader, 'findAll'>;
  readonly origin: EventContext;
}

/** Longer comments are cut: whoever calls needs the gist. */
const maximumNote = 1000;

/**
 * Promises a call because of an answer. Whoever is named and takes on no work any more is not waited for: then the rules
 * of assignment find somebody. Where the call is there already, nothing is opened, and it takes nobody's turn. Who wants no
 * calls is not called.
 */
export async function openForAnswer(
  call: AnswerCall,
  { callbacks, staff, assign, settings, consents, origin }: Context,
): Promise<Change<Callback | undefined>> {
  const nothing = { result: undefined, writes: [] };
  if ((await callbacks.find(call.id)) !== undefined) return nothing;
  if (!(await mayBeCalled(call.contact, consents))) return nothing;
  const { id, contact, record, answeredAt, reason, note, priority, hours } = call;
  const { member, ...given } = await ownerOf(call, { staff, assign, origin });
  const calendar = member === undefined ? officeCalendar(contact.timeZone) : workingHoursOf(member);
  const present = await settings.get();
  const customer = hoursOfCustomer(contact.timeZone, present);
  const due = answerDue(answeredAt, hours, { calendar, customer });
  const promised = newCallback({
    ...{ id, contact: record, reason, priority, due, ...given },
    note: note && firstCharacters(note, maximumNote),
    ownerAway: ownerAwayFor(member, due.instant, origin.at),
    at: origin.at,
  });
  const callback = withAlarms(promised, { settings: present, member, at: origin.at });
  return { result: callback, writes: callbacks.open(callback, origin) };
}

async function ownerOf(
  { owner, team: only, contact: customer, reason }: AnswerCall,
  { staff, assign, origin }: Pick<Context, 'staff' | 'assign' | 'origin'>,
): Promise<Assignment & Pick<Callback, 'teamNamed'>> {
  const named = owner === undefined ? undefined : await staff.find(owner);
  if (named !== undefined && takesWork(named)) return { owner: named.id, member: named, assigned: undefined };
  const found = await assign('callbacks', { reason: reason.kind, customer, only }, origin.at);
  return only !== undefined && found.team === only ? { ...found, teamNamed: true } : found;
}
