import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { messageId, requestMessage } from '../../../contact/messaging/index.ts';
import { notificationOf, template } from '../callbacks.mail.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly origin: EventContext;
}

/** After so long the owner has other callbacks to look at. */
const usefulHours = 24;

/**
 * Notifies the owner of a due callback by mail, once for each promise: the id of the message follows from the callback
 * and its schedule version.
 */
export async function notifyOwner(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  { callbacks, origin }: Context,
): Promise<Change<'requested' | 'stale' | 'no-owner'>> {
  const callback = await callbacks.find(callbackId);
  if (callback?.status !== 'due' || callback.scheduleVersion !== scheduleVersion) {
    return { result: 'stale', writes: [] };
  }
  const { owner, due } = callback;
  if (owner === null) return { result: 'no-owner', writes: [] };
  const message = requestMessage(
    {
      id: derivedId(messageId, due.instant, `${callbackId}\n${scheduleVersion}`),
      recipient: { kind: 'staff', id: owner },
      purpose: 'notifications',
      channel: 'email',
      template,
      data: notificationOf(callback),
      topics: [],
      expiresAt: instantAfter(origin.at, { hours: usefulHours }),
    },
    origin,
  );
  return { result: 'requested', writes: message };
}
