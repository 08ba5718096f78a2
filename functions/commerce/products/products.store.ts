/** Products in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import type { Page } from '../../../shared/values/page.ts';
import { productChanged, productCreated, productReinstated, productRetired } from './products.events.ts';
import { productItem, productRestorable, productsList } from './products.items.ts';
import { type ProductFilters, sortNameOf } from './products.rules.ts';
import type { Product, ProductSummary } from './products.schema.ts';

const productEntity = entity({
  item: productItem,
  noun: 'product',
  subject: ({ id, sku, version }) => ({ productId: id, sku, version }),
  created: productCreated,
  changed: productChanged,
});

export type ProductsStore = ReturnType<typeof createProductsStore>;

export function createProductsStore(table: Table) {
  const products = productEntity(table);
  return {
    find: products.find,
    get: products.get,
    findMany: products.findMany,
    create: products.create,

    /** Nothing is written when nothing has changed. */
    change(before: Product, after: Product, origin: EventContext): readonly Write[] {
      const turned = after.status === 'retired' ? productRetired : productReinstated;
      const declaration = before.status === after.status ? productChanged : turned;
      return products.change(before, after, origin, { declaration });
    },

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: Product, changeId: string) =>
      valuesBefore(
        {
          ...productRestorable,
          ...{ changeId, present, subject: { productId: present.id } },
          collection: keyOf(productItem, present).pk,
        },
        table,
      ),

    /** A page of them by name; a change of the last second may be missing. */
    list({ name, ...filters }: ProductFilters, page: PageRequest): Promise<Page<ProductSummary>> {
      const begun = name === undefined ? undefined : sortNameOf(name);
      const between = begun === undefined ? {} : { between: { from: begun, to: begun } };
      return productsList.page(table, filters, { ...page, ...between });
    },
  };
}
