import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { estimated as Estimated } from '../../../customers/lists/index.ts';
import { segmentsIn } from '../segments.rules.ts';
import { type SegmentPreview, type SegmentRecord, shownSample } from '../segments.schema.ts';
import type { SegmentsStore } from '../segments.store.ts';
import { type CheckContext, checkedText } from './change-segment.ts';
import { means, type Rule, readersOf, readRule } from './read-rule.ts';

interface Context extends CheckContext {
  readonly table: Table;
  readonly segments: Pick<SegmentsStore, 'listAll' | 'findManySegmented'>;
  readonly customers: Pick<CustomerReader, 'drawSample' | 'listEverybody' | 'findMany' | 'findRelated'>;
  readonly estimated: typeof Estimated;
  readonly at: Instant;
  readonly principal: Principal;
}

/** So many are looked at of the profile alone; each fact beside it is a query more for each of them. */
const sampleSize = { profile: 1000, facts: 300 };

/** A sample that is so small tells that all can be read at once. */
const fewInSample = 250;

/** Facts of so many customers are read at once. */
const atOnce = 25;

/** How many customers a rule means, among all, and some of them as the caller may learn of them. */
export async function previewSegment(
  { filter }: Pick<SegmentRecord, 'filter'>,
  context: Context,
): Promise<SegmentPreview> {
  const { customers, estimated, principal } = context;
  const text = await checkedText({ filter }, context);
  const rule = readRule({ id: '', listId: '', rule: 1, filter });
  const drawn = await customers.drawSample(
    (rule.facts.size === 0 ? sampleSize.profile : sampleSize.facts) + 1,
  );
  const isExact = drawn.customerIds.length <= fewInSample;
  const looked = isExact ? await customers.listEverybody() : drawn.customerIds;
  const meant = await meantAmong(looked, rule, context);
  const related = await customers.findRelated(meant.slice(0, shownSample), principal);
  const numbers = isExact
    ? { count: meant.length, from: meant.length, to: meant.length }
    : estimated(meant.length, drawn.share);
  return { ...numbers, isExact, read: looked.length, text, sample: [...related.values()] };
}

async function meantAmong(
  customerIds: readonly string[],
  rule: Rule,
  { table, customers, segments, at }: Context,
): Promise<readonly string[]> {
  const facts = readersOf(rule.facts);
  const all = await customers.findMany(customerIds);
  const standing = rule.asksFor.length === 0 ? [] : await segments.findManySegmented(all.map(({ id }) => id));
  const placesOf = new Map(standing.map(({ customerId, places }) => [customerId, places]));
  const meant: string[] = [];
  for (let start = 0; start < all.length; start += atOnce) {
    const some = all.slice(start, start + atOnce).map(async (customer) => {
      const read = facts.map(
        async ([name, fact]) => [name, await fact.read(idsOf(customer), table)] as const,
      );
      const found = Object.fromEntries(await Promise.all(read));
      const subject = { ...customer, found, segments: segmentsIn(placesOf.get(customer.id) ?? {}) };
      return means(rule.filter, subject, at) ? [customer.id] : [];
    });
    meant.push(...(await Promise.all(some)).flat());
  }
  return meant;
}
