import type { ChangeEvent } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign } from '../../../people/assignments/index.ts';
import { presentFor, type StaffReader } from '../../../people/staff/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { callbackDue, callbackEscalated, callbackReleased, callbackReminded } from '../callbacks.events.ts';
import { escalate, givenTo, markDue, release, remind } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { withdraw } from './follow-customer.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly settings: CallSettingsReader;
  readonly assign: Assign;
  readonly origin: EventContext;
}

export type DueResult = 'due' | 'reminded' | 'escalated' | 'released' | 'cancelled' | 'stale';

const nothing: Change<DueResult> = { result: 'stale', writes: [] };

/**
 * The time of a promise has come. A firing that something has overtaken (another time, a call, a cancellation) is
 * stale and changes nothing. Nobody is asked to call a customer who was deleted in the meantime. Where the department
 * wants that, a call whose owner is away without anybody to stand in is given out again.
 */
export async function fallDue(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  context: Context,
): Promise<Change<DueResult>> {
  const { callbacks, customers, origin } = context;
  const before = await callbacks.find(callbackId);
  const after = before && markDue(before, scheduleVersion);
  if (before === undefined || after === undefined) return nothing;
  const contact = await customers.findContact(before.customerId);
  if (contact === undefined) {
    return { result: 'cancelled', writes: withdraw(before, { callbacks, origin }) };
  }
  const held = await takenOver(after, contact, context);
  return {
    result: 'due',
    writes: callbacks.change(before, held, origin, { declaration: callbackDue }),
  };
}

/** The due callback in the hands of somebody who is there; as it was where its owner is, or where nobody is found. */
async function takenOver(
  due: Callback,
  customer: Contact,
  { staff, settings, assign, origin }: Context,
): Promise<Callback> {
  if (due.owner === null) return due;
  const present = await settings.get();
  const owner = present.reassignAbsent ? await staff.find(due.owner) : undefined;
  if (owner === undefined || (await presentFor(owner, staff, origin.at)) !== undefined) return due;
  const work = { reason: due.reason.kind, without: due.owner, customer };
  const { member, ...found } = await assign('callbacks', work, origin.at);
  if (found.owner === null && found.team === undefined) return due;
  const given = { ...givenTo(due, found), version: due.version };
  return withAlarms(given, { settings: present, member, at: origin.at });
}

/**
 * What the due list brings up: a promise that is to be reminded of or whose schedule did not fire, one that nobody has kept
 * for too long, or a claim that ran out.
 */
export async function catchUp(callbackId: string, context: Context): Promise<Change<DueResult>> {
  const { callbacks, origin } = context;
  const before = await callbacks.find(callbackId);
  if (before?.status === 'scheduled' && before.due.instant <= origin.at) {
    return fallDue({ callbackId, scheduleVersion: before.scheduleVersion }, context);
  }
  if (before === undefined) return nothing;
  const changed = (result: DueResult, after: Callback, declaration: ChangeEvent['declaration']) => ({
    result,
    writes: callbacks.change(before, after, origin, { declaration }),
  });
  const reminded = remind(before, origin.at);
  if (reminded !== undefined) return changed('reminded', reminded, callbackReminded);
  const escalated = escalate(before, origin.at);
  if (escalated !== undefined) return changed('escalated', escalated, callbackEscalated);
  const released = release(before, origin.at);
  return released === undefined ? nothing : changed('released', released, callbackReleased);
}
