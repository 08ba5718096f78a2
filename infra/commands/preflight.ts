/** `npm run preflight`: compares the templates with the quotas of an account and says what to raise. */
import { parseArgs } from 'node:util';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createApp } from '../app.ts';
import { needsOf } from '../preflight/needs.ts';
import { type Account, askAccount, defaultQuotas } from '../preflight/quotas.ts';
import { compare, noticesOn } from '../preflight/report.ts';
import { inWords, Misuse, runCommand } from './run-command.ts';

const usage = `Usage: npm run preflight -- [--offline] [-c <setting>=<value> ...]

Synthesizes the stacks, e.g. with -c stage=prod, and compares them with the quotas of the account that AWS_PROFILE or
other credentials in the environment lead to; with --offline, or without credentials, with the defaults of AWS.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      offline: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const malformed = values.context.find((word) => !word.includes('='));
  if (malformed !== undefined) throw new Misuse(`-c takes a setting and its value, not ${malformed}.`);
  const context = Object.fromEntries(values.context.map((word) => word.split(/=(.*)/s).slice(0, 2)));
  const app = await createApp({ context, validate: false });
  const needs = needsOf(app.synth());
  const account = values.offline
    ? unasked
    : await accountAtHand({ usesSes: needs.mailsInDay.count > 0, usesTexts: needs.usesTexts });
  const findings = compare(needs, account.quotas);
  for (const { verdict, text } of findings) console.log(`${verdict === 'enough' ? ' ok ' : ' !! '} ${text}`);
  for (const notice of noticesOn(account)) console.log(`\n${notice}`);
  return findings.some(({ verdict }) => verdict === 'too little') ? 1 : 0;
}

const unasked: Account = { quotas: defaultQuotas, isInSandbox: undefined, texts: undefined, refusals: [] };

async function accountAtHand(uses: {
  readonly usesSes: boolean;
  readonly usesTexts: boolean;
}): Promise<Account> {
  const mail = uses.usesSes ? new SESv2Client({}) : undefined;
  const texts = uses.usesTexts ? new PinpointSMSVoiceV2Client({}) : undefined;
  const account = await askAccount({ quotas: new ServiceQuotasClient({}), mail, texts });
  const reasons = new Set(account.refusals.map(inWords));
  for (const reason of reasons) console.log(reason);
  if (reasons.size > 0) console.log('What could not be asked is judged by the defaults of AWS:\n');
  return account;
}

await runCommand(usage, main);
