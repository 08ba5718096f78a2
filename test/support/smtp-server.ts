/** An SMTP server of this machine, as the product meets one: it signs people in, and says what a test has it say. */
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email as ParsedMail } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TakenMail extends ParsedMail {
  /** As it travelled. */
  readonly raw: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly isEncrypted: boolean;
}

/** What a test has the server do instead of what it would. */
export interface Behaviour {
  /** The answer to a step, e.g. `550 5.1.1 No such user`. */
  readonly answers?: Partial<Record<'connect' | 'auth' | 'from' | 'to' | 'data', string>>;
  /** Cuts the connection at a step, without an answer; `taken`: once it has taken the mail. */
  readonly cutAt?: 'connect' | 'from' | 'to' | 'data' | 'taken';
  readonly options?: SMTPServerOptions;
}

export async function startSmtpServer({ answers = {}, cutAt, options = {} }: Behaviour = {}) {
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const logins: string[] = [];
  const answer = (step: keyof typeof answers): Error | null => {
    const said = answers[step];
    if (said === undefined) return null;
    return Object.assign(new Error(said.slice(4)), { responseCode: Number(said.slice(0, 3)) });
  };
  /** Answers unless the connection is cut here. */
  const step = (at: 'connect' | 'from' | 'to' | 'data', done: (error?: Error | null) => void) => {
    if (cutAt === at) for (const socket of sockets) socket.destroy();
    else done(answer(at));
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onConnect: (_, done) => step('connect', done),
    onAuth({ username = '', password = '' }, _, done) {
      logins.push(`${username}:${password}`);
      const error = answer('auth');
      if (error === null) done(null, { user: username });
      else done(error);
    },
    onMailFrom: (_, __, done) => step('from', done),
    onRcptTo: (_, __, done) => step('to', done),
    async onData(stream, { envelope, secure }, done) {
      const bytes = await buffer(stream);
      if (cutAt !== 'data') {
        mails.push({
          ...(await PostalMime.parse(bytes)),
          raw: bytes.toString(),
          envelope: {
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
          },
          isEncrypted: secure === true,
        });
      }
      if (cutAt === 'taken' || cutAt === 'data') for (const socket of sockets) socket.destroy();
      else done(answer('data'));
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    mails,
    logins,
    port,
    url: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
