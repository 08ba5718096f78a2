/** What customers can buy, as a shop or an ERP system tells it. Prices are whole numbers of the smallest unit. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { currencySchema } from '../../../shared/values/money.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { nameText, text } from '../../../shared/values/text.ts';

export const productId = idKind('product');

export const sku = text(80).meta({
  description: 'The number of the product in the catalogue.',
  examples: ['TEA-250'],
});
export const category = text(80).meta({ description: 'What kind of product it is.', examples: ['Tea'] });

export const productName = nameText(200);

const Price = z
  .strictObject({
    minorUnits: z
      .int()
      .min(0)
      .max(10_000_000_000)
      .meta({ description: "Amount in the currency's smallest unit.", examples: [4900] }),
    currency: currencySchema,
  })
  .meta({ id: 'ProductPrice', description: 'What one costs.' });

export const productStatus = z
  .enum(['active', 'retired'])
  .describe('`retired`: not sold any more. It stays, for orders speak of it.');
export type ProductStatus = z.infer<typeof productStatus>;

const fields = {
  name: productName.describe('What it is called.'),
  category: category.optional(),
  price: Price.optional().describe('What one costs as a rule; an order says itself what was paid.'),
  taxCategory: text(40)
    .optional()
    .meta({ description: 'How it is taxed, in the words of the shop.', examples: ['reduced'] }),
};

export const Product = z
  .strictObject({
    id: productId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    sku,
    ...fields,
    status: productStatus,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Product', description: 'What customers can buy.' });
export type Product = z.infer<typeof Product>;

const entry = {
  ...fields,
  status: productStatus
    .optional()
    .describe(
      'Stays as it is if left out; `active` for a new product. So a system that only tells what it sells brings back nothing that was retired here.',
    ),
};

export const ProductEntry = z.strictObject(entry).meta({
  id: 'ProductEntry',
  description: 'All that is known of a product: what is left out, but the status, is known no more.',
});
export type ProductEntry = z.infer<typeof ProductEntry>;

/** One product among many. */
export const ProductEntryRow = z
  .strictObject({
    key: text(80).describe('Your name for this row, other than those of the other rows.'),
    sku,
    ...entry,
  })
  .meta({ id: 'ProductEntryRow' });

/** JSON merge patch (RFC 7396): what is left out stays, null removes. The number in the catalogue is for good. */
export const ProductPatch = z
  .strictObject({
    name: fields.name.optional(),
    category: category.nullable().optional(),
    price: Price.nullable().optional(),
    taxCategory: fields.taxCategory.nullable(),
    status: productStatus.optional(),
  })
  .meta({ id: 'ProductPatch', description: 'JSON merge patch: what is left out stays, null removes.' });
export type ProductPatch = z.infer<typeof ProductPatch>;

/** The row that lists show. */
export const ProductSummary = Product.omit({ createdAt: true }).meta({
  id: 'ProductSummary',
  description: 'A product as lists show it.',
});
export type ProductSummary = z.infer<typeof ProductSummary>;

export const ProductPage = pageOf(ProductSummary).meta({ id: 'ProductPage' });
