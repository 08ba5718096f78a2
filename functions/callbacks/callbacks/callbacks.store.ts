/** Reading callbacks from the one table and writing them with their events. */
import type * as z from 'zod';
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext, EventDeclaration } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { callbackOpened } from './callbacks.events.ts';
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

/** What an event says beyond `subjectOf`. */
type Details<Declaration extends EventDeclaration> = Omit<
  z.input<Declaration['data']>,
  keyof ReturnType<typeof subjectOf> | 'changed'
>;

type QueuePage = PageRequest & { readonly status?: CallbackStatus | undefined };

export function createCallbacksStore(table: Table) {
  return {
    find: (callbackId: string): Promise<Callback | undefined> => table.find(callbackItem, { id: callbackId }),

    findMany: (callbackIds: readonly string[]): Promise<readonly Callback[]> =>
      table.findMany(
        callbackItem,
        callbackIds.map((id) => ({ id })),
      ),

    listOfOwner: (owner: string, { status, ...page }: QueuePage) =>
      table.listSummaries(callbacksOfOwner, { owner, status }, page),

    listOfTeam: ({ status, ...page }: QueuePage) => table.listSummaries(callbacksOfTeam, { status }, page),

    listOfCustomer: (customerId: string, page: PageRequest) =>
      table.listSummaries(callbacksOfCustomer, { customerId }, page),

    /** Cards of what waits on a day (UTC), in the order in which it falls due. */
    async *listWaiting(day: string): AsyncGenerator<CallbackSummary, void> {
      let cursor: string | undefined;
      do {
        const page = await table.listSummaries(waitingCallbacks, { day }, { limit: 100, cursor });
        yield* page.items;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** Opens a callback. One of this id that is there already has the same cause, and is left as it is. */
    open(callback: Callback, origin: EventContext): readonly Write[] {
      const { reason, owner, due } = callback;
      const data = { ...subjectOf(callback), reason: reason.kind, owner };
      const shown = { reason, owner, due: due.instant };
      return [
        insert(callbackItem, callback, { onConflict: 'ok' }),
        changeEvent(timelineOf(callback), callbackOpened, data, origin, { before: {}, after: shown }),
      ];
    },

    /** Writes the next version, with the event that says what has happened in the customer's timeline. */
    change<Declaration extends EventDeclaration>(
      before: Callback,
      after: Callback,
      event: { declaration: Declaration; details?: Details<Declaration> },
      origin: EventContext,
    ): readonly Write[] {
      const changes = fieldChanges(before, after);
      const said = { ...subjectOf(after), changed: changedNames(changes), ...event.details };
      // TypeScript cannot add up the parts for every declaration; raising the event checks them.
      const data = said as z.input<Declaration['data']>;
      return [
        replace(callbackItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(timelineOf(after), event.declaration, data, origin, changes),
      ];
    },
  };
}

/** The collection of the customer, in whose timeline every event of a callback stands. */
function timelineOf({ customerId }: Callback): string {
  return `C#${customerId}`;
}
