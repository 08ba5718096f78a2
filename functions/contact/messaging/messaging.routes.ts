/** Binds the routes of the messaging domain. */
import { answer, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createAddressMarks, createCustomerReader } from '../../customers/customers/index.ts';
import { messagingContract } from './messaging.contract.ts';
import { messagingSentences } from './messaging.sentences.ts';
import { createMessagesStore } from './messaging.store.ts';
import { liftSuppression } from './operations/lift-suppression.ts';
import { listMessages } from './operations/list-messages.ts';
import { listSuppressions } from './operations/list-suppressions.ts';

export const messagingRoutes = routes(messagingContract, { sentences: messagingSentences }, ({ table }) => {
  const messages = createMessagesStore(table);
  const customers = createCustomerReader(table);
  const marks = createAddressMarks(table);
  return {
    listMessages: async ({ params, query, principal }) =>
      answer(200, await listMessages({ ...params, ...query }, { messages, customers, principal })),

    listSuppressions: async ({ query, principal }) =>
      answer(200, await listSuppressions(query, { messages, principal })),

    liftSuppression: async ({ params, query, ...request }) =>
      emptyAfter(204, await liftSuppression({ ...params, ...query }, { messages, marks, ...request })),
  };
});
