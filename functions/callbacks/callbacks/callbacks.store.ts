/** Callbacks in the one table, with their events. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { dueBound } from '../../../shared/scheduling/due-list.ts';
import { summaryFromRecord } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { callbackChanged, callbackOpened } from './callbacks.events.ts';
import {
  callbackItem,
  callbacksOfCustomer,
  callbacksOfOwner,
  callbacksOfTeam,
  waitingCallbacks,
} from './callbacks.items.ts';
import { subjectOf } from './callbacks.rules.ts';
import type { Callback, CallbackStatus, CallbackSummary } from './callbacks.schema.ts';

export type CallbacksStore = ReturnType<typeof createCallbacksStore>;

type QueuePage = PageRequest & { readonly status?: CallbackStatus | undefined };

/** The collection of the customer, in whose timeline every event of a callback stands. */
const timelineOf = ({ customerId }: Callback) => `C#${customerId}`;

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
    find,
    findMany,
    change,

    listOfOwner: (owner: string, { status, ...page }: QueuePage) =>
      table.listSummaries(callbacksOfOwner, { owner, status }, page),

    listOfTeam: ({ status, ...page }: QueuePage) => table.listSummaries(callbacksOfTeam, { status }, page),

    listOfCustomer: (customerId: string, page: PageRequest) =>
      table.listSummaries(callbacksOfCustomer, { customerId }, page),

    /** Ids of all open callbacks of a customer. The index lags by a second or so. */
    async *openOf(customerId: string): AsyncGenerator<string, void> {
      let cursor: string | undefined;
      do {
        const page = await table.listSummaries(callbacksOfCustomer, { customerId }, { limit: 100, cursor });
        for (const { id } of page.items) yield id;
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
      const { reason, owner, due } = callback;
      const data = { ...subjectOf(callback), reason: reason.kind, owner };
      const shown = { reason, owner, due: due.instant };
      return [
        insert(callbackItem, callback, { onConflict: 'ok' }),
        changeEvent(timelineOf(callback), callbackOpened, data, origin, { before: {}, after: shown }),
      ];
    },
  };
}
