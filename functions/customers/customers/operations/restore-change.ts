import { isDeepStrictEqual } from 'node:util';
import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { changedNames, type FieldChanges, tooLong } from '../../../../shared/events/change-event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { customerChanged } from '../customers.events.ts';
import { type Customer, CustomerPatch } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { assertMayChange } from './customer-access.ts';
import { changeFields, type PatchContext } from './patch-customer.ts';

type Context = PatchContext & { readonly customers: Pick<CustomersStore, 'findChange'> };

/**
 * Gives the fields of a customer back what they were before a change, as a patch would. Throws `conflict` where one of
 * them has changed again since: what is newer is not written over unseen.
 */
export async function restoreChange(
  { customerId, changeId }: { customerId: string; changeId: string },
  context: Context,
): Promise<Change<Customer>> {
  const customer = await context.customers.get(customerId);
  await assertMayChange(customer, 'customers.write', context);
  const change = await context.customers.findChange(customerId, changeId);
  if (change === undefined) throw notFound('change');
  // What the system has noted of an address is nothing that people set.
  const names = changedNames(change.changes).filter((name) => name in CustomerPatch.shape);
  if (change.type !== customerChanged.type || names.length === 0 || isCut(change.changes))
    throw new AppError('not-allowed-now', 'Only a change of fields whose values were kept can be restored.');
  assertNotChangedSince(customer, names, change.changes);
  const patch = Object.fromEntries(names.map((name) => [name, change.changes.before[name] ?? null]));
  return changeFields(customer, CustomerPatch.parse(patch), context, changeId);
}

function isCut({ before, after }: FieldChanges): boolean {
  return [...Object.values(before), ...Object.values(after)].includes(tooLong);
}

function assertNotChangedSince(customer: Customer, names: readonly string[], { after }: FieldChanges): void {
  const newer = names.filter((name) => !isDeepStrictEqual(Reflect.get(customer, name), after[name]));
  if (newer.length === 0) return;
  throw new AppError(
    'conflict',
    `Changed again since: ${newer.join(', ')}. Restore the newer change first, or set the values with PATCH.`,
    { members: { changedSince: newer } },
  );
}
