import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import {
  findChange,
  type Restoration,
  type RestoreReader,
  whyGone,
} from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { takesWork } from '../../../people/staff/index.ts';
import { uniqueFieldsOf } from '../../fields/index.ts';
import { customerDeleted } from '../customers.events.ts';
import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { holderNamed } from './customer-access.ts';
import type { PatchContext } from './patch-customer.ts';

type Place = Pick<Restoration, 'changeId' | 'collection' | 'subject'> & { readonly customerId: string };

export interface RestoreContext extends PatchContext {
  readonly customers: PatchContext['customers'] & Pick<CustomersStore, 'find' | 'findRestorable' | 'restore'>;
  readonly table: RestoreReader;
}

/**
 * Brings back who was deleted, with all their records and unique values, as long as they are kept; whoever looked after
 * them and takes on no work any more does not. Throws `not-allowed-now` for any other change of who is gone.
 */
export async function restoreDeleted(
  { customerId, ...place }: Place,
  context: RestoreContext,
): Promise<Change<Customer>> {
  const { customers, staff, fields, table, principal, origin } = context;
  const { type, at } = await deletionAt(place, table);
  if (type !== customerDeleted.type) throw await whyGone('customer', place, table);
  assertMayRestore(principal);
  const deleted = await customers.findRestorable(customerId);
  // Somebody else was faster.
  if (deleted === undefined && (await customers.find(customerId)) !== undefined)
    throw await whyGone('customer', place, table);
  if (deleted === undefined)
    throw new AppError('not-allowed-now', 'This customer is not kept any more, and cannot be brought back.');
  const { root } = deleted;
  if (root.deletedAt !== at) throw await whyGone('customer', place, table);
  const member = root.owner === null ? undefined : await staff.find(root.owner);
  const owner = member !== undefined && takesWork(member) ? member.id : null;
  const uniqueness = { whenTaken: holderNamed(context), uniqueFields: uniqueFieldsOf(await fields.list()) };
  return customers.restore(deleted, owner, { ...origin, restores: place.changeId }, uniqueness);
}

/** The change that is named; who never was is answered like who is not the caller's. */
async function deletionAt(place: Omit<Place, 'customerId'>, table: RestoreReader) {
  try {
    return await findChange(place, table);
  } catch (error) {
    throw error instanceof AppError && error.code === 'not-found' ? notFound('customer') : error;
  }
}

/** A deletion by mistake is taken back by a person who answers for all customers, and by no program. */
function assertMayRestore({ kind, rowAccess }: Principal): void {
  if (kind === 'person' && rowAccess['customers.write'] === 'all') return;
  throw new AppError('forbidden', 'A deleted customer is brought back by a manager or an administrator.');
}
