/** Callbacks in the one table, with their events. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { type ChangeEvent, entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { dueBound } from '../../../shared/scheduling/due-list.ts';
import { summaryFromRecord } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { callbackChanged, callbackOpened } from './callbacks.events.ts';
import {
  callbackItem,
  callbackRestorable,
  callbacksOfCustomer,
  callbacksOfOwner,
  callbacksOfTeam,
  callCountItem,
  callCountsOfMonth,
  closedOfCustomer,
  closedOfOwner,
  closedOfTeam,
  customerCallItem,
  departmentCallbacks,
  timelineOf,
  waitingCallbacks,
} from './callbacks.items.ts';
import { subjectOf } from './callbacks.rules.ts';
import type {
  Callback,
  CallbackStatus,
  CallbackSummary,
  CallCount,
  CallCounts,
  CustomerCall,
  WhenFilter,
} from './callbacks.schema.ts';

export type CallbacksStore = ReturnType<typeof createCallbacksStore>;

/** Fields of the summary that the rows of a list have. */
type Narrowing = Partial<{
  readonly status: CallbackStatus | undefined;
  readonly reason: CallbackSummary['reason'] | undefined;
  readonly reached: boolean | undefined;
  readonly onTime: boolean | undefined;
}>;

/** A bound that moves with the clock. */
export interface Until {
  readonly when: WhenFilter;
  /** Where it stands now. */
  readonly at: Instant;
}

type OpenPage = PageRequest & {
  readonly narrowing?: Pick<Narrowing, 'status' | 'reason'>;
  /** Only those that were promised for then or before. */
  readonly until?: Until | undefined;
};

/** Whose callbacks: a member of staff or any of several, nobody in particular, the queue of a team, everybody, or a customer. */
export type Whose =
  | { readonly owner: string | ReadonlySet<string> }
  | { readonly queueOf: string }
  | { readonly customerId: string | ReadonlySet<string> }
  | 'team'
  | 'department';

const callbackEntity = entity({
  item: callbackItem,
  noun: 'callback',
  subject: subjectOf,
  created: callbackOpened,
  changed: callbackChanged,
  collection: timelineOf,
});

