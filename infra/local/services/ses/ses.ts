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
import { createSesEvents } from './delivery-events.ts';
import { bareAddress, mailOf, recipientsOf, type SendEmail, sendEmailSchema } from './message.ts';

/** The latest so many mails are kept. */
const keptMails = 5000;

export function createSes(cloud: Cloud): AwsService & Inbox {
  const mails = cloud.state.map<SentMail>('inbox');
  const publish = createSesEvents(cloud);
  const identities = cloud.template
    .ofType('AWS::SES::EmailIdentity')
    .map((identity) => identity.ref.toLowerCase());
  const configurationSets = new Set(
    cloud.template.ofType('AWS::SES::ConfigurationSet').map((set) => set.ref),
  );

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
    assertSender(request.FromEmailAddress);
    const set = request.ConfigurationSetName;
    if (set !== undefined && !configurationSets.has(set)) {
      throw new AwsError(404, 'NotFoundException', `Configuration set <${set}> does not exist.`);
    }
    const mail = mailOf(request, message, `0100local-${randomUUID()}-000000`, cloud.clock.now());
    mails.set(mail.id, mail);
    const [oldest] = mails.keys();
    if (mails.size > keptMails && oldest !== undefined) mails.delete(oldest);
    if (set !== undefined) publish(mail, set);
    return jsonReply({ MessageId: mail.id });
  }

  /** Only where the templates declare identities; otherwise any sender will do. */
  function assertSender(from: string): void {
    const address = bareAddress(from).toLowerCase();
    const known = identities.some((identity) => identity === address || address.endsWith(`@${identity}`));
    if (known || identities.length === 0) return;
    throw new AwsError(
      400,
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region ${cloud.region.toUpperCase()}: ${address}`,
    );
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    if (call.operation === 'SendEmail')
      return sendEmail(readBody(sendEmailSchema, call, 'BadRequestException'));
    if (call.operation === 'GetAccount') {
      const quota = { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: mails.size };
      const state = { ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY' };
      return jsonReply({ ...state, DedicatedIpAutoWarmupEnabled: false, SendQuota: quota });
    }
    throw new AwsError(400, 'BadRequestException', `${call.operation} is not imitated locally.`);
  }

  return {
    scopes: ['ses'],
    operationOf,
    handle,
    mails: () => [...mails.values()],
    clear: () => mails.clear(),
  };
}

function operationOf(method: string, url: URL): string {
  if (method === 'POST' && url.pathname === '/v2/email/outbound-emails') return 'SendEmail';
  if (method === 'GET' && url.pathname === '/v2/email/account') return 'GetAccount';
  return `${method} ${url.pathname}`;
}
