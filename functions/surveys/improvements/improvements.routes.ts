/** Binds the routes of improvements. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createWaveReader } from '../results/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { improvementsContract } from './improvements.contract.ts';
import { isOverdue } from './improvements.rules.ts';
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
      teams: createTeamReader(table),
      surveys: createSurveyReader(table),
    };
    const reading = (headers: Readonly<Record<string, string | undefined>>) => ({
      language: languageOf(headers['accept-language']),
    });
    return {
      createImprovement: async ({ body, headers, principal, origin }) => {
        const context = { ...services, ...reading(headers), principal, origin };
        return answerAfter(201, await createImprovement(body, context));
      },

      listImprovements: async ({
        query: { owner, status, surveyId, ...page },
        principal,
        origin: { at },
      }) => {
        const filters = { owner: owner === 'me' ? principal.id : owner, status, surveyId };
        const { items, cursor } = await improvements.list(filters, page);
        const rows = items.map((each) => ({ ...each, isOverdue: isOverdue(each, at) }));
        return answer(200, { items: rows, cursor });
      },

      getImprovement: async ({ params, headers, principal, origin: { at } }) => {
        const found = await improvements.get(params.improvementId);
        return answer(200, await shownImprovement(found, { waves, principal, ...reading(headers), at }));
      },

      patchImprovement: async ({ params, body, ifMatch, headers, principal, origin }) => {
        const context = { ...services, ...reading(headers), principal, origin };
        const input = { id: params.improvementId, version: ifMatch, patch: body };
        return answerAfter(200, await patchImprovement(input, context));
      },

      restoreImprovement: async ({ params, headers, principal, origin }) => {
        const context = { ...services, ...reading(headers), principal, origin };
        const input = { id: params.improvementId, changeId: params.eventId };
        return answerAfter(200, await restoreImprovement(input, context));
      },
    };
  },
);
