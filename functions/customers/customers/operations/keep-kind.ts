import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

/**
 * What a change of the kind is written with, so that no relation stands that neither a person nor a company could have.
 *
 * @throws AppError `not-allowed-now` where there is such a relation, which it names
 */
export async function kindAllowed(
  before: Customer,
  after: Pick<Customer, 'kind'>,
  { customers }: { readonly customers: Pick<CustomersStore, 'whatNeedsKind'> },
): Promise<readonly Write[]> {
  if (before.kind === after.kind) return [];
  const { relation, still } = await customers.whatNeedsKind(before);
  if (relation === undefined) return [still];
  const { relation: kind, otherId } = relation;
  const reason = `Stands against it: ${kind} ${otherId}. Take that relation away first.`;
  throw new AppError('not-allowed-now', 'A relation needs the customer to be what they are.', {
    violations: [{ pointer: '/body/kind', reason }],
  });
}
