/** Reading customers from the one table, and writing them together with what must stay true beside them. */
import { isDeepStrictEqual } from 'node:util';
import { notFound } from '../../../shared/errors/app-error.ts';
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { type Entity, entity } from '../../../shared/events/entity.ts';
import {
  Envelope,
  type EventAttributes,
  type EventContext,
  type EventOf,
  raise,
} from '../../../shared/events/event.ts';
import { timelinePrefix } from '../../../shared/events/timeline.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import type { Between } from '../../../shared/table/expressions.ts';
import { fromRecord, keyOf, type StoredRecord, toRecord } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import type { ChangesRequest } from '../../../shared/table/list-changes.ts';
import { rowWrites } from '../../../shared/table/list-rows.ts';
import { anyOf, shardOf } from '../../../shared/table/pattern.ts';
import { cursorAfter, type PageRequest } from '../../../shared/table/query.ts';
import { readable } from '../../../shared/table/readable.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import type { Table } from '../../../shared/table/table.ts';
import { type Change, insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { isErased, isNotErased } from '../../erased.ts';
import * as openWork from '../../open-work.ts';
import {
  attachmentHandedOut,
  customerChanged,
  customerCreated,
  customerDeleted,
  customerMerged,
  customerRestored,
  customerUnmerged,
  interactionChanged,
  interactionDeleted,
  interactionRecorded,
} from './customers.events.ts';
import {
  collectionOfAttachment,
  creationItem,
  customerItem,
  customersByContact,
  customersList,
  type DirectoryEntry,
  deletedAt,
  directoryEntryItem,
  directoryRows,
  factOf,
  headPrefix,
  interactionItem,
  kindMarkItem,
  profileAndTimeline,
  relationIn,
  relationsBeside,
  restoredAt,
  timelineEntry,
  timelineOfCustomer,
  uniqueItem,
  withdrawnItem,
} from './customers.items.ts';
import {
  goneRow,
  type Identity,
  idsOf,
  keptRow,
  nameOf,
  type StandingValue,
  standingValues,
  type UniqueValue,
  uniqueChanges,
  uniqueValues,
} from './customers.rules.ts';
import {
  type Customer,
  type CustomerRecord,
  type Interaction,
  kindNeeded,
  maximumHeadRelations,
  type Profile,
  type RelationSummary,
} from './customers.schema.ts';

/** The id of a customer, or those of all records that were merged into theirs, see `idsOf`. */
export type Ids = string | ReadonlySet<string>;

/** What the list of customers can be narrowed by. */
export interface CustomerFilters {
  /** A member of staff, any of several, or `none`. */
  readonly owner?: string | ReadonlySet<string> | undefined;
  readonly kind?: Customer['kind'] | undefined;
  readonly addressInvalid?: true | undefined;
  readonly stage?: Customer['stage'] | undefined;
  readonly source?: string | undefined;
  readonly tag?: string | undefined;
}

interface CustomerPageRequest extends PageRequest {
  /** When they were last contacted; who never was, was so before every instant. */
  readonly contacted?: Between | undefined;
}

/** Whether this person has open work for the customer: half a read unit of an index that lags by a second or so. */
export async function hasOpenWork(
  table: Pick<Table, 'listSummaries'>,
  { customerId, staffId }: { readonly customerId: Ids; readonly staffId: string },
): Promise<boolean> {
  return (await readOpenWork(table, customerId)).isWorkOf(staffId);
}

/** What is still to be done for a customer: a query of an index for each kind of work. */
async function readOpenWork(table: Pick<Table, 'listSummaries'>, customerId: Ids) {
  const pages = Object.values(openWork).map(async (work) => {
    const { items } = await table.listSummaries(work, { customerId }, { limit: 100 });
    return items.map((row) => ({ ...row, kind: work.item.name }));
  });
  const rows = (await Promise.all(pages)).flat();
  return {
    rows: rows.map(({ kind, id, status, owner, dueAt }) => ({ kind, id, status, owner, dueAt })),
    /** Whether some of it is theirs, or claimed by them. */
    isWorkOf: (staffId: string) =>
      rows.some(({ owner, claim }) => owner === staffId || claim?.by === staffId),
  };
}

/** What one query tells of a customer. */
export interface Head extends Omit<Profile, 'relations' | 'openWork' | 'others'> {
  readonly relations: readonly RelationSummary[];
}

/** What to answer when another customer has a unique value, and perhaps others of those that were wanted with it. */
export type WhenTaken = (unique: UniqueValue, wanted: readonly UniqueValue[]) => Promise<Error>;

/** What guards values that only one customer may have. */
export interface Uniqueness {
  readonly whenTaken: WhenTaken;
  /** Of the fields that were defined, those whose values are unique: all of them, unless no value of any has changed. */
  readonly uniqueFields: ReadonlySet<string>;
}

/** Which source tells a change, and what it told in vain because it may not write over it. */
export interface ToldBy {
  readonly from?: string | undefined;
  readonly leftAlone?: readonly string[];
}

export type CustomersStore = ReturnType<typeof createCustomersStore>;

const customerEntity = entity({
  item: customerItem,
  noun: 'customer',
  subject: ({ id, version }) => ({ customerId: id, version }),
  created: customerCreated,
  createdBy: 'item',
  changed: customerChanged,
  isGone: ({ deletedAt, merge }) => deletedAt !== undefined || merge !== undefined,
  memberwise: ['custom'],
});

export function createCustomersStore(table: Table) {
  const customers = customerEntity(table);
  /** The record that stands for this one: itself, or the one it is merged into, at the cost of a read for each merge. */
  const findRecord = async (customerId: string): Promise<CustomerRecord | undefined> => {
    let record = await table.find(customerItem, { id: customerId });
    while (record?.merge !== undefined && record.deletedAt === undefined)
      record = await table.find(customerItem, { id: record.merge.into });
    return record?.deletedAt === undefined ? record : undefined;
  };
  const find = async (customerId: string): Promise<Customer | undefined> => {
    const record = await findRecord(customerId);
    return record && shownRecord(record);
  };
  const findByUnique = async (unique: Pick<UniqueValue, 'kind' | 'value'>): Promise<Customer | undefined> => {
    const holder = await table.find(uniqueItem, { kind: unique.kind, hash: hashOf(unique) });
    return holder && find(holder.customerId);
  };
  /** The records that are merged into a customer's, in no order. */
  const readFamily = async ({ mergedFrom = [] }: Pick<Customer, 'mergedFrom'>) =>
    table.findMany(
      customerItem,
      mergedFrom.map((id) => ({ id })),
    );
  /** Heads and newest entries of what is merged into a record: a query each. */
  const readMerged = async ({ mergedFrom = [] }: Pick<Customer, 'mergedFrom'>, entries: number) => {
    if (mergedFrom.length === 0) return [];
    const limit = entries + headItems * mergedFrom.length;
    const parts = { customerId: new Set(mergedFrom) };
    return (await table.listRecords(profileAndTimeline, parts, { limit, consistent: true })).rows;
  };
  /** The unique values of these records that one of them still holds. */
  const heldBy = async (
    records: readonly Customer[],
    values: readonly UniqueValue[],
  ): Promise<readonly UniqueValue[]> => {
    const named = new Map(values.map((unique) => [nameOf(unique), unique]));
    const holders = await readHolders(table, [...named.values()]);
    const ids = new Set(records.map(({ id }) => id));
    return [...named].flatMap(([name, unique]) => (ids.has(holders.get(name) ?? '') ? [unique] : []));
  };
  return {
    /** The customer, also by the id of a record that was merged into theirs. Throws `not-found`. */
    async get(customerId: string): Promise<Customer> {
      const customer = await find(customerId);
      if (customer === undefined) throw notFound('customer');
      return customer;
    },

    /** The same; undefined when there is none. */
    find,

    /** The customer by their own id: undefined, too, for a record that is merged into another one. */
    async findOwn(customerId: string): Promise<Customer | undefined> {
      const record = await customers.find(customerId);
      return record && shownRecord(record);
    },

    /** Those of the customers that are there by their own ids, in no order. */
    findMany: async (ids: readonly string[]): Promise<readonly Customer[]> =>
      (await customers.findMany(ids)).map(shownRecord),

    /** Which of these ids a record has, or has had: also one that was deleted or merged into another. */
    recordsAmong: async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
      const keys = ids.map((id) => ({ id }));
      return new Set((await table.findMany(customerItem, keys)).map(({ id }) => id));
    },

    hasOpenWork: (customerId: Ids, staffId: string) => hasOpenWork(table, { customerId, staffId }),

    readOpenWork: (customerId: Ids) => readOpenWork(table, customerId),

    /** Whoever has this unique value: two strongly consistent reads. */
    findByUnique,

    /** The ids of whoever has these values, by `nameOf`; half a read unit for each that is free. */
    holdersOf: (values: readonly UniqueKey[]) => readHolders(table, values),

    /** Whether a customer is gone because of this, such as the revert of an import; not where somebody else deleted or merged them. */
    async isDeletedBecauseOf(customerId: string, cause: string): Promise<boolean> {
      const page = { limit: 20, consistent: true };
      const { rows } = await table.listRecords(timelineOfCustomer, { customerId }, page);
      return rows.some(
        ({ event, envelope }) =>
          event === customerDeleted.type && Envelope.parse(envelope).correlationId === cause,
      );
    },

    /**
     * What stands in the timeline beside the creation of the customer: one small query. That they were merged into another
     * record, and that this was taken back, is nothing that has happened with them.
     */
    async historyOf(customerId: string): Promise<'none' | 'changes' | 'more'> {
      const page = { limit: 20, consistent: true };
      const { rows } = await table.listRecords(timelineOfCustomer, { customerId }, page);
      const merges: readonly unknown[] = [customerMerged.type, customerUnmerged.type];
      const since = rows.filter(({ type, event }) => type !== creationItem.name && !merges.includes(event));
      if (since.some(({ event }) => event !== customerChanged.type)) return 'more';
      return since.length > 0 ? 'changes' : 'none';
    },

    /**
     * The first relation that the customer has only as what they are now, and a write that holds others back should there
     * be another one since: two reads, and of a company two more.
     */
    async whatNeedsKind(customer: Customer): Promise<{
      readonly relation: RelationSummary | undefined;
      readonly still: Write;
    }> {
      const parts = { customerId: customer.id };
      const marked = await table.find(kindMarkItem, parts);
      const ids = idsOf(customer);
      const customerId = anyOf(ids);
      const many = customer.kind === 'company' ? (['contact', 'subsidiary'] as const) : [];
      const page = { limit: 1, consistent: true };
      const head = { ...page, limit: headItems * ids.length };
      const pages = await Promise.all([
        table.listRecords(profileAndTimeline, { customerId }, head),
        ...many.map((kind) => table.listRecords(relationsBeside, { customerId, place: ['R', kind] }, page)),
      ]);
      const relations = pages.flatMap(({ rows }) => rows.flatMap(relationIn));
      return {
        relation: relations.find(({ relation }) => kindNeeded[relation] === customer.kind),
        still: {
          action: 'Check',
          key: keyOf(kindMarkItem, parts),
          ...(marked === undefined
            ? { condition: 'attribute_not_exists(pk)' }
            : { condition: 'mark = :mark', values: { ':mark': marked.mark } }),
          onConflict: 'retry',
        },
      };
    },

    /** Newest first, or with `contacted` by last contact, longest ago first. */
    list: (filters: CustomerFilters, { contacted, ...page }: CustomerPageRequest) =>
      contacted === undefined
        ? customersList.page(table, filters, page)
        : customersByContact.page(table, filters, { ...page, between: contacted }),
    listChanges: (filters: CustomerFilters, request: ChangesRequest) =>
      customersList.changes(table, filters, request),

    /** @param page with `eventType` only what is of this type, or of one that begins so */
    async listTimeline(customerId: Ids, page: PageRequest) {
      const { rows, cursor } = await table.listRecords(timelineOfCustomer, { customerId }, page);
      return { items: readable(rows, timelineEntry), cursor };
    },

    /**
     * The head and the newest entries of the timeline, with those of records that were merged into it: one query, and one
     * for each of these; by the id of such a record one more.
     */
    async getHead(customerId: string, entries: number): Promise<Head> {
      const page = { limit: entries + headItems, consistent: true };
      const { rows: own } = await table.listRecords(profileAndTimeline, { customerId }, page);
      const head = own.find((row) => row.type === customerItem.name);
      const record = head && fromRecord(customerItem, head);
      if (record === undefined || record.deletedAt !== undefined) throw notFound('customer');
      if (record.merge !== undefined) return this.getHead(record.merge.into, entries);
      const merged = await readMerged(record, entries);
      const found = [...own, ...merged]
        .filter((row) => String(row.sk).startsWith(timelinePrefix))
        .toSorted((one, other) => (String(one.sk) < String(other.sk) ? 1 : -1));
      const shown = found.slice(0, entries);
      const last = shown.at(-1);
      const more = found.length > entries && last !== undefined;
      const ids = anyOf(idsOf(record));
      const beside = [...own, ...merged].filter((row) => String(row.sk).startsWith(headPrefix));
      return {
        customer: shownRecord(record),
        relations: beside.flatMap(relationIn),
        facts: beside.flatMap(factOf),
        timeline: readable(shown, timelineEntry),
        cursor: more ? cursorAfter(timelineOfCustomer, { customerId: ids }, last) : null,
      };
    },

    create: (
      customer: Customer,
      origin: EventContext,
      { whenTaken, uniqueFields }: Uniqueness,
    ): readonly Write[] => [
      ...customers.create(customer, origin, sourcesOf(customer)),
      ...takeAll(uniqueValues(customer, uniqueFields), customer.id, whenTaken),
    ],

    /** The same writes, which are decided anew where somebody was faster to take this unique value. */
    againIfTaken: (writes: readonly Write[], unique: Pick<UniqueValue, 'kind' | 'value'>) => {
      const { pk } = keyOf(uniqueItem, { kind: unique.kind, hash: hashOf(unique) });
      return writes.map((write) =>
        write.key.pk === pk ? { ...write, onConflict: 'retry' as const } : write,
      );
    },

    /** Nothing is written when nothing has changed. */
    change(
      before: Customer,
      after: Customer,
      origin: EventContext,
      { whenTaken, uniqueFields }: Uniqueness,
      { from, leftAlone = [] }: ToldBy = {},
    ): readonly Write[] {
      const { given, taken } = uniqueChanges(before, after, uniqueFields);
      const bySource = from === undefined ? {} : { from, ...(leftAlone.length === 0 ? {} : { leftAlone }) };
      const details = { ...ownerBefore(before, after), ...bySource };
      return [
        ...customers.change(before, after, origin, { declaration: customerChanged, details }),
        ...customersList.rowsFor(before, after),
        ...given.map((unique) => giveUp(unique, idsOf(before))),
        ...takeAll(taken, after.id, whenTaken, idsOf(before)),
      ];
    },

    /** Another owner because of a hand-over, which moves what belongs to the customer by itself. */
    handOver(before: Customer, after: Customer, origin: EventContext): readonly Write[] {
      const details = { ...ownerBefore(before, after), handoverId: origin.causationId };
      return [
        ...customers.change(before, after, origin, { declaration: customerChanged, details }),
        ...customersList.rowsFor(before, after),
      ];
    },

    /** The writes by which a customer is gone, with all records that were merged into theirs, and their values are free. */
    async delete(
      customer: Customer,
      origin: EventContext,
      { uniqueFields }: Pick<Uniqueness, 'uniqueFields'>,
    ): Promise<readonly Write[]> {
      const event = { declaration: customerDeleted };
      const merged = await readFamily(customer);
      const gone = [customer, ...merged];
      const values = gone.flatMap((each) => uniqueValues(each, uniqueFields));
      const held = merged.length === 0 ? values : await heldBy(gone, values);
      return [
        ...gone.flatMap((each) => customers.change(each, deletedAt(each, origin.at), origin, event)),
        ...customersList.rowsFor(customer, undefined),
        ...held.map((unique) => giveUp(unique, idsOf(customer))),
      ];
    },

    /** Who was deleted and is still kept, by the id of any of their records. */
    async findDeleted(customerId: string): Promise<DeletedFamily | undefined> {
      let root = await table.find(customerItem, { id: customerId });
      while (root?.merge !== undefined) root = await table.find(customerItem, { id: root.merge.into });
      return root?.deletedAt === undefined ? undefined : { root, merged: await readFamily(root) };
    },

    /** The same; undefined where they are to be erased. */
    async findRestorable(customerId: string): Promise<DeletedFamily | undefined> {
      const deleted = await this.findDeleted(customerId);
      return deleted === undefined || (await isErased(idsOf(deleted.root), table)) ? undefined : deleted;
    },

    /**
     * The writes by which a deleted customer is there again, with all records that were merged into theirs and their
     * unique values. Of these, what others have by now keeps all back, or only itself where the customer does not show it.
     *
     * @param owner who looks after them from now on
     */
    async restore(
      { root, merged }: DeletedFamily,
      owner: string | null,
      origin: EventContext,
      { whenTaken, uniqueFields }: Uniqueness,
    ): Promise<Change<Customer>> {
      const event = { declaration: customerRestored };
      const after = { ...restoredAt(root, origin.at), owner };
      const { own, beside } = standingValues(root, merged, uniqueFields);
      const holders = await readHolders(
        table,
        beside.map(({ unique }) => unique),
      );
      const take = ({ unique, customerId }: StandingValue, whenHeld: WhenTaken) =>
        takeAll([unique], customerId, whenHeld);
      const all = own.map(({ unique }) => unique);
      const writes = [
        ...customers.change(root, after, origin, event),
        ...customersList.rowsFor(undefined, after),
        ...merged.flatMap((each) => customers.change(each, restoredAt(each, origin.at), origin, event)),
        ...own.flatMap((value) => take(value, (unique) => whenTaken(unique, all))),
        ...beside
          .filter(({ unique }) => holders.get(nameOf(unique)) === undefined)
          .flatMap((value) => take(value, async () => new ConcurrentModification())),
        isNotErased(root.id),
      ];
      return { result: shownRecord(after), writes };
    },

    ...openMerges(table, customers, readFamily),

    /** Puts the event into the timeline, the same one however often. */
    async tellCreation(event: EventOf<typeof customerCreated>): Promise<void> {
      const { id, at, data } = event;
      const envelope = Envelope.parse(event);
      await table.commit([put(creationItem, { customerId: data.customerId, at, id, envelope })]);
    },

    ...openDirectory(table),
    ...openInteractions(table),
  };
}

