/** Binds the routes of views of customers. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCustomerReader } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { createView, deleteView, patchView, restoreView } from './operations/change-view.ts';
import { listViewed, listViews, readView } from './operations/show-view.ts';
import { viewsContract } from './views.contract.ts';
import { viewsSentences } from './views.sentences.ts';
import { createViewsStore } from './views.store.ts';

export const viewsRoutes = routes(viewsContract, { sentences: viewsSentences }, ({ table }) => {
  const views = createViewsStore(table);
  const fields = createFieldReader(table);
  const { teamsOf } = createTeamReader(table);
  const customers = createCustomerReader(table);
  const services = { views, fields, teamsOf };
  return {
    createView: async ({ body, ...request }) =>
      answerAfter(201, await createView(body, { ...services, ...request })),

    listViews: async ({ query, principal }) =>
      answer(200, await listViews(query, { ...services, principal })),

    getView: async ({ params, headers, principal }) => {
      const language = languageOf(headers['accept-language']);
      return answer(200, await readView(params.viewId, { ...services, principal, language }));
    },

    listViewed: async ({ params, query, principal, origin: { at } }) => {
      const asked = { id: params.viewId, ...query };
      return answer(200, await listViewed(asked, { ...services, customers, principal, at }));
    },

    patchView: async ({ params, body, ifMatch, ...request }) => {
      const input = { id: params.viewId, version: ifMatch, patch: body };
      return answerAfter(200, await patchView(input, { ...services, ...request }));
    },

    restoreView: async ({ params: { viewId: id, eventId: changeId }, ...request }) =>
      answerAfter(200, await restoreView({ id, changeId }, { ...services, ...request })),

    deleteView: async ({ params, ifMatch, ...request }) => {
      const input = { id: params.viewId, version: ifMatch };
      return emptyAfter(204, await deleteView(input, { ...services, ...request }));
    },
  };
});
