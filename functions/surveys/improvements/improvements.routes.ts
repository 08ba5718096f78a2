/** Binds the routes of improvements. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createWaveReader } from '../results/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { improvementsContract } from './improvements.contract.ts';
import { improvementsSentences } from './improvements.sentences.ts';
import { createImprovementsStore } from './improvements.store.ts';
import { createImprovement, patchImprovement, restoreImprovement } from './operations/change-improvement.ts';
import { shownImprovement } from './operations/show-improvement.ts';

export const improvementsRoutes = routes(
  improvementsContract,
  { sentences: improvementsSentences },
  ({ table }) => {
    const improvements = createImprovementsStore(table);
    const waves = createWaveReader(table);
    const services = {
      ...{ improvements, waves },
      staff: createStaffReader(table),
      surveys: createSurveyReader(table),
    };
    return {
      createImprovement: async ({ body, principal, origin }) =>
        answerAfter(201, await createImprovement(body, { ...services, principal, origin })),

      listImprovements: async ({ query: { owner, status, surveyId, ...page }, principal }) => {
        const filters = { owner: owner === 'me' ? principal.id : owner, status, surveyId };
        return answer(200, await improvements.list(filters, page));
      },

      getImprovement: async ({ params, principal, origin: { at } }) => {
        const found = await improvements.get(params.improvementId);
        return answer(200, await shownImprovement(found, { waves, principal, at }));
      },

      patchImprovement: async ({ params, body, ifMatch, principal, origin }) => {
        const input = { id: params.improvementId, version: ifMatch, patch: body };
        return answerAfter(200, await patchImprovement(input, { ...services, principal, origin }));
      },

      restoreImprovement: async ({ params, principal, origin }) => {
        const input = { id: params.improvementId, changeId: params.eventId };
        return answerAfter(200, await restoreImprovement(input, { ...services, principal, origin }));
      },
    };
  },
);