/** The id of a new contact, or `any` where another one may be the last now. */
type Contacts = 'any' | string | undefined;

function openDirectory(table: Table) {
  /** The last contact with a customer in any of their records. */
  const lastContactOf = async (customer: Identity): Promise<Instant | undefined> => {
    const parts = { customerId: anyOf(idsOf(customer)) };
    const page = { limit: 20, consistent: true, eventType: interactionRecorded.type };
    for (let cursor: string | undefined; ; ) {
      const found = await table.listRecords(timelineOfCustomer, parts, { ...page, cursor });
      const contact = found.rows.map((row) => fromRecord(interactionItem, row)).find(isContact);
      if (contact !== undefined || found.cursor === null) return contact?.at;
      cursor = found.cursor;
    }
  };
  const decide = async (customerId: string, contacts: Contacts) => {
    const parts = { customerId, shard: String(shardOf(customerId)) };
    // First the entry: what is then read of the customer is no older.
    const [stored] = await table.findRecords(directoryEntryItem, [parts], { withExpired: true });
    const record = await table.find(customerItem, { id: customerId });
    if (record === undefined) return { result: undefined, writes: [] };
    const before = stored && fromRecord(directoryEntryItem, stored);
    const { version: sourceVersion } = record;
    if (record.deletedAt !== undefined || record.merge !== undefined) {
      const gone = { customerId, sourceVersion, summary: goneRow(record), forgetAt: epochSeconds() };
      return { result: record.merge?.into, writes: directoryWrites(stored, before, gone) };
    }
    const known = contacts === 'any' ? await lastContactOf(record) : before?.summary.lastContactAt;
    const told = contacts === undefined || contacts === 'any' ? undefined : await contactAt(record, contacts);
    const lastContactAt = [known, told].reduce((one, other) => ((one ?? '') > (other ?? '') ? one : other));
    const contacted = lastContactAt === undefined ? {} : { lastContactAt };
    const entry = { customerId, sourceVersion, summary: { ...keptRow(record), ...contacted } };
    return { result: undefined, writes: directoryWrites(stored, before, entry) };
  };
  const contactAt = async (customer: Identity, id: string): Promise<Instant | undefined> => {
    const keys = idsOf(customer).map((customerId) => ({ customerId, id, at: instantOfId(id) }));
    const found = await table.findMany(interactionItem, keys);
    return found.find(isContact)?.at;
  };
  return {
    /**
     * Brings the lists of all customers up to date with one of them, however often and in whatever order.
     *
     * @param contacts the id of a new contact, or `any`: of all the last one is looked for
     */
    async refreshDirectory(customerId: string, contacts?: Contacts): Promise<void> {
      const { result: into } = await commitWithRetry(table, () => decide(customerId, contacts));
      // Contacts with a record that was merged by now are those of the customer.
      if (contacts !== undefined && into !== undefined) await this.refreshDirectory(into, contacts);
    },
  };
}

