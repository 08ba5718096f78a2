import { notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { AddressMarks } from '../../../customers/customers/index.ts';
import { addressOf } from '../messaging.rules.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { assertReachesAll } from './list-suppressions.ts';

/** Mail goes to this address again; who says so and why is kept beside whom it bounced for. */
export async function liftSuppression(
  { suppressionId, reason }: { readonly suppressionId: string; readonly reason: string },
  context: {
    readonly messages: Pick<MessagesStore, 'findSuppression' | 'release'>;
    readonly marks: Pick<AddressMarks, 'clear'>;
    readonly principal: Principal;
    readonly origin: EventContext;
  },
): Promise<Change<undefined>> {
  assertReachesAll(context.principal, 'contact.write');
  const suppression = await context.messages.findSuppression(suppressionId);
  if (suppression === undefined) throw notFound('suppression');
  const { recipient } = suppression;
  const cleared =
    recipient?.kind === 'customer'
      ? await context.marks.clear(recipient.id, addressOf(suppression), context.origin)
      : [];
  const released = context.messages.release(suppression, reason, context.origin);
  return { result: undefined, writes: [...released, ...cleared] };
}
