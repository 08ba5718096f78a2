import { shards } from '../../../../shared/table/pattern.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Audience } from '../campaigns.schema.ts';
import { type AudienceContext, type AudienceSlice, readCandidates, sift } from './find-audience.ts';

export interface LookContext extends AudienceContext {
  readonly customers: AudienceContext['customers'] & Pick<CustomerReader, 'drawSample'>;
}

/** Who of an audience was found among some customers. */
export interface Look extends AudienceSlice {
  /** How many customers were looked at, and how large a part of all that is. */
  readonly read: number;
  readonly share: number;
  /** Whether everybody was looked at. */
  readonly isAll: boolean;
}

/** So many customers are looked at, for about a read unit each. */
export const mostLookedAt = 300;

/** Looks for an audience among all customers where there are few, otherwise among some who were drawn by lot, or the newest of a list. */
export async function lookAtAudience(audience: Audience, context: LookContext, at: Instant): Promise<Look> {
  const limit = mostLookedAt / shards.length;
  const pages = await Promise.all(shards.map((shard) => readCandidates(audience, { shard, limit }, context)));
  const first = pages.flatMap((page) => page?.customerIds ?? []);
  const isAll = pages.every((page) => page === undefined || page.after === null);
  const looked = isAll ? { customerIds: first, share: 1 } : await some(audience, first, context);
  const found = await sift(audience, looked.customerIds, context, at);
  return { ...found, read: looked.customerIds.length, share: looked.share, isAll };
}

async function some(audience: Audience, first: readonly string[], { customers, lists }: LookContext) {
  if (audience.kind !== 'list') return customers.drawSample(mostLookedAt + 1);
  const members = (await lists.membersIn(audience.listId)) ?? first.length;
  return { customerIds: first, share: Math.min(1, first.length / Math.max(1, members)) };
}
