import { notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { assertReachesAll } from './list-suppressions.ts';

/** Mail goes to this address again; who says so and why is kept beside whom it bounced for. */
export async function liftSuppression(
  { suppressionId, reason }: { readonly suppressionId: string; readonly reason: string },
  context: {
    readonly messages: Pick<MessagesStore, 'findSuppression' | 'release'>;
    readonly principal: Principal;
    readonly origin: EventContext;
  },
): Promise<Change<undefined>> {
  assertReachesAll(context.principal, 'contact.write');
  const suppression = await context.messages.findSuppression(suppressionId);
  if (suppression === undefined) throw notFound('suppression');
  return { result: undefined, writes: context.messages.release(suppression, reason, context.origin) };
}
