/** How the callbacks domain lies in the one table. */
import * as z from 'zod';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { Callback, CallbackSummary, callbackIdSchema } from './callbacks.schema.ts';

/** Open callbacks stand in three lists: of their customer, of their queue, and of what waits. Closed ones in none. */
export const callbackItem = defineItem({
  name: 'callback',
  v: 1,
  schema: Callback,
  key: ['CALLBACK#{id}', '-'],
  indexes: {
    gsi1: ['C#{openFor}', 'OPEN#{dueAt}#{tail}'],
    gsi2: ['QUEUE#{queue}', '{status}#{dueAt}#{tail}'],
    gsi3: ['DUE#callback#{waitsDay}#{shard}', '{waitsUntil}#{tail}'],
  },
  parts: (callback) => {
    const shard = String(shardOf(callback.id));
    const isOpen = callback.closedAt === undefined;
    const waitsUntil = waitingUntil(callback);
    return {
      shard,
      // Tells rows of the same instant apart. The whole id, three times, would cost a second write unit.
      tail: callback.id.slice(-10),
      dueAt: callback.due.instant,
      openFor: isOpen ? callback.customerId : undefined,
      queue: isOpen ? (callback.owner ?? `none#${shard}`) : undefined,
      waitsUntil,
      waitsDay: waitsUntil?.slice(0, 10),
    };
  },
  summary: CallbackSummary,
  toSummary: (callback) => ({
    id: callback.id,
    customerId: callback.customerId,
    customerName: callback.customerName,
    reason: callback.reason.kind,
    ...(callback.reason.kind === 'low-score' ? { score: callback.reason.score } : {}),
    owner: callback.owner,
    priority: callback.priority,
    status: callback.status,
    dueAt: callback.due.instant,
    claim: callback.claim ?? undefined,
  }),
});

/** A scheduled callback waits for its time, a claimed one for the end of the claim; a due one waits for people. */
function waitingUntil(callback: Callback): string | undefined {
  if (callback.status === 'scheduled') return callback.due.instant;
  return callback.status === 'claimed' ? callback.claim?.until : undefined;
}

/** The one mail that tells the owner of a due callback; `sending` is the claim made before it goes out. */
export const noticeItem = defineItem({
  name: 'callback-notice',
  v: 1,
  schema: z.strictObject({
    callbackId: callbackIdSchema,
    scheduleVersion: z.int(),
    version: z.int(),
    /** `unknown`: the reply of the mail service was lost; such a mail is never repeated. */
    state: z.enum(['waiting', 'sending', 'sent', 'unknown', 'refused', 'no-address']),
    at: instantSchema,
    /** Random, new with each write: two processes that claim at once never write the same, so one of them loses. */
    writer: z.string(),
    /** Id that the mail service gave it. */
    messageId: z.string().optional(),
    /** Why it was not sent. */
    because: z.string().optional(),
  }),
  key: ['CALLBACK#{callbackId}', 'NOTICE#{scheduleVersion}'],
});

export type Notice = z.infer<(typeof noticeItem)['schema']>;

export const callbacksOfOwner = definePattern({
  question: 'Which calls does this person have to make? By state, then by time.',
  item: callbackItem,
  index: 'gsi2',
  partition: 'QUEUE#{owner}',
  prefix: '{status}#',
});

export const callbacksOfTeam = definePattern({
  question: 'Which calls wait for anybody of the team? By state, then by time.',
  item: callbackItem,
  index: 'gsi2',
  partition: 'QUEUE#none#{shard}',
  prefix: '{status}#',
});

export const callbacksOfCustomer = definePattern({
  question: 'Which calls have we promised this customer? By time.',
  item: callbackItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'OPEN#',
});

export const waitingCallbacks = definePattern({
  question: 'Which callbacks or claims of callbacks fall due on this day (UTC)? By time.',
  item: callbackItem,
  index: 'gsi3',
  partition: 'DUE#callback#{day}#{shard}',
});
