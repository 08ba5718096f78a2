/** What other domains may ask the products domain. */
import type { Table } from '../../../shared/table/table.ts';
import { idOfProduct } from './products.rules.ts';
import { createProductsStore } from './products.store.ts';

export type ProductReader = ReturnType<typeof createProductReader>;

export function createProductReader(table: Table) {
  const products = createProductsStore(table);
  return {
    /** What products with these numbers are called by now, of those that are known; one read of the table for 100 of them. */
    async namesOf(skus: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const ids = [...new Set(skus)].map(idOfProduct);
      if (ids.length === 0) return new Map();
      const found = await products.findMany(ids, { consistent: false });
      return new Map(found.map(({ sku, name }) => [sku, name]));
    },
  };
}
