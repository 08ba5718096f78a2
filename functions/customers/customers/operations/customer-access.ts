import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { UniqueValue } from '../customers.rules.ts';
import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

/** What decides who may read a customer. */
export interface ReadAccess {
  readonly customers: Pick<CustomersStore, 'hasOpenWork'>;
  readonly principal: Principal;
}

/** The customer, if the caller may reach it; "not yours" reads like "not there". */
export async function accessibleCustomer(
  customerId: string,
  permission: Permission,
  context: ReadAccess & { readonly customers: Pick<CustomersStore, 'get'> },
): Promise<Customer> {
  const customer = await context.customers.get(customerId);
  const isReachable =
    permission === 'customers.read'
      ? await mayRead(customer, context)
      : hasRowAccess(context.principal, permission, customer.owner);
  if (!isReachable) throw notFound('customer');
  return customer;
}

/** Whoever has open work for a customer, such as a callback, may read them: nobody calls blindly. */
export async function mayRead(
  { id, owner }: Pick<Customer, 'id' | 'owner'>,
  { customers, principal }: ReadAccess,
): Promise<boolean> {
  if (hasRowAccess(principal, 'customers.read', owner)) return true;
  return principal.rowAccess['customers.read'] !== undefined && customers.hasOpenWork(id, principal.id);
}

const words = { email: 'e-mail address', phone: 'phone number', external: 'external id' } as const;

/** The conflict over a unique value, which names the holder where the caller may see that customer. */
export function holderNamed(context: {
  readonly customers: Pick<CustomersStore, 'findByUnique'>;
  readonly principal: Principal;
}) {
  return async (unique: UniqueValue): Promise<AppError> => {
    const holder = await context.customers.findByUnique(unique);
    const isVisible = holder && hasRowAccess(context.principal, 'customers.read', holder.owner);
    return new AppError('conflict', `Another customer has this ${words[unique.kind]}.`, {
      violations: [{ pointer: unique.pointer, reason: 'Taken by another customer.' }],
      members: isVisible ? { existing: { id: holder.id } } : {},
    });
  };
}

/** The owner of a row that this caller writes: who reaches only own rows cannot give rows to others. */
export function ownerFor(principal: Principal, wanted: string | null): string | null {
  if (principal.rowAccess['customers.write'] === 'all' || wanted === principal.id) return wanted;
  if (wanted === null) return principal.id;
  throw new AppError('forbidden', 'Your role can give customers to yourself only.');
}

/** Throws `invalid-request` unless somebody is told when this owner's customers need them: one strongly consistent read. */
export async function assertTakesCustomers(
  owner: string | null,
  { staff }: { readonly staff: Pick<StaffReader, 'find'> },
): Promise<void> {
  if (owner === null) return;
  const member = await staff.find(owner);
  if (member?.active) return;
  const reason =
    member === undefined
      ? 'Not registered as staff. Name one of GET /staff, or register this person with PUT /staff/{staffId} first.'
      : 'Not active any more. Name one of GET /staff who is active, or null for nobody.';
  throw new AppError('invalid-request', 'Customers are looked after by active staff.', {
    violations: [{ pointer: '/body/owner', reason }],
  });
}
