import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { messageId, requestMessage } from '../../../contact/messaging/index.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Staff, StaffReader } from '../../../people/staff/index.ts';
import { type Audience, notificationOf, template } from '../callbacks.mail.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  /** Whether the mail may say who the customer is and what they said. */
  readonly details: 'full' | 'none';
  /** Address of the API. */
  readonly publicUrl: string;
  readonly origin: EventContext;
}

/** After so long the owner has other callbacks to look at. */
const usefulHours = 24;

/**
 * Notifies the owner of a due callback by mail, once for each promise: the id of the message follows from the callback
 * and its schedule version. What is nobody's, or an owner's who is not here any more, is told to the department, so
 * that no promise comes due without a person told.
 */
export async function notifyOwner(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  { callbacks, customers, staff, origin, ...about }: Context,
): Promise<Change<Audience | 'stale'>> {
  const callback = await callbacks.find(callbackId);
  if (callback?.status !== 'due' || callback.scheduleVersion !== scheduleVersion) {
    return { result: 'stale', writes: [] };
  }
  const [contact, member] = await Promise.all([
    customers.findContact(callback.customerId),
    callback.owner === null ? undefined : staff.find(callback.owner),
  ]);
  const audience = audienceOf(callback, member);
  const writes = requestMessage(
    {
      id: derivedId(messageId, callback.due.instant, `${callbackId}\n${scheduleVersion}`),
      recipient:
        audience === 'owner' && member !== undefined
          ? { kind: 'staff', id: member.id }
          : { kind: 'department' },
      purpose: 'notifications',
      channel: 'email',
      template,
      data: notificationOf(callback, { audience, phone: contact?.phone, ...about }),
      topics: [],
      expiresAt: instantAfter(origin.at, { hours: usefulHours }),
    },
    origin,
  );
  return { result: audience, writes };
}

function audienceOf({ owner }: Callback, member: Staff | undefined): Audience {
  if (owner === null) return 'team';
  return member?.active ? 'owner' : 'absent-owner';
}
