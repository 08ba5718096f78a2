/** How the customers domain lies in the one table. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { changeItem } from '../../../shared/events/change-event.ts';
import { Envelope } from '../../../shared/events/event.ts';
import { timelineKey, timelinePrefix } from '../../../shared/events/timeline.ts';
import { ownTrail, type RecordTrail, trailIndexes, trailParts } from '../../../shared/events/trail.ts';
import { creationIndex, creationParts } from '../../../shared/table/change-index.ts';
import { defineItem, fromRecord, type StoredRecord, storedSummary } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { listRows } from '../../../shared/table/list-rows.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { type Instant, instantSchema } from '../../../shared/values/instant.ts';
import { hasInvalidAddress, keptRow, noSuchList } from './customers.rules.ts';
import {
  Customer,
  type CustomerRecord,
  CustomerSummary,
  customerIdSchema,
  ExternalId,
  Interaction,
  interactionId,
  type Profile,
  RelationSummary,
  StoredCustomer,
  type TimelineEntry,
} from './customers.schema.ts';

/** Above every timeline entry (`~` > `T`), so that one descending query gives the head, then the newest entries. */
export const customerItem = defineItem({
  name: 'customer',
  v: 2,
  retention: 'record',
  schema: StoredCustomer,
  key: ['C#{id}', '~profile'],
  indexes: { gsi1: ['OWN#{ownerKey}', '{id}'], gsi3: creationIndex('customer') },
  parts: (customer) => ({
    ...creationParts(customer),
    ownerKey:
      customer.deletedAt === undefined && customer.merge === undefined
        ? (customer.owner ?? ['none', String(shardOf(customer.id))])
        : undefined,
  }),
  summary: CustomerSummary,
  toSummary: keptRow,
  tracked: ['owner', 'kind', 'stage'],
  expires: (customer) => customer.forgetAt,
  // Nobody sees them, or writes to them, until they are erased again.
  afterRestore: (customer, now, isErased) =>
    isErased(customer.id) && customer.deletedAt === undefined ? deletedAt(customer, now) : customer,
  upgrade: (record) => ({ ...record, stage: 'potential' }),
});

/** A deleted customer's record is kept this long, so that changes since then can tell of it. Its unique values are free. */
const graceSeconds = 30 * 24 * 60 * 60;

/** The customer, out of sight from then on. */
export function deletedAt(customer: Customer, at: Instant) {
  const forgetAt = epochSeconds(at) + graceSeconds;
  return { ...customer, version: customer.version + 1, updatedAt: at, deletedAt: at, forgetAt };
}

/** A deleted record, kept for good again. */
export function restoredAt(
  { deletedAt: _, forgetAt: __, ...record }: CustomerRecord,
  at: Instant,
): CustomerRecord {
  return { ...record, version: record.version + 1, updatedAt: at };
}

export const customerTrail = ownTrail(customerItem);

/** Beside the timeline, where it would stand each time: to whom a file was handed out. */
export function collectionOfAttachment(id: string): string {
  return `ATTACHMENT#${id}`;
}

export const attachmentTrail: RecordTrail = async (id) => ({
  collection: collectionOfAttachment(id),
  isShared: false,
});

/** Holds a unique value for one customer. The value is hashed, so that no key or log shows it. */
export const uniqueItem = defineItem({
  name: 'unique',
  v: 1,
  retention: 'record',
  schema: z.strictObject({
    kind: z.enum(['email', 'phone', 'external', 'custom']),
    hash: z.string(),
    customerId: customerIdSchema,
  }),
  key: ['U#{kind}#{hash}', '-'],
});

/**
 * Another one with each relation that the customer has only as a person, or as a company: so whoever changes the kind
 * has seen all of them.
 */
export const kindMarkItem = defineItem({
  name: 'kind-mark',
  v: 1,
  retention: 'record',
  schema: z.strictObject({ customerId: customerIdSchema, mark: z.string() }),
  key: ['C#{customerId}', 'KIND'],
});

export const interactionItem = defineItem({
  name: 'interaction',
  v: 2,
  retention: 'record',
  schema: Interaction.extend({ envelope: Envelope }),
  key: ['C#{customerId}', timelineKey()],
  indexes: trailIndexes,
  parts: ({ envelope }) => trailParts(envelope),
  upgrade: (record) => ({ ...record, version: 1 }),
});

/**
 * The creation of a customer in the timeline: the customer's own item, which was that event, goes on to change. Added
 * because of the event, for three write units in place of four in the transaction.
 */
