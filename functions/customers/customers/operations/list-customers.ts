import { AppError } from '../../../../shared/errors/app-error.ts';
import { type Principal, seesContactDetails } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { withoutContactDetails } from '../customers.rules.ts';
import type { CustomerPage } from '../customers.schema.ts';
import type { CustomerFilters, CustomersStore } from '../customers.store.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'list' | 'listChanges'>;
  readonly principal: Principal;
}

interface ListRequest extends CustomerFilters, PageRequest {
  readonly updatedSince?: string | undefined;
}

/** Lists customers, or what has changed. Who reaches only own rows sees those, and the ones of nobody. */
export async function listCustomers(
  { owner, kind, updatedSince, ...page }: ListRequest,
  { customers, principal }: Context,
): Promise<CustomerPage> {
  const isOwn = principal.rowAccess['customers.read'] === 'own' && owner !== 'none';
  if (isOwn && owner !== undefined && owner !== principal.id) {
    throw new AppError(
      'forbidden',
      'Your role shows you your own customers and, with owner=none, those of nobody.',
    );
  }
  const filters = { owner: isOwn ? principal.id : owner, kind };
  const found =
    updatedSince === undefined
      ? await customers.list(filters, page)
      : await customers.listChanges(filters, { ...page, since: updatedSince });
  return seesContactDetails(principal) ? found : { ...found, items: found.items.map(withoutContactDetails) };
}
