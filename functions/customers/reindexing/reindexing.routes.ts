/** Binds the routes of the reindexing domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { getReindexing, startReindexing } from './operations/start-reindexing.ts';
import { reindexingContract } from './reindexing.contract.ts';
import { reindexingSentences } from './reindexing.sentences.ts';
import { createReindexingStore } from './reindexing.store.ts';

export const reindexingRoutes = routes(
  reindexingContract,
  { sentences: reindexingSentences },
  ({ table }) => {
    const reindexings = createReindexingStore(table);
    return {
      startReindexing: async (request) =>
        answerAfter(201, await startReindexing({ reindexings, ...request })),

      getReindexing: async ({ params, principal }) =>
        answer(200, await getReindexing(params.reindexingId, { reindexings, principal })),
    };
  },
);
