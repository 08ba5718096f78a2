/** Binds the routes of the consents domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { consentsContract } from './consents.contract.ts';
import { listConsents, putConsent } from './consents.operations.ts';
import { consentsSentences } from './consents.sentences.ts';
import { createConsentReader } from './index.ts';

export const consentsRoutes = routes(consentsContract, { sentences: consentsSentences }, ({ table }) => {
  const customers = createCustomerReader(table);
  const consents = createConsentReader(table);
  return {
    listConsents: async ({ params, principal }) =>
      answer(200, { items: await listConsents(params.customerId, { consents, customers, principal }) }),

    putConsent: async ({ params, body, ...request }) =>
      answerAfter(200, await putConsent({ ...params, ...body }, { consents, customers, ...request })),
  };
});