export function createCallbacksStore(table: Table) {
  const { find, findMany, change } = callbackEntity(table);
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: Callback, changeId: string) =>
      valuesBefore(
        {
          ...callbackRestorable,
          ...{ changeId, present, subject: { callbackId: present.id } },
          collection: timelineOf(present),
        },
        table,
      ),

    find,
    findMany,

    /** The next version with its event, and with its row among those of the department; nothing when nothing changes. */
    change: (
      before: Callback,
      after: Callback,
      origin: EventContext,
      event?: ChangeEvent,
    ): readonly Write[] => {
      const changes = change(before, after, origin, event);
      return changes.length === 0 ? [] : [...changes, ...departmentCallbacks.rowsFor(before, after)];
    },

    /** Open ones: by state and time; those of a customer by time, whatever their state. */
    listOpen(whose: Whose, { narrowing = {}, until, ...request }: OpenPage) {
      const { status, reason } = narrowing;
      const isOfStatus = whose !== 'department' && status !== undefined;
      const page = narrowed({ reason }, { ...request, ...promisedBy(until, isOfStatus ? '' : lastPlace) });
      if (whose === 'department') return departmentCallbacks.page(table, { open: 'all', ...narrowing }, page);
      if (whose === 'team') return table.listSummaries(callbacksOfTeam, { status }, page);
      if ('queueOf' in whose) {
        const filter = { ...page.filter, team: whose.queueOf };
        return table.listSummaries(callbacksOfTeam, { status }, { ...page, filter });
      }
      if ('owner' in whose) return table.listSummaries(callbacksOfOwner, { ...whose, status }, page);
      return table.listSummaries(callbacksOfCustomer, whose, narrowed(narrowing, page));
    },

    /** Closed ones, newest first. */
    listClosed(whose: Whose, { narrowing = {}, ...page }: PageRequest & { readonly narrowing?: Narrowing }) {
      if (whose === 'department')
        return departmentCallbacks.page(table, { closed: 'all', ...narrowing }, page);
      if (whose === 'team') return table.listSummaries(closedOfTeam, {}, narrowed(narrowing, page));
      // What was closed left the queue.
      if ('queueOf' in whose) return Promise.resolve({ items: [], cursor: null });
      const pattern = 'owner' in whose ? closedOfOwner : closedOfCustomer;
      return table.listSummaries(pattern, whose, narrowed(narrowing, page));
    },

    /** Ids of all open callbacks of a customer. The index lags by a second or so. */
    async *openOf(customerId: string): AsyncGenerator<string, void> {
      let cursor: string | undefined;
      do {
        const page = await table.listSummaries(callbacksOfCustomer, { customerId }, { limit: 100, cursor });
        for (const { id } of page.items) yield id;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** Who is calling a customer, or was called last; strongly consistent. */
    findCall: (customerId: string): Promise<CustomerCall | undefined> =>
      table.find(customerCallItem, { customerId }),

    /** Nobody else calls the customer. */
    takeCall(call: CustomerCall, at: Instant, whoCalls: () => Promise<Error>): Write {
      return {
        ...put(customerCallItem, call),
        condition: 'attribute_not_exists(pk) OR #until <= :at OR #by = :by',
        names: { '#until': 'until', '#by': 'by' },
        values: { ':at': at, ':by': call.by },
        onConflict: whoCalls,
      };
    },

    /** Others can call the customer. */
    endCall(call: CustomerCall): Write {
      return {
        ...remove(customerCallItem, call),
        condition: '#callbackId = :callbackId',
        names: { '#callbackId': 'callbackId' },
        values: { ':callbackId': call.callbackId },
        onConflict: 'retry',
      };
    },

    /** Ids of the closed ones of a customer since then, newest first. The index lags by a second or so. */
    async closedOf(customerIds: readonly string[], since: Instant): Promise<readonly string[]> {
      const parts = { customerId: new Set(customerIds) };
      const { items } = await table.listSummaries(closedOfCustomer, parts, {
        ...{ limit: 100, between: { from: since } },
      });
      return items.map(({ id }) => id);
    },

    /** Keeps what has come of a closed one, which changes nothing that anybody is told of. */
    keep: (before: Callback, after: Callback): readonly Write[] => [
      replace(callbackItem, after, { ifVersion: before.version, onConflict: 'retry' }),
      ...departmentCallbacks.rowsFor(before, after),
    ],

    /** Adds to what calls come to; only beside what they follow from. */
    addToCount: (count: Pick<CallCount, 'day' | 'by' | 'reason'>, amounts: Partial<CallCounts>): Write =>
      increment(callCountItem, { day: count.day, by: count.by, reason: count.reason }, amounts),

    /** What the calls of a month come to, by day, caller and reason. */
    async listCounts(month: string): Promise<readonly CallCount[]> {
      const found: CallCount[] = [];
      let cursor: string | undefined;
      do {
        const request = { limit: 1000, cursor, consistent: true };
        const page = await table.listItems(callCountsOfMonth, { month }, request);
        found.push(...page.items);
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    },

    /** Ids of all that wait in the queue of a team. The index lags by a second or so. */
    async *queued(): AsyncGenerator<string, void> {
      let cursor: string | undefined;
      do {
        const page = await table.listSummaries(callbacksOfTeam, {}, { limit: 100, cursor });
        for (const { id, team } of page.items) if (team !== undefined) yield id;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** Summaries of what waits until then, in the order in which it comes up; other domains wait there, too. */
    async *listWaiting(until: Instant): AsyncGenerator<CallbackSummary, void> {
      let cursor: string | undefined;
      do {
        const page = await table.listRecords(
          waitingCallbacks,
          {},
          { limit: 100, cursor, between: { to: dueBound(until) } },
        );
        for (const row of page.rows) {
          if (row.type === callbackItem.name) yield summaryFromRecord(callbackItem, row);
        }
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /**
     * Opens a callback. One of this id that is there already has the same cause, and is left as it is. The event
     * stands in the customer's timeline, so it is an item of its own.
     */
    open(callback: Callback, origin: EventContext): readonly Write[] {
      const { reason, owner, team, assigned, due } = callback;
      const data = { ...subjectOf(callback), reason: reason.kind, owner, team };
      const shown = {
        ...{ reason, owner, due: due.instant },
        ...(team === undefined ? {} : { team }),
        ...(assigned === undefined ? {} : { assigned }),
      };
      return [
        insert(callbackItem, callback, { onConflict: 'ok' }),
        changeEvent(timelineOf(callback), callbackOpened, data, origin, { before: {}, after: shown }),
        ...departmentCallbacks.rowsFor(undefined, callback),
      ];
    },
  };
}

/** Of the states of open ones, by which lists are sorted first, the last. */
const lastPlace = 'scheduled#';

function promisedBy(until: Until | undefined, place: string): Pick<PageRequest, 'between' | 'moving'> {
  return until === undefined ? {} : { between: { to: `${place}${until.at}` }, moving: until.when };
}

function narrowed(narrowing: Narrowing, page: PageRequest): PageRequest {
  const wanted = Object.entries(narrowing).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return wanted.length === 0 ? page : { ...page, filter: { ...page.filter, ...Object.fromEntries(wanted) } };
}
