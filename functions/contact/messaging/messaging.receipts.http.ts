/** Takes what a provider reports of texts. */
import { ProviderKey } from '../../../shared/messaging/sms-provider.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { emptyAfter, pagesFunction } from '../../../shared/runtime/http.ts';
import { readSecret } from '../../../shared/runtime/secret.ts';
import { createAddressMarks } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { messagingContract } from './messaging.contract.ts';
import { messagingReceiptsEnvironment } from './messaging.environment.ts';
import { messagingSentences } from './messaging.sentences.ts';
import { createMessagesStore } from './messaging.store.ts';
import { takeReceipt } from './operations/take-receipt.ts';

export const handler = pagesFunction(
  messagingContract,
  messagingReceiptsEnvironment,
  ({ table, env }) => {
    const services = {
      messages: createMessagesStore(table),
      consents: createConsentReader(table),
      marks: createAddressMarks(table),
      staff: createStaffReader(table),
      key:
        env.SMS_PROVIDER === ''
          ? undefined
          : readSecret(createSecretsClient(), env.SMS_PROVIDER_KEY_ARN, ProviderKey),
    };
    return {
      takeTextReceipt: async ({ body, headers, origin }) => {
        const signed = { timestamp: headers['rapport-timestamp'], signature: headers['rapport-signature'] };
        await takeReceipt(body, signed, { ...services, origin });
        return emptyAfter(204, { result: undefined, writes: [] });
      },
    };
  },
  { sentences: [messagingSentences] },
);
