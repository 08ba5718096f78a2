import { type CustomerReader, idsOf } from '../../customers/index.ts';
import { type ChainKind, maximumSteps, type RelationPlace } from '../relations.rules.ts';
import type { RelationsStore } from '../relations.store.ts';

export interface FollowContext {
  readonly relations: Pick<RelationsStore, 'findInPlace'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
}

/** A place in a chain, and the one it leads to. */
export interface Step {
  readonly place: RelationPlace;
  readonly otherId: string | undefined;
}

export interface Chain {
  readonly steps: readonly Step[];
  /** It leads to one of those it must not come to, it ends, or it is longer than anybody's. */
  readonly ends: 'there' | 'nowhere' | 'too-far';
}

/**
 * Follows a chain from the records of one customer: the records of each one on the way lead on together, as they are seen.
 * One read for each record, and one for each customer on the way.
 *
 * @param target records of the customer whom it must not come to
 */
export async function followChain(
  { from, kind, target }: { from: readonly string[]; kind: ChainKind; target: ReadonlySet<string> },
  { relations, customers }: FollowContext,
): Promise<Chain> {
  const steps: Step[] = [];
  const seen = new Set<string>();
  for (let ids = from; ids.length > 0; ) {
    if (seen.size >= maximumSteps) return { steps, ends: 'too-far' };
    for (const id of ids) seen.add(id);
    const found = await Promise.all(
      ids.map(async (id): Promise<Step> => {
        const place = { customerId: id, kind, otherId: id };
        return { place, otherId: (await relations.findInPlace(place))?.otherId };
      }),
    );
    steps.push(...found);
    const next = [...new Set(found.flatMap(({ otherId }) => otherId ?? []))].filter((id) => !seen.has(id));
    if (next.some((id) => target.has(id))) return { steps, ends: 'there' };
    const above = await Promise.all(next.map(async (id) => (await customers.findContact(id)) ?? { id }));
    const records = above.flatMap(idsOf);
    if (records.some((id) => target.has(id))) return { steps, ends: 'there' };
    ids = [...new Set(records)].filter((id) => !seen.has(id));
  }
  return { steps, ends: 'nowhere' };
}
