/** A provider of texts on this machine: takes what docs/operations.md says, keeps to the key, and can report. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface TakenText {
  readonly reference: string;
  readonly to: string;
  readonly text: string;
  readonly validSeconds: number;
  readonly key: string;
  readonly token: string;
}

export type Answer = { readonly status: number; readonly body?: string } | 'lose-reply' | 'stall';

export async function startTextProvider() {
  /** By idempotency key: what comes again is not sent again. */
  const taken = new Map<string, TakenText>();
  const answers: Answer[] = [];
  const state = { requests: 0 };
  const server = createServer(async (request, response) => {
    state.requests += 1;
    const { reference, to, text: words, validSeconds } = JSON.parse(await text(request));
    const key = String(request.headers['idempotency-key']);
    const answer = answers.shift() ?? { status: 202 };
    if (typeof answer !== 'object' || answer.status < 300) {
      const token = String(request.headers.authorization);
      if (!taken.has(key)) taken.set(key, { reference, to, text: words, validSeconds, key, token });
    }
    if (answer === 'lose-reply') request.socket.destroy();
    else if (answer !== 'stall') response.writeHead(answer.status).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    state,
    texts: () => [...taken.values()],
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Posts a receipt, as the provider signs it: HMAC-SHA256 of three lines, in hexadecimal. */
export function postReceipt(
  apiUrl: string,
  receipt: { readonly reference: string; readonly status: string },
  signingKey: string,
  timestamp: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const signed = `${timestamp}\n${receipt.reference}\n${receipt.status}`;
  return fetch(`${apiUrl}/texts/receipts`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'rapport-timestamp': String(timestamp),
      'rapport-signature': createHmac('sha256', signingKey).update(signed).digest('hex'),
      ...headers,
    },
    body: JSON.stringify(receipt),
  });
}
