import type { EventContext } from '../../../../shared/events/event.ts';
import type { MovedRow, Moves, Moving, Parties } from '../../../../shared/table/moves.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign } from '../../../people/assignments/index.ts';
import { callbackChanged, callbackQueued } from '../callbacks.events.ts';
import { givenTo, isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'findMany' | 'change' | 'listOpen'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly assign: Assign;
}

const pageSize = 100;

/**
 * The open callbacks that somebody has to make; without a receiver the rules find one for each. Whoever is working on
 * one may finish: a claim ends by itself.
 */
export function movesOfCallbacks(context: Context): Moves<'changed-since'> {
  const { callbacks } = context;
  const openOnes = async (ids: readonly string[]): Promise<ReadonlyMap<string, Callback>> =>
    new Map((await callbacks.findMany(ids)).filter(isOpen).map((callback) => [callback.id, callback]));
  const change = (before: Callback, after: Callback, origin: EventContext, isTogether: boolean) => {
    const { team } = after;
    const event =
      team === undefined
        ? { declaration: callbackChanged, details: isTogether ? { handoverId: origin.causationId } : {} }
        : { declaration: callbackQueued, details: { team } };
    return callbacks.change(before, after, origin, event);
  };
  return {
    together: true,

    async page(from, cursor) {
      const page = await callbacks.listOpen({ owner: from }, { limit: pageSize, cursor });
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor };
    },

    async move(ids, parties, origin) {
      const found = await openOnes(ids);
      const moving = async (id: string): Promise<Moving<never>> => {
        const before = found.get(id);
        if (before?.owner !== parties.from) return { result: 'gone' };
        const after = givenTo(before, await receiverOf(before, parties, origin.at, context));
        const memo = before.assigned && { assigned: before.assigned };
        const row = { id, from: parties.from, to: after.owner, version: after.version, memo };
        return { result: 'moved', row, writes: change(before, after, origin, parties.to !== null) };
      };
      return Promise.all(ids.map(moving));
    },

    async back(rows, origin) {
      const found = await openOnes(rows.map(({ id }) => id));
      return rows.map((row: MovedRow): Moving<'changed-since'> => {
        const before = found.get(row.id);
        if (before?.owner !== row.to) return { result: 'left', because: 'changed-since' };
        const { assigned } = (row.memo ?? {}) as Pick<Callback, 'assigned'>;
        const after = givenTo(before, { owner: row.from, assigned });
        return { result: 'moved', row, writes: change(before, after, origin, true) };
      });
    },
  };
}

async function receiverOf(
  { customerId, reason }: Callback,
  { from, to }: Parties,
  at: string,
  { customers, assign }: Pick<Context, 'customers' | 'assign'>,
): Promise<Pick<Callback, 'owner' | 'team' | 'assigned'>> {
  if (to !== null) return { owner: to };
  const customer = await customers.findContact(customerId);
  // Whoever is gone is called no more: their callbacks are being withdrawn.
  if (customer === undefined) return { owner: null };
  const { owner, team, assigned } = await assign(
    'callbacks',
    { reason: reason.kind, without: from, customer },
    at,
  );
  return { owner, team, assigned };
}
