import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type Reindexing, reindexingId, type StoredReindexing } from '../reindexing.schema.ts';
import type { ReindexingStore } from '../reindexing.store.ts';

interface Context {
  readonly reindexings: Pick<ReindexingStore, 'start' | 'get'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Begins to walk through all customers. Several at once do no harm, and no good. */
export async function startReindexing({
  reindexings,
  principal,
  origin,
}: Context): Promise<Change<Reindexing>> {
  assertManages(principal);
  const started = newReindexing(origin.at);
  return { result: shownReindexing(started), writes: reindexings.start(started, origin) };
}

/** The same because of an event: nothing where that has begun one before. */
export async function reindexBecauseOf(
  origin: EventContext,
  { reindexings }: { readonly reindexings: Pick<ReindexingStore, 'start' | 'find'> },
): Promise<readonly Write[]> {
  const id = derivedId(reindexingId, origin.at, origin.causationId ?? origin.correlationId);
  if ((await reindexings.find(id)) !== undefined) return [];
  return reindexings.start(newReindexing(origin.at, id), origin);
}

export async function getReindexing(
  id: string,
  { reindexings, principal }: Pick<Context, 'reindexings' | 'principal'>,
): Promise<Reindexing> {
  assertManages(principal);
  return shownReindexing(await reindexings.get(id));
}

function newReindexing(at: string, id: string = newId(reindexingId)): StoredReindexing {
  const instants = { createdAt: at, updatedAt: at };
  return { id, version: 1, status: 'running', customers: 0, shard: 0, ...instants };
}

function shownReindexing({ shard, after, ...reindexing }: StoredReindexing): Reindexing {
  return reindexing;
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['customers.write'] !== 'all')
    throw new AppError('forbidden', 'Managers have all customers taken up again.');
}
