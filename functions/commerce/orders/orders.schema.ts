/** What an order is, as shops and ERP systems tell it. Amounts are whole numbers of the smallest unit of its currency. */
import * as z from 'zod';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { currencySchema } from '../../../shared/values/money.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import {
  CustomerReference,
  customerIdSchema,
  ExternalId,
} from '../../customers/customers/customers.schema.ts';
import { category, sku } from '../products/products.schema.ts';

export const orderId = idKind('order');

/** Hundred millions of whole units with two decimals: sums of whole orders stay far below 2^53. */
const maximumAmount = 10_000_000_000;

/** What all lines of an order may come to, so that a million of such orders can be added exactly. */
export const maximumTotal = 1_000_000_000_000;

const amount = (description: string) => z.int().min(0).max(maximumAmount).describe(description);

const LineFields = z.strictObject({
  sku,
  name: text(200).optional().describe('What the product was called.'),
  category: category.optional(),
  quantity: z.int().min(1).max(100_000),
  unitPrice: amount('Price of one, in the smallest unit of the currency.'),
  discount: amount('Taken off the line.').default(0),
  tax: amount('Comes on top of the line; 0 where prices include it.').default(0),
});

const OrderLine = LineFields.refine(
  ({ discount, unitPrice, quantity }) => quantity < 1 || unitPrice < 0 || discount <= unitPrice * quantity,
  {
    path: ['discount'],
    error: 'must not be more than what it is taken off',
  },
).meta({ id: 'OrderLine', description: 'So many of one product.' });
export type OrderLine = z.infer<typeof OrderLine>;

const OrderContents = z
  .strictObject({
    currency: currencySchema,
    lines: z.array(OrderLine).min(1).max(100),
    shipping: amount('What the delivery costs.').default(0),
    discount: amount('Taken off the whole order.').default(0),
  })
  .meta({ id: 'OrderContents', description: 'What was ordered, and for how much.' });
export type OrderContents = z.infer<typeof OrderContents>;

const ShownLine = LineFields.extend({
  productName: z
    .string()
    .optional()
    .describe(
      'What the catalogue calls the product by now: where one order is read, of lines that say no name themselves.',
    ),
}).meta({ id: 'ShownOrderLine', description: 'So many of one product.' });

const ShownContents = OrderContents.extend({ lines: z.array(ShownLine) }).meta({
  id: 'ShownOrderContents',
  description: 'What was ordered, and for how much.',
});

/** The steps of an order, each with its own instant, in the order in which they usually come. */
export const steps = ['placedAt', 'paidAt', 'shippedAt', 'deliveredAt', 'cancelledAt'] as const;
export type Step = (typeof steps)[number];

const Refund = z
  .strictObject({
    id: text(80).describe('Number of the refund in the system that tells it: told again, it is the same.'),
    at: instantSchema,
    amount: z
      .int()
      .min(0)
      .max(maximumTotal)
      .describe('In the smallest unit of the currency; 0 takes a refund back.'),
    reason: text(200).optional(),
  })
  .meta({ id: 'OrderRefund', description: 'Money that was given back, for all of the order or a part.' });
export type Refund = z.infer<typeof Refund>;

/** More come of a mistake. */
export const maximumRefunds = 50;

const step = (description: string) => instantSchema.nullable().optional().describe(description);

const told = {
  toldAt: instantSchema
    .optional()
    .describe(
      'When the system has said this. Of two that say something else of the same, the later one counts, whichever comes first. Now if left out.',
    ),
  customer: CustomerReference.optional(),
  contents: OrderContents.optional(),
  placedAt: step('When it was ordered. Null takes a step back.'),
  paidAt: step('When it was paid.'),
  shippedAt: step('When it went out.'),
  deliveredAt: step('When it arrived.'),
  cancelledAt: step('When it was cancelled.'),
  refunds: distinct(z.array(Refund).max(maximumRefunds), ({ id }) => id).optional(),
  channel: text(40).nullable().optional().describe('Where it was ordered, e.g. `web` or `store-3`.'),
};

export const OrderToTell = z.strictObject(told).meta({
  id: 'OrderToTell',
  description:
    'What is known of an order; what is left out stays as it was told. Refunds are added to those that are known.',
});
export type OrderToTell = z.infer<typeof OrderToTell>;

