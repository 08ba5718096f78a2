/** `npm run preflight`: compares the templates with the quotas of an account and says what to raise. */
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createApp } from '../app.ts';
import { needsOf } from '../preflight/needs.ts';
import { type Account, askAccount, defaultQuotas } from '../preflight/quotas.ts';
import { compare, noticesOn } from '../preflight/report.ts';
import { SettingsError } from '../settings.ts';

const usage = `Usage: npm run preflight -- [--offline] [-c name=value ...]

Synthesizes the stacks, e.g. with -c stage=prod, and compares them with the quotas of the account that AWS_PROFILE or
other credentials in the environment lead to; with --offline, or without credentials, with the defaults of AWS.`;

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const context = Object.fromEntries(
    words.filter((word) => word.includes('=')).map((word) => word.split(/=(.*)/s).slice(0, 2)),
  );
  const app = await createApp({ context, validate: false });
  const needs = needsOf(app.synth());
  const account = words.includes('--offline') ? unasked : await accountAtHand();
  const findings = compare(needs, account.quotas);
  for (const { verdict, text } of findings) console.log(`${verdict === 'enough' ? ' ok ' : ' !! '} ${text}`);
  for (const notice of noticesOn(account)) console.log(`\n${notice}`);
  return findings.some(({ verdict }) => verdict === 'too little') ? 1 : 0;
}

const unasked: Account = { quotas: defaultQuotas, isInSandbox: undefined };

async function accountAtHand(): Promise<Account> {
  try {
    return await askAccount({ quotas: new ServiceQuotasClient({}), mail: new SESv2Client({}) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.log(`The account could not be asked (${why}): these are the defaults of AWS.\n`);
    return unasked;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
