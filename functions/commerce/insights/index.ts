/** What other domains may ask the insights domain. */
import type { Table } from '../../../shared/table/table.ts';
import { valueItem } from './insights.items.ts';
import type { ValueRecord, ValueSummary } from './insights.schema.ts';
import { createInsightsStore } from './insights.store.ts';

export type ValueReader = ReturnType<typeof createValueReader>;

export function createValueReader(table: Table) {
  const insights = createInsightsStore(table);
  return {
    /** What a customer has bought; undefined of whoever has bought nothing. One strongly consistent read. */
    find: insights.find,

    /** The same of many, in no order; what changed in the last second may be missing. Half a read unit each. */
    findMany: (customerIds: readonly string[]): Promise<readonly ValueRecord[]> =>
      table.findMany(
        valueItem,
        customerIds.map((id) => ({ id })),
        { consistent: false },
      ),

    /**
     * A page of all who have bought, by their last order, as lists have them: an order of the last second may be missing, and
     * whoever orders during a walk may come twice. `after` is null on the last page.
     */
    async listBuyers(page: {
      readonly after?: string | undefined;
      readonly limit: number;
    }): Promise<{ readonly buyers: readonly ValueSummary[]; readonly after: string | null }> {
      const request = { limit: page.limit, cursor: page.after, between: {} };
      const { items, cursor } = await insights.listByLastOrder(undefined, request);
      return { buyers: items, after: cursor };
    },
  };
}
