/** How lists of customers lie in the one table. */
import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { listChanged, listCreated } from './lists.events.ts';
import {
  CustomerListPatch,
  CustomerListSummary,
  ExtractRecord,
  ListRecord,
  listId,
  Membership,
} from './lists.schema.ts';

export const listItem = defineItem({
  name: 'customer-list',
  v: 1,
  retention: 'record',
  schema: ListRecord,
  key: ['CLIST#{id}', '-'],
  indexes: { gsi1: ['LIST#customer-list', '{sortName}#{id}'] },
  parts: ({ name, deletedAt }) => ({
    // Cut by characters, so that a cursor made of the sort key stays short. A deleted list leaves.
    sortName: deletedAt === undefined ? [...name].slice(0, 30).join('') : undefined,
  }),
  summary: CustomerListSummary,
});

export const listTrail = ownTrail(listItem);

/** In the collection of the customer, so that it goes with them; by the index the list is read. Three write units. */
export const membershipItem = defineItem({
  name: 'list-membership',
  v: 1,
  retention: 'record',
  schema: Membership,
  key: ['C#{customerId}', 'IN#{listId}'],
  indexes: { gsi1: ['LISTED#{listId}#{shard}', '{customerId}'] },
  parts: ({ customerId, hidden }) => ({
    shard: hidden === undefined ? String(shardOf(customerId)) : undefined,
  }),
  summary: Membership,
});

/**
 * How many customers are in a list that a rule keeps, in four rows, each counting those of one shard of the customers: a
 * thousand a second may come and go, and each counts in the transaction of its membership.
 */
export const listCountItem = defineItem({
  name: 'list-count',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ listId: listId.schema, shard: z.string(), members: z.int().default(0) }),
  key: ['CLISTCOUNT#{listId}#{shard}', '-'],
});

/** One partition: a department has some hundreds of lists. */
export const listsByName = definePattern({
  question: 'Which lists of customers are there? By name.',
  item: listItem,
  index: 'gsi1',
  partition: 'LIST#customer-list',
});

export const membersOfList = definePattern({
  question: 'Which customers are in this list? Newest first.',
  item: membershipItem,
  index: 'gsi1',
  partition: 'LISTED#{listId}#{shard}',
  newestFirst: true,
});

export const listsOfCustomer = definePattern({
  question: 'In which lists is this customer?',
  item: membershipItem,
  partition: 'C#{customerId}',
  prefix: 'IN#',
});

/** What can be taken back of it. */
export const listRestorable: Restorable = {
  changed: [listChanged],
  created: [listCreated],
  fields: Object.keys(CustomerListPatch.shape),
  patch: CustomerListPatch,
};

/** Who has extracted whom can be looked up this long after it was asked for; the files go sooner. */
const extractSeconds = 365 * 24 * 60 * 60;

export const extractItem = defineItem({
  name: 'extract',
  v: 1,
  retention: 'trace',
  schema: ExtractRecord,
  key: ['EXTRACT#{id}', '-'],
  expires: ({ requestedAt }) => epochSeconds(requestedAt) + extractSeconds,
});

export const extractTrail = ownTrail(extractItem);
