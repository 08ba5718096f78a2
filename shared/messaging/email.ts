import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { outcomeOfCall, readCallError } from './aws-call.ts';
import type { Channel, SendOutcome } from './channel.ts';
import { mailbox, parseMailbox, singleLine } from './mailbox.ts';

export interface EmailChannelSettings {
  /** From `createSesClient`, which never repeats a call by itself. */
  client: SESv2Client;
  /** `care@example.com` or `Rapport <care@example.com>`; a verified identity. */
  from: string;
  configurationSet: string;
}

export interface Email {
  to: { address: string; name?: string };
  subject: string;
  text: string;
  html: string;
  /** Further headers, e.g. those of `unsubscribeHeaders`. */
  headers?: Readonly<Record<string, string>>;
  /** Names the mail itself, the same however often it is tried: letters, digits and `_`. */
  id: string;
  /**
   * Names this attempt in the events that SES raises about it (tag `sendId`): letters, digits, `_` and `-`, at most 256.
   */
  sendId: string;
}

export function createEmailChannel(settings: EmailChannelSettings): Channel<Email> {
  const sender = parseMailbox(settings.from);
  return {
    async send(email) {
      const command = new SendEmailCommand({
        FromEmailAddress: mailbox(sender.address, sender.name),
        Destination: { ToAddresses: [mailbox(email.to.address, email.to.name)] },
        ConfigurationSetName: settings.configurationSet,
        EmailTags: [{ Name: 'sendId', Value: checkedSendId(email.sendId) }],
        Content: {
          Simple: {
            Subject: { Data: singleLine(email.subject), Charset: 'UTF-8' },
            Body: {
              Text: { Data: email.text, Charset: 'UTF-8' },
              Html: { Data: email.html, Charset: 'UTF-8' },
            },
            Headers: Object.entries({ ...automatic, ...email.headers }).map(([name, value]) => ({
              Name: singleLine(name),
              Value: singleLine(value),
            })),
          },
        },
      });
      try {
        const { MessageId: messageId } = await settings.client.send(command);
        return messageId === undefined
          ? { outcome: 'unknown', reason: 'SES answered without a message id', isError: false }
          : { outcome: 'accepted', messageId };
      } catch (error) {
        return outcomeOf(error, sender.address);
      }
    },
  };
}

/** RFC 3834: no person sits behind this mail, so out-of-office programs do not answer it. */
export const automatic = { 'Auto-Submitted': 'auto-generated' };

const throttled = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'LimitExceededException',
]);

function outcomeOf(error: unknown, sender: string): SendOutcome {
  const call = readCallError(error);
  const { name, reason, status } = call;
  // "Daily message quota exceeded" or "Maximum sending rate exceeded":
  // https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html
  if (status === 429 || (status !== undefined && throttled.has(name))) {
    return { outcome: 'retry', reason, limit: /quota/i.test(reason) ? 'quota' : 'rate' };
  }
  return outcomeOfCall(call) ?? { outcome: 'refused', reason, fault: faultOf(error, name, sender) };
}

type Fault = Extract<SendOutcome, { outcome: 'refused' }>['fault'];

function faultOf(error: unknown, name: string, sender: string): Fault {
  const said = error instanceof Error ? error.message : '';
  if (name === 'MessageRejected') {
    // "Email address is not verified. The following identities failed the check in region …: …", which may be ours or,
    // in the sandbox, the recipient's: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
    if (!said.includes('not verified')) return 'mail';
    return namesSender(said, sender) ? 'account' : 'sandbox';
  }
  if (name.startsWith('AccessDenied')) {
    // In the sandbox the sender needs a right to the recipient's identity, too: https://github.com/GSA/data.gov/issues/3810
    const [, identity] = /:ses:[^\s]*:identity\/([^\s`'"]+)/.exec(said) ?? [];
    return identity === undefined || isOfSender(identity, sender) ? 'account' : 'sandbox';
  }
  if (name !== 'BadRequestException') return 'account';
  // The sender's address is checked before it is deployed.
  return /\b(address|domain|user name)\b/i.test(said) ? 'recipient' : 'mail';
}

/** Whether the sender, or its domain, is among the identities that failed. */
function namesSender(said: string, sender: string): boolean {
  const failed = (said.split(/region [\w-]+:/)[1] ?? sender).split(',').map((each) => each.trim());
  return failed.some((each) => isOfSender(each.replace(/^.*<|>$/g, ''), sender));
}

function isOfSender(identity: string, sender: string): boolean {
  const named = identity.toLowerCase();
  const ours = sender.toLowerCase();
  return named === ours || named === ours.split('@')[1];
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
function checkedSendId(sendId: string): string {
  if (/^[A-Za-z0-9_-]{1,256}$/.test(sendId)) return sendId;
  throw new RangeError(`"${sendId}" cannot be a send id: 1 to 256 letters, digits, "_" and "-"`);
}
