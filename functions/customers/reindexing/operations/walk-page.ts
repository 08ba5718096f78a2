import type { Bus } from '../../../../shared/events/bus.ts';
import { type EventContext, raise } from '../../../../shared/events/event.ts';
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { customerReindexing } from '../reindexing.events.ts';
import type { ReindexingPage } from '../reindexing.messages.ts';
import type { StoredReindexing } from '../reindexing.schema.ts';
import type { ReindexingStore } from '../reindexing.store.ts';

interface Context {
  readonly reindexings: Pick<ReindexingStore, 'find' | 'advance'>;
  readonly customers: Pick<CustomerReader, 'listAudience'>;
  readonly bus: Bus;
  readonly commit: (writes: readonly Write[]) => Promise<unknown>;
  readonly origin: EventContext;
  /** How many shards the list of all customers has. */
  readonly shards: number;
}

/** As many as ten requests to the bus carry. */
const customersAtOnce = 100;

/**
 * Tells of the customers of the next page, and answers the page that comes then; undefined when none does, or when another
 * delivery of the same page goes on. A page that is told twice does no harm. A process that died between two pages has left
 * the next one behind.
 */
export async function walkPage(
  { reindexingId, version }: ReindexingPage,
  { reindexings, customers, bus, commit, origin, shards }: Context,
): Promise<ReindexingPage | undefined> {
  const before = await reindexings.find(reindexingId);
  if (before === undefined || before.status === 'done') return undefined;
  const next = { reindexingId, version: version + 1 };
  if (before.version !== version) return before.version === next.version ? next : undefined;
  const page = await customers.listAudience({
    ...{ shard: before.shard, after: before.after, limit: customersAtOnce },
  });
  const { failure } = await bus.publish(
    page.customerIds.map((customerId) => ({
      envelope: raise(customerReindexing, { customerId, reindexingId }, origin).envelope,
      item: customerId,
    })),
  );
  if (failure !== undefined) throw new Error(`The page cannot be told: ${failure}`);
  const after = afterPage(before, {
    found: page.customerIds.length,
    after: page.after,
    at: origin.at,
    shards,
  });
  try {
    await commit(reindexings.advance(before, after, origin));
  } catch (error) {
    // Whoever was faster goes on.
    if (error instanceof ConcurrentModification) return undefined;
    throw error;
  }
  return after.status === 'done' ? undefined : next;
}

function afterPage(
  { after: _, ...before }: StoredReindexing,
  page: {
    readonly found: number;
    readonly after: string | null;
    readonly at: string;
    readonly shards: number;
  },
): StoredReindexing {
  const shard = page.after === null ? before.shard + 1 : before.shard;
  return {
    ...before,
    version: before.version + 1,
    customers: before.customers + page.found,
    updatedAt: page.at,
    shard,
    ...(page.after === null ? {} : { after: page.after }),
    status: shard < page.shards ? 'running' : 'done',
  };
}
