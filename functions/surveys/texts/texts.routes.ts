/** Binds the routes of the texts domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createPartCheck } from '../campaigns/index.ts';
import { createCollectorReader } from '../collectors/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { countTopics, getComment, listComments } from './operations/list-comments.ts';
import { patchComment, putTextTopics, restoreComment, restoreTextTopics } from './operations/overrule.ts';
import { textsContract } from './texts.contract.ts';
import { textsSentences } from './texts.sentences.ts';
import { createTextsStore } from './texts.store.ts';

export const textsRoutes = routes(textsContract, { sentences: textsSentences }, ({ table }) => {
  const texts = createTextsStore(table);
  const surveys = createSurveyReader(table);
  const customers = createCustomerReader(table);
  const teams = createTeamReader(table);
  const assertPart = createPartCheck(table);
  const collectors = createCollectorReader(table);
  return {
    listSurveyComments: async ({ params, query, principal }) => {
      const context = { texts, surveys, customers, teams, assertPart, principal };
      const found = await listComments({ ...params, ...query }, context);
      return answer(200, { ...found, items: await collectors.withNames(found.items) });
    },

    countTopics: async ({ params }) => answer(200, await countTopics(params.surveyId, { texts, surveys })),

    getComment: async ({ params, principal }) =>
      answer(200, await getComment(params.commentId, { texts, customers, principal })),

    patchComment: async ({ params, body, ifMatch, origin }) => {
      const input = { id: params.commentId, version: ifMatch, patch: body };
      return answerAfter(200, await patchComment(input, { texts, origin }));
    },

    restoreComment: async ({ params: { commentId: id, eventId: changeId }, origin }) =>
      answerAfter(200, await restoreComment({ id, changeId }, { texts, origin })),

    getTextTopics: async () => answer(200, await texts.getTopics()),

    putTextTopics: async ({ body, ifMatch, origin }) =>
      answerAfter(200, await putTextTopics({ entry: body, version: ifMatch }, { texts, origin })),

    restoreTextTopics: async ({ params, origin }) =>
      answerAfter(200, await restoreTextTopics(params.eventId, { texts, origin })),
  };
});
