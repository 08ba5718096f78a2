/** How the callbacks domain lies in the one table. */
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { callbackOverdue } from './callbacks.events.ts';
import { Callback, CallbackSummary } from './callbacks.schema.ts';

/** Open callbacks stand in three lists: of their customer, of their queue, and of what waits. Closed ones in none. */
export const callbackItem = defineItem({
  name: 'callback',
  v: 1,
  schema: Callback,
  key: ['CALLBACK#{id}', '-'],
  indexes: {
    gsi1: ['C#{openFor}', 'OPEN#{dueAt}#{tail}'],
    gsi2: ['QUEUE#{queue}', '{status}#{dueAt}#{tail}'],
    gsi3: dueKeys,
  },
  parts: (callback) => {
    const shard = String(shardOf(callback.id));
    const isOpen = callback.closedAt === undefined;
    return {
      shard,
      // Tells rows of the same instant apart; the whole id every time would cost a second write unit.
      tail: callback.id.slice(-10),
      dueAt: callback.due.instant,
      openFor: isOpen ? callback.customerId : undefined,
      queue: isOpen ? (callback.owner ?? ['none', shard]) : undefined,
      ...dueParts(callbackOverdue, waitingUntil(callback), callback.id),
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

/** A schedule may fire a minute late; what has not fired by then is taken up. */
const graceMinutes = 2;

/** A scheduled callback waits for its time, a claimed one for the end of the claim; a due one waits for people. */
function waitingUntil(callback: Callback): string | undefined {
  if (callback.status === 'scheduled') return instantAfter(callback.due.instant, { minutes: graceMinutes });
  return callback.status === 'claimed' ? callback.claim?.until : undefined;
}

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
  question: 'Which callbacks or claims of callbacks wait until then? By time, among other work.',
  item: callbackItem,
  index: 'gsi3',
  partition: 'DUE#work#{shard}',
});
