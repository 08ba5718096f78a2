import type { EventContext } from '../../../../shared/events/event.ts';
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import { commitWithRetry } from '../../../../shared/table/retry.ts';
import type { Pace } from '../../../../shared/time/pace.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { WalkMessage } from '../segments.messages.ts';
import type { SegmentRecord } from '../segments.schema.ts';
import type { SegmentsStore } from '../segments.store.ts';
import { type HoldContext, holdCustomer } from './hold-customer.ts';

export interface WalkContext extends HoldContext {
  readonly segments: HoldContext['segments'] &
    Pick<SegmentsStore, 'find' | 'findWalk' | 'findWalks' | 'saveWalk' | 'fill'>;
  readonly customers: HoldContext['customers'] & Pick<CustomerReader, 'listAudience'>;
  /** Waits until so many customers have their turn. */
  readonly pace: Pace;
}

const pageSize = 50;

/** So many of a page at once. */
const atOnce = 5;

/** 50 customers a page: three million in a shard. */
const pageCeiling = 62_000;

/** Begins to hold all customers against a new rule, a chain of pages for each shard, unless a later walk goes on. */
export async function startWalk(
  { segmentId, walkId }: Pick<WalkMessage, 'segmentId' | 'walkId'>,
  { table, segments }: Pick<WalkContext, 'table' | 'segments'>,
): Promise<readonly WalkMessage[]> {
  if ((await segments.find(segmentId)) === undefined) return [];
  const begun = shards.map(async (shard): Promise<readonly WalkMessage[]> => {
    const before = await segments.findWalk(segmentId, shard);
    if (before !== undefined && before.walkId > walkId) return [];
    if (before?.walkId !== walkId) {
      const version = (before?.version ?? 0) + 1;
      const walk = { segmentId, shard, walkId, version, page: 0, read: 0, isDone: false };
      await table.commit([segments.saveWalk(before, walk)]);
    }
    const page = (before?.walkId === walkId ? before.page : 0) + 1;
    return [{ segmentId, walkId, shard, page }];
  });
  return (await Promise.all(begun)).flat();
}

/**
 * Holds the customers of the next page against the rule, and answers the page that comes then; undefined when none does, or
 * when another delivery of the same page goes on. A page that is done again finds everybody where they are.
 */
export async function walkPage(message: WalkMessage, context: WalkContext): Promise<WalkMessage | undefined> {
  const { segmentId, walkId, shard, page } = message;
  const { table, segments, customers, pace } = context;
  if (page > pageCeiling)
    throw new Error(`The walk of segment ${segmentId} goes beyond page ${pageCeiling} of shard ${shard}`);
  const [segment, walk] = await Promise.all([segments.find(segmentId), segments.findWalk(segmentId, shard)]);
  if (segment === undefined || walk?.walkId !== walkId) return undefined;
  const next = { ...message, page: page + 1 };
  if (walk.isDone) return finish(segment, walkId, context);
  if (walk.page >= page) return walk.page === page ? next : undefined;
  const request = { shard, after: walk.after, limit: pageSize };
  const { customerIds, after } = await customers.listAudience(request);
  const asked = {
    which: () => new Set([segmentId]),
    because: 'rule' as const,
    isTouched: () => true,
  };
  for (let start = 0; start < customerIds.length; start += atOnce) {
    const some = customerIds.slice(start, start + atOnce);
    await pace(some.length);
    await Promise.all(some.map((customerId) => holdCustomer(customerId, asked, context)));
  }
  const { after: _, ...rest } = walk;
  const saved = {
    ...rest,
    ...(after === null ? {} : { after }),
    ...{ version: walk.version + 1, page, read: walk.read + customerIds.length, isDone: after === null },
  };
  try {
    await table.commit([segments.saveWalk(walk, saved)]);
  } catch (error) {
    // A twin has taken the page, or a later walk has begun: whichever it was is seen when it is read again.
    if (error instanceof ConcurrentModification) return message;
    throw error;
  }
  return after === null ? finish(segment, walkId, context) : next;
}

/** The segment is active once the walk has come to the end of each shard. */
async function finish(
  { id }: Pick<SegmentRecord, 'id'>,
  walkId: string,
  {
    table,
    segments,
    origin,
  }: Pick<WalkContext, 'table' | 'segments' | 'origin'> & {
    readonly origin: EventContext;
  },
): Promise<undefined> {
  await commitWithRetry(table, async () => {
    const [segment, walks] = await Promise.all([segments.find(id), segments.findWalks(id)]);
    const isDone =
      walks.length === shards.length && walks.every((each) => each.walkId === walkId && each.isDone);
    if (segment?.state !== 'filling' || !isDone) return { result: undefined, writes: [] };
    const after = {
      ...segment,
      state: 'active' as const,
      version: segment.version + 1,
      updatedAt: origin.at,
    };
    return { result: undefined, writes: segments.fill(segment, after, origin) };
  });
}