/** What is written down for ourselves is none. */
function isContact({ channel, direction }: Interaction): boolean {
  return channel !== 'note' && direction !== 'internal';
}

/** The entry with its rows, if it is still as it was read. */
function directoryWrites(
  stored: StoredRecord | undefined,
  before: DirectoryEntry | undefined,
  after: DirectoryEntry,
): readonly Write[] {
  // An older one has no rows yet.
  const known = stored?.v === directoryEntryItem.v ? before : undefined;
  if (known !== undefined && isDeepStrictEqual(known, after)) return [];
  const [old, next] = [known, after].map((entry) => entry && withoutContact(entry));
  const rows = Object.values(directoryRows).flatMap((each) => rowWrites(directoryEntryItem, each, old, next));
  const record = toRecord(directoryEntryItem, after);
  const key = keyOf(directoryEntryItem, { ...after, shard: String(shardOf(after.customerId)) });
  return [{ action: 'Put', key, record, ...asRead(before), onConflict: 'retry' }, ...rows];
}

/** The rows do not tell of contacts, each of which would write them anew. */
function withoutContact({
  summary: { lastContactAt: _, ...summary },
  ...entry
}: DirectoryEntry): DirectoryEntry {
  return { ...entry, summary };
}

/** The condition that an entry is still as it was read: the version of its customer and the last contact make it up. */
function asRead(entry: DirectoryEntry | undefined): Pick<Write, 'condition' | 'names' | 'values'> {
  if (entry === undefined) return { condition: 'attribute_not_exists(pk)' };
  const { sourceVersion, summary } = entry;
  const { lastContactAt } = summary;
  const names = { '#summary': 'summary' };
  return lastContactAt === undefined
    ? {
        condition: 'sourceVersion = :read AND attribute_not_exists(#summary.lastContactAt)',
        ...{ names, values: { ':read': sourceVersion } },
      }
    : {
        condition: 'sourceVersion = :read AND #summary.lastContactAt = :contact',
        ...{ names, values: { ':read': sourceVersion, ':contact': lastContactAt } },
      };
}

