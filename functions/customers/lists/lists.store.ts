/** Lists of customers, and who is in them, in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import { type EventContext, type EventDeclaration, raise } from '../../../shared/events/event.ts';
import { valuesBefore, whyGone } from '../../../shared/events/restore.ts';
import { keyOf, toRecord } from '../../../shared/table/item.ts';
import { shardOf, shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import type { Page } from '../../../shared/values/page.ts';
import {
  extractHandedOut,
  extractMade,
  extractRequested,
  listChanged,
  listCreated,
  listDeleted,
  listFilling,
  listJoined,
} from './lists.events.ts';
import {
  extractItem,
  listCountItem,
  listItem,
  listRestorable,
  listsByName,
  listsOfCustomer,
  membershipItem,
  membersOfList,
} from './lists.items.ts';
import type { CustomerListSummary, ExtractRecord, ListRecord, Membership } from './lists.schema.ts';

const listEntity = entity({
  item: listItem,
  noun: 'list',
  subject: ({ id, version }) => ({ listId: id, version }),
  created: listCreated,
  changed: listChanged,
  isGone: ({ deletedAt }) => deletedAt !== undefined,
});

const extractEntity = entity({
  item: extractItem,
  noun: 'export',
  subject: ({ id, version }) => ({ extractId: id, version }),
  created: extractRequested,
  changed: extractMade,
});

export type ListsStore = ReturnType<typeof createListsStore>;

export function createListsStore(table: Table) {
  const lists = listEntity(table);

  /** The same with how many are in those that rules keep. */
  const withCounts = async <List extends Pick<ListRecord, 'id' | 'keptBy' | 'members'>>(
    found: readonly List[],
  ): Promise<readonly List[]> => {
    const kept = found.filter(({ keptBy }) => keptBy !== undefined);
    if (kept.length === 0) return found;
    const rows = await table.findMany(
      listCountItem,
      kept.flatMap(({ id }) => shards.map((shard) => ({ listId: id, shard: String(shard) }))),
    );
    const sums = new Map<string, number>();
    for (const { listId, members } of rows) sums.set(listId, (sums.get(listId) ?? 0) + members);
    return found.map((each) =>
      each.keptBy === undefined ? each : { ...each, members: sums.get(each.id) ?? 0 },
    );
  };
  const find = async (id: string): Promise<ListRecord | undefined> => {
    const found = await lists.find(id);
    return found && (await withCounts([found]))[0];
  };
  const extracts = extractEntity(table);
  return {
    getExtract: (id: string): Promise<ExtractRecord> => extracts.get(id),
    findExtract: (id: string): Promise<ExtractRecord | undefined> => extracts.find(id),
    requestExtract: (extract: ExtractRecord, origin: EventContext): readonly Write[] =>
      extracts.create(extract, origin),

    /** A step of an extract; the last one is told. */
    advanceExtract: (before: ExtractRecord, after: ExtractRecord, origin: EventContext): readonly Write[] =>
      after.progress === undefined
        ? extracts.change(before, after, origin)
        : [replace(extractItem, after, { ifVersion: before.version, onConflict: 'retry' })],

    /** That its requester was given the addresses of its files: each time. */
    tellHandedOut(
      { id, version }: Pick<ExtractRecord, 'id' | 'version'>,
      origin: EventContext,
    ): readonly Write[] {
      const { pk } = keyOf(extractItem, { id });
      const nothing = { before: {}, after: {} };
      return [changeEvent(pk, extractHandedOut, { extractId: id, version }, origin, nothing)];
    },

    async get(id: string): Promise<ListRecord> {
      const found = await lists.get(id);
      return (await withCounts([found]))[0] ?? found;
    },
    find,

    /** The list of a change that is taken back. Throws what `whyGone` of shared/events answers. */
    async getToRestore(id: string, changeId: string): Promise<ListRecord> {
      const found = await lists.find(id);
      if (found !== undefined) return found;
      const collection = keyOf(listItem, { id }).pk;
      throw await whyGone('list', { changeId, collection, subject: { listId: id } }, table);
    },

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: ListRecord, changeId: string) =>
      valuesBefore(
        {
          ...listRestorable,
          ...{ changeId, present, subject: { listId: present.id } },
          collection: keyOf(listItem, present).pk,
        },
        table,
      ),

    async list(page: PageRequest): Promise<Page<CustomerListSummary>> {
      const { items, cursor } = await table.listSummaries(listsByName, {}, page);
      return { items: [...(await withCounts(items))], cursor };
    },

    /** One page of who is in a list, or in one shard of it, as the index has it; a second or so late. */
    listMembers: (list: string, page: PageRequest, shard?: number): Promise<Page<Membership>> =>
      table.listSummaries(membersOfList, { listId: list, ...(shard === undefined ? {} : { shard }) }, page),

    /** The lists that a customer is in, strongly consistent. */
    async listsOf(customerId: string, page: PageRequest): Promise<Page<ListRecord>> {
      const found = await table.listItems(listsOfCustomer, { customerId }, { ...page, consistent: true });
      const records = await lists.findMany(found.items.map(({ listId }) => listId));
      return { items: [...(await withCounts(records))], cursor: found.cursor };
    },

    /** All lists that a record is in, hidden or not. */
    async allMembershipsOf(customerId: string): Promise<readonly Membership[]> {
      const found: Membership[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = { limit: 100, cursor, consistent: true };
        const { items, cursor: next } = await table.listItems(listsOfCustomer, { customerId }, page);
        found.push(...items);
        if (next === null) return found;
        cursor = next;
      }
    },

    /** What of these records, among them some that may be merged, stands in the list. */
    membershipsIn: (list: string, customerIds: readonly string[]): Promise<readonly Membership[]> =>
      table.findMany(
        membershipItem,
        customerIds.map((customerId) => ({ customerId, listId: list })),
      ),

    settle,

    /** Which of these customers are in the list: one strongly consistent read each. */
    async membersAmong(list: string, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
      const keys = customerIds.map((customerId) => ({ customerId, listId: list }));
      const found = await table.findMany(membershipItem, keys);
      return new Set(found.map(({ customerId }) => customerId));
    },

    create: (list: ListRecord, origin: EventContext): readonly Write[] => lists.create(list, origin),

    /** Nothing is written when nothing has changed. @param declaration what it raises in place of `list.changed` */
    change: (
      before: ListRecord,
      after: ListRecord,
      origin: EventContext,
      declaration: EventDeclaration = listChanged,
    ): readonly Write[] => lists.change(before, after, origin, { declaration }),

    /** Begins to be filled: the event brings the first step. */
    startFilling: (before: ListRecord, after: ListRecord, origin: EventContext): readonly Write[] =>
      lists.change(before, after, origin, {
        declaration: listFilling,
        details: { step: after.progress?.step },
      }),

    /** A step of a filling, which is told when all is done. */
    advance: (before: ListRecord, after: ListRecord): Write =>
      replace(listItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    delete(list: ListRecord, origin: EventContext): readonly Write[] {
      const { progress: _, ...rest } = list;
      const gone = { ...rest, version: list.version + 1, updatedAt: origin.at, deletedAt: origin.at };
      return lists.change(list, gone, origin, { declaration: listDeleted });
    },

    /** Beside a change of the list, which counts it. */
    add: (membership: Membership): Write => insert(membershipItem, membership, { onConflict: 'retry' }),

    /** The same for somebody who leaves: while they are in it. */
    takeOut: (place: Pick<Membership, 'customerId' | 'listId'>): Write => ({
      action: 'Delete',
      key: keyOf(membershipItem, place),
      condition: 'attribute_exists(pk)',
      onConflict: 'retry',
    }),

    /** A record that was merged, of whom somebody else stands in the list. */
    takeOutHidden: (place: Membership): Write => stillAs(place, undefined),

    /** Somebody comes into a list that a rule keeps, which is told: counted beside the membership, which is the event. */
    enter: (place: Pick<Membership, 'customerId' | 'listId'>, origin: EventContext): readonly Write[] => [
      insert(
        membershipItem,
        { ...place, addedAt: origin.at, kept: true },
        { event: raise(listJoined, place, origin), onConflict: 'retry' },
      ),
      countedInShard(place, 1),
    ],

    /** How many were in a list that a rule kept. */
    forgetCounts: (listId: string): readonly Write[] =>
      shards.map((shard) => remove(listCountItem, { listId, shard: String(shard) })),

    /** Who is in a list that is no more. */
    forget: (place: Pick<Membership, 'customerId' | 'listId'>): Write => remove(membershipItem, place),

    leave,
  };
}

