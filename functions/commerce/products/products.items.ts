/** How products lie in the one table. */
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { productChanged, productCreated, productReinstated, productRetired } from './products.events.ts';
import { rowOfProduct, sortNameOf } from './products.rules.ts';
import { Product, ProductPatch, ProductSummary } from './products.schema.ts';

/** Its id follows from its number in the catalogue, so that no second row has to keep it unique. */
export const productItem = defineItem({
  name: 'product',
  v: 1,
  retention: 'record',
  schema: Product,
  key: ['PRODUCT#{id}', '-'],
  indexes: {
    gsi1: ['LIST#product', '{sortName}#{id}'],
    gsi2: ['PRODUCTS#{category}', '{sortName}#{id}'],
  },
  // A key is also asked for by the id alone.
  parts: ({ name }) => ({ sortName: name === undefined ? undefined : sortNameOf(name) }),
  summary: ProductSummary,
  toSummary: rowOfProduct,
});

export const productTrail = ownTrail(productItem);

/** Which products there are, as people ask for them. */
export const productsList = defineList({
  item: productItem,
  all: definePattern({
    question: 'Which products are there? By name.',
    item: productItem,
    index: 'gsi1',
    partition: 'LIST#product',
  }),
  keys: {
    category: {
      pattern: definePattern({
        question: 'Which products of this category are there? By name.',
        item: productItem,
        index: 'gsi2',
        partition: 'PRODUCTS#{category}',
      }),
    },
  },
  bounded: ['status'],
});

/** What can be taken back of it. */
export const productRestorable: Restorable = {
  changed: [productChanged, productRetired, productReinstated],
  created: [productCreated],
  fields: Object.keys(ProductPatch.shape),
  patch: ProductPatch,
};
