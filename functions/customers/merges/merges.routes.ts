/** Binds the routes of the merges domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader, createCustomersStore } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { createChainReader } from '../relations/index.ts';
import { mergesContract } from './merges.contract.ts';
import { mergesSentences } from './merges.sentences.ts';
import { listMerges } from './operations/list-merges.ts';
import { mergeCustomers, previewMerge } from './operations/merge-customers.ts';
import { undoMerge } from './operations/undo-merge.ts';

export const mergesRoutes = routes(mergesContract, { sentences: mergesSentences }, ({ table }) => {
  const customers = createCustomersStore(table);
  const reader = createCustomerReader(table);
  const fields = createFieldReader(table);
  const chains = createChainReader(table);
  return {
    previewMerge: async ({ params, body, ...context }) => {
      const wanted = { customerId: params.customerId, request: body };
      return answer(200, await previewMerge(wanted, { customers, fields, chains, ...context }));
    },

    mergeCustomers: async ({ params, body, ...context }) => {
      const wanted = { customerId: params.customerId, request: body };
      return answerAfter(200, await mergeCustomers(wanted, { customers, fields, chains, ...context }));
    },

    listMerges: async ({ params, principal }) =>
      answer(200, { items: await listMerges(params.customerId, { customers, reader, principal }) }),

    undoMerge: async ({ params, ...context }) =>
      answerAfter(200, await undoMerge(params, { customers, fields, ...context })),
  };
});
