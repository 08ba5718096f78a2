import type { Change } from '../../../../shared/table/write.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import type { CustomerReader } from '../../customers/index.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import type { createFieldReader } from '../../fields/index.ts';
import { foundCustomer } from '../search.rules.ts';
import type { SearchStore } from '../search.store.ts';
import type { Spell } from './spell-names.ts';
import { termsOfCustomer } from './terms-of-customer.ts';

interface Context {
  readonly search: Pick<SearchStore, 'findRecord' | 'change'>;
  readonly customers: Pick<CustomerReader, 'find'>;
  readonly fields: Pick<ReturnType<typeof createFieldReader>, 'list'>;
  readonly spell: Spell;
}

/**
 * Brings the index up to date with a customer, in whatever order and however often: two read units while nothing by
 * which they are found or shown has changed. The record of the index is read first, so what is written is never older than
 * what another has written in between.
 */
export async function indexCustomer(
  customerId: string,
  { search, customers, fields, spell }: Context,
): Promise<Change<undefined>> {
  const before = await search.findRecord(customerId);
  const customer = await customers.find(customerId);
  const after = customer && {
    terms: termsOfCustomer(customer, spell, searchableTexts(customer, await fields.list())),
    customer: foundCustomer(customer),
  };
  return { result: undefined, writes: search.change(customerId, before, after) };
}

/** Values of the fields by which customers are found. What not everybody sees is nothing that everybody may look for. */
function searchableTexts(
  { custom = {} }: Customer,
  definitions: readonly FieldDefinition[],
): readonly string[] {
  return definitions
    .filter(({ searchable, visibleTo }) => searchable && visibleTo === 'everyone')
    .flatMap(({ name }) => custom[name] ?? [])
    .map(String);
}
