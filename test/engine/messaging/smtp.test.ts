/** Mail by SMTP: the channel talks to a real server, which takes, refuses, or hangs up. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Email } from '../../../shared/messaging/email.ts';
import { createSmtpChannel } from '../../../shared/messaging/smtp.ts';
import { unsubscribeHeaders } from '../../../shared/messaging/unsubscribe.ts';
import { certificate, privateKey } from '../../support/localhost-certificate.ts';
import { type Behaviour, startSmtpServer } from '../../support/smtp-server.ts';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const login = { user: 'rapport', password: 'hush' };

async function talkTo(behaviour: Behaviour = {}, url = (own: string) => own) {
  const server = await startSmtpServer(behaviour);
  servers.push(server);
  const from = '客户关怀 <care@example.com>';
  return {
    server,
    channel: createSmtpChannel({ server: url(server.url), login: async () => login, from }),
  };
}

const email: Email = {
  to: { address: 'li@example.com', name: 'Li\r\nBcc: all@example.com' },
  subject: '您好\r\nBcc: all@example.com',
  text: 'Guten Tag\n.\nein Punkt am Anfang einer Zeile',
  html: '<p>您好，请回答</p>',
  headers: unsubscribeHeaders(`https://rapport.example/s/${'a'.repeat(43)}/unsubscribe`),
  id: 'message_01jd3x5y9hf1bvt6w0k2m4n8pq',
  sendId: 'message_01jd3x5y9hf1bvt6w0k2m4n8pq-1',
};

describe('a mail by SMTP', () => {
  it('arrives whole, once, under the name of the organisation, with its way out in one click', async () => {
    const { server, channel } = await talkTo();
    expect(await channel.send(email)).toEqual({ outcome: 'accepted', messageId: email.id });
    expect(server.logins).toEqual(['rapport:hush']);
    const [mail] = server.mails;
    expect(server.mails).toHaveLength(1);
    expect(mail).toMatchObject({
      from: { address: 'care@example.com', name: '客户关怀' },
      to: [{ address: 'li@example.com', name: 'Li Bcc: all@example.com' }],
      subject: '您好 Bcc: all@example.com',
      messageId: `<${email.id}@example.com>`,
      envelope: { from: 'care@example.com', to: ['li@example.com'] },
    });
    expect(mail?.text?.replaceAll('\r', '').trim()).toBe(email.text);
    expect(mail?.html?.trim()).toBe(email.html);
    expect(Object.fromEntries(mail?.headers.map(({ key, value }) => [key, value]) ?? [])).toMatchObject({
      'list-unsubscribe': `<https://rapport.example/s/${'a'.repeat(43)}/unsubscribe>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    });
    expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc');
  });

  it('has the same Message-ID when it is tried again, so that receivers see that two are one', async () => {
    const { server, channel } = await talkTo();
    await channel.send(email);
    await channel.send({ ...email, sendId: `${email.id}-2` });
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('goes without signing in where there is no user', async () => {
    const { server } = await talkTo();
    const open = createSmtpChannel({
      ...{ server: server.url, from: 'care@example.com' },
      login: async () => ({ user: '', password: '' }),
    });
    expect(await open.send(email)).toMatchObject({ outcome: 'accepted' });
    expect(server.logins).toEqual([]);
  });
});

describe('what the server says', () => {
  it.each([
    ['there is no such user', { to: '550 5.1.1 <li@example.com> No such user' }, 'address'],
    ['there is no such user, in three digits', { to: '550 No such user here' }, 'address'],
    ['there is no such domain', { to: '550 5.1.2 Host unknown' }, 'address'],
    ['the domain takes no mail', { to: '556 5.1.10 Null MX' }, 'address'],
    ['the mailbox is closed', { to: '550 5.2.1 Mailbox disabled' }, 'address'],
    ['there is no such user, after the mail', { data: '550 5.1.1 No such user' }, 'address'],
    ['the mailbox is full', { to: '552 5.2.2 Over quota' }, 'recipient'],
    ['we may not write there', { to: '550 5.7.1 Relaying denied' }, 'sandbox'],
    ['the address of the sender is wrong', { from: '550 5.1.8 Bad sender' }, 'account'],
    ['the login is wrong', { auth: '535 5.7.8 Authentication failed' }, 'account'],
    ['we are blocked', { connect: '554 5.7.1 Blocked' }, 'account'],
    ['the mail looks like spam', { data: '554 5.7.1 Message rejected as spam' }, 'mail'],
    ['the mail is too large', { data: '552 5.3.4 Too large' }, 'mail'],
  ] as const)('refuses because %s', async (_, answers, fault) => {
    const { channel } = await talkTo({ answers });
    const outcome = await channel.send(email);
    expect(outcome).toMatchObject({ outcome: 'refused', fault });
    expect(JSON.stringify(outcome)).not.toContain('li@example.com');
  });

  it.each([
    ['it is busy', { connect: '421 4.3.2 Try later' }, { outcome: 'retry', limit: 'rate' }],
    ['we send too much', { from: '451 4.7.1 Slow down' }, { outcome: 'retry', limit: 'rate' }],
    ['signing in fails today', { auth: '454 4.7.0 Temporary failure' }, { outcome: 'retry', limit: 'rate' }],
    ['it wants to see us again', { to: '450 4.2.0 Greylisted' }, { outcome: 'retry', reason: /^SMTP-450: / }],
    ['it cannot keep it now', { data: '452 4.3.1 Disk full' }, { outcome: 'retry' }],
  ] as const)('puts off because %s', async (_, answers, expected) => {
    const { channel } = await talkTo({ answers });
    const outcome = await channel.send(email);
    const { reason, ...rest } = { reason: undefined, ...expected } as Record<string, unknown>;
    expect(outcome).toMatchObject(rest);
    if (reason instanceof RegExp) expect(outcome).toMatchObject({ reason: expect.stringMatching(reason) });
    if (!('limit' in expected)) expect(outcome).not.toHaveProperty('limit');
  });

  it.each(['connect', 'from', 'to'] as const)('hangs up at %s: certainly not taken', async (cutAt) => {
    const { channel, server } = await talkTo({ cutAt });
    expect(await channel.send(email)).toMatchObject({ outcome: 'retry' });
    expect(server.mails).toEqual([]);
  });

  it.each([
    ['data', 0],
    ['taken', 1],
  ] as const)('hangs up after DATA (%s): nobody knows', async (cutAt, taken) => {
    const { channel, server } = await talkTo({ cutAt });
    expect(await channel.send(email)).toMatchObject({ outcome: 'unknown', isError: false });
    expect(server.mails).toHaveLength(taken);
  });

  it('is not there: may be tried again', async () => {
    const { channel, server } = await talkTo();
    await server.close();
    expect(await channel.send(email)).toMatchObject({ outcome: 'retry' });
  });
});

describe('encryption', () => {
  const identity = { cert: certificate, key: privateKey };
  /** As a deployment can be set to. */
  const deployed = (url: string) => url.replace('127.0.0.1', '127.0.0.2').replace('?ignoreTLS=true', '');

  it('is asked of every server: without it no login and no mail leaves', async () => {
    const { channel, server } = await talkTo({}, deployed);
    expect(await channel.send(email)).toMatchObject({ outcome: 'refused', fault: 'account' });
    expect([server.mails, server.logins]).toEqual([[], []]);
  });

  it('wants a certificate that is trusted', async () => {
    const { channel, server } = await talkTo({ options: { ...identity, disabledCommands: [] } }, deployed);
    expect(await channel.send(email)).toMatchObject({ outcome: 'retry' });
    expect([server.mails, server.logins]).toEqual([[], []]);
  });

  it.each([
    ['from the first byte', { ...identity, secure: true }, 'smtps://127.0.0.2'],
    ['by STARTTLS', { ...identity, disabledCommands: [] }, 'smtp://127.0.0.2'],
  ])('%s carries login and mail', async (_, options, address) => {
    const server = await startSmtpServer({ options });
    servers.push(server);
    const channel = createSmtpChannel({
      ...{ server: `${address}:${server.port}`, from: 'care@example.com', trusted: certificate },
      login: async () => login,
    });
    expect(await channel.send(email)).toMatchObject({ outcome: 'accepted' });
    expect(server.mails).toMatchObject([{ isEncrypted: true }]);
    expect(server.logins).toEqual(['rapport:hush']);
  });
});
