import { AppError, notYours } from '../../../../shared/errors/app-error.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import { type StaffReader, takesWork } from '../../../people/staff/index.ts';
import { type Identity, idsOf, masked, type UniqueValue } from '../customers.rules.ts';
import type { Customer, MaskedCustomer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

/** What decides who may reach a customer. */
export interface Access {
  readonly customers: Pick<CustomersStore, 'hasOpenWork'>;
  readonly principal: Principal;
}

/** The customer, if the caller may read them, or write of them; "not yours" reads like "not there". */
export async function accessibleCustomer(
  customerId: string,
  permission: Permission,
  context: Access & { readonly customers: Pick<CustomersStore, 'get'> },
): Promise<Customer> {
  const customer = await context.customers.get(customerId);
  if (!(await reaches(customer, permission, context))) throw notYours('customer');
  return customer;
}

/**
 * Whoever has open work for a customer, such as a callback, reads of them what they read of their own, and writes down
 * what came of it: nobody calls blindly. Costs half a read unit where a colleague looks after the customer.
 */
export async function reaches(
  customer: Pick<Customer, 'owner'> & Identity,
  permission: Permission,
  { customers, principal }: Access,
): Promise<boolean> {
  if (hasRowAccess(principal, permission, customer.owner)) return true;
  if (principal.rowAccess[permission] === undefined) return false;
  return customers.hasOpenWork(anyOf(idsOf(customer)), principal.id);
}

/** What is kept of a customer is changed by who looks after them. Throws `forbidden`, or `not-found` where they are hidden. */
export async function assertMayChange(
  customer: Pick<Customer, 'owner'> & Identity,
  permission: Permission,
  context: Access,
): Promise<void> {
  if (hasRowAccess(context.principal, permission, customer.owner)) return;
  if (!(await reaches(customer, 'customers.read', context))) throw notYours('customer');
  throw new AppError(
    'forbidden',
    `Only ${customer.owner}, who looks after this customer, or a manager can change this.`,
  );
}

const words = {
  email: 'e-mail address',
  phone: 'phone number',
  external: 'external id',
  custom: 'value',
} as const;

interface Conflict {
  readonly customers: Pick<CustomersStore, 'findByUnique'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
}

/**
 * The conflict over unique values: all that are taken, each with its holder, and a summary of the first of these.
 * It is the one answer that tells of customers who are not the caller's to see, so that nobody creates a second one.
 * Costs two strongly consistent reads for each value that was to be taken, and one for the name of an owner.
 */
export function holderNamed({ customers, staff, principal }: Conflict) {
  return async (refused: UniqueValue, wanted: readonly UniqueValue[]): Promise<AppError> => {
    const holders = await Promise.all(wanted.map((unique) => customers.findByUnique(unique)));
    const told = mayLearnOfOthers(principal) ? holders : [];
    const first = told.find((holder) => holder !== undefined);
    // The refused one may have become free by now; it was taken all the same.
    const violations = wanted.flatMap((unique, index) => {
      if (holders[index] === undefined && unique !== refused) return [];
      const holder = told[index];
      const reason = holder === undefined ? 'Taken by another customer.' : `Taken by ${holder.id}.`;
      return [{ pointer: unique.pointer, reason }];
    });
    return new AppError('conflict', `Another customer has this ${words[refused.kind]}.`, {
      violations,
      members: first === undefined ? {} : { existing: await holderShown(first, { staff, principal }) },
    });
  };
}

/** The same conflict where the caller brings the value of a customer whom they do not reach; the attempt is kept. */
export async function notYoursToUpdate(
  holder: Customer,
  { kind }: Pick<UniqueValue, 'kind'>,
  { staff, principal }: Pick<Conflict, 'staff' | 'principal'>,
): Promise<AppError> {
  return new AppError('conflict', `Another customer has this ${words[kind]}.`, {
    members: mayLearnOfOthers(principal) ? { existing: await holderShown(holder, { staff, principal }) } : {},
    hidden: true,
  });
}

/** A machine that only writes has no use for it. */
function mayLearnOfOthers({ rowAccess }: Principal): boolean {
  return rowAccess['customers.read'] !== undefined;
}

async function holderShown(
  customer: Customer,
  { staff, principal }: Pick<Conflict, 'staff' | 'principal'>,
): Promise<MaskedCustomer> {
  const { owner } = customer;
  const member = owner === null ? undefined : await staff.find(owner);
  return shownTo(principal, customer, member?.name);
}

/** As much of a customer as this caller may learn: masked where they are not theirs to see. */
export function shownTo(
  principal: Principal,
  customer: Pick<Customer, 'id' | 'name' | 'email' | 'phone' | 'owner'>,
  nameOfOwner: string | undefined,
): MaskedCustomer {
  const { id, name, email, phone } = customer;
  const owner = customer.owner === null ? null : { id: customer.owner, name: nameOfOwner ?? customer.owner };
  const isOpen = hasRowAccess(principal, 'customers.read', customer.owner) && sees(principal, 'contact');
  return isOpen ? { id, masked: false, name, email, phone, owner } : masked(customer, owner);
}

/** The owner of a row that this caller writes: who reaches only own rows cannot give rows to others. */
export function ownerFor(principal: Principal, wanted: string | null): string | null {
  if (principal.rowAccess['customers.write'] === 'all') return wanted;
  if (wanted === null) return principal.id;
  if (principal.reach.has(wanted)) return wanted;
  throw new AppError(
    'forbidden',
    'Your role can give customers to yourself and to those whose rows your teams open to you.',
  );
}

/** Throws `invalid-request` unless somebody is told when this owner's customers need them: one strongly consistent read. */
export async function assertTakesCustomers(
  owner: string | null,
  { staff }: { readonly staff: Pick<StaffReader, 'find'> },
): Promise<void> {
  if (owner === null) return;
  const member = await staff.find(owner);
  if (member !== undefined && takesWork(member)) return;
  const reason =
    member === undefined
      ? 'Not registered as staff. Name one of GET /staff, or register this person with PUT /staff/{staffId} first.'
      : member.active
        ? 'Takes on no work. Name one of GET /staff who does, or null for nobody.'
        : 'Not active any more. Name one of GET /staff who is active, or null for nobody.';
  throw new AppError('invalid-request', 'Customers are looked after by active staff.', {
    violations: [{ pointer: '/body/owner', reason }],
  });
}
