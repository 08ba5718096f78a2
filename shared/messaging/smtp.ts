/** Mail by SMTP (RFC 5321), for regions without SES. Loaded only where it is used, for it is a quarter of the sender. */
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { property } from './aws-call.ts';
import type { Channel } from './channel.ts';
import { automatic, type Email } from './email.ts';
import { parseMailbox, singleLine } from './mailbox.ts';
import { outcomeOfSmtp } from './smtp-replies.ts';

export interface SmtpLogin {
  readonly user: string;
  readonly password: string;
}

export interface SmtpChannelSettings {
  /**
   * `smtps://host:port` speaks TLS at once, `smtp://host:port` by STARTTLS or not at all, and with `?ignoreTLS=true` without,
   * as nodemailer spells it; settings have no query, so that no deployment can be set to it.
   */
  readonly server: string;
  /** Asked for each connection; without a user nobody signs in. */
  readonly login: () => Promise<SmtpLogin>;
  /** `care@example.com` or `Rapport <care@example.com>`. */
  readonly from: string;
  /** PEM of the only certificate to trust. @default those that Node trusts */
  readonly trusted?: string;
}

/** A mail of a batch has a part of the sender's minute; RFC 5321 (4.5.3.2) would wait for minutes. */
const timeouts = { connectionTimeout: 5000, greetingTimeout: 5000, dnsTimeout: 5000, socketTimeout: 20_000 };

/**
 * A connection for each mail: one kept open would die while Lambda freezes the process, and a connection that dies
 * after DATA leaves a mail of which nobody knows.
 */
export function createSmtpChannel({ server, login, from, trusted }: SmtpChannelSettings): Channel<Email> {
  const sender = parseMailbox(from);
  const { host, ...transport } = transportOf(server);
  const tls = trusted === undefined ? {} : { tls: { ca: trusted } };
  return {
    async send(email) {
      const domain = sender.address.split('@')[1] ?? host;
      const message = await composed(email, sender, `<${email.id}@${domain}>`);
      const connection = new SMTPConnection({ host, ...transport, ...tls, ...timeouts, name: domain });
      const progress = { isDataBegun: false };
      try {
        await opened(connection);
        const { user, password } = await login();
        if (user !== '') await signedIn(connection, user, password);
        await handedOver(connection, { from: sender.address, to: email.to.address }, message, progress);
        return { outcome: 'accepted', messageId: email.id };
      } catch (error) {
        return outcomeOfSmtp(error, progress);
      } finally {
        connection.close();
      }
    },
  };
}

function transportOf(server: string) {
  const { protocol, hostname: host, port, searchParams } = new URL(server);
  const secure = protocol === 'smtps:';
  const starting = searchParams.get('ignoreTLS') === 'true' ? { ignoreTLS: true } : { requireTLS: true };
  return { host, port: Number(port) || (secure ? 465 : 587), secure, ...(secure ? {} : starting) };
}

/**
 * The mail as it travels. Its Message-ID is the same however often it is tried: it is all that lets a receiver see that
 * two are one (RFC 5322, 3.6.4).
 */
async function composed(
  { to, subject, text, html, headers }: Email,
  sender: ReturnType<typeof parseMailbox>,
  messageId: string,
): Promise<Buffer> {
  const named = ({ address, name = '' }: { address: string; name?: string }) => ({
    address: singleLine(address),
    name: singleLine(name),
  });
  const mail = new MailComposer({
    ...{ messageId, text, html, from: named(sender), to: named(to), subject: singleLine(subject) },
    headers: Object.entries({ ...automatic, ...headers }).map(([key, value]) => ({
      key: singleLine(key),
      // Addresses must not be folded or encoded.
      value: { prepared: true, value: singleLine(value) },
    })),
    // Nothing of a mail is ever fetched from anywhere.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

function opened(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for the life of the connection: an error nobody listens to would end the process.
    connection.on('error', reject);
    connection.on('end', () => reject(Object.assign(new Error('Connection ended'), { command: 'CONN' })));
    connection.connect((error?: Error) => (error ? reject(error) : resolve()));
  });
}

function signedIn(connection: SMTPConnection, user: string, pass: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    connection.login({ user, pass }, (error) => (error ? reject(error) : resolve()));
  });
}

function handedOver(
  connection: SMTPConnection,
  { from, to }: { readonly from: string; readonly to: string },
  message: Buffer,
  progress: { isDataBegun: boolean },
): Promise<void> {
  // Read only once the server has asked for it: from then on it may have the whole.
  const content = Readable.from(
    (function* () {
      progress.isDataBegun = true;
      yield message;
    })(),
  );
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    connection.send({ from, to: [to], size: message.length }, content, (error) => {
      if (error === null || property(error, 'message') === undefined) resolve();
      else reject(error);
    });
  });
}
