import { randomUUID } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { type Interaction, interactionId, type NewInteraction } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer } from './customer-access.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'get' | 'hasOpenWork' | 'record'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Writes a contact into the customer's timeline. The profile itself is not touched. */
export async function recordInteraction(
  { customerId, input }: { customerId: string; input: NewInteraction },
  context: Context,
): Promise<Change<Interaction>> {
  const customer = await accessibleCustomer(customerId, 'customers.write', context);
  assertHasHappened(input.at, context.origin.at);
  const at = input.at ?? context.origin.at;
  const interaction: Interaction = {
    ...input,
    id: derivedId(interactionId, at, randomUUID()),
    version: 1,
    customerId: customer.id,
    at,
    by: context.principal.id,
  };
  return { result: interaction, writes: context.customers.record(interaction, context.origin) };
}

/** Clocks differ by some minutes; nobody kept contacts here before computers counted time. */
const toleranceMinutes = 5;
const earliest = '1970-01-01T00:00:00.000Z';

/** A contact has happened: whoever types another century, or tomorrow, has mistyped. */
function assertHasHappened(at: string | undefined, now: string): void {
  if (at === undefined || (at >= earliest && at <= instantAfter(now, { minutes: toleranceMinutes }))) return;
  throw new AppError('invalid-request', 'A contact is recorded when it has happened.', {
    violations: [{ pointer: '/body/at', reason: `must lie between ${earliest} and now, ${now}` }],
  });
}
