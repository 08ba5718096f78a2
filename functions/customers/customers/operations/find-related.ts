import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { masked } from '../customers.rules.ts';
import type { Customer, RelatedCustomer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'findMany' | 'find'>;
  readonly principal: Principal;
}

/**
 * Those of these customers who are there, by id; of one who is not the caller’s to see a masked summary. One read unit
 * each, and one for each merge of one who is merged into another.
 */
export async function findRelated(
  customerIds: readonly string[],
  { customers, principal }: Context,
): Promise<ReadonlyMap<string, RelatedCustomer>> {
  if (customerIds.length === 0) return new Map();
  const ids = [...new Set(customerIds)];
  const own = new Map((await customers.findMany(ids)).map((customer) => [customer.id, customer]));
  const found = ids.map(async (id) => [id, own.get(id) ?? (await customers.find(id))] as const);
  return new Map(
    (await Promise.all(found)).flatMap(([id, customer]) =>
      customer === undefined ? [] : [[id, relatedTo(customer, principal)]],
    ),
  );
}

function relatedTo(customer: Customer, principal: Principal): RelatedCustomer {
  const { id, kind, name, email, phone, owner } = customer;
  if (hasRowAccess(principal, 'customers.read', owner)) return { id, kind, name, email, phone, owner };
  return { ...masked(customer, null), kind, owner };
}
