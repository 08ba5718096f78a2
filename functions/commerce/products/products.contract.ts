/** The routes of products. */
import * as z from 'zod';
import { batchOf } from '../../../shared/contract/batch.ts';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import {
  category,
  Product,
  ProductEntry,
  ProductEntryRow,
  ProductPage,
  ProductPatch,
  productId,
  productName,
  productStatus,
  sku,
} from './products.schema.ts';

const params = z.strictObject({ productId: productId.schema });
const bySku = z.strictObject({ sku });

const tea = {
  name: 'Green tea, 250 g',
  category: 'Tea',
  price: { minorUnits: 4900, currency: 'CNY' },
  taxCategory: 'reduced',
};

export const productsContract = contract(
  'products',
  'What customers can buy, as a shop or an ERP system tells it.',
  {
    putProduct: {
      method: 'PUT',
      path: '/products/by-sku',
      permission: 'commerce.write',
      summary: 'Tell all that is known of the product with this number in the catalogue',
      description:
        'A new product, or in place of what was known of it; the status stays if it is left out. Telling the same again changes nothing. The number stands in the query because it may hold a slash. Orders may name products that are told later, or never.',
      query: bySku,
      body: ProductEntry,
      replies: { 200: Product, 201: Product },
      errors: [],
      example: { query: { sku: 'TEA-250' }, body: tea },
    },
    batchProducts: {
      method: 'POST',
      path: '/products/batch',
      permission: 'commerce.write',
      summary: 'Tell of up to a hundred products at once',
      description:
        'Each row is carried out and answered by itself, those about the same product one after another; a row that is refused stops no other. Correct the refused ones and send the batch again under the same Idempotency-Key: what was done is not done twice, for each row is known by its `key`.',
      ...batchOf(ProductEntryRow, ({ sku: number }) => number),
      errors: [],
      example: {
        body: {
          rows: [
            { key: 'row-1', sku: 'TEA-500', ...tea, name: 'Green tea, 500 g' },
            { key: 'row-2', sku: 'CUP', name: 'Cup', status: 'retired' },
          ],
        },
      },
    },
    listProducts: {
      method: 'GET',
      path: '/products',
      permission: 'commerce.read',
      summary: 'List products by name',
      description:
        'The list follows changes within a second or so; the product with a `sku` is read consistently.',
      query: pageQuery.extend({
        sku: sku.optional().describe('The product with this number: a list of one or none.'),
        name: productName
          .optional()
          .describe('Only those whose name begins so, whatever the case of its letters; 30 of them count.'),
        category: category.optional().describe('Only those of this category.'),
        status: productStatus
          .optional()
          .describe('Only those in this state. A page may be short although the list goes on.'),
      }),
      replies: { 200: ProductPage },
      errors: [],
    },
    getProduct: {
      method: 'GET',
      path: '/products/{productId}',
      permission: 'commerce.read',
      summary: 'Read a product',
      params,
      replies: { 200: Product },
      errors: ['not-found'],
    },
    patchProduct: {
      method: 'PATCH',
      path: '/products/{productId}',
      permission: 'commerce.write',
      summary: 'Change a product, retire it, or bring it back',
      description:
        'Of a product that is not sold any more the status becomes `retired`; none is deleted, for orders speak of it.',
      params,
      body: ProductPatch,
      ifMatch: true,
      replies: { 200: Product },
      errors: ['not-found'],
      example: { body: { status: 'retired' } },
    },
    restoreProduct: {
      method: 'POST',
      path: '/products/{productId}/changes/{eventId}/restore',
      permission: 'commerce.write',
      summary: 'Give a product back what it was before a change',
      description:
        'The change is a `product.changed`, `product.retired` or `product.reinstated` of the trail, named by its id, and goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
      params: params.extend({ eventId: eventId.schema }),
      replies: { 200: Product },
      errors: ['not-found', 'conflict', 'not-allowed-now'],
    },
  },
);
