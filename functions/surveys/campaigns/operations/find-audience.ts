import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { AskedReader } from '../../../contact/budgets/index.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterTest } from '../../../customers/filters/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { Audience } from '../campaigns.schema.ts';

export interface AudienceContext {
  readonly customers: Pick<CustomerReader, 'listAudience' | 'findMany'>;
  readonly lists: Pick<ListReader, 'listShard' | 'membersIn' | 'hasMember'>;
  readonly asked: AskedReader;
}

export interface AudienceSlice {
  /** Who is meant, in the order of the list. */
  readonly customerIds: readonly string[];
  /** How many would be, but were asked lately. */
  readonly leftOut: number;
}

/** A page of the customers among whom an audience is looked for; undefined when its list is gone. */
export async function readCandidates(
  audience: Audience,
  page: { readonly shard: number; readonly after?: string | undefined; readonly limit: number },
  { customers, lists }: AudienceContext,
): Promise<{ readonly customerIds: readonly string[]; readonly after: string | null } | undefined> {
  if (audience.kind !== 'list') return customers.listAudience(page);
  const found = await lists.listShard(audience.listId, page);
  // The members of a list that is deleted go one by one: half of it is no audience.
  return (await lists.membersIn(audience.listId)) === undefined ? undefined : found;
}

/** Whether everybody who is looked at is meant, for nothing. */
export function isPlain({ kind, excludeAskedWithinDays }: Audience): boolean {
  return kind !== 'filter' && excludeAskedWithinDays === undefined;
}

/**
 * Who of these customers is meant, before any sample. Costs a read unit for each who is looked at where there is a filter
 * or who was asked lately is left out, and half a unit more for the latter.
 */
export async function sift(
  audience: Audience,
  candidates: readonly string[],
  { customers, asked }: AudienceContext,
  at: Instant,
): Promise<AudienceSlice> {
  if (isPlain(audience)) return { customerIds: candidates, leftOut: 0 };
  const isMeant = audience.kind === 'filter' ? filterTest(asFilter(audience.filter), at) : () => true;
  const known = new Map((await customers.findMany(candidates)).map((each) => [each.id, each]));
  const meant = candidates.flatMap((id) => {
    const customer = known.get(id);
    return customer !== undefined && isMeant(customer) ? [customer] : [];
  });
  const days = audience.excludeAskedWithinDays;
  if (days === undefined) return { customerIds: meant.map(({ id }) => id), leftOut: 0 };
  const lately = await asked.askedSince(meant.map(idsOf), instantAfter(at, { days: -days }));
  const customerIds = meant.map(({ id }) => id).filter((id) => !lately.has(id));
  return { customerIds, leftOut: meant.length - customerIds.length };
}
