/** What the relations domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { removeAllOf } from './operations/remove-relation.ts';
import { relationsEnding } from './relations.domain.ts';
import { createRelationsStore } from './relations.store.ts';

export const relationsConsumers = consumers(({ table }) => {
  const relations = createRelationsStore(table);
  return [
    on(relationsEnding, ({ data }, context) => removeAllOf(data.customerId, { relations, table, context })),
  ];
});
