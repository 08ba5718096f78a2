import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { type Access, accessibleCustomer } from './customer-access.ts';

/** The customer, if this caller may see them. */
export function getCustomer(
  customerId: string,
  context: Access & { readonly customers: Pick<CustomersStore, 'get'> },
): Promise<Customer> {
  return accessibleCustomer(customerId, 'customers.read', context);
}