/** A deleted customer with what is merged into their record. */
export interface DeletedFamily {
  readonly root: CustomerRecord;
  readonly merged: readonly CustomerRecord[];
}

/** What a merge, or taking one back, changes of a record. */
export interface RecordChange {
  readonly before: CustomerRecord;
  readonly after: CustomerRecord;
}

/** A customer with what is merged into their record, as one of these records is asked for. */
export interface Family {
  /** The record that was asked for, then what it is merged into, up to the one that stands for all. */
  readonly path: readonly [CustomerRecord, ...CustomerRecord[]];
  /** Every other record that is merged there, in no order. */
  readonly others: readonly CustomerRecord[];
}

function openMerges(
  table: Table,
  customers: Entity<typeof customerItem>,
  readFamily: (customer: Pick<Customer, 'mergedFrom'>) => Promise<readonly CustomerRecord[]>,
) {
  return {
    /** Undefined when there is no such customer (any more). A read for each merge above, and one for all others. */
    async findFamily(customerId: string): Promise<Family | undefined> {
      const first = await table.find(customerItem, { id: customerId });
      if (first === undefined) return undefined;
      const path: [CustomerRecord, ...CustomerRecord[]] = [first];
      for (let last = first; last.merge !== undefined; path.push(last)) {
        const next = await table.find(customerItem, { id: last.merge.into });
        if (next === undefined) return undefined;
        last = next;
      }
      const root = path.at(-1) ?? first;
      if (root.deletedAt !== undefined) return undefined;
      const known = new Set(path.map(({ id }) => id));
      const others = (await readFamily(root)).filter(({ id }) => !known.has(id));
      return { path, others };
    },

    /** The writes of a merge. Unique values stay with the record that holds them: whoever asks for one is led on. */
    merge(survivor: RecordChange, loser: RecordChange, origin: EventContext): readonly Write[] {
      const details = { into: survivor.after.id };
      return [
        ...customers.change(survivor.before, survivor.after, origin),
        ...customersList.rowsFor(survivor.before, survivor.after),
        ...customers.change(loser.before, loser.after, origin, { declaration: customerMerged, details }),
        ...customersList.rowsFor(loser.before, undefined),
      ];
    },

    /**
     * The writes by which a record stands for itself again.
     *
     * @param free its unique values that nobody holds by now
     * @param root the record that stood for it
     * @param between records between them, or beside them, of which something else is remembered now
     */
    unmerge(
      {
        returned,
        root,
        between,
        free,
      }: {
        readonly returned: RecordChange;
        readonly root: RecordChange;
        readonly between: readonly RecordChange[];
        readonly free: readonly UniqueValue[];
      },
      origin: EventContext,
    ): readonly Write[] {
      const details = { from: root.after.id };
      return [
        ...customers.change(returned.before, returned.after, origin, {
          declaration: customerUnmerged,
          details,
        }),
        ...customersList.rowsFor(undefined, returned.after),
        ...customers.change(root.before, root.after, origin),
        ...customersList.rowsFor(root.before, root.after),
        ...between.map(({ before, after }) =>
          replace(customerItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        ),
        ...takeAll(free, returned.after.id, async () => new ConcurrentModification()),
      ];
    },
  };
}

type UniqueKey = Pick<UniqueValue, 'kind' | 'value'>;

async function readHolders(
  table: Pick<Table, 'findMany'>,
  values: readonly UniqueKey[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map(values.map((unique) => [`${unique.kind} ${hashOf(unique)}`, nameOf(unique)]));
  const keys = [...names.keys()].map((key) => {
    const [kind = '', hash = ''] = key.split(' ');
    return { kind, hash };
  });
  const held = await table.findMany(uniqueItem, keys);
  return new Map(held.map(({ kind, hash, customerId }) => [names.get(`${kind} ${hash}`) ?? '', customerId]));
}

function ownerBefore(before: Customer, after: Customer) {
  return before.owner === after.owner ? {} : { previousOwner: before.owner };
}

/** An interaction as it stands in the timeline, and the event as which it was recorded. */
export interface RecordedInteraction {
  readonly interaction: Interaction;
  readonly event: EventAttributes;
}

function openInteractions(table: Table) {
  return {
    /** One strongly consistent read: the id bears the instant by which the timeline is sorted. */
    async findInteraction(customer: Identity, id: string): Promise<RecordedInteraction | undefined> {
      const keys = idsOf(customer).map((customerId) => ({ customerId, id, at: instantOfId(id) }));
      const [record] = await table.findRecords(interactionItem, keys);
      if (record === undefined) return undefined;
      const { envelope, ...interaction } = fromRecord(interactionItem, record);
      return { interaction, event: { event: envelope.type, envelope } };
    },

    record(interaction: Interaction, origin: EventContext): readonly Write[] {
      const { id: interactionId, customerId, channel } = interaction;
      const event = raise(interactionRecorded, { customerId, interactionId, channel }, origin);
      const { envelope } = event;
      return [insert(interactionItem, { ...interaction, envelope }, { event, onConflict: 'ok' })];
    },

    /** Nothing is written when nothing has changed. The entry stays in its place and is not told of as a new one. */
    correct(
      before: RecordedInteraction,
      after: Interaction,
      origin: EventContext,
      removedFiles?: string[],
    ): readonly Write[] {
      const { id: interactionId, customerId, version } = after;
      const changes = fieldChanges(before.interaction, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { customerId, interactionId, version, changed, removedFiles };
      const condition = { ifVersion: before.interaction.version, onConflict: 'retry' } as const;
      return [
        replace(
          interactionItem,
          { ...after, envelope: before.event.envelope },
          { ...condition, keep: before.event },
        ),
        changeEvent(keyOf(interactionItem, after).pk, interactionChanged, data, origin, changes),
      ];
    },

    /** That somebody was given the address of a file. */
    tellHandedOut(
      { customerId, id: interactionId }: Pick<Interaction, 'customerId' | 'id'>,
      attachmentId: string,
      origin: EventContext,
    ): readonly Write[] {
      const data = { customerId, interactionId, attachmentId };
      const nothing = { before: {}, after: {} };
      return [changeEvent(collectionOfAttachment(attachmentId), attachmentHandedOut, data, origin, nothing)];
    },

    /** What it said stays in the trace of its deletion. */
    withdraw({ interaction, event }: RecordedInteraction, origin: EventContext): readonly Write[] {
      const { id: interactionId, customerId, version, ...said } = interaction;
      const condition = { ifVersion: version, onConflict: 'retry' } as const;
      const changes = { before: said, after: {} };
      const data = { customerId, interactionId, removedFiles: filesOf(interaction) };
      return [
        remove(interactionItem, interaction, condition),
        put(withdrawnItem, { customerId, id: interactionId, envelope: event.envelope }),
        changeEvent(keyOf(interactionItem, interaction).pk, interactionDeleted, data, origin, changes),
      ];
    },
  };
}

/** Ids of what is attached to a contact; undefined where nothing is. */
export function filesOf({ attachments }: Pick<Interaction, 'attachments'>): string[] | undefined {
  return attachments?.map(({ id }) => id);
}

/** Room for the profile and what else stands at the head: consents and the like, and relations. */
const headItems = 12 + maximumHeadRelations;

/** A record as the API shows it. */
export function shownRecord({ deletedAt, forgetAt, merge, ...customer }: CustomerRecord): Customer {
  return customer;
}

function sourcesOf({ externalIds }: Customer) {
  const sources = [...new Set(externalIds.map(({ source }) => source))];
  return sources.length === 0 ? {} : { sources };
}

function hashOf({ kind, value }: Pick<UniqueValue, 'kind' | 'value'>): string {
  return hashOfParts(kind, ...value);
}

/** @param ids of the customer: a value may stand with a record that was merged into theirs */
function takeAll(
  wanted: readonly UniqueValue[],
  customerId: string,
  whenTaken: WhenTaken,
  ids: readonly string[] = [],
): readonly Write[] {
  const own = heldByOneOf(ids);
  return wanted.map((unique) => {
    const value = { kind: unique.kind, hash: hashOf(unique), customerId };
    const write = insert(uniqueItem, value, { onConflict: () => whenTaken(unique, wanted) });
    if (ids.length < 2) return write;
    return { ...write, condition: `${write.condition} OR ${own.condition}`, values: own.values };
  });
}

function heldByOneOf(ids: readonly string[]) {
  const names = ids.map((_, index) => `:customer${index}`);
  return {
    condition: `customerId IN (${names.join(', ')})`,
    values: Object.fromEntries(ids.map((id, index) => [`:customer${index}`, id])),
  };
}

/** @param ids of the customer: a value may have come with a record that was merged into theirs */
function giveUp(unique: Pick<UniqueValue, 'kind' | 'value'>, ids: readonly string[]): Write {
  return {
    action: 'Delete',
    key: keyOf(uniqueItem, { kind: unique.kind, hash: hashOf(unique) }),
    ...heldByOneOf(ids),
    onConflict: 'retry',
  };
}
