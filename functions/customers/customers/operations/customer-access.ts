import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

/** The customer, if the caller may reach it; "not yours" reads like "not there". */
export async function accessibleCustomer(
  customerId: string,
  permission: Permission,
  context: { customers: Pick<CustomersStore, 'get'>; principal: Principal },
): Promise<Customer> {
  const customer = await context.customers.get(customerId);
  if (!hasRowAccess(context.principal, permission, customer.owner)) throw notFound('customer');
  return customer;
}

/** The owner of a row that this caller writes: who reaches only own rows cannot give rows to others. */
export function ownerFor(principal: Principal, wanted: string | null): string | null {
  if (principal.rowAccess['customers.write'] === 'all' || wanted === principal.id) return wanted;
  if (wanted === null) return principal.id;
  throw new AppError('forbidden', 'Your role can give customers to yourself only.');
}
