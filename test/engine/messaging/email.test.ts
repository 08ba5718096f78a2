import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmailChannel, type Email } from '../../../shared/messaging/email.ts';
import { houseSettings } from '../../../shared/runtime/clients/house-settings.ts';
import { createSesClient } from '../../../shared/runtime/clients/ses.ts';

type Reply = (response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** SES as a server on this machine that gives one reply; the real client and channel speak to it. */
async function channelTo(reply: Reply) {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(JSON.parse(body));
      reply(response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { bodies, channel: channelAt(port), server };
}

function channelAt(port: number) {
  const client = new SESv2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: `http://127.0.0.1:${port}`,
    maxAttempts: 1,
    requestHandler: { ...houseSettings.requestHandler, requestTimeout: 200 },
  });
  return createEmailChannel({ client, from: '客户关怀 <care@example.com>', configurationSet: 'rapport' });
}

const email: Email = {
  to: { address: 'li@example.com', name: 'Li\r\nBcc: all@example.com' },
  subject: '您好\r\nBcc: all@example.com',
  text: 'text',
  html: '<p>html</p>',
  headers: { 'List-Unsubscribe': '<https://rapport.example/u/1>\r\nBcc: all@example.com' },
  id: 'message_1',
  sendId: 'run_1-customer_1',
};

function answer(status: number, type: string, message = 'because'): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ message }));
  };
}

const unverified =
  'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1:';

/** As SES words it: https://github.com/GSA/data.gov/issues/3810 */
const denied = (resource: string) =>
  `User \`arn:aws:sts::123456789012:assumed-role/sender/sender' is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:eu-central-1:123456789012:${resource}'`;

