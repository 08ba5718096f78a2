/** Reading customers from the one table, and writing them together with what must stay true beside them. */
import { notFound } from '../../../shared/errors/app-error.ts';
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import {
  Envelope,
  type EventAttributes,
  type EventContext,
  type EventOf,
  raise,
} from '../../../shared/events/event.ts';
import { timelinePrefix } from '../../../shared/events/timeline.ts';
import { fromRecord, keyOf } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import type { ChangesRequest } from '../../../shared/table/list-changes.ts';
import { cursorAfter, type PageRequest } from '../../../shared/table/query.ts';
import { readable } from '../../../shared/table/readable.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, project, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import * as openWork from '../../open-work.ts';
import {
  customerChanged,
  customerCreated,
  customerDeleted,
  interactionChanged,
  interactionDeleted,
  interactionRecorded,
} from './customers.events.ts';
import {
  type CustomerRecord,
  creationItem,
  customerItem,
  customersList,
  deletedAt,
  directoryEntryItem,
  factOf,
  headPrefix,
  interactionItem,
  profileAndTimeline,
  relationIn,
  timelineEntry,
  timelineOfCustomer,
  uniqueItem,
  withdrawnItem,
} from './customers.items.ts';
import {
  goneRow,
  keptRow,
  nameOf,
  type UniqueValue,
  uniqueChanges,
  uniqueValues,
} from './customers.rules.ts';
import {
  type Customer,
  type Interaction,
  maximumHeadRelations,
  type Profile,
  type RelationSummary,
} from './customers.schema.ts';

/** What the list of customers can be narrowed by. */
export interface CustomerFilters {
  /** A member of staff, any of several, or `none`. */
  readonly owner?: string | ReadonlySet<string> | undefined;
  readonly kind?: Customer['kind'] | undefined;
  readonly addressInvalid?: true | undefined;
}

/** Whether this person has open work for the customer: half a read unit of an index that lags by a second or so. */
export async function hasOpenWork(
  table: Pick<Table, 'listSummaries'>,
  { customerId, staffId }: { readonly customerId: string; readonly staffId: string },
): Promise<boolean> {
  return (await readOpenWork(table, customerId)).isWorkOf(staffId);
}

