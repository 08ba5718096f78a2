/** Binds the routes of the callbacks domain. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createAssign } from '../../people/assignments/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { callbacksContract } from './callbacks.contract.ts';
import { callbacksSentences } from './callbacks.sentences.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { inWordsOf } from './callbacks.texts.ts';
import { cancelCallback } from './operations/cancel-callback.ts';
import { claimCallback } from './operations/claim-callback.ts';
import { completeCallback } from './operations/complete-callback.ts';
import { createCallback } from './operations/create-callback.ts';
import { listCallbacks, listCustomerCallbacks } from './operations/list-callbacks.ts';
import { patchCallback, restoreCallback } from './operations/patch-callback.ts';
import { readCallback } from './operations/read-callback.ts';
import { releaseCallback } from './operations/release-callback.ts';

export const callbacksRoutes = routes(callbacksContract, { sentences: callbacksSentences }, ({ table }) => {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  const staff = createStaffReader(table);
  const assign = createAssign(table);
  const teams = createTeamReader(table);
  return {
    createCallback: async ({ body, ...request }) =>
      answerAfter(201, await createCallback(body, { callbacks, customers, staff, assign, ...request })),

    listCallbacks: async ({ query, principal, headers }) => {
      const language = languageOf(headers['accept-language']);
      return answer(200, await listCallbacks(query, { callbacks, customers, teams, principal, language }));
    },

    listCustomerCallbacks: async ({ params, query, principal, headers }) => {
      const input = { customerId: params.customerId, ...query };
      const language = languageOf(headers['accept-language']);
      return answer(
        200,
        await listCustomerCallbacks(input, { callbacks, customers, teams, principal, language }),
      );
    },

    getCallback: async ({ params, principal, headers }) => {
      const callback = await readCallback(params.callbackId, { callbacks, staff, principal });
      return answer(200, inWordsOf(callback, languageOf(headers['accept-language'])));
    },

    patchCallback: async ({ params, body, ifMatch, ...request }) => {
      const input = { callbackId: params.callbackId, version: ifMatch, patch: body };
      return answerAfter(200, await patchCallback(input, { callbacks, customers, staff, ...request }));
    },

    restoreCallback: async ({ params: { callbackId, eventId: changeId }, ...request }) => {
      const context = { callbacks, customers, staff, ...request };
      return answerAfter(200, await restoreCallback({ callbackId, changeId }, context));
    },

    claimCallback: async ({ params, ...request }) =>
      answerAfter(200, await claimCallback(params.callbackId, { callbacks, staff, ...request })),

    releaseCallback: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, why: body.why };
      return answerAfter(200, await releaseCallback(input, { callbacks, ...request }));
    },

    completeCallback: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, completion: body };
      return answerAfter(200, await completeCallback(input, { callbacks, customers, staff, ...request }));
    },

    cancelCallback: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, why: body.why };
      return answerAfter(200, await cancelCallback(input, { callbacks, staff, ...request }));
    },
  };
});
