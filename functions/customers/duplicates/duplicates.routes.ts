/** Binds the routes of the duplicates domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCustomerReader } from '../customers/index.ts';
import { duplicatesContract } from './duplicates.contract.ts';
import { duplicatesSentences } from './duplicates.sentences.ts';
import { createDuplicatesStore } from './duplicates.store.ts';
import {
  listDuplicates,
  listDuplicatesOf,
  putDuplicate,
  putDuplicateSettings,
  restoreDuplicateSettings,
} from './operations/decide-pair.ts';

export const duplicatesRoutes = routes(
  duplicatesContract,
  { sentences: duplicatesSentences },
  ({ table }) => {
    const duplicates = createDuplicatesStore(table);
    const customers = createCustomerReader(table);
    const teams = createTeamReader(table);
    return {
      listDuplicates: async ({ query, principal }) =>
        answer(200, await listDuplicates(query, { duplicates, teams, principal })),

      listDuplicatesOfCustomer: async ({ params, principal }) =>
        answer(200, await listDuplicatesOf(params.customerId, { duplicates, customers, principal })),

      putDuplicate: async ({ params, body, ...request }) =>
        answerAfter(200, await putDuplicate({ ...params, ...body }, { duplicates, customers, ...request })),

      getDuplicateSettings: async () => answer(200, await duplicates.getSettings()),

      putDuplicateSettings: async ({ body, ifMatch, ...request }) =>
        answerAfter(
          200,
          await putDuplicateSettings({ entry: body, version: ifMatch }, { duplicates, ...request }),
        ),

      restoreDuplicateSettings: async ({ params, ...request }) =>
        answerAfter(200, await restoreDuplicateSettings(params.eventId, { duplicates, ...request })),
    };
  },
);
