/** Texts by a provider that takes them over HTTP. What it is asked, answers and reports is in docs/operations.md. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { outcomeOfCall, property, readCallError } from './aws-call.ts';
import type { Channel, SendOutcome } from './channel.ts';
import type { Text } from './sms.ts';

/** What the secret of the provider holds: what we show to it, and what it signs receipts with. */
export const ProviderKey = z.object({ token: z.string().min(1), signingKey: z.string().min(32) });
export type ProviderKey = z.infer<typeof ProviderKey>;

export interface ProviderSettings {
  /** Where a text is posted to. */
  readonly url: string;
  readonly key: () => Promise<ProviderKey>;
  /** Of a request, in milliseconds. */
  readonly timeout?: number;
}

/** The same text has the same key however often it is tried, so a provider that keeps to it sends none twice. */
export function createProviderChannel({ url, key, timeout = 5000 }: ProviderSettings): Channel<Text> {
  return {
    async send({ id, to, text, validSeconds, sendId }) {
      const { token } = await key();
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': id,
          },
          body: JSON.stringify({ reference: sendId, to, text, validSeconds }),
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        });
        const said = await response.text();
        return response.ok ? { outcome: 'accepted', messageId: sendId } : outcomeOf(response.status, said);
      } catch (error) {
        return outcomeOfFailure(error);
      }
    },
  };
}

/** What a refusal may say of itself: `{"code":"…"}`. */
const faults = {
  'no-such-number': 'address',
  'opted-out': 'opted-out',
  'not-allowed': 'recipient',
  'not-a-text': 'mail',
} as const;

function outcomeOf(status: number, said: string): SendOutcome {
  const reason = `HTTP-${status}`;
  if (status === 429) return { outcome: 'retry', reason, limit: 'rate' };
  if (status === 402) return { outcome: 'retry', reason, limit: 'quota' };
  if (status >= 500) return { outcome: 'unknown', reason, isError: true };
  if (status === 408) return { outcome: 'unknown', reason, isError: false };
  const code = status === 422 ? codeIn(said) : undefined;
  // Whatever else it says no to is a matter of ours with it: a wrong address, token or request.
  return { outcome: 'refused', reason, fault: code === undefined ? 'account' : faults[code] };
}

function codeIn(said: string): keyof typeof faults | undefined {
  try {
    const code = property(JSON.parse(said), 'code');
    return Object.keys(faults).find((each): each is keyof typeof faults => each === code);
  } catch {
    return undefined;
  }
}

/** `fetch` hides why under `cause`; what was never connected was never sent. */
function outcomeOfFailure(error: unknown): SendOutcome {
  const cause = property(error, 'cause');
  const call = readCallError(cause instanceof Error ? cause : error);
  const code = call.code === 'UND_ERR_CONNECT_TIMEOUT' ? 'ECONNREFUSED' : call.code;
  return (
    outcomeOfCall({ ...call, code, status: undefined }) ?? {
      outcome: 'unknown',
      reason: call.reason,
      isError: false,
    }
  );
}

/** What a receipt is signed over. */
export interface Receipt {
  readonly reference: string;
  readonly status: string;
}

/** So old, or so far ahead, a signed receipt may be: a recorded one is of no use later. */
export const receiptMinutes = 5;

/** HMAC-SHA256, hexadecimal, of the seconds since the epoch, the reference and the status, a line each. */
export function signatureOf({ reference, status }: Receipt, timestamp: number, signingKey: string): string {
  return createHmac('sha256', signingKey).update(`${timestamp}\n${reference}\n${status}`).digest('hex');
}

/** Whether the provider has signed this now. Takes the same time whatever the signature is. */
export function isSigned(
  receipt: Receipt,
  {
    timestamp,
    signature,
  }: { readonly timestamp: string | undefined; readonly signature: string | undefined },
  signingKey: string,
  now: number,
): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp) || signature === undefined) return false;
  if (Math.abs(Number(timestamp) - now) > receiptMinutes * 60) return false;
  const expected = Buffer.from(signatureOf(receipt, Number(timestamp), signingKey));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
