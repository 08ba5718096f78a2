/** Binds the routes of the relations domain. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../customers/index.ts';
import { putRelation } from './operations/put-relation.ts';
import { getRelation, listRelations } from './operations/read-relations.ts';
import { removeRelation } from './operations/remove-relation.ts';
import { relationsContract } from './relations.contract.ts';
import { relationsSentences } from './relations.sentences.ts';
import { createRelationsStore } from './relations.store.ts';

export const relationsRoutes = routes(relationsContract, { sentences: relationsSentences }, ({ table }) => {
  const relations = createRelationsStore(table);
  const customers = createCustomerReader(table);
  return {
    listRelations: async ({ params, query, principal }) =>
      answer(200, await listRelations({ ...params, ...query }, { relations, customers, principal })),

    getRelation: async ({ params, principal }) =>
      answer(200, await getRelation(params, { relations, customers, principal })),

    putRelation: async ({ params: place, body: entry, ifMatch: version, ...request }) =>
      answerAfter(200, await putRelation({ place, version, entry }, { relations, customers, ...request })),

    deleteRelation: async ({ params: place, ifMatch: version, ...request }) =>
      emptyAfter(204, await removeRelation({ place, version }, { relations, customers, ...request })),
  };
});
