/** Which API a command speaks to, and with what token. */
import * as z from 'zod';
import { Misuse } from './run-command.ts';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Throws, saying what an address looks like, when it is none. */
export function isLocal(url: string): boolean {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Misuse(`${url} is not the address of an API, which is e.g. http://127.0.0.1:3000.`);
  }
  return loopback.has(new URL(url).hostname);
}

/** What the local cloud answers under `/_local/tokens`. */
const Holder = z.object({ id: z.string(), token: z.string() });
const Tokens = z.object({ people: z.array(Holder), machine: Holder });

/**
 * The token in `RAPPORT_TOKEN`, or for the local cloud the one of the demo person or client with this id.
 * Throws, saying how to correct it, when there is none.
 */
export async function findToken(url: string, id: string): Promise<string> {
  const given = process.env.RAPPORT_TOKEN;
  if (given) return given;
  if (!isLocal(url))
    throw new Error(`Put an access token for ${url} into the environment variable RAPPORT_TOKEN.`);
  const reply = await fetch(new URL('/_local/tokens', url)).catch(() => undefined);
  if (!reply?.ok) throw new Error(`Nothing answers at ${url}. Start the local cloud first: npm start`);
  const { people, machine } = Tokens.parse(await reply.json());
  const found = [...people, machine].find((holder) => holder.id === id);
  if (found === undefined) throw new Error(`The local cloud has no token for ${id}.`);
  return found.token;
}