/** Which order is meant, by its number in the system it comes from. */
export const orderNumber = {
  source: ExternalId.shape.source.describe('The system that the order comes from, e.g. `shop`.'),
  externalId: ExternalId.shape.id.describe('Its number there.'),
};

export const orderStatus = z
  .enum(['awaited', 'placed', 'paid', 'shipped', 'delivered', 'cancelled', 'partly-refunded', 'refunded'])
  .meta({
    description:
      'Follows from what was told: `awaited` until customer, contents and the time of the order are known, whatever else came first; then the last step. A cancelled order counts as no purchase, and of a refunded one what was not given back.',
  });
export type OrderStatus = z.infer<typeof orderStatus>;

export const Order = z
  .strictObject({
    id: orderId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...orderNumber,
    status: orderStatus,
    awaits: z
      .array(z.enum(['customer', 'contents', 'placedAt']))
      .describe('What has to be told before the order counts.'),
    customerId: customerIdSchema.optional(),
    contents: ShownContents.optional(),
    total: z.int().min(0).optional().describe('What it comes to, in the smallest unit of its currency.'),
    refunded: z.int().min(0).describe('What of it was given back.'),
    placedAt: instantSchema.optional(),
    paidAt: instantSchema.optional(),
    shippedAt: instantSchema.optional(),
    deliveredAt: instantSchema.optional(),
    cancelledAt: instantSchema.optional(),
    refunds: z.array(Refund),
    channel: text(40).optional(),
    told: z
      .record(z.string(), instantSchema)
      .describe(
        'When each thing was told that the order is made of, e.g. `paidAt`, `contents` or `refund r-1`: what was told of it before counts no more.',
      ),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Order', description: 'An order of a customer.' });
export type Order = z.infer<typeof Order>;

export const OrderRecord = Order.omit({ status: true, awaits: true, total: true, refunded: true }).extend({
  contents: OrderContents.optional(),
  /** Its customer was erased: it stands for the figures alone. */
  erased: z.literal(true).optional(),
});
export type OrderRecord = z.infer<typeof OrderRecord>;

export const OrderSummary = Order.pick({
  id: true,
  source: true,
  externalId: true,
  status: true,
  customerId: true,
  placedAt: true,
  total: true,
  refunded: true,
  channel: true,
})
  .extend({
    currency: currencySchema.optional(),
    lines: z.int().min(0).describe('How many lines it has.'),
    pieces: z.int().min(0).describe('How many pieces were ordered, of all products together.'),
  })
  .meta({ id: 'OrderSummary', description: 'An order in a list.' });
export type OrderSummary = z.infer<typeof OrderSummary>;

export const OrderRow = OrderSummary.extend({
  customerName: z.string().optional().describe('What the customer is called by now.'),
}).meta({ id: 'OrderRow' });
export type OrderRow = z.infer<typeof OrderRow>;

export const OrderPage = pageOf(OrderRow).meta({ id: 'OrderPage' });

/** One order among many. */
export const OrderToTellRow = z
  .strictObject({
    key: text(80).describe('Your name for this row, other than those of the other rows.'),
    ...orderNumber,
    ...told,
  })
  .meta({ id: 'OrderToTellRow' });
export type OrderToTellRow = z.infer<typeof OrderToTellRow>;

/** What an order comes to for whoever counts purchases: it stands with its customer. */
export const Purchase = z.strictObject({
  customerId: customerIdSchema,
  orderId: orderId.schema,
  /** By which it sorts: when it was ordered, or first told. */
  sortedAt: instantSchema,
  status: orderStatus,
  currency: currencySchema.optional(),
  /** What was paid and not given back. */
  net: z.int(),
  lines: z.array(
    z.strictObject({
      sku,
      category: category.optional(),
      quantity: z.int(),
      amount: z.int(),
    }),
  ),
});
export type Purchase = z.infer<typeof Purchase>;

/** Whether it counts as a purchase: one that was given back as a whole does not. */
export function isPurchase({ status, currency }: Pick<Purchase, 'status' | 'currency'>): boolean {
  return currency !== undefined && status !== 'awaited' && status !== 'cancelled' && status !== 'refunded';
}