export const creationItem = defineItem({
  name: 'customer-creation',
  v: 1,
  retention: 'trail',
  schema: z.strictObject({
    customerId: customerIdSchema,
    at: instantSchema,
    id: z.string(),
    envelope: Envelope,
  }),
  key: ['C#{customerId}', timelineKey()],
  indexes: trailIndexes,
  parts: ({ envelope }) => trailParts(envelope),
});

/** That a contact was recorded, and by whom, stays in the trail when the contact itself is gone. */
export const withdrawnItem = defineItem({
  name: 'interaction-withdrawn',
  v: 1,
  retention: 'trail',
  schema: z.strictObject({ customerId: customerIdSchema, id: interactionId.schema, envelope: Envelope }),
  // Below the timeline, which is read from above.
  key: ['C#{customerId}', 'GONE#{id}'],
  indexes: trailIndexes,
  parts: ({ envelope }) => trailParts(envelope),
});

/**
 * A customer's place in the list of all customers, and among those by last contact, kept by events. `sourceVersion`
 * orders the projections; the place of a deleted customer stays for a while as an expired item, so that a late event
 * cannot bring it back.
 */
export const directoryEntryItem = defineItem({
  name: 'directory-entry',
  v: 2,
  retention: 'record',
  schema: z.strictObject({
    customerId: customerIdSchema,
    sourceVersion: z.int(),
    // As it is kept: what most customers have is left out.
    summary: CustomerSummary.extend({
      externalIds: z.array(ExternalId).optional(),
      stage: Customer.shape.stage.optional(),
    }),
    forgetAt: z.int().optional(),
  }),
  summary: CustomerSummary,
  toSummary: (entry) => entry.summary,
  key: ['SEG#all#{shard}', '{customerId}'],
  indexes: {
    gsi1: ['SAMPLE#{sampleShard}', '{lot}#{customerId}'],
    gsi2: ['CONTACTED#{ownerKey}', '{contacted}#{customerId}'],
    gsi3: ['CONTACTED-ALL#{contactedShard}', '{contacted}#{customerId}'],
  },
  parts: ({ customerId, summary, forgetAt }) => {
    const shard = String(shardOf(customerId));
    if (forgetAt !== undefined) return { shard };
    const ownerKey = summary.owner ?? ['none', shard];
    const lot = lotOf(customerId);
    const sampleShard = lot < lastLot ? shard : undefined;
    return {
      shard,
      lot,
      sampleShard,
      ownerKey,
      contactedShard: shard,
      contacted: summary.lastContactAt ?? neverContacted,
    };
  },
  expires: (entry) => entry.forgetAt,
});
export type DirectoryEntry = z.infer<typeof directoryEntryItem.schema>;

/**
 * Each customer has drawn a lot, a number of eight hexadecimal digits that has nothing to do with who they are. Those with
 * the lowest are a sample of all: a quarter of them lie in the index, for a write unit.
 */
const lastLot = '40000000';
const sampledShare = 1 / 4;

function lotOf(customerId: string): string {
  return createHash('sha256').update(customerId).digest('hex').slice(0, lastLot.length);
}

/** How large a share of all customers has a lower lot than this one; of all that are in the sample where none is named. */
export function shareBelow(customerId: string | undefined): number {
  return customerId === undefined ? sampledShare : Number.parseInt(lotOf(customerId), 16) / 2 ** 32;
}

export const sampledCustomers = definePattern({
  question: 'Which customers are a sample of all? By a lot that each has drawn.',
  item: directoryEntryItem,
  index: 'gsi1',
  partition: 'SAMPLE#{shard}',
});

/** Before every instant. */
const neverContacted = '-';

/** Rows beside the entry, in the same transaction; none of a customer who is gone. */
export const directoryRows = {
  stage: listRows(directoryEntryItem, 'stage', {
    question: 'Which customers are at this stage? Newest first.',
    value: ({ summary, forgetAt }) => (forgetAt === undefined ? (summary.stage ?? 'potential') : undefined),
  }),
  source: listRows(directoryEntryItem, 'source', {
    question: 'Which customers do we know from there? Newest first.',
    value: ({ summary, forgetAt }) => (forgetAt === undefined ? summary.source : undefined),
  }),
  tag: listRows(directoryEntryItem, 'tag', {
    question: 'Which customers have this tag? Newest first.',
    value: ({ summary, forgetAt }) => (forgetAt === undefined ? [...new Set(summary.tags)] : undefined),
  }),
};

export const customersOfOwner = definePattern({
  question: 'Which customers does this staff member look after? Newest first.',
  item: customerItem,
  index: 'gsi1',
  partition: 'OWN#{owner}',
  newestFirst: true,
});

export const customersOfNobody = definePattern({
  question: 'Which customers does nobody look after yet? Newest first.',
  item: customerItem,
  index: 'gsi1',
  partition: 'OWN#none#{shard}',
  newestFirst: true,
});

