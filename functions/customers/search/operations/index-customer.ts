import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { foundCustomer } from '../search.rules.ts';
import type { SearchStore } from '../search.store.ts';
import type { Spell } from './spell-names.ts';
import { termsOfCustomer } from './terms-of-customer.ts';

interface Context {
  readonly search: Pick<SearchStore, 'findRecord' | 'change'>;
  readonly customers: Pick<CustomerReader, 'find'>;
  readonly spell: Spell;
}

/**
 * Brings the index up to date with a customer, in whatever order and however often: two read units while nothing by
 * which they are found or shown has changed. The record of the index is read first, so what is written is never older than
 * what another has written in between.
 */
export async function indexCustomer(
  customerId: string,
  { search, customers, spell }: Context,
): Promise<Change<undefined>> {
  const before = await search.findRecord(customerId);
  const customer = await customers.find(customerId);
  const after = customer && {
    terms: termsOfCustomer(customer, spell),
    customer: foundCustomer(customer),
  };
  return { result: undefined, writes: search.change(customerId, before, after) };
}
