/** How corrections lie in the one table: the job, its customers in parts, and what becomes of each beside the customer. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { Chunk, CorrectionSummary, StoredCorrection, StoredRow } from './corrections.schema.ts';

/** Who has changed many customers can be looked up this long after it cannot be undone any more. */
const restSeconds = 365 * 24 * 60 * 60;

export const correctionItem = defineItem({
  name: 'correction',
  v: 1,
  retention: 'trace',
  schema: StoredCorrection,
  key: ['CORRECTION#{id}', '-'],
  indexes: {
    gsi1: ['CORRECTOR#{corrector}', '{createdAt}#{id}'],
    gsi2: ['LIST#correction', '{createdAt}#{id}'],
  },
  parts: ({ by }) => ({ corrector: by?.id }),
  summary: CorrectionSummary,
  toSummary: ({ id, change, status, by, createdAt, counts }) => ({
    ...{ id, change, status, by: by.id, createdAt, counts },
  }),
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + restSeconds,
});

export const correctionTrail = ownTrail(correctionItem);

/** Ids and numbers only. */
export const correctionChunkItem = defineItem({
  name: 'correction-chunk',
  v: 1,
  retention: 'trace',
  schema: Chunk,
  key: ['CORRECTION#{correctionId}', 'CHUNK#{chunk}'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

/** Written with the change of the customer, so that it is not made twice. Below the timeline, and erased with the customer. */
export const correctionRowItem = defineItem({
  name: 'correction-row',
  v: 1,
  retention: 'trace',
  schema: StoredRow,
  key: ['C#{customerId}', 'CORRECTION#{correctionId}'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

/** One partition: a department makes some a day. */
const correctionsByTime = definePattern({
  question: 'Which corrections of many customers were made? Newest first.',
  item: correctionItem,
  index: 'gsi2',
  partition: 'LIST#correction',
  newestFirst: true,
});

const correctionsOf = definePattern({
  question: 'Which corrections has this person or machine made? Newest first.',
  item: correctionItem,
  index: 'gsi1',
  partition: 'CORRECTOR#{by}',
  newestFirst: true,
});

export const correctionsList = defineList({
  item: correctionItem,
  all: correctionsByTime,
  keys: { by: { pattern: correctionsOf } },
  bounded: ['status'],
});
