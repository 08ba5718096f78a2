/** What the relations domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { createCustomerReader } from '../customers/index.ts';
import { removeAllOf } from './operations/remove-relation.ts';
import { relationsEnding } from './relations.domain.ts';
import { createRelationsStore } from './relations.store.ts';

export const relationsConsumers = consumers(({ table }) => {
  const relations = createRelationsStore(table);
  const customers = createCustomerReader(table);
  return [
    on(relationsEnding, async ({ data }, context) => {
      // Brought back in the meantime: what they have now is theirs.
      if ((await customers.findContact(data.customerId)) !== undefined) return;
      await removeAllOf(data.customerId, { relations, table, context });
    }),
  ];
});
