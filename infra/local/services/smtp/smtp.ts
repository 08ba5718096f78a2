/** A mail server of the world outside: takes what functions send by SMTP into the inbox; nothing leaves this machine. */
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Address } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Cloud, Inbox, SentMail } from '../../cloud.ts';
import { bounceAddress, simulated } from '../ses/simulator.ts';

/** What functions find in their environment as the address of such a server. */
const serverPattern = /^smtps?:\/\/[^/]+$/;

/** The addresses of mail servers in these environments. */
export function mailServersOf(values: Iterable<string>): string[] {
  return [...new Set(values)].filter((value) => serverPattern.test(value));
}

export type SmtpContext = Pick<Cloud, 'clock' | 'log'> & Pick<Inbox, 'keep'>;

/** Whoever signs in may send. The address of SES's simulator that bounces is refused, as a server does whose mailbox it is. */
export async function startSmtp({ clock, log, keep }: SmtpContext) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username = '' }, _, done) => done(null, { user: username }),
    onRcptTo({ address }, _, done) {
      const isThere = simulated(address) !== bounceAddress;
      done(isThere ? null : Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }));
    },
    async onData(stream, { id }, done) {
      keep(await mailOf(await buffer(stream), id, clock.now()));
      done();
    },
  });
  server.on('error', (error) => log(`SMTP: ${error.message}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** Headers that a mail shows in other places, or that tell of its parts. */
const shown = new Set('from to subject date mime-version content-type content-transfer-encoding'.split(' '));

async function mailOf(raw: Buffer, id: string, at: number): Promise<SentMail> {
  const { from, to = [], subject = '', text = '', html = '', headers } = await PostalMime.parse(raw);
  const others = headers.filter(({ key }) => !shown.has(key));
  return {
    id: `smtp-${id}-${at}`,
    at: new Date(at).toISOString(),
    from: from === undefined ? '' : mailboxOf(from),
    to: to.map(mailboxOf),
    ...{ subject, text, html },
    headers: Object.fromEntries(others.map(({ originalKey, value }) => [originalKey, value])),
    tags: {},
  };
}

const mailboxOf = ({ name, address = '' }: Address) => (name ? `${name} <${address}>` : address);
