import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type Interaction, interactionId, type NewInteraction } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer } from './customer-access.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'get' | 'record'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Writes a contact into the customer's timeline. The profile itself is not touched. */
export async function recordInteraction(
  { customerId, input }: { customerId: string; input: NewInteraction },
  context: Context,
): Promise<Change<Interaction>> {
  await accessibleCustomer(customerId, 'customers.write', context);
  const interaction: Interaction = {
    ...input,
    id: newId(interactionId),
    customerId,
    at: input.at ?? context.origin.at,
    by: context.principal.id,
  };
  return { result: interaction, writes: context.customers.record(interaction, context.origin) };
}