describe('sending a mail', () => {
  it('hands it to SES once, tagged with the send id, without a line break in any header', async () => {
    const { channel, bodies } = await channelTo((response) => response.end('{"MessageId":"m-1"}'));
    expect(await channel.send(email)).toEqual({ outcome: 'accepted', messageId: 'm-1' });
    expect(bodies).toMatchObject([
      {
        FromEmailAddress: '=?UTF-8?B?5a6i5oi35YWz5oCA?= <care@example.com>',
        Destination: { ToAddresses: ['"Li Bcc: all@example.com" <li@example.com>'] },
        ConfigurationSetName: 'rapport',
        EmailTags: [{ Name: 'sendId', Value: 'run_1-customer_1' }],
        Content: {
          Simple: {
            Subject: { Data: '您好 Bcc: all@example.com', Charset: 'UTF-8' },
            Headers: [
              { Name: 'Auto-Submitted', Value: 'auto-generated' },
              { Name: 'List-Unsubscribe', Value: '<https://rapport.example/u/1> Bcc: all@example.com' },
            ],
          },
        },
      },
    ]);
  });

  it.each([
    ['A'.repeat(300), '"'],
    ['王'.repeat(60), '=?UTF-8?B?'],
  ])('leaves a name out that is too long for SES, and no other', async (name, begins) => {
    const { channel, bodies } = await channelTo((response) => response.end('{"MessageId":"m-1"}'));
    await channel.send({ ...email, to: { address: 'li@example.com', name } });
    await channel.send({ ...email, to: { address: 'li@example.com', name: `${name}${name}` } });
    const [fits, tooLong] = bodies.map(
      (body) => (body as { Destination: { ToAddresses: string[] } }).Destination.ToAddresses[0] ?? '',
    );
    expect(fits?.startsWith(begins)).toBe(true);
    expect(fits?.length).toBeLessThanOrEqual(320);
    expect(tooLong).toBe('li@example.com');
  });

  it.each<[string, Reply, object]>([
    ['too many at once', answer(429, 'TooManyRequestsException'), { outcome: 'retry', limit: 'rate' }],
    [
      'throttling said with a 400',
      answer(400, 'ThrottlingException', 'Maximum sending rate exceeded.'),
      { outcome: 'retry', limit: 'rate' },
    ],
    [
      'the day’s quota used up',
      answer(400, 'ThrottlingException', 'Daily message quota exceeded.'),
      { outcome: 'retry', limit: 'quota' },
    ],
    ['missing rights', answer(403, 'AccessDeniedException'), { outcome: 'refused', fault: 'account' }],
    [
      'no right to the sender’s domain',
      answer(403, 'AccessDeniedException', denied('identity/Example.com')),
      { outcome: 'refused', fault: 'account' },
    ],
    [
      'no right to the sender’s address',
      answer(403, 'AccessDenied', denied('identity/care@example.com')),
      { outcome: 'refused', fault: 'account' },
    ],
    [
      'no right to the configuration set',
      answer(403, 'AccessDeniedException', denied('configuration-set/mail')),
      { outcome: 'refused', fault: 'account' },
    ],
    [
      'no right to the identity of a recipient in the sandbox',
      answer(403, 'AccessDeniedException', denied('identity/li@customer.example')),
      { outcome: 'refused', fault: 'sandbox' },
    ],
    [
      'no right to the identity of the recipient’s domain, in the words of the older API',
      answer(403, 'AccessDenied', denied('identity/customer.example')),
      { outcome: 'refused', fault: 'sandbox' },
    ],
    ['a rejected message', answer(400, 'MessageRejected'), { outcome: 'refused', fault: 'mail' }],
    [
      'a sender that nobody has verified',
      answer(400, 'MessageRejected', `${unverified} Li <li@example.com>, care@example.com`),
      { outcome: 'refused', fault: 'account' },
    ],
    [
      'a recipient in the sandbox',
      answer(400, 'MessageRejected', `${unverified} li@example.com`),
      { outcome: 'refused', fault: 'sandbox' },
    ],
    ['a bad header', answer(400, 'BadRequestException'), { outcome: 'refused', fault: 'mail' }],
    [
      'a bad address',
      answer(400, 'BadRequestException', 'Local address contains control or whitespace'),
      { outcome: 'refused', fault: 'recipient' },
    ],
    [
      'a bad domain in an address',
      answer(400, 'BadRequestException', 'Domain contains dot-dot'),
      { outcome: 'refused', fault: 'recipient' },
    ],
    ['a paused account', answer(400, 'SendingPausedException'), { outcome: 'refused', fault: 'account' }],
    [
      'a domain without records',
      answer(400, 'MailFromDomainNotVerifiedException'),
      { outcome: 'refused', fault: 'account' },
    ],
    [
      'an unknown configuration set',
      answer(404, 'NotFoundException'),
      { outcome: 'refused', fault: 'account' },
    ],
    [
      'an internal error',
      answer(500, 'InternalServiceErrorException'),
      { outcome: 'unknown', isError: true },
    ],
    ['a gateway in trouble', answer(503, 'ServiceUnavailable'), { outcome: 'unknown', isError: true }],
    [
      'a connection cut before the reply',
      (response) => response.destroy(),
      { outcome: 'unknown', isError: false },
    ],
    ['no reply in time', () => {}, { outcome: 'unknown', isError: false }],
    ['a reply that is cut off', (response) => response.end('{"Mess'), { outcome: 'unknown' }],
    ['a reply without a message id', (response) => response.end('{}'), { outcome: 'unknown' }],
  ])('tells what %s means, and tries once only', async (_, reply, expected) => {
    const { channel, bodies } = await channelTo(reply);
    expect(await channel.send(email)).toMatchObject(expected);
    expect(bodies).toHaveLength(1);
  });

  it('may be repeated when nobody answered the door', async () => {
    const { server, bodies } = await channelTo(() => {});
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await channelAt(port).send(email)).toMatchObject({ outcome: 'retry' });
    expect(bodies).toHaveLength(0);
  });

  it('keeps addresses out of the reasons it gives', async () => {
    const { channel } = await channelTo(
      answer(400, 'MessageRejected', 'Email address is not verified: li@example.com'),
    );
    const outcome = await channel.send(email);
    expect(outcome).toMatchObject({ reason: 'MessageRejected: Email address is not verified: (address)' });
  });

  it.each(['run#1', 'run.1', 'run@1', '', 'x'.repeat(257)])(
    'refuses %j, which SES could not carry',
    async (sendId) => {
      await expect(channelAt(1).send({ ...email, sendId })).rejects.toThrow('cannot be a send id');
    },
  );

  it('is done by a client that never repeats a call by itself', async () => {
    expect(await createSesClient().config.maxAttempts()).toBe(1);
  });
});
