import type { EventContext } from '../../../../shared/events/event.ts';
import type { Moves, Moving, Parties } from '../../../../shared/table/moves.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign } from '../../../people/assignments/index.ts';
import { callbackChanged, callbackQueued } from '../callbacks.events.ts';
import { givenTo, isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change' | 'listOpen'>;
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
  const find = async (id: string, owner: string | null): Promise<Callback | undefined> => {
    const callback = await callbacks.find(id);
    return callback !== undefined && isOpen(callback) && callback.owner === owner ? callback : undefined;
  };
  const change = (before: Callback, after: Callback, origin: EventContext, isTogether: boolean) => {
    const { team } = after;
    const event =
      team === undefined
        ? { declaration: callbackChanged, details: isTogether ? { handoverId: origin.causationId } : {} }
        : { declaration: callbackQueued, details: { team } };
    return callbacks.change(before, after, origin, event);
  };
  return {
    async page(from, cursor) {
      const page = await callbacks.listOpen({ owner: from }, { limit: pageSize, cursor });
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor };
    },

    async move(id, parties, origin): Promise<Moving<never>> {
      const before = await find(id, parties.from);
      if (before === undefined) return { result: 'gone' };
      const after = givenTo(before, await receiverOf(before, parties, origin.at, context));
      const row = { id, from: parties.from, to: after.owner, version: after.version };
      return { result: 'moved', row, writes: change(before, after, origin, parties.to !== null) };
    },

    async back(row, origin) {
      const before = await find(row.id, row.to);
      if (before === undefined) return { result: 'left', because: 'changed-since' };
      const after = givenTo(before, { owner: row.from });
      return { result: 'moved', row, writes: change(before, after, origin, true) };
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
