/** How exports and erasures lie in the one table, and where everything of a customer is found. */
import { changeItem } from '../../../shared/events/change-event.ts';
import { accessItem } from '../../../shared/runtime/access-trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { erasureOverdue } from './privacy.events.ts';
import { ErasureRecord, ErasureSummary, ExportRecord, ExportSummary } from './privacy.schema.ts';

/** That somebody was given a copy can be looked up this long after it was asked for. */
const restSeconds = 365 * 24 * 60 * 60;

export const exportItem = defineItem({
  name: 'export',
  v: 1,
  retention: 'trace',
  schema: ExportRecord,
  key: ['EXPORT#{id}', '-'],
  indexes: { gsi1: ['C#{customerId}', 'EXPORT#{id}'], gsi2: ['LIST#export', '{requestedAt}#{id}'] },
  summary: ExportSummary,
  toSummary: ({ items, hash, secretVersion, ...shown }) => shown,
  expires: ({ requestedAt }) => epochSeconds(requestedAt) + restSeconds,
});

/** For ever: the proof. Its id follows from that of the customer, so that nobody is erased twice. */
export const erasureItem = defineItem({
  name: 'erasure',
  v: 1,
  retention: 'proof',
  schema: ErasureRecord,
  key: ['ERASURE#{id}', '-'],
  indexes: { gsi2: ['LIST#erasure', '{requestedAt}#{id}'], gsi3: dueKeys },
  parts: ({ id, waitsUntil }) => dueParts(erasureOverdue, waitsUntil, id),
  summary: ErasureSummary,
  toSummary: ({ counts, waitsUntil, ...shown }) => shown,
});

/** One partition each: customers who demand something are some a day. */
const exportsByTime = definePattern({
  question: 'Which copies of what is kept of somebody were asked for? Newest first.',
  item: exportItem,
  index: 'gsi2',
  partition: 'LIST#export',
  newestFirst: true,
});

const exportsOfCustomer = definePattern({
  question: 'Which copies of what is kept of this customer were asked for? Newest first.',
  item: exportItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'EXPORT#',
  newestFirst: true,
});

export const exportsList = defineList({
  item: exportItem,
  all: exportsByTime,
  keys: { customerId: { pattern: exportsOfCustomer } },
  bounded: ['state'],
});

const erasuresByTime = definePattern({
  question: 'Who was erased, or is being? Newest first.',
  item: erasureItem,
  index: 'gsi2',
  partition: 'LIST#erasure',
  newestFirst: true,
});

export const erasuresList = defineList({ item: erasureItem, all: erasuresByTime, bounded: ['state'] });

export const collectionOfCustomer = definePattern({
  question: 'What lies beside this customer?',
  item: changeItem,
  partition: 'C#{customerId}',
});

export const rowsOfCustomer = definePattern({
  question: 'What else is of this customer?',
  item: exportItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
});

export const accessesOfCustomer = definePattern({
  question: 'Who has opened this customer, or was refused them?',
  item: accessItem,
  partition: 'ACCESS#{record}',
});
