import { AppError, notFound, notYours } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { ManyOptions } from '../../../../shared/table/read-many.ts';
import type { Contact } from '../customers.schema.ts';

interface Asking {
  readonly customers: {
    getReachable(customerId: string, permission: Permission, principal: Principal): Promise<Contact>;
  };
  readonly permission: Permission;
  readonly principal: Principal;
}

/** Throws for a thing of a customer whom the caller does not reach: "not yours" reads like "not there". */
export async function assertReachesThing(
  thing: string,
  customerId: string,
  { customers, permission, principal }: Asking,
): Promise<void> {
  if (principal.rowAccess[permission] === 'all') return;
  await customers.getReachable(customerId, permission, principal).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
    throw error.isRefusal ? notYours(thing) : notFound(thing);
  });
}

interface Showing {
  readonly customers: {
    findContacts(customerIds: readonly string[], options?: ManyOptions): Promise<readonly Contact[]>;
  };
  /** Also rows of customers who are gone. */
  readonly seesAll: boolean;
  /** Also rows of nobody in particular. */
  readonly seesNobodys: boolean;
  readonly sees: (contact: Contact) => boolean;
}

/** Those rows of a list of many customers that the caller is shown, with the customers' present names. */
export async function namedRows<Row extends { readonly customerId?: string | undefined }>(
  rows: readonly Row[],
  { customers, seesAll, seesNobodys, sees }: Showing,
): Promise<(Row & { customerName?: string })[]> {
  const ids = [...new Set(rows.flatMap(({ customerId }) => customerId ?? []))];
  // A name may lag, for half the price; what the caller may see must not.
  const contacts = await customers.findContacts(ids, { consistent: !seesAll });
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return rows.flatMap((row) => {
    if (row.customerId === undefined) return seesNobodys ? [row] : [];
    const contact = byId.get(row.customerId);
    if (contact === undefined) return seesAll ? [row] : [];
    return sees(contact) ? [{ ...row, customerName: contact.name }] : [];
  });
}
