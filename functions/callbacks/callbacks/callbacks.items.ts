/** How the callbacks domain lies in the one table. */
import type { Restorable } from '../../../shared/events/restore.ts';
import { trailElsewhere } from '../../../shared/events/trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds, instantAfter } from '../../../shared/time/clock.ts';
import { callbackChanged, callbackOpened, callbackOverdue, callbackRescheduled } from './callbacks.events.ts';
import {
  Callback,
  CallbackPatch,
  CallbackSummary,
  CallCount,
  CustomerCall,
  maximumRowText,
} from './callbacks.schema.ts';

/**
 * A callback stands in the lists of its customer and of its owner or the team, among the open or the closed ones; while
 * it waits for a time, also in the list of what is due.
 */
export const callbackItem = defineItem({
  name: 'callback',
  v: 2,
  retention: 'record',
  schema: Callback,
  key: ['CALLBACK#{id}', '-'],
  indexes: {
    gsi1: ['C#{customerId}', '{shelf}#{shelvedAt}#{tail}'],
    gsi2: ['{desk}#{holder}', '{place}#{tail}'],
    gsi3: dueKeys,
  },
  upgrade: (record) => ({ ...record, ownerVersion: 1 }),
  parts: (callback) => {
    const { id, customerId, status, due, closedAt } = callback;
    const shard = String(shardOf(id));
    const isClosed = closedAt !== undefined;
    return {
      shard,
      // Tells rows of the same instant apart; the whole id every time would cost a second write unit.
      tail: id.slice(-10),
      customerId,
      shelf: isClosed ? 'CLOSED' : 'OPEN',
      shelvedAt: closedAt ?? due.instant,
      desk: isClosed ? 'CLOSED' : 'QUEUE',
      holder: holderOf(callback) ?? ['none', shard],
      place: closedAt ?? [status, due.instant],
      ...dueParts(callbackOverdue, waitingUntil(callback), id),
    };
  },
  summary: CallbackSummary,
  toSummary: (callback) => ({
    id: callback.id,
    version: callback.version,
    customerId: callback.customerId,
    customerName: callback.customerName,
    reason: callback.reason.kind,
    ...(callback.reason.kind === 'low-score'
      ? { score: callback.reason.score, scale: callback.reason.scale }
      : { why: cut(callback.reason.why) }),
    note: callback.note === undefined ? undefined : cut(callback.note),
    owner: callback.owner,
    team: callback.team,
    priority: callback.priority,
    status: callback.status,
    dueAt: callback.due.instant,
    outsideCustomersDay: callback.due.outsideCustomersDay,
    holidaysUnknown: callback.due.holidaysUnknown,
    claim: callback.claim ?? undefined,
    attempts: callback.attempts.length,
    outcome: callback.outcome,
    ...(callback.closedAt === undefined ? {} : closingOf(callback)),
    closedAt: callback.closedAt,
    closedBy: callback.closedBy,
    erased: callback.erased,
  }),
});

/** The collection of the customer, in whose timeline every event of a callback stands. */
export const timelineOf = ({ customerId }: Callback) => `C#${customerId}`;

export const callbackTrail = trailElsewhere(callbackItem, timelineOf);

/** Whose an open callback is; a closed one is found with the person who closed it. */
function holderOf({ owner, closedBy }: Callback): string | null {
  return closedBy?.kind === 'person' ? closedBy.id : owner;
}

function closingOf({ attempts, status, closedBy, cancelCode, cancelledBecause }: Callback) {
  const closer = status === 'completed' && closedBy?.kind === 'person' ? closedBy.id : undefined;
  const { by, reached, onTime, note } = attempts.at(-1) ?? {};
  return {
    // Mostly who has closed it, so that the rows of most calls are no longer for it.
    ...{ calledBy: by === closer ? undefined : by, reached, onTime },
    lastNote: note === undefined ? undefined : cut(note),
    cancelCode,
    cancelledBecause: cancelledBecause === undefined ? undefined : cut(cancelledBecause),
  };
}

/** By characters, so that none is cut in two. */
function cut(text: string): string {
  return [...text].slice(0, maximumRowText).join('');
}

/** A schedule may fire a minute late; what has not fired by then is taken up. */
const graceMinutes = 2;

/**
 * A scheduled callback waits for its reminder and its time, a claimed one for the end of the claim; a due one waits for
 * people, until those who answer for them are told.
 */
function waitingUntil({ status, due, remindAt, escalateAt, claim }: Callback): string | undefined {
  if (status === 'scheduled') return remindAt ?? instantAfter(due.instant, { minutes: graceMinutes });
  return status === 'due' ? escalateAt : claim?.until;
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

export const closedOfOwner = definePattern({
  question: 'Which calls has this person done or withdrawn? Newest first.',
  item: callbackItem,
  index: 'gsi2',
  partition: 'CLOSED#{owner}',
  newestFirst: true,
});

export const closedOfTeam = definePattern({
  question: 'Which calls that were nobody’s has no person done or withdrawn? Newest first.',
  item: callbackItem,
  index: 'gsi2',
  partition: 'CLOSED#none#{shard}',
  newestFirst: true,
});

export const closedOfCustomer = definePattern({
  question: 'Which calls to this customer are done or withdrawn? Newest first.',
  item: callbackItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'CLOSED#',
  newestFirst: true,
});

/** The rows of the whole department: no index has room for them. */
export const departmentCallbacks = defineList({
  item: callbackItem,
  rows: {
    open: {
      question: 'Which calls has the department to make? By state, then by time.',
      value: ({ closedAt }) => (closedAt === undefined ? 'all' : undefined),
      order: ({ status, due }) => [status, due.instant],
    },
    closed: {
      question: 'Which calls of the department are done or withdrawn? Newest first.',
      value: ({ closedAt }) => (closedAt === undefined ? undefined : 'all'),
      month: ({ closedAt }) => closedAt,
    },
  },
  bounded: ['status', 'reason', 'reached', 'onTime'],
});

export const waitingCallbacks = definePattern({
  question: 'Which callbacks or claims of callbacks wait until then? By time, among other work.',
  item: callbackItem,
  index: 'gsi3',
  partition: 'DUE#work#{shard}',
});

/**
 * One for each customer who is being called, so that nobody calls them because of another callback at the same time. It stands
 * with the customer, and is nothing once its time has passed.
 */
export const customerCallItem = defineItem({
  name: 'customer-call',
  v: 1,
  retention: 'trace',
  schema: CustomerCall,
  key: ['C#{customerId}', 'CALLING'],
  expires: ({ until }) => epochSeconds(until),
});

/** What calls come to, kept with each of them. */
export const callCountItem = defineItem({
  name: 'call-count',
  v: 1,
  retention: 'statistic',
  schema: CallCount,
  key: ['CALLS#{month}', '{day}#{by}#{reason}'],
  parts: ({ day }) => ({ month: day.slice(0, 'yyyy-mm'.length) }),
});

export const callCountsOfMonth = definePattern({
  question: 'What came of the calls of a month? By day, caller and reason.',
  item: callCountItem,
  partition: 'CALLS#{month}',
});

/** What can be taken back of it. */
export const callbackRestorable: Restorable = {
  changed: [callbackChanged, callbackRescheduled],
  created: [callbackOpened],
  // How its owner was found goes back with the owner.
  fields: [...Object.keys(CallbackPatch.shape), 'assigned'],
};
