/** What SES lets an account send: so many mails a second, so many in 24 hours, in the sandbox only to the verified. */
import { AwsError, type SesAccount } from '../../cloud.ts';
import { bareAddress } from './message.ts';

/** Enough for whatever is tried on one machine; tests lower it. */
const generousAccount: SesAccount = {
  mailsPerSecond: 1000,
  mailsPerDay: 1_000_000,
  sandbox: false,
  verified: [],
};

const second = 1000;
const day = 24 * 60 * 60 * second;

/**
 * Counts what is sent against what the account may send. SES bears short bursts above the rate, of which nothing
 * certain is known; here a second of the clock takes not one mail more
 * (https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html).
 */
export function createSendQuota(now: () => number) {
  let account = generousAccount;
  let sent: number[] = [];

  /** https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html */
  function refuse(what: string): never {
    throw new AwsError(429, 'TooManyRequestsException', what);
  }

  return {
    set(next: Partial<SesAccount>) {
      account = { ...account, ...next };
    },
    account: () => account,
    sentLast24Hours: () => sent.filter((at) => at > now() - day).length,

    /** Counts a mail. Throws what SES answers when it is one too many. */
    take() {
      const present = now();
      sent = sent.filter((at) => at > present - day);
      const sameSecond = sent.filter((at) => Math.floor(at / second) === Math.floor(present / second)).length;
      if (sameSecond >= account.mailsPerSecond) refuse('Maximum sending rate exceeded.');
      if (sent.length >= account.mailsPerDay) refuse('Daily message quota exceeded.');
      sent.push(present);
    },
  };
}

/**
 * Throws `MessageRejected` for addresses that are no verified identities, as SES words it
 * (https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html). In the sandbox mails go only to
 * verified ones and to the simulator (https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html).
 */
export function assertVerified(
  mail: { readonly from: string; readonly to: readonly string[] },
  { sandbox }: SesAccount,
  identities: readonly string[],
  region: string,
): void {
  const isVerified = (address: string) =>
    identities.some((identity) => address === identity || address.endsWith(`@${identity}`));
  const isSimulator = (address: string) => address.endsWith('@simulator.amazonses.com');
  const needed = [mail.from, ...(sandbox ? mail.to : [])].map((each) => bareAddress(each).toLowerCase());
  const failed = needed.filter((address) => !isVerified(address) && !isSimulator(address));
  if (failed.length === 0) return;
  throw new AwsError(
    400,
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${failed.join(', ')}`,
  );
}
