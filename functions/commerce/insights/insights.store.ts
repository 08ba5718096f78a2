/** What customers are worth, in the one table. */
import type { Between } from '../../../shared/table/expressions.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import {
  customersByLastOrder,
  customersBySpending,
  nobodysCustomersBySpending,
  ownCustomersBySpending,
  valueItem,
} from './insights.items.ts';
import type { ValueRecord } from './insights.schema.ts';

/** Whose customers: one person's, those of several, nobody's (`none`), or all. */
type Owner = string | ReadonlySet<string> | undefined;

export type InsightsStore = ReturnType<typeof createInsightsStore>;

export function createInsightsStore(table: Table) {
  return {
    /** Undefined of whoever has bought nothing. One strongly consistent read. */
    find: (customerId: string): Promise<ValueRecord | undefined> => table.find(valueItem, { id: customerId }),

    /** Writes it, unless somebody was faster. */
    change(before: ValueRecord | undefined, after: Omit<ValueRecord, 'version'>): readonly Write[] {
      const next = { ...after, version: (before?.version ?? 0) + 1 };
      const written =
        before === undefined
          ? insert(valueItem, next, { onConflict: 'retry' })
          : replace(valueItem, next, { ifVersion: before.version, onConflict: 'retry' });
      return [written, ...customersByLastOrder.rowsFor(before, next)];
    },

    remove: (before: ValueRecord): readonly Write[] => [
      remove(valueItem, before, { ifVersion: before.version, onConflict: 'retry' }),
      ...customersByLastOrder.rowsFor(before, undefined),
    ],

    /** A page of those who buy in this currency, who has spent most first. */
    listBySpending(currency: string, owner: Owner, page: PageRequest) {
      if (owner === undefined) return table.listSummaries(customersBySpending, { currency }, page);
      return owner === 'none'
        ? table.listSummaries(nobodysCustomersBySpending, { currency }, page)
        : table.listSummaries(ownCustomersBySpending, { currency, owner }, page);
    },

    /** A page of those who have bought, who did so longest ago first. */
    listByLastOrder: (owner: Owner, { between, ...page }: PageRequest & { readonly between: Between }) =>
      customersByLastOrder.page(table, owner === undefined ? { bought: true } : { owner }, {
        ...page,
        between,
      }),
  };
}
