import type { Customer } from '../../customers/customers.schema.ts';
import type { FoundCustomer } from '../../search/search.schema.ts';
import { blocksOf, compare } from '../duplicates.rules.ts';
import type { DuplicatesStore } from '../duplicates.store.ts';
import { factsOf } from './facts-of.ts';

/** The blocks that are asked before somebody is created: two queries at most. The others find them a moment later. */
const atOnce = /^(phone|written|name)#/;
const mostBlocks = 2;
const mostShown = 5;

const isPhone = (block: string) => block.startsWith('phone#');

/** A customer who may be the one that is about to be created. */
export type Alike = FoundCustomer & { readonly id: string };

/**
 * Who may be the customer that is about to be created, the most probable first: by phone and by name, without the dictionary
 * of pinyin. Nobody while the setting `checkOnCreate` is off.
 */
export async function alikeAtOnce(
  customer: Customer,
  { duplicates }: { readonly duplicates: Pick<DuplicatesStore, 'candidates' | 'getSettings'> },
): Promise<readonly Alike[]> {
  const { threshold, checkOnCreate } = await duplicates.getSettings();
  if (!checkOnCreate) return [];
  const facts = factsOf(customer, () => []);
  const blocks = blocksOf(facts).filter((block) => atOnce.test(block));
  // Phones first: fewer have the same.
  const inOrder = blocks.toSorted((one, other) => Number(isPhone(other)) - Number(isPhone(one)));
  // Blocks follow by events, so the newest are not there yet however they are read.
  const candidates = await duplicates.candidates(customer.id, inOrder.slice(0, mostBlocks), {
    consistent: false,
  });
  return candidates
    .map(({ customerId: id, customer: kept, facts: theirs }) => ({
      ...kept,
      id,
      score: compare(facts, theirs).score,
    }))
    .filter(({ score }) => score >= threshold)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, mostShown)
    .map(({ score: _, ...alike }) => alike);
}
