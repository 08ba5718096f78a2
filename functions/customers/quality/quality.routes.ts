/** Binds the routes of the quality domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCustomerReader } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { decideFinding } from './operations/decide-finding.ts';
import { putCompletenessRules, restoreCompletenessRules } from './operations/put-completeness-rules.ts';
import { listWorklist, showQuality } from './operations/show-quality.ts';
import { qualityContract } from './quality.contract.ts';
import { qualitySentences } from './quality.sentences.ts';
import { createQualityStore } from './quality.store.ts';

export const qualityRoutes = routes(qualityContract, { sentences: qualitySentences }, ({ table }) => {
  const quality = createQualityStore(table);
  const customers = createCustomerReader(table);
  const fields = createFieldReader(table);
  const teams = createTeamReader(table);
  return {
    getQuality: async ({ params, principal }) =>
      answer(200, await showQuality(params.customerId, { quality, customers, principal })),

    decideFinding: async ({ params: { customerId }, body: decision, ...request }) =>
      answerAfter(200, await decideFinding({ customerId, decision }, { quality, customers, ...request })),

    listWorklist: async ({ query, principal }) =>
      answer(200, await listWorklist(query, { quality, teams, principal })),

    getCompletenessRules: async () => answer(200, await quality.getRules()),

    putCompletenessRules: async ({ body, ifMatch, ...request }) =>
      answerAfter(
        200,
        await putCompletenessRules({ entry: body, version: ifMatch }, { quality, fields, ...request }),
      ),

    restoreCompletenessRules: async ({ params, ...request }) =>
      answerAfter(200, await restoreCompletenessRules(params.eventId, { quality, fields, ...request })),
  };
});
