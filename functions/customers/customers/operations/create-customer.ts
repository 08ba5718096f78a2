import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newIdAt } from '../../../../shared/values/derived-id.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { newCustomer } from '../customers.rules.ts';
import { type Customer, customerId, type NewCustomer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { customOfNew, type DefinedFields } from './custom-values.ts';
import { assertTakesCustomers, holderNamed, ownerFor } from './customer-access.ts';

interface Context extends DefinedFields {
  readonly customers: Pick<CustomersStore, 'create' | 'findByUnique' | 'hasOpenWork'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
  readonly origin: EventContext;
  /** Of the customer, where it follows from the cause. @default a new one */
  readonly id?: string;
}

/** Creates a customer; who may only reach own rows becomes the owner. */
export async function createCustomer(input: NewCustomer, context: Context): Promise<Change<Customer>> {
  const { customers, principal, origin } = context;
  const owner = ownerFor(principal, input.owner);
  await assertTakesCustomers(owner, context);
  const { custom, uniqueFields } = await customOfNew(input, context);
  const customer = newCustomer(
    context.id ?? newIdAt(customerId, origin.at),
    { ...input, custom, owner },
    origin.at,
  );
  const uniqueness = { whenTaken: holderNamed(context), uniqueFields };
  return { result: customer, writes: customers.create(customer, origin, uniqueness) };
}
