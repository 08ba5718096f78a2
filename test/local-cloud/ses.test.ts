import {
  GetAccountCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import { createSes } from '../../infra/local/services/ses/ses.ts';
import { createRig, memoryState, type Rig, type RigOptions } from '../support/service-rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

const resources = [
  { type: 'AWS::SES::ConfigurationSet', ref: 'rapport' },
  { type: 'AWS::SES::EmailIdentity', ref: 'rapport.example' },
  {
    type: 'AWS::SES::ConfigurationSetEventDestination',
    ref: 'destination',
    properties: {
      ConfigurationSetName: 'rapport',
      EventDestination: {
        Enabled: true,
        EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-central-1:000000000000:event-bus/default' },
        MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint'],
      },
    },
  },
];

async function start(options: RigOptions = {}) {
  const rig = createRig({ now: '2026-11-21T10:00:00Z', resources, ...options });
  rigs.push(rig);
  const ses = createSes(rig.cloud);
  await rig.serve(ses);
  return { rig, ses, client: new SESv2Client({ ...rig.client(), maxAttempts: 1 }) };
}

const email = (fields: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: '=?UTF-8?B?5bCP5oql?= <survey@rapport.example>',
  Destination: { ToAddresses: ['=?UTF-8?B?546L6Iqz?= <wang.fang@customer.example>'] },
  Content: {
    Simple: {
      Subject: { Data: '您的意见', Charset: 'UTF-8' },
      Body: { Text: { Data: '文本' }, Html: { Data: '<p>你好</p>' } },
      Headers: [{ Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' }],
    },
  },
  EmailTags: [{ Name: 'invitation', Value: 'invitation_1' }],
  ConfigurationSetName: 'rapport',
  ...fields,
});

/** A mailbox of so many characters. */
function longMailbox(length: number, domain = 'customer.example'): string {
  const address = ` <w@${domain}>`;
  return `${'N'.repeat(length - address.length)}${address}`;
}

const header = (Name: string, Value = 'x') => ({ Name, Value });

describe('sending mail', () => {
  it('keeps the mail with headers, tags and every script of the world', async () => {
    const { ses, client } = await start();
    const { MessageId } = await client.send(
      new SendEmailCommand(email({ ReplyToAddresses: ['a@b.example'] })),
    );
    expect(ses.mails()).toEqual([
      {
        id: MessageId,
        at: expect.stringMatching(/^2026-11-21T10:00:0/),
        from: '=?UTF-8?B?5bCP5oql?= <survey@rapport.example>',
        to: ['=?UTF-8?B?546L6Iqz?= <wang.fang@customer.example>'],
        subject: '您的意见',
        text: '文本',
        html: '<p>你好</p>',
        headers: { 'Reply-To': 'a@b.example', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        tags: { invitation: 'invitation_1' },
      },
    ]);
  });

  it('publishes what happened to the default bus as SES does', async () => {
    const { rig, client } = await start();
    const { MessageId } = await client.send(new SendEmailCommand(email()));
    await rig.cloud.activity.idle();
    expect(rig.published.map(({ bus, event }) => [bus, event.source, event.detailType])).toEqual([
      ['default', 'aws.ses', 'Email Sent'],
      ['default', 'aws.ses', 'Email Delivered'],
    ]);
    expect(rig.published[1]!.event.detail).toMatchObject({
      eventType: 'Delivery',
      delivery: { recipients: ['wang.fang@customer.example'] },
      mail: {
        messageId: MessageId,
        destination: ['wang.fang@customer.example'],
        tags: { invitation: ['invitation_1'], 'ses:configuration-set': ['rapport'] },
      },
    });
  });

  it.each([
    ['bounce@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['suppressionlist+7@simulator.amazonses.com', ['Email Sent', 'Email Bounced']],
    ['complaint+7@simulator.amazonses.com', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
  ])('plays the mailbox simulator for %s', async (to, expected) => {
    const { rig, client } = await start();
    await client.send(new SendEmailCommand(email({ Destination: { ToAddresses: [to] } })));
    await rig.cloud.activity.idle();
    expect(rig.published.map(({ event }) => event.detailType)).toEqual(expected);
  });

  it('names the list of the account as the cause of a bounce of what it has not sent', async () => {
    const { rig, client } = await start();
    const to = ['suppressionlist@simulator.amazonses.com', 'bounce@simulator.amazonses.com'];
    for (const address of to)
      await client.send(new SendEmailCommand(email({ Destination: { ToAddresses: [address] } })));
    await rig.cloud.activity.idle();
    const bounces = rig.published.filter(({ event }) => event.detailType === 'Email Bounced');
    expect(bounces.map(({ event }) => event.detail)).toMatchObject([
      { bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' } },
      { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
    ]);
  });

  it('tells nothing without a configuration set', async () => {
    const { rig, client } = await start();
    const { ConfigurationSetName: _, ...plain } = email();
    await client.send(new SendEmailCommand(plain));
    await rig.cloud.activity.idle();
    expect(rig.published).toEqual([]);
  });

  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    ['a sender nobody has verified', { FromEmailAddress: 'a@elsewhere.example' }, 'MessageRejected'],
    ['an unknown configuration set', { ConfigurationSetName: 'nope' }, 'NotFoundException'],
    ['a mail to nobody', { Destination: { ToAddresses: [] } }, 'BadRequestException'],
    ['raw mail', { Content: { Raw: { Data: Buffer.from('x') } } }, 'BadRequestException'],
    ['a tag with spaces', { EmailTags: [{ Name: 'a b', Value: 'c' }] }, 'BadRequestException'],
    ['a dot in the name of a tag', { EmailTags: [{ Name: 'a.b', Value: 'c' }] }, 'BadRequestException'],
    ['a dot in the value of a tag', { EmailTags: [{ Name: 'a', Value: 'b.1' }] }, 'BadRequestException'],
    ['an @ in the value of a tag', { EmailTags: [{ Name: 'a', Value: 'b@c' }] }, 'BadRequestException'],
    [
      'a header that SES sets',
      {
        Content: {
          Simple: {
            Subject: { Data: 's' },
            Body: { Text: { Data: 't' } },
            Headers: [{ Name: 'From', Value: 'x' }],
          },
        },
      },
      'BadRequestException',
    ],
  ])('refuses %s and keeps nothing', async (_, fields, name) => {
    const { ses, client } = await start();
    await expect(client.send(new SendEmailCommand(email(fields)))).rejects.toMatchObject({ name });
    expect(ses.mails()).toEqual([]);
  });

  const simple = (message: object) => ({
    Content: {
      Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } }, ...message },
    },
  });

  it.each<[string, Partial<SendEmailCommandInput>]>([
    ['a recipient of more than 320 characters', { Destination: { ToAddresses: [longMailbox(321)] } }],
    ['a sender of more than 320 characters', { FromEmailAddress: longMailbox(321, 'rapport.example') }],
    ['a display name that is not encoded', { Destination: { ToAddresses: ['王芳 <w@customer.example>'] } }],
    ['a recipient without an address', { Destination: { ToAddresses: ['Wang Fang'] } }],
    [
      'more than 50 tags',
      { EmailTags: Array.from({ length: 51 }, (_, n) => ({ Name: `t${n}`, Value: 'v' })) },
    ],
    ['a tag of more than 256 characters', { EmailTags: [{ Name: 'a', Value: 'b'.repeat(257) }] }],
    ['the name of a header with more than 126 characters', simple({ Headers: [header('X'.repeat(127))] })],
    [
      'the value of a header with more than 870 characters',
      simple({ Headers: [header('X', 'x'.repeat(871))] }),
    ],
    ['a header that is not ASCII', simple({ Headers: [header('X', '王芳')] })],
    ['more than 15 headers', simple({ Headers: Array.from({ length: 16 }, (_, n) => header(`X-${n}`)) })],
    ['a mail without a text', simple({ Body: {} })],
    [
      'a body that has more than 40 MB on its way',
      simple({ Body: { Text: { Data: 'x'.repeat(31_457_281) } } }),
    ],
  ])('refuses %s', async (_, fields) => {
    const { ses, client } = await start();
    const name = 'BadRequestException';
    await expect(client.send(new SendEmailCommand(email(fields)))).rejects.toMatchObject({ name });
    expect(ses.mails()).toEqual([]);
  });

  it('takes what is as long as it may be', async () => {
    const { ses, client } = await start();
    const tags = Array.from({ length: 50 }, (_, n) => ({ Name: `t${n}`, Value: 'v'.repeat(256) }));
    const headers = Array.from({ length: 15 }, (_, n) => header(`X-${n}`.padEnd(126, 'x'), 'x'.repeat(870)));
    const fields = { Destination: { ToAddresses: [longMailbox(320)] }, EmailTags: tags };
    await client.send(new SendEmailCommand(email({ ...fields, ...simple({ Headers: headers }) })));
    expect(ses.mails()).toHaveLength(1);
  });

  it('keeps the inbox over a restart until it is cleared', async () => {
    const state = memoryState();
    const first = await start({ state });
    await first.client.send(new SendEmailCommand(email()));
    const second = await start({ state });
    expect(second.ses.mails()).toHaveLength(1);
    second.ses.clear();
    expect((await start({ state })).ses.mails()).toEqual([]);
  });

  it('in the sandbox takes mails to verified addresses, to those of verified domains and to the simulator only', async () => {
    const { ses, client } = await start();
    ses.grant({ sandbox: true, verified: ['ann@customer.example', 'partner.example'] });
    const to = (address: string) =>
      client.send(new SendEmailCommand(email({ Destination: { ToAddresses: [address] } })));
    const taken = ['Ann <Ann@customer.example>', 'x@partner.example', 'y@rapport.example'];
    for (const address of [...taken, 'success@simulator.amazonses.com']) await to(address);
    for (const address of ['bob@customer.example', 'x@sub.partner.example']) {
      await expect(to(address)).rejects.toMatchObject({
        name: 'MessageRejected',
        message: `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${address}`,
      });
    }
    expect(ses.mails()).toHaveLength(4);
    expect(await client.send(new GetAccountCommand({}))).toMatchObject({ ProductionAccessEnabled: false });
  });

  it.each([
    ['a second', { mailsPerSecond: 2 }, 1000, 'Maximum sending rate exceeded.'],
    ['a day', { mailsPerDay: 2 }, 24 * 60 * 60 * 1000, 'Daily message quota exceeded.'],
  ])('takes no more mails in %s than the account may send, and counts no refused one', async (...row) => {
    const [, account, period, message] = row;
    const clock = { now: Date.parse('2026-11-21T10:00:00Z') };
    const rig = createRig({ now: '2026-11-21T10:00:00Z', resources });
    rigs.push(rig);
    const now = () => clock.now;
    const ses = createSes({ ...rig.cloud, clock: { ...rig.cloud.clock, now } });
    await rig.serve(ses);
    const client = new SESv2Client({ ...rig.client(), maxAttempts: 1 });
    ses.grant(account);
    const send = () => client.send(new SendEmailCommand(email()));
    await send();
    await send();
    for (const _ of [1, 2]) {
      await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException', message });
    }
    clock.now += period;
    await send();
    expect(ses.mails()).toHaveLength(3);
  });

  it('is out of the sandbox', async () => {
    const { client } = await start();
    expect(await client.send(new GetAccountCommand({}))).toMatchObject({ ProductionAccessEnabled: true });
  });
});
