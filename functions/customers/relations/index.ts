/** What other domains may ask the relations domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createCustomerReader } from '../customers/index.ts';
import { followChain } from './operations/follow-chain.ts';
import type { ChainKind } from './relations.rules.ts';
import { createRelationsStore } from './relations.store.ts';

export type ChainReader = ReturnType<typeof createChainReader>;

export function createChainReader(table: Table) {
  const relations = createRelationsStore(table);
  const customers = createCustomerReader(table);
  return {
    /** Whether one customer, of these records, stands above the other one, with somebody between them. */
    async leadsTo(
      kind: ChainKind,
      { from, target }: { readonly from: readonly string[]; readonly target: readonly string[] },
    ): Promise<boolean> {
      const { steps, ends } = await followChain(
        { from, kind, target: new Set(target) },
        { relations, customers },
      );
      // Who stands directly above is no circle: what a customer is to themselves is not shown.
      return ends === 'there' && steps.length > from.length;
    },
  };
}
