import type { Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { instantOfId } from '../../../../shared/values/derived-id.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import { countedAs, hashOfAddress } from '../messaging.rules.ts';
import type { Message, MessagePage, ShownMessage } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { shownSuppression } from './list-suppressions.ts';

interface Context {
  readonly messages: Pick<MessagesStore, 'listToCustomer' | 'findSuppression'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly principal: Principal;
}

/** One page of what was written to a customer whom the caller may reach, and why nothing arrives where that is known. */
export async function listMessages(
  { customerId, ...page }: PageRequest & { readonly customerId: string },
  context: Context,
): Promise<MessagePage> {
  const customer = await context.customers.getReachable(customerId, 'contact.read', context.principal);
  const { email, phone } = customer;
  const ofAddress = async (channel: Message['channel'], address: string | undefined) => {
    const found = address && (await context.messages.findSuppression(hashOfAddress(channel, address)));
    return found ? shownSuppression(found) : null;
  };
  const [{ items, cursor }, suppressed, phoneSuppressed] = await Promise.all([
    context.messages.listToCustomer(anyOf(idsOf(customer)), page),
    ofAddress('email', email),
    ofAddress('sms', phone),
  ]);
  return { items: items.map(shownMessage), cursor, suppressed, phoneSuppressed };
}

function shownMessage(message: Message): ShownMessage {
  const { id, purpose, template, channel, language, group, reason } = message;
  const { waitsUntil, heldBecause, segments, sentAt, settledAt, expiresAt } = message;
  const counted = countedAs(message);
  const ofDelivery =
    counted === 'bounced' || counted === 'withheld' || counted === 'complained' ? counted : undefined;
  return {
    ...{ id, purpose, template, channel, language, group, state: ofDelivery ?? message.state },
    ...{ reason: ofDelivery === undefined ? reason : undefined },
    ...{ plannedAt: instantOfId(id), waitsUntil, heldBecause, segments, sentAt, settledAt, expiresAt },
  };
}