/** What is still to be done for a customer: a query of an index for each kind of work. */
async function readOpenWork(table: Pick<Table, 'listSummaries'>, customerId: string) {
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
export interface Head extends Omit<Profile, 'relations' | 'openWork'> {
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
interface ToldBy {
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
  isGone: ({ deletedAt }) => deletedAt !== undefined,
  memberwise: ['custom'],
});

export function createCustomersStore(table: Table) {
  const customers = customerEntity(table);
  const findByUnique = async (unique: Pick<UniqueValue, 'kind' | 'value'>): Promise<Customer | undefined> => {
    const holder = await table.find(uniqueItem, { kind: unique.kind, hash: hashOf(unique) });
    const record = holder && (await customers.find(holder.customerId));
    return record && asCustomer(record);
  };
  return {
    get: async (customerId: string): Promise<Customer> => asCustomer(await customers.get(customerId)),

    async find(customerId: string): Promise<Customer | undefined> {
      const record = await customers.find(customerId);
      return record && asCustomer(record);
    },

    /** Those of the customers that are there, in no order. */
    findMany: async (ids: readonly string[]): Promise<readonly Customer[]> =>
      (await customers.findMany(ids)).map(asCustomer),

    hasOpenWork: (customerId: string, staffId: string) => hasOpenWork(table, { customerId, staffId }),

    readOpenWork: (customerId: string) => readOpenWork(table, customerId),

    /** Whoever has this unique value: two strongly consistent reads. */
    findByUnique,

    /** The ids of whoever has these values, by `nameOf`; half a read unit for each that is free. */
    async holdersOf(
      values: readonly Pick<UniqueValue, 'kind' | 'value'>[],
    ): Promise<ReadonlyMap<string, string>> {
      const names = new Map(values.map((unique) => [`${unique.kind} ${hashOf(unique)}`, nameOf(unique)]));
      const keys = [...names.keys()].map((key) => {
        const [kind = '', hash = ''] = key.split(' ');
        return { kind, hash };
      });
      const held = await table.findMany(uniqueItem, keys);
      return new Map(
        held.map(({ kind, hash, customerId }) => [names.get(`${kind} ${hash}`) ?? '', customerId]),
      );
    },

    /** Whether anything stands in the timeline but the creation and changes of the customer: one small query. */
    async hasHistory(customerId: string): Promise<boolean> {
      const page = { limit: 20, consistent: true };
      const { rows } = await table.listRecords(timelineOfCustomer, { customerId }, page);
      return rows.some(({ event, type }) => type !== creationItem.name && event !== customerChanged.type);
    },

    list: (filters: CustomerFilters, page: PageRequest) => customersList.page(table, filters, page),
    listChanges: (filters: CustomerFilters, request: ChangesRequest) =>
      customersList.changes(table, filters, request),

    /** @param page with `eventType` only what is of this type, or of one that begins so */
    async listTimeline(customerId: string, page: PageRequest) {
      const { rows, cursor } = await table.listRecords(timelineOfCustomer, { customerId }, page);
      return { items: readable(rows, timelineEntry), cursor };
    },

    /** The head and the newest entries of the timeline: one query. */
    async getHead(customerId: string, entries: number): Promise<Head> {
      const page = { limit: entries + headItems, consistent: true };
      const { rows } = await table.listRecords(profileAndTimeline, { customerId }, page);
      const head = rows.find((row) => row.type === customerItem.name);
      const record = head && fromRecord(customerItem, head);
      if (record === undefined || record.deletedAt !== undefined) throw notFound('customer');
      const found = rows.filter((row) => String(row.sk).startsWith(timelinePrefix));
      const shown = found.slice(0, entries);
      const last = shown.at(-1);
      const more = found.length > entries && last !== undefined;
      const cursor = more ? cursorAfter(timelineOfCustomer, { customerId }, last) : null;
      const beside = rows.filter((row) => String(row.sk).startsWith(headPrefix));
      return {
        customer: asCustomer(record),
        relations: beside.flatMap(relationIn),
        facts: beside.flatMap(factOf),
        timeline: readable(shown, timelineEntry),
        cursor,
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
        ...given.map((unique) => giveUp(unique, after.id)),
        ...takeAll(taken, after.id, whenTaken),
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

    delete(
      customer: Customer,
      origin: EventContext,
      { uniqueFields }: Pick<Uniqueness, 'uniqueFields'>,
    ): readonly Write[] {
      const event = { declaration: customerDeleted };
      return [
        ...customers.change(customer, deletedAt(customer, origin.at), origin, event),
        ...customersList.rowsFor(customer, undefined),
        ...uniqueValues(customer, uniqueFields).map((unique) => giveUp(unique, customer.id)),
      ];
    },

    /** Puts the event into the timeline, the same one however often. */
    async tellCreation(event: EventOf<typeof customerCreated>): Promise<void> {
      const { id, at, data } = event;
      const envelope = Envelope.parse(event);
      await table.commit([put(creationItem, { customerId: data.customerId, at, id, envelope })]);
    },

    /** Brings the list of all customers up to date with one of them, however often and in whatever order. */
    async refreshDirectory(customerId: string): Promise<void> {
      const record = await table.find(customerItem, { id: customerId });
      if (record === undefined) return;
      const entry = {
        customerId,
        sourceVersion: record.version,
        ...(record.deletedAt === undefined
          ? { summary: keptRow(record) }
          : { summary: goneRow(record), forgetAt: epochSeconds() }),
      };
      await table.commit([project(directoryEntryItem, entry, { newerThan: 'sourceVersion' })]);
    },

    ...openInteractions(table),
  };
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
    async findInteraction(customerId: string, id: string): Promise<RecordedInteraction | undefined> {
      const key = { customerId, id, at: instantOfId(id) };
      const [record] = await table.findRecords(interactionItem, [key]);
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
    correct(before: RecordedInteraction, after: Interaction, origin: EventContext): readonly Write[] {
      const { id: interactionId, customerId, version } = after;
      const changes = fieldChanges(before.interaction, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { customerId, interactionId, version, changed };
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

    /** What it said stays in the trace of its deletion. */
    withdraw({ interaction, event }: RecordedInteraction, origin: EventContext): readonly Write[] {
      const { id: interactionId, customerId, version, ...said } = interaction;
      const condition = { ifVersion: version, onConflict: 'retry' } as const;
      const changes = { before: said, after: {} };
      const data = { customerId, interactionId };
      return [
        remove(interactionItem, interaction, condition),
        put(withdrawnItem, { customerId, id: interactionId, envelope: event.envelope }),
        changeEvent(keyOf(interactionItem, interaction).pk, interactionDeleted, data, origin, changes),
      ];
    },
  };
}

/** Room for the profile and what else stands at the head: consents and the like, and relations. */
const headItems = 12 + maximumHeadRelations;

function asCustomer({ deletedAt, forgetAt, ...customer }: CustomerRecord): Customer {
  return customer;
}

function sourcesOf({ externalIds }: Customer) {
  const sources = [...new Set(externalIds.map(({ source }) => source))];
  return sources.length === 0 ? {} : { sources };
}

function hashOf({ kind, value }: Pick<UniqueValue, 'kind' | 'value'>): string {
  return hashOfParts(kind, ...value);
}

function takeAll(wanted: readonly UniqueValue[], customerId: string, whenTaken: WhenTaken): readonly Write[] {
  return wanted.map((unique) => {
    const value = { kind: unique.kind, hash: hashOf(unique), customerId };
    return insert(uniqueItem, value, { onConflict: () => whenTaken(unique, wanted) });
  });
}

function giveUp(unique: UniqueValue, customerId: string): Write {
  return {
    action: 'Delete',
    key: keyOf(uniqueItem, { kind: unique.kind, hash: hashOf(unique) }),
    condition: 'customerId = :customer',
    values: { ':customer': customerId },
    onConflict: 'retry',
  };
}
