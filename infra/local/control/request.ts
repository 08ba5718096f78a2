import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

const longestBody = 1_048_576;

/** A name of this machine, with any port: it may be reached through a forwarded one. */
const ownHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Refuses requests under another name. A page of a stranger may have its own name resolved to this machine (DNS
 * rebinding) and would then read tokens here as if they were its own.
 */
export function assertOwnHost({ headers: { host = '' } }: IncomingMessage): void {
  if (ownHost.test(host)) return;
  throw new Problem(403, `/_local answers to localhost and 127.0.0.1 only, not to ${JSON.stringify(host)}.`);
}

/** The body as it was sent, at most 1 MiB of it. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > longestBody) throw new Problem(413, 'The body is longer than 1 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body of a request: JSON, or the filled-in fields of a form on the control page. */
export async function readInput(request: IncomingMessage): Promise<{ input: unknown; isForm: boolean }> {
  if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
    throw new Problem(400, 'A page of another site may not move this machine.');
  }
  const text = await readBody(request);
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    // An empty field of a form means the same as one left out.
    const fields = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
    return { input: Object.fromEntries(fields), isForm: true };
  }
  if (text === '') return { input: undefined, isForm: false };
  try {
    return { input: JSON.parse(text), isForm: false };
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
}

/** Whether a person looks at the answer: browsers ask for pages, programs do not. */
export function isReader({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/html') === true;
}
