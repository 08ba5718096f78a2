/** What an account allows: AWS's default quotas, and those of the account itself where credentials are at hand. */

import {
  DescribeAccountAttributesCommand,
  type PinpointSMSVoiceV2Client,
  paginateDescribeSpendLimits,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { paginateListServiceQuotas, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetAccountCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Limited } from './needs.ts';

export interface Quota {
  readonly value: number;
  /** False where AWS raises it for nobody. */
  readonly adjustable: boolean;
  readonly source: 'default' | 'account';
}

export type Quotas = Readonly<Record<Limited, Quota>>;

const usual = (value: number, adjustable = true): Quota => ({ value, adjustable, source: 'default' });

/** AWS's pages of quotas, as read in November 2026. A new account may have fewer concurrent executions: often 10. */
export const defaultQuotas: Quotas = {
  resourcesInStack: usual(500, false),
  routes: usual(300),
  integrations: usual(300, false),
  rules: usual(300),
  concurrency: usual(1000),
  schedules: usual(10_000_000),
  scopes: usual(50, false),
  // Every account begins in the sandbox.
  mailsInDay: usual(200),
  mailsInSecond: usual(1),
};

/** Where Service Quotas lists a limit. A name it does not know leaves the default in place. */
const listed: readonly { readonly limit: Limited; readonly service: string; readonly name: RegExp }[] = [
  { limit: 'routes', service: 'apigateway', name: /^(http api )?routes per (http )?api/i },
  { limit: 'concurrency', service: 'lambda', name: /^concurrent executions$/i },
  { limit: 'rules', service: 'events', name: /^(number of )?rules( per event bus)?$/i },
  { limit: 'schedules', service: 'scheduler', name: /^(number of )?schedules$/i },
];

export interface AccountClients {
  readonly quotas: ServiceQuotasClient;
  /** Undefined where mail goes by SMTP: the region may not know SES. */
  readonly mail: SESv2Client | undefined;
  /** Undefined where no texts go through AWS. */
  readonly texts: PinpointSMSVoiceV2Client | undefined;
}

/** What AWS lets an account do with texts. */
export interface TextAccount {
  readonly isInSandbox: boolean;
  /** US dollars that may be spent on texts a month; undefined where AWS does not say. */
  readonly monthlyDollars: number | undefined;
}

export interface Account {
  readonly quotas: Quotas;
  /** Whether SES lets it write only to verified addresses; undefined when nobody could say. */
  readonly isInSandbox: boolean | undefined;
  /** Undefined where no texts go through AWS, or nobody could say. */
  readonly texts: TextAccount | undefined;
  /** Why a service could not be asked. */
  readonly refusals: readonly unknown[];
}

/** Asks the account, each service by itself: what one refuses, e.g. without credentials, is one of `refusals`. */
export async function askAccount({ quotas, mail, texts }: AccountClients): Promise<Account> {
  const refusals: unknown[] = [];
  const asked = <Answer>(answer: Promise<Answer> | undefined): Promise<Answer | undefined> | undefined =>
    answer?.catch((error: unknown) => void refusals.push(error));
  const found = await asked(askQuotas(quotas));
  const { SendQuota, ProductionAccessEnabled } = (await asked(mail?.send(new GetAccountCommand({})))) ?? {};
  const granted = (value: number | undefined, limit: Limited): Quota =>
    value === undefined ? defaultQuotas[limit] : { value, adjustable: true, source: 'account' };
  return {
    quotas: {
      ...defaultQuotas,
      ...found,
      // -1 stands for no limit.
      mailsInDay: granted(unlimited(SendQuota?.Max24HourSend), 'mailsInDay'),
      mailsInSecond: granted(SendQuota?.MaxSendRate, 'mailsInSecond'),
    },
    isInSandbox: ProductionAccessEnabled === undefined ? undefined : !ProductionAccessEnabled,
    texts: await asked(texts && askTexts(texts)),
    refusals,
  };
}

async function askQuotas(client: ServiceQuotasClient): Promise<Partial<Quotas>> {
  const found: Partial<Record<Limited, Quota>> = {};
  for (const { limit, service, name } of listed) {
    const quota = await findQuota(client, service, name);
    if (quota !== undefined) found[limit] = quota;
  }
  return found;
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_DescribeSpendLimits.html */
async function askTexts(client: PinpointSMSVoiceV2Client): Promise<TextAccount> {
  const { AccountAttributes = [] } = await client.send(new DescribeAccountAttributesCommand({}));
  const tier = AccountAttributes.find(({ Name }) => Name === 'ACCOUNT_TIER')?.Value;
  for await (const { SpendLimits = [] } of paginateDescribeSpendLimits({ client }, {})) {
    const limit = SpendLimits.find(({ Name }) => Name === 'TEXT_MESSAGE_MONTHLY_SPEND_LIMIT');
    if (limit !== undefined)
      return {
        isInSandbox: tier === 'SANDBOX',
        monthlyDollars: limit.Overridden ? limit.EnforcedLimit : limit.MaxLimit,
      };
  }
  return { isInSandbox: tier === 'SANDBOX', monthlyDollars: undefined };
}

async function findQuota(
  client: ServiceQuotasClient,
  ServiceCode: string,
  name: RegExp,
): Promise<Quota | undefined> {
  for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode })) {
    const quota = Quotas.find(({ QuotaName = '' }) => name.test(QuotaName));
    if (quota?.Value !== undefined) {
      return { value: quota.Value, adjustable: quota.Adjustable ?? false, source: 'account' };
    }
  }
  return undefined;
}

const unlimited = (value: number | undefined) => (value === -1 ? Number.POSITIVE_INFINITY : value);
