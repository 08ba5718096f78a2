/** Binds the routes of the consents domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { consentsContract } from './consents.contract.ts';
import { getText, listConsents, listHistory, putConsent, putText } from './consents.operations.ts';
import { consentsSentences } from './consents.sentences.ts';
import { createConsentReader, createConsentTexts } from './index.ts';

export const consentsRoutes = routes(consentsContract, { sentences: consentsSentences }, ({ table }) => {
  const customers = createCustomerReader(table);
  const consents = createConsentReader(table);
  const texts = createConsentTexts(table);
  return {
    listConsents: async ({ params, principal }) =>
      answer(200, { items: await listConsents(params.customerId, { consents, customers, principal }) }),

    listConsentHistory: async ({ params, query, principal }) =>
      answer(200, await listHistory({ ...params, ...query }, { consents, customers, principal })),

    putConsent: async ({ params, body, ...request }) =>
      answerAfter(200, await putConsent({ ...params, ...body }, { consents, customers, texts, ...request })),

    batchConsents: async ({ body: { key, ...said }, ...request }) => {
      const { result, writes } = await putConsent(said, { consents, customers, texts, ...request });
      return { status: 200, body: { id: result.customerId }, writes };
    },

    listConsentTexts: async ({ params, query }) => answer(200, await texts.list(params.purpose, query)),

    getConsentText: async ({ params }) => answer(200, await getText(numbered(params), { texts })),

    putConsentText: async ({ params, body, ...request }) =>
      answerAfter(200, await putText({ ...numbered(params), ...body }, { texts, ...request })),
  };
});

function numbered<Params extends { readonly version: string }>(params: Params) {
  return { ...params, version: Number(params.version) };
}