/** The writes that make these places of the records of one customer those, and count who is seen in the list. */
function settle(
  listId: string,
  present: readonly Membership[],
  wanted: readonly Membership[],
): readonly Write[] {
  const before = new Map(present.map((place) => [place.customerId, place]));
  const after = new Map(wanted.map((place) => [place.customerId, place]));
  const writes = [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [old, next] = [before.get(id), after.get(id)];
    if (old?.hidden === next?.hidden && old?.inherited === next?.inherited && (old && next) !== undefined)
      return [];
    return [stillAs(old ?? { customerId: id, listId }, next)];
  });
  const more = wanted.filter(isSeen).length - present.filter(isSeen).length;
  return writes.length === 0 || more === 0 ? writes : [...writes, counted(listId, more)];
}

function isSeen({ hidden }: Membership): boolean {
  return hidden === undefined;
}

/** The place becomes another one, or goes, if it is still as it was read. */
function stillAs(
  old: Membership | Pick<Membership, 'customerId' | 'listId'>,
  next: Membership | undefined,
): Write {
  const isThere = 'addedAt' in old;
  const mark = (name: 'hidden' | 'inherited') =>
    isThere && old[name] === true ? `#${name} = :yes` : `attribute_not_exists(#${name})`;
  const isMarked = isThere && (old.hidden ?? old.inherited) === true;
  const state = `attribute_exists(pk) AND ${mark('hidden')} AND ${mark('inherited')}`;
  return {
    ...(next === undefined
      ? { action: 'Delete' as const }
      : { action: 'Put' as const, record: toRecord(membershipItem, next) }),
    key: keyOf(membershipItem, old),
    ...(isThere
      ? { condition: state, names: { '#hidden': 'hidden', '#inherited': 'inherited' } }
      : { condition: 'attribute_not_exists(pk)' }),
    ...(isMarked ? { values: { ':yes': true } } : {}),
    onConflict: 'retry',
  };
}

/** So many more are seen in a list: that is no change of the list by anybody. */
function counted(listId: string, more: number): Write {
  return {
    action: 'Update',
    key: keyOf(listItem, { id: listId }),
    update:
      'SET #version = #version + :one, #members = #members + :more, #summary.#members = #summary.#members + :more',
    condition: 'attribute_exists(pk)',
    names: { '#version': 'version', '#members': 'members', '#summary': 'summary' },
    values: { ':one': 1, ':more': more },
    onConflict: 'retry',
  };
}

/** The same in a list that a rule keeps. */
function countedInShard({ listId, customerId }: Pick<Membership, 'listId' | 'customerId'>, members: 1 | -1) {
  return increment(listCountItem, { listId, shard: String(shardOf(customerId)) }, { members });
}

/** A customer who is gone leaves a list: it is counted, where they were seen in it. */
export function leave(place: Membership): readonly Write[] {
  if (place.kept) return [stillAs(place, undefined), countedInShard(place, -1)];
  return [stillAs(place, undefined), ...(isSeen(place) ? [counted(place.listId, -1)] : [])];
}
