/** What a customer is worth: what they have bought so far, folded from their orders. */
import * as z from 'zod';
import { instantSchema } from '../../../shared/values/instant.ts';
import { currencySchema } from '../../../shared/values/money.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';

const count = (description: string) => z.int().min(0).describe(description);

const Spending = z
  .strictObject({
    currency: currencySchema,
    orders: count('Orders in this currency that count.'),
    net: count('What was paid and not given back, in the smallest unit of the currency.'),
    average: count('Of `net` for each order, rounded to the smallest unit.'),
  })
  .meta({
    id: 'Spending',
    description: 'What was spent in one currency; currencies are never added up.',
  });
export type Spending = z.infer<typeof Spending>;

/** What follows from orders alone. */
export const Purchases = z.strictObject({
  orders: count('Orders that count: neither awaited nor cancelled nor given back as a whole.'),
  purchaseDays: count('On how many days (UTC) they were placed.'),
  firstOrderAt: instantSchema.optional(),
  lastOrderAt: instantSchema.optional(),
  everyDays: z
    .number()
    .min(0)
    .optional()
    .describe('Days from one day of purchase to the next, on average; absent before the second.'),
  spending: z.array(Spending).describe('By currency, that in which most orders were placed first.'),
});
export type Purchases = z.infer<typeof Purchases>;

/** When and for how much somebody has bought again: what forecasts are made from. */
export const PurchaseHistory = z.strictObject({
  /** Days of purchase (UTC), counted from the first, which is 0. */
  days: z.array(z.int().min(0)),
  /** By currency, what was paid on the days after the first one. */
  repeats: z.array(z.strictObject({ currency: currencySchema, days: z.int().min(1), net: z.int() })),
});
export type PurchaseHistory = z.infer<typeof PurchaseHistory>;

/** As it is kept of whoever has bought anything: with whose customer it is, by which it is listed. */
export const ValueRecord = Purchases.extend({
  firstOrderAt: instantSchema,
  lastOrderAt: instantSchema,
  id: customerIdSchema,
  version: z.int().min(1),
  /** Absent where it was folded before there was this, until it is taken up again. */
  history: PurchaseHistory.optional(),
  customer: z.strictObject({ owner: z.string().nullable() }),
});
export type ValueRecord = z.infer<typeof ValueRecord>;

export const ValueSummary = ValueRecord.pick({
  orders: true,
  purchaseDays: true,
  firstOrderAt: true,
  lastOrderAt: true,
})
  .extend({
    customerId: customerIdSchema,
    owner: z.string().nullable().describe('Who looks after the customer.'),
    ...Spending.pick({ currency: true, net: true, average: true }).shape,
  })
  .meta({
    id: 'ValueSummary',
    description: 'A customer in a list, with what they have spent in the currency of most of their orders.',
  });
export type ValueSummary = z.infer<typeof ValueSummary>;

export const ValueRow = ValueSummary.extend({
  customerName: z.string().optional().describe('What the customer is called by now.'),
}).meta({ id: 'ValueRow' });
export type ValueRow = z.infer<typeof ValueRow>;

export const ValuePage = pageOf(ValueRow).meta({ id: 'ValuePage' });

/** Narrows a list of customers to those of somebody. */
export const ownersQuery = {
  owner: z
    .string()
    .optional()
    .describe(
      'Whose customers: a person, the caller (`me`) or nobody (`none`). Own ones where the caller reaches no others.',
    ),
  team: z.string().optional().describe('Those of the people in this team, or in one of the caller’s (`me`).'),
};
