import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Pace } from '../../../../shared/time/pace.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterTest } from '../../../customers/filters/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { PlanRecord, PlanWalk } from '../plans.items.ts';
import type { WalkMessage } from '../plans.messages.ts';
import { byOrder, dayOf, isRunning, planLimit } from '../plans.rules.ts';
import type { StoredEntry } from '../plans.schema.ts';
import type { EntriesStore, EntryChange, PlansStore } from '../plans.store.ts';
import type { DayLimit } from './day-room.ts';
import { placed } from './place-customer.ts';

export interface WalkContext {
  readonly table: Pick<Table, 'commit'>;
  readonly plans: Pick<PlansStore, 'find' | 'listLately' | 'findWalk' | 'saveWalk'>;
  readonly entries: Pick<EntriesStore, 'findMany' | 'settle'>;
  readonly customers: Pick<CustomerReader, 'listAudience' | 'findMany' | 'lastContacts'>;
  readonly lists: Pick<ListReader, 'listShard'>;
  readonly dayLimits: () => Promise<DayLimit>;
  /** Waits until so many customers have their turn. */
  readonly pace: Pace;
  readonly at: Instant;
}

/** With what is counted, of one plan and of those that the customers come from, and how far it is, what a transaction takes. */
const pageSize = 49;

/** 49 customers a page: three million in a shard. */
const pageCeiling = 62_000;

/** Begins a walk through the customers whom a plan may mean, a chain of pages for each shard, unless a later one goes on. */
export async function startWalk(
  { planId, walkId }: Pick<WalkMessage, 'planId' | 'walkId'>,
  { table, plans, at }: Pick<WalkContext, 'table' | 'plans' | 'at'>,
): Promise<readonly WalkMessage[]> {
  const plan = await plans.find(planId);
  if (plan === undefined || !isRunning(plan)) return [];
  const begun = shards.map(async (shard): Promise<readonly WalkMessage[]> => {
    const before = await plans.findWalk(planId, shard);
    if (before !== undefined && before.walkId > walkId) return [];
    if (before?.walkId !== walkId) {
      const version = (before?.version ?? 0) + 1;
      const walk = { planId, shard, walkId, version, startedAt: at, page: 0, isDone: false, backlog: 0 };
      await table.commit([plans.saveWalk(before, walk)]);
    }
    return [
      {
        planId,
        walkId,
        shard,
        page: (before?.walkId === walkId ? before.page : 0) + 1,
        ceiling: pageCeiling,
      },
    ];
  });
  return (await Promise.all(begun)).flat();
}

/**
 * Has the customers of the next page join a plan, in one transaction with how far the walk is, and answers the page that
 * comes then; undefined when none does, or when another delivery of the same page goes on.
 */
export async function walkPage(message: WalkMessage, context: WalkContext): Promise<WalkMessage | undefined> {
  const { planId, walkId, shard, page, ceiling } = message;
  const { table, plans, entries, pace } = context;
  if (page > ceiling)
    throw new Error(`The walk of plan ${planId} goes beyond page ${ceiling} of shard ${shard}`);
  const [plan, walk] = await Promise.all([plans.find(planId), plans.findWalk(planId, shard)]);
  if (plan === undefined || !isRunning(plan) || walk?.walkId !== walkId) return undefined;
  const next = { ...message, page: page + 1 };
  if (walk.page >= page) return walk.page === page && !walk.isDone ? next : undefined;
  if (walk.page < page - 1)
    throw new Error(`The walk of plan ${planId} skips to page ${page} of shard ${shard}`);
  const { customerIds, after } = await readPage(plan, walk, context);
  const { changes, late } = await decide(plan, customerIds, { ...context, backlog: walk.backlog });
  const { after: _, ...rest } = walk;
  const saved = {
    ...rest,
    ...(after === null ? {} : { after }),
    ...{ version: walk.version + 1, page, isDone: after === null, backlog: walk.backlog + late },
  };
  await pace(changes.length);
  try {
    await table.commit([plans.saveWalk(walk, saved), ...entries.settle(changes)]);
  } catch (error) {
    // A customer has changed, or a twin has taken the page: whichever it was is seen when it is read again.
    if (error instanceof ConcurrentModification) return message;
    throw error;
  }
  return after === null ? undefined : next;
}

function readPage({ audience }: PlanRecord, { shard, after }: PlanWalk, { customers, lists }: WalkContext) {
  const request = { shard, after, limit: pageSize };
  return audience.kind === 'list'
    ? lists.listShard(audience.listId, request)
    : customers.listAudience(request);
}

/** Who of the page joins, or comes over from a plan behind this one, or is to be looked at sooner than before. */
async function decide(
  plan: PlanRecord,
  customerIds: readonly string[],
  { backlog, ...context }: WalkContext & { readonly backlog: number },
): Promise<{ readonly changes: readonly EntryChange[]; readonly late: number }> {
  const { entries, plans, customers, at } = context;
  const meant = await whomItMeans(plan, customerIds, context);
  const [present, contacts, others, limit] = await Promise.all([
    entries.findMany(meant),
    customers.lastContacts(meant),
    plans.listLately(),
    context.dayLimits(),
  ]);
  const known = new Map(present.map((entry) => [entry.customerId, entry]));
  const perDay = usualLimit(plan, limit, at);
  const changes: EntryChange[] = [];
  let late = 0;
  for (const customerId of meant) {
    const before = known.get(customerId);
    if (!contacts.has(customerId) || goesBefore(others, before, plan)) continue;
    const lastContactAt = contacts.get(customerId);
    const place = { customerId, before, lastContactAt, backlog: backlog + late, perDay, at };
    const { entry, isLate } = placed(plan, place);
    if (before?.planId === plan.id && before.dueAt <= entry.dueAt) continue;
    if (isLate) late += 1;
    changes.push({ before, after: entry });
  }
  return { changes, late };
}

async function whomItMeans(
  { audience }: PlanRecord,
  customerIds: readonly string[],
  { customers, at }: Pick<WalkContext, 'customers' | 'at'>,
): Promise<readonly string[]> {
  if (audience.kind !== 'filter') return customerIds;
  const isMeant = filterTest(asFilter(audience.filter), at);
  return (await customers.findMany(customerIds)).filter(isMeant).map(({ id }) => id);
}

/** Whether a customer stands in a plan that goes before this one, whatever its state; one that has ended holds nobody. */
function goesBefore(
  goingOn: readonly PlanRecord[],
  before: StoredEntry | undefined,
  plan: PlanRecord,
): boolean {
  const other = goingOn.find(({ id }) => id === before?.planId);
  return other !== undefined && other.id !== plan.id && byOrder(other, plan) < 0;
}

/** How many a day a plan has room for on the next days that somebody works on. */
function usualLimit(plan: PlanRecord, limit: DayLimit, at: Instant): number {
  const days = Array.from({ length: 7 }, (_, index) =>
    dayOf(new Date(Date.parse(at) + index * 86_400_000).toISOString()),
  );
  const rooms = days.map((day) =>
    Math.min(limit(day) ?? Number.POSITIVE_INFINITY, planLimit(plan, limit(day))),
  );
  return Math.max(1, ...rooms.filter(Number.isFinite));
}
