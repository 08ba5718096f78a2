import { AppError } from '../../../../shared/errors/app-error.ts';
import { askedOwner, type Principal, seesContactDetails } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { withoutContactDetails } from '../customers.rules.ts';
import type { CustomerPage } from '../customers.schema.ts';
import type { CustomerFilters, CustomersStore } from '../customers.store.ts';
import { type LookUp, lookUpCustomer } from './look-up-customer.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'list' | 'listChanges' | 'findByUnique' | 'hasOpenWork'>;
  readonly principal: Principal;
}

interface ListRequest extends CustomerFilters, LookUp, PageRequest {
  readonly updatedSince?: string | undefined;
}

/** Lists customers, or what has changed, or finds the one who has a value. Who reaches only own rows sees those, and the ones of nobody. */
export async function listCustomers(
  { owner: asked, kind, updatedSince, email, phone, externalId, ...page }: ListRequest,
  { customers, principal }: Context,
): Promise<CustomerPage> {
  const lookUp = { email, phone, externalId };
  const others = { owner: asked, kind, updatedSince, cursor: page.cursor };
  const one = await lookUpCustomer(lookUp, others, { customers, principal });
  if (one !== undefined) return one;
  const owner = askedOwner(principal, asked);
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
