/** SES v2: takes mails and keeps them in the inbox; nothing leaves this machine. */
import { randomUUID } from 'node:crypto';
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type Inbox,
  type SentMail,
} from '../../cloud.ts';
import { jsonReply, readBody } from '../../endpoint/json-protocol.ts';
import { assertVerified, createSendQuota } from './account.ts';
import { createSesEvents } from './delivery-events.ts';
import { mailOf, recipientsOf, type SendEmail, sendEmailSchema } from './message.ts';

/** The latest so many mails are kept. */
const keptMails = 5000;

export function createSes(cloud: Cloud): AwsService & Inbox {
  const mails = cloud.state.map<SentMail>('inbox');
  const publish = createSesEvents(cloud);
  const quota = createSendQuota(() => cloud.clock.now());
  const identities = cloud.template
    .ofType('AWS::SES::EmailIdentity')
    .map((identity) => identity.ref.toLowerCase());
  const configurationSets = new Set(
    cloud.template.ofType('AWS::SES::ConfigurationSet').map((set) => set.ref),
  );

  function keep(mail: SentMail): void {
    mails.set(mail.id, mail);
    const [oldest] = mails.keys();
    if (mails.size > keptMails && oldest !== undefined) mails.delete(oldest);
  }

  function sendEmail(request: SendEmail): AwsReply {
    const message = request.Content.Simple;
    if (message === undefined) {
      throw new AwsError(
        400,
        'BadRequestException',
        'Locally only Content.Simple is imitated, not Raw and Template.',
      );
    }
    const recipients = recipientsOf(request).length;
    if (recipients === 0 || recipients > 50) {
      throw new AwsError(
        400,
        'BadRequestException',
        `A mail goes to 1 to 50 recipients, not to ${recipients}.`,
      );
    }
    // Without identities in the templates any sender will do.
    const own = [...identities, ...quota.account().verified];
    const { FromEmailAddress: from } = request;
    if (own.length > 0)
      assertVerified({ from, to: recipientsOf(request) }, quota.account(), own, cloud.region);
    const set = request.ConfigurationSetName;
    if (set !== undefined && !configurationSets.has(set)) {
      throw new AwsError(404, 'NotFoundException', `Configuration set <${set}> does not exist.`);
    }
    quota.take();
    const mail = mailOf(request, message, `0100local-${randomUUID()}-000000`, cloud.clock.now());
    keep(mail);
    if (set !== undefined) publish(mail, set);
    return jsonReply({ MessageId: mail.id });
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    if (call.operation === 'SendEmail')
      return sendEmail(readBody(sendEmailSchema, call, 'BadRequestException'));
    if (call.operation === 'GetAccount') {
      const { mailsPerDay, mailsPerSecond, sandbox } = quota.account();
      const SentLast24Hours = quota.sentLast24Hours();
      const SendQuota = { Max24HourSend: mailsPerDay, MaxSendRate: mailsPerSecond, SentLast24Hours };
      const state = { ProductionAccessEnabled: !sandbox, SendingEnabled: true, EnforcementStatus: 'HEALTHY' };
      return jsonReply({ ...state, DedicatedIpAutoWarmupEnabled: false, SendQuota });
    }
    throw new AwsError(400, 'BadRequestException', `${call.operation} is not imitated locally.`);
  }

  return {
    scopes: ['ses'],
    operationOf,
    handle,
    mails: () => [...mails.values()],
    keep,
    grant: quota.set,
    clear: () => mails.clear(),
  };
}

function operationOf(method: string, url: URL): string {
  if (method === 'POST' && url.pathname === '/v2/email/outbound-emails') return 'SendEmail';
  if (method === 'GET' && url.pathname === '/v2/email/account') return 'GetAccount';
  return `${method} ${url.pathname}`;
}
