/**
 * Idempotency keys: the record of a request is written in the same transaction as its effect. Whoever finds
 * it there replays the first answer. There is no state "in progress" and nothing to clean up after a crash.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { defineItem } from '../table/item.ts';
import { hashOfParts } from '../table/key.ts';
import type { Table } from '../table/table.ts';
import { insert, type Write } from '../table/write.ts';
import { epochSeconds } from '../time/clock.ts';

/** How long a key is remembered. */
const rememberedSeconds = 24 * 60 * 60;

export const idempotencyItem = defineItem({
  name: 'idempotency',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    hash: z.string(),
    fingerprint: z.string(),
    status: z.int(),
    /**
     * The JSON of the reply, deflated: most replies then fit into the record's first kilobyte. Missing once the customer
     * whom it was about is erased; the record stays, so that a repeated request does not create them anew.
     */
    reply: z.instanceof(Uint8Array).optional(),
    /** Whom the request is about, if anybody. */
    customerId: z.string().optional(),
    until: z.int(),
  }),
  key: ['IDEM#{hash}', '-'],
  indexes: { gsi1: ['C#{customerId}', 'IDEM#{hash}'] },
  expires: (record) => record.until,
});

export interface StoredReply {
  readonly status: number;
  readonly body: unknown;
}

/** One request that bears a key: its place in the table and what it asked for. */
export interface KeyedRequest {
  readonly hash: string;
  readonly fingerprint: string;
}

export function keyedRequest(parts: {
  caller: string;
  route: string;
  key: string;
  path: string;
  body: string;
}): KeyedRequest {
  return {
    hash: hashOfParts(parts.caller, parts.route, parts.key),
    fingerprint: hashOfParts(parts.path, parts.body).slice(0, 22),
  };
}

/** Thrown by the commit when the key has been used: the answer is in the table. */
export class AnsweredBefore extends Error {}

/** The write that remembers the reply. It stands first, so that it is the reason given when several fail. */
export function rememberReply(
  request: KeyedRequest,
  reply: StoredReply,
  customerId: string | undefined,
): Write {
  return insert(
    idempotencyItem,
    {
      ...request,
      ...(customerId === undefined ? {} : { customerId }),
      status: reply.status,
      reply: deflateRawSync(JSON.stringify(reply.body ?? null)),
      until: epochSeconds() + rememberedSeconds,
    },
    { onConflict: new AnsweredBefore('The idempotency key has been used') },
  );
}

/**
 * The first answer to the same request; undefined if there was none. Throws `idempotency-key-reused` if the key was for
 * another one, and `gone` if the answer went with the customer whom it was about.
 */
export async function findReply(
  table: Pick<Table, 'find'>,
  request: KeyedRequest,
): Promise<StoredReply | undefined> {
  const record = await table.find(idempotencyItem, { hash: request.hash });
  if (record === undefined) return undefined;
  if (record.fingerprint !== request.fingerprint) {
    throw new AppError(
      'idempotency-key-reused',
      'This Idempotency-Key was used for a request with other content. Use a new key for a new thing.',
    );
  }
  if (record.reply === undefined) {
    throw new AppError(
      'gone',
      'This was done when it was first asked for, and its customer has been erased since. Do not send it again.',
    );
  }
  return { status: record.status, body: replyIn(record.reply) ?? undefined };
}

/** The body of a remembered reply. */
export function replyIn(reply: Uint8Array): unknown {
  return JSON.parse(inflateRawSync(reply).toString());
}
