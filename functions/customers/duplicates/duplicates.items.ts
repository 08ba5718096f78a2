/** How duplicates lie in the one table. */
import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import { FoundCustomer } from '../search/search.schema.ts';
import { duplicateSettingsChanged } from './duplicates.events.ts';
import {
  DuplicateRecord,
  DuplicateSettings,
  DuplicateSettingsEntry,
  Facts,
  PairSide,
} from './duplicates.schema.ts';

/**
 * A customer in one of the blocks in which duplicates are looked for. The block is hashed: it spreads evenly, and its key
 * says nothing of anybody. It holds what is compared, so that a candidate costs no further read.
 */
export const duplicateBlockItem = defineItem({
  name: 'duplicate-block',
  v: 1,
  retention: 'record',
  schema: z.strictObject({
    block: z.string(),
    customerId: customerIdSchema,
    facts: Facts,
    customer: FoundCustomer,
  }),
  key: ['DUP#{block}', '{customerId}'],
});

/** What the blocks hold of a customer: what to take out of them when that changes. Below the timeline. */
export const duplicateRecordItem = defineItem({
  name: 'duplicate-record',
  v: 1,
  retention: 'record',
  schema: DuplicateRecord,
  key: ['C#{customerId}', 'BLOCKS'],
});

/** The best first: a list is read from its end. */
const rankOf = ({ score }: PairSide) => String(score).padStart(3, '0');

/** A pair as it lies with one of its customers; the other side lies with the other. While it is open, in the list of the owner. */
export const pairSideItem = defineItem({
  name: 'duplicate-pair',
  v: 1,
  retention: 'record',
  schema: PairSide,
  key: ['C#{customerId}', 'DUP#{otherId}'],
  indexes: {
    gsi2: ['DUPOF#{ownerKey}', '{rank}#{customerId}#{otherId}'],
    gsi3: ['DUPOPEN#{shard}', '{rank}#{customerId}#{otherId}'],
  },
  parts: (side) => {
    const isOpen = side.status === 'open';
    const shard = String(shardOf(side.customerId));
    return {
      rank: rankOf(side),
      ownerKey: isOpen ? (side.customer.owner ?? ['none', shard]) : undefined,
      // Once in the list of all.
      shard: isOpen && side.customerId < side.otherId ? shard : undefined,
    };
  },
  summary: PairSide,
});

export const duplicateSettingsItem = defineItem({
  name: 'duplicate-settings',
  v: 1,
  retention: 'setting',
  schema: DuplicateSettings,
  key: ['DUPLICATE-SETTINGS', '-'],
});

export const duplicateSettingsTrail = ownTrail(duplicateSettingsItem);

/** What can be taken back of them. */
export const duplicateSettingsRestorable: Restorable = {
  changed: [duplicateSettingsChanged],
  fields: Object.keys(DuplicateSettingsEntry.shape),
};

export const customersInBlock = definePattern({
  question: 'Which customers have this in common, and may be one? Newest first.',
  item: duplicateBlockItem,
  partition: 'DUP#{block}',
  newestFirst: true,
});

export const pairsOfCustomer = definePattern({
  question: 'With whom may this customer be one, or is known not to be?',
  item: pairSideItem,
  partition: 'C#{customerId}',
  prefix: 'DUP#',
});

export const openPairs = definePattern({
  question: 'Which pairs of customers may be one? The most probable first.',
  item: pairSideItem,
  index: 'gsi3',
  partition: 'DUPOPEN#{shard}',
  newestFirst: true,
});

export const openPairsOfOwner = definePattern({
  question: 'Which customers of this staff member may be there twice? The most probable first.',
  item: pairSideItem,
  index: 'gsi2',
  partition: 'DUPOF#{owner}',
  newestFirst: true,
});

export const openPairsOfNobody = definePattern({
  question: 'Which customers whom nobody looks after may be there twice? The most probable first.',
  item: pairSideItem,
  index: 'gsi2',
  partition: 'DUPOF#none#{shard}',
  newestFirst: true,
});
