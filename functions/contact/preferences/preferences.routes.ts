/** Binds the routes by which staff ask customers. */
import { createLinkSecrets } from '../../../shared/messaging/links.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createConsentReader, createConsentTexts } from '../consents/index.ts';
import { createSuppressionReader } from '../messaging/index.ts';
import { requestConsent } from './operations/request-consent.ts';
import { preferencesContract } from './preferences.contract.ts';
import { preferencesHttpEnvironment } from './preferences.environment.ts';
import { preferencesSentences } from './preferences.sentences.ts';
import { createConsentRequests } from './preferences.store.ts';

export const preferencesRoutes = routes(
  preferencesContract,
  { environment: preferencesHttpEnvironment, sentences: preferencesSentences },
  ({ table, env }) => {
    const context = {
      customers: createCustomerReader(table),
      consents: createConsentReader(table),
      texts: createConsentTexts(table),
      suppressions: createSuppressionReader(table),
      requests: createConsentRequests(table),
      links: createLinkSecrets(createSecretsClient(), env.LINK_SECRET_ARN),
    };
    return {
      requestConsent: async ({ params, ...request }) =>
        answerAfter(202, await requestConsent(params, { ...context, ...request })),
    };
  },
);
