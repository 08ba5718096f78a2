import { type Principal, seesContactDetails } from '../../../../shared/identity/principal.ts';
import { withoutContactDetails } from '../customers.rules.ts';
import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer } from './customer-access.ts';

/** The customer, as far as this caller may see it. */
export async function getCustomer(
  customerId: string,
  context: { customers: Pick<CustomersStore, 'get' | 'hasOpenWork'>; principal: Principal },
): Promise<Customer> {
  const customer = await accessibleCustomer(customerId, 'customers.read', context);
  return seesContactDetails(context.principal) ? customer : withoutContactDetails(customer);
}
