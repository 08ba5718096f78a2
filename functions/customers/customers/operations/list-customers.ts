import { type Principal, seesContactDetails } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { withoutContactDetails } from '../customers.rules.ts';
import type { CustomerSummary } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'listAll' | 'listOfNobody' | 'listOfOwner'>;
  readonly principal: Principal;
}

/** Lists customers by owner or all of them. Who reaches only own rows sees those, and the ones of nobody. */
export async function listCustomers(
  { owner, ...page }: PageRequest & { owner?: string | undefined },
  { customers, principal }: Context,
): Promise<{ items: CustomerSummary[]; cursor: string | null }> {
  const found = await rows({ owner, ...page }, { customers, principal });
  return seesContactDetails(principal) ? found : { ...found, items: found.items.map(withoutContactDetails) };
}

function rows(
  { owner, ...page }: PageRequest & { owner?: string | undefined },
  { customers, principal }: Context,
) {
  if (owner === 'none') return customers.listOfNobody(page);
  if (principal.rowAccess['customers.read'] === 'own') return customers.listOfOwner(principal.id, page);
  return owner === undefined ? customers.listAll(page) : customers.listOfOwner(owner, page);
}
