/** Binds the routes of the callbacks domain. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { now } from '../../../shared/time/clock.ts';
import { createConsentReader } from '../../contact/consents/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createAssign } from '../../people/assignments/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createAnswerTaker } from '../../surveys/responses/index.ts';
import { createSurveyReader } from '../../surveys/surveys/index.ts';
import { createCallSettingsReader } from '../calling/index.ts';
import { callbacksContract } from './callbacks.contract.ts';
import { callbacksSentences } from './callbacks.sentences.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { inWordsOf } from './callbacks.texts.ts';
import { cancelCallback } from './operations/cancel-callback.ts';
import { claimCallback, startCallback } from './operations/claim-callback.ts';
import { completeCallback } from './operations/complete-callback.ts';
import { correctOutcome } from './operations/correct-outcome.ts';
import { createCallback } from './operations/create-callback.ts';
import { listCallbacks, listCustomerCallbacks } from './operations/list-callbacks.ts';
import { patchCallback, restoreCallback } from './operations/patch-callback.ts';
import { readCallback } from './operations/read-callback.ts';
import { readCallResults } from './operations/read-results.ts';
import { reassignCallbacks } from './operations/reassign-callbacks.ts';
import { releaseCallback } from './operations/release-callback.ts';
import { takeAnswers } from './operations/take-answers.ts';

export const callbacksRoutes = routes(callbacksContract, { sentences: callbacksSentences }, ({ table }) => {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  const staff = createStaffReader(table);
  const assign = createAssign(table);
  const teams = createTeamReader(table);
  const settings = createCallSettingsReader(table);
  const consents = createConsentReader(table);
  const surveys = createSurveyReader(table);
  const answers = createAnswerTaker(table);
  return {
    createCallback: async ({ body, ...request }) => {
      const context = { callbacks, customers, staff, assign, settings, consents, ...request };
      return answerAfter(201, await createCallback(body, context));
    },

    listCallbacks: async ({ query, principal, headers }) => {
      const language = languageOf(headers['accept-language']);
      const context = { callbacks, customers, teams, staff, principal, language, at: now() };
      return answer(200, await listCallbacks(query, context));
    },

    getCallResults: async ({ query, principal }) =>
      answer(200, await readCallResults(query, { callbacks, teams, principal })),

    reassignCallbacks: async ({ body, ...request }) =>
      answerAfter(200, await reassignCallbacks(body, { callbacks, staff, settings, ...request })),

    listCustomerCallbacks: async ({ params, query, principal, headers }) => {
      const input = { customerId: params.customerId, ...query };
      const language = languageOf(headers['accept-language']);
      return answer(
        200,
        await listCustomerCallbacks(input, { callbacks, customers, teams, principal, language }),
      );
    },

    getCallback: async ({ params, principal, headers }) => {
      const callback = await readCallback(params.callbackId, { callbacks, staff, settings, principal });
      return answer(200, inWordsOf(callback, languageOf(headers['accept-language'])));
    },

    patchCallback: async ({ params, body, ifMatch, ...request }) => {
      const input = { callbackId: params.callbackId, version: ifMatch, patch: body };
      return answerAfter(
        200,
        await patchCallback(input, { callbacks, customers, staff, settings, ...request }),
      );
    },

    restoreCallback: async ({ params: { callbackId, eventId: changeId }, ...request }) => {
      const context = { callbacks, customers, staff, settings, ...request };
      return answerAfter(200, await restoreCallback({ callbackId, changeId }, context));
    },

    claimCallback: async ({ params, ...request }) =>
      answerAfter(200, await claimCallback(params.callbackId, { callbacks, customers, staff, ...request })),

    startCallback: async ({ params, ...request }) =>
      answerAfter(200, await startCallback(params.callbackId, { callbacks, customers, staff, ...request })),

    takeAnswers: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, ...body };
      const context = { callbacks, customers, surveys, answers, staff, settings, ...request };
      return answerAfter(200, await takeAnswers(input, context));
    },

    releaseCallback: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, why: body.why };
      return answerAfter(200, await releaseCallback(input, { callbacks, customers, ...request }));
    },

    completeCallback: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, completion: body };
      const context = { callbacks, customers, staff, settings, consents, ...request };
      return answerAfter(200, await completeCallback(input, context));
    },

    correctCallback: async ({ params, body, ifMatch, ...request }) => {
      const input = { callbackId: params.callbackId, version: ifMatch, completion: body };
      const context = { callbacks, customers, staff, settings, consents, ...request };
      return answerAfter(200, await correctOutcome(input, context));
    },

    cancelCallback: async ({ params, body, ...request }) => {
      const input = { callbackId: params.callbackId, why: body.why };
      return answerAfter(200, await cancelCallback(input, { callbacks, customers, staff, ...request }));
    },
  };
});
