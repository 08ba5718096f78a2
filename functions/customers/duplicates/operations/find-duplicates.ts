import { isDeepStrictEqual } from 'node:util';
import type { Write } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { foundCustomer, type Spell } from '../../search/index.ts';
import { blocksOf, compare } from '../duplicates.rules.ts';
import type { PairSide } from '../duplicates.schema.ts';
import type { Blocked, DuplicatesStore } from '../duplicates.store.ts';
import { factsOf } from './facts-of.ts';

interface Context {
  readonly duplicates: Pick<
    DuplicatesStore,
    'findRecord' | 'changeBlocks' | 'candidates' | 'listSides' | 'pair' | 'change' | 'part' | 'getSettings'
  >;
  readonly customers: Pick<CustomerReader, 'find'>;
  readonly spell: Spell;
  /** Throws ConcurrentModification when somebody was faster; the whole is then decided again. */
  readonly commit: (writes: readonly Write[]) => Promise<unknown>;
  readonly at: string;
}

/** A customer has no more than these, the most probable. */
const mostPairs = 20;

/**
 * Puts the customer into the blocks, compares them with who is there, and keeps the pairs that are probable enough. Blocks
 * come first: of two who are put there at the same time, the later one finds the other. The same however often and in
 * whatever order; a pair that somebody has dismissed stays dismissed.
 */
export async function findDuplicates(customerId: string, context: Context): Promise<void> {
  const { duplicates, customers, spell, commit } = context;
  const before = await duplicates.findRecord(customerId);
  const customer = await customers.find(customerId);
  const sides = await duplicates.listSides(customerId);
  if (customer === undefined) {
    await commit(duplicates.changeBlocks(customerId, before, undefined));
    for (const side of sides) await commit(duplicates.part(side));
    return;
  }
  const facts = factsOf(customer, spell);
  const after: Blocked = { blocks: [...new Set(blocksOf(facts))], facts, customer: foundCustomer(customer) };
  await commit(duplicates.changeBlocks(customerId, before, after));
  const wanted = await pairsOf(customerId, after, sides, context);
  for (const side of wanted) {
    const known = sides.find(({ otherId }) => otherId === side.otherId);
    if (known === undefined) await commit(duplicates.pair(side));
    else if (!isSame(known, side)) await commit(duplicates.change(known, withStateOf(known, side)));
  }
  const isWanted = ({ otherId }: PairSide) => wanted.some((side) => side.otherId === otherId);
  for (const side of sides)
    if (side.status === 'open' && !isWanted(side)) await commit(duplicates.part(side));
}

/** The pairs of a customer by what the blocks hold; those that are known are compared although a block is too full to show them. */
async function pairsOf(
  customerId: string,
  { blocks, facts, customer }: Blocked,
  sides: readonly PairSide[],
  { duplicates, at }: Context,
): Promise<readonly PairSide[]> {
  const { threshold } = await duplicates.getSettings();
  const candidates = await duplicates.candidates(customerId, blocks, { consistent: true });
  const unseen = sides.filter(({ otherId }) => !candidates.some((each) => each.customerId === otherId));
  const records = await Promise.all(unseen.map(({ otherId }) => duplicates.findRecord(otherId)));
  return [...candidates, ...records.flatMap((record) => record ?? [])]
    .map((other): PairSide => {
      const { score, reasons } = compare(facts, other.facts);
      return {
        ...{ customerId, otherId: other.customerId, customer, other: other.customer },
        ...{ score, reasons: [...reasons], status: 'open', version: 1, updatedAt: at },
      };
    })
    .filter(({ score }) => score >= threshold)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, mostPairs);
}

function isSame(known: PairSide, found: PairSide): boolean {
  const told = ({ score, reasons, customer, other }: PairSide) =>
    JSON.parse(JSON.stringify({ score, reasons, customer, other }));
  return isDeepStrictEqual(told(known), told(found));
}

function withStateOf({ status, version }: PairSide, found: PairSide): PairSide {
  return { ...found, status, version: version + 1 };
}
