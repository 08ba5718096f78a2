/** What the answer of an SMTP server says of a mail: RFC 5321 (4.2), and RFC 3463 for the codes such as `5.1.1`. */
import { property } from './aws-call.ts';
import type { SendOutcome } from './channel.ts';

/** @param isDataBegun whether the server has asked for the mail itself, and may have taken it when nothing more was heard */
export function outcomeOfSmtp(
  error: unknown,
  { isDataBegun }: { readonly isDataBegun: boolean },
): SendOutcome {
  const status = property(error, 'responseCode');
  const reason = reasonOf(error, status);
  if (typeof status !== 'number') {
    return isDataBegun ? { outcome: 'unknown', reason, isError: false } : withoutReply(error, reason);
  }
  const reply = {
    status,
    detail: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(property(error, 'response')))?.[1],
    command: String(property(error, 'command')),
  };
  if (status < 500) return temporary(reply, reason);
  return { outcome: 'refused', reason, fault: faultOf(reply) };
}

interface Reply {
  readonly status: number;
  /** The enhanced status code, where the server gives one. */
  readonly detail: string | undefined;
  /** To what it was the answer. */
  readonly command: string;
}

/** A greylisted recipient is a matter of this mail; whatever else is put off concerns all that we send. */
function temporary({ command }: Reply, reason: string): SendOutcome {
  const isOfRecipient = command === 'RCPT TO' || command === 'DATA';
  return { outcome: 'retry', reason, ...(isOfRecipient ? {} : { limit: 'rate' as const }) };
}

/** Never asked for the mail itself, so it is certainly not taken; a login that is not there is for people to correct. */
function withoutReply(error: unknown, reason: string): SendOutcome {
  const code = property(error, 'code');
  if (code === 'EAUTH') return { outcome: 'refused', reason, fault: 'account' };
  // Of an address that cannot be written into the envelope, or a mail larger than the server says it takes.
  if (code === 'EENVELOPE') return { outcome: 'refused', reason, fault: 'recipient' };
  if (code === 'EMESSAGE') return { outcome: 'refused', reason, fault: 'mail' };
  return { outcome: 'retry', reason };
}

type Fault = Extract<SendOutcome, { outcome: 'refused' }>['fault'];

/** Mailbox or domain is not there, is written wrongly, has moved or takes no mail at all, or is closed. */
const noSuchAddress = /^5\.(1\.([1236]|10)|2\.1)$/;
/** Of a server that gives no more than three digits (RFC 5321, 4.2.3). */
const noSuchMailbox = [550, 551, 553];

function faultOf({ status, detail, command }: Reply): Fault {
  if (command === 'DATA') return detail !== undefined && noSuchAddress.test(detail) ? 'address' : 'mail';
  if (command !== 'RCPT TO') return status === 552 ? 'mail' : 'account';
  if (detail === undefined) return noSuchMailbox.includes(status) ? 'address' : 'sandbox';
  if (noSuchAddress.test(detail)) return 'address';
  // The mailbox is full, or takes none so large; whoever reads it is there.
  return detail.startsWith('5.2.') ? 'recipient' : 'sandbox';
}

/** The code first, by which it is known later. Servers quote addresses in their answers. */
function reasonOf(error: unknown, status: unknown): string {
  const code = typeof status === 'number' ? `SMTP-${status}` : String(property(error, 'code') ?? 'Error');
  const said = error instanceof Error ? error.message : String(error);
  return `${code}: ${said.replaceAll(/[^\s<]+@[^\s>]+/g, '(address)')}`.slice(0, 500);
}
