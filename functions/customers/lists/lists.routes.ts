/** Binds the routes of the lists domain. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader, customerStandsForItself } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { listsContract } from './lists.contract.ts';
import { listsHttpEnvironment } from './lists.environment.ts';
import { listsSentences } from './lists.sentences.ts';
import { createListsStore } from './lists.store.ts';
import { createList, deleteList, patchList, restoreList, shownList } from './operations/change-list.ts';
import { addMembers, listMembers, listsOfCustomer, removeMembers } from './operations/change-members.ts';
import { countCustomers } from './operations/count-customers.ts';
import { requestExtract, showExtract } from './operations/extract-customers.ts';
import { startFilling } from './operations/fill-list.ts';

/** A link is good for so many seconds; whoever comes later asks for another. */
const linkSeconds = 3600;

export const listsRoutes = routes(
  listsContract,
  { environment: listsHttpEnvironment, sentences: listsSentences },
  ({ table, env }) => {
    const lists = createListsStore(table);
    const customers = createCustomerReader(table);
    const fields = createFieldReader(table);
    // The client of S3 is half of all else that this function is, and only this needs it.
    const linkTo = async (key: string, name: string) => {
      const { createFileLinks } = await import('../../../shared/runtime/file-links.ts');
      return createFileLinks(env.PERSONAL_FILES_BUCKET).downloadLink(key, { name, seconds: linkSeconds });
    };
    return {
      countCustomers: async ({ body, principal, origin }) => {
        const context = { customers, fields, principal, at: origin.at };
        return answer(200, await countCustomers(body, context));
      },

      createExtract: async ({ body, principal, origin }) =>
        answerAfter(202, await requestExtract(body, { lists, fields, principal, origin })),

      getExtract: async ({ params, principal, origin }) =>
        answerAfter(200, await showExtract(params.extractId, { lists, principal, linkTo, origin })),

      createList: async ({ body, principal, origin }) =>
        answerAfter(201, await createList(body, { lists, principal, origin })),

      listLists: async ({ query }) => answer(200, await lists.list(query)),

      getList: async ({ params }) => answer(200, shownList(await lists.get(params.listId))),

      patchList: async ({ params, body, ifMatch, principal, origin }) => {
        const input = { id: params.listId, version: ifMatch, patch: body };
        return answerAfter(200, await patchList(input, { lists, principal, origin }));
      },

      restoreList: async ({ params: { listId: id, eventId: changeId }, principal, origin }) =>
        answerAfter(200, await restoreList({ id, changeId }, { lists, principal, origin })),

      deleteList: async ({ params, ifMatch, principal, origin }) => {
        const input = { id: params.listId, version: ifMatch };
        return emptyAfter(204, await deleteList(input, { lists, principal, origin }));
      },

      listMembers: async ({ params, query, principal }) =>
        answer(200, await listMembers({ id: params.listId, ...query }, { lists, customers, principal })),

      addMembers: async ({ params, body, principal, origin }) => {
        const input = { id: params.listId, customerIds: body.customerIds };
        const context = { lists, customers, customerStays: customerStandsForItself, principal, origin };
        return answerAfter(200, await addMembers(input, context));
      },

      removeMembers: async ({ params, body, principal, origin }) => {
        const input = { id: params.listId, customerIds: body.customerIds };
        return answerAfter(200, await removeMembers(input, { lists, customers, principal, origin }));
      },

      fillList: async ({ params, body, principal, origin }) => {
        const input = { id: params.listId, filter: body.filter };
        return answerAfter(202, await startFilling(input, { lists, fields, principal, origin }));
      },

      listListsOfCustomer: async ({ params, query, principal }) =>
        answer(200, await listsOfCustomer({ ...params, ...query }, { lists, customers, principal })),
    };
  },
);