export const allCustomers = definePattern({
  question: 'Which customers are there? Newest first; also the audience “everybody”, shard by shard.',
  item: directoryEntryItem,
  partition: 'SEG#all#{shard}',
  newestFirst: true,
});

const byContact = { item: directoryEntryItem } as const;

/** Who was not contacted for longest stands first, and before them who never was. */
export const customersByContact = defineList({
  item: directoryEntryItem,
  all: definePattern({
    ...byContact,
    question: 'Which customers were last contacted when? Who never was, and then longest ago, first.',
    index: 'gsi3',
    partition: 'CONTACTED-ALL#{shard}',
  }),
  keys: {
    owner: {
      pattern: definePattern({
        ...byContact,
        question: 'Which customers of this staff member were last contacted when? Longest ago first.',
        index: 'gsi2',
        partition: 'CONTACTED#{owner}',
      }),
      none: definePattern({
        ...byContact,
        question: 'Which customers whom nobody looks after were last contacted when? Longest ago first.',
        index: 'gsi2',
        partition: 'CONTACTED#none#{shard}',
      }),
    },
  },
  bounded: ['kind', 'addressInvalid', 'stage', 'source'],
  several: { tag: 'tags' },
  narrowedBy: 1,
  toldBy: noSuchList,
});

/** Which customers there are, as people and other systems ask for them. */
export const customersList = defineList({
  item: customerItem,
  all: allCustomers,
  keys: { owner: { pattern: customersOfOwner, none: customersOfNobody } },
  rows: {
    addressInvalid: {
      question: 'Of which customers is an address to be corrected? Newest first.',
      value: (customer) =>
        customer.deletedAt === undefined && hasInvalidAddress(customer) ? true : undefined,
    },
  },
  projected: directoryRows,
  // With an owner they are read among their customers.
  bounded: ['kind', 'addressInvalid', 'stage', 'source'],
  several: { tag: 'tags' },
  narrowedBy: 1,
  toldBy: noSuchList,
  changes: {
    question: 'Which customers have been created, changed or deleted since then? By time.',
    deletedAt: ({ deletedAt, merge }) => deletedAt ?? merge?.at,
    tombstone: ['externalIds'],
  },
});

export const profileAndTimeline = definePattern({
  question: 'Who is this customer, and what happened last?',
  item: customerItem,
  partition: 'C#{customerId}',
  newestFirst: true,
});

export const timelineOfCustomer = definePattern({
  question: 'What happened to this customer? Newest first.',
  item: interactionItem,
  partition: 'C#{customerId}',
  prefix: timelinePrefix,
  newestFirst: true,
});

/** Where relations keep them is all that is known of them here, see `relationIn`. */
export const relationsBeside = definePattern({
  question: 'Has this company any contact, or any subsidiary, that needs it to be one?',
  item: customerItem,
  partition: 'C#{customerId}',
  prefix: '{place}#',
});

/** What the sort keys of the head begin with, above every entry of the timeline. */
export const headPrefix = '~';

/**
 * A fact beside the profile, as its domain sums it up, such as a consent: whoever keeps an item with a summary in the
 * head of this collection has it shown, and nothing is known of it here.
 */
export function factOf(record: StoredRecord): NonNullable<Profile['facts']> {
  const summary = storedSummary(record);
  const isFact =
    record.type !== customerItem.name && Object.keys(summary).length > 0 && relationIn(record).length === 0;
  return isFact ? [{ ...summary, kind: String(record.type) }] : [];
}

/** Who somebody else is to the customer, of what stands in the head. */
export function relationIn(record: StoredRecord): readonly RelationSummary[] {
  const { data } = RelationSummary.safeParse(storedSummary(record));
  return data === undefined ? [] : [data];
}

/**
 * Every entry is an event item. An interaction shows its own text; a change shows the values before and after;
 * entries of other domains show the thin data of their event, and what lists show of the item, if they show it.
 */
export function timelineEntry(record: StoredRecord): TimelineEntry {
  const envelope = Envelope.parse(record.envelope);
  const { id: eventId, at, type, actor, causationId: cause } = envelope;
  const entry = { id: eventId, at, type, actor, ...(cause === undefined ? {} : { cause }) };
  if (record.type === interactionItem.name) {
    const { id, customerId, envelope: _, ...data } = fromRecord(interactionItem, record);
    return { ...entry, id, at: data.at, data };
  }
  if (record.type === changeItem.name) {
    const { before, after } = changeItem.schema.strip().parse(record);
    return { ...entry, data: envelope.data, changes: { before, after } };
  }
  return { ...entry, data: { ...envelope.data, ...storedSummary(record) } };
}
