/** Purchase analyses: what the purchases of all customers come to together, as of a day. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { daySchema, instantSchema, monthSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { sku } from '../products/products.schema.ts';

export const analysisId = idKind('analysis');

const count = (description: string) => z.int().min(0).describe(description);
const days = (description: string) => z.number().min(0).describe(description);
const share = (description: string) => z.number().min(0).max(1).describe(description);

const Cohort = z
  .strictObject({
    month: monthSchema.describe('The month (UTC) of their first purchase.'),
    customers: count('Who bought for the first time in it.'),
    active: z
      .array(z.int().min(0))
      .describe(
        'How many of them bought in this month, in the next one, and so on; of the last month a part has passed.',
      ),
  })
  .meta({ id: 'Cohort', description: 'Customers who bought for the first time in the same month.' });
export type Cohort = z.infer<typeof Cohort>;

const Repeat = z
  .strictObject({
    sku,
    customers: count('Who bought it on two days or more.'),
    intervals: count('From one day on which a customer bought it to the next.'),
    medianDays: days('Half of the intervals are shorter.'),
    lowerDays: days('A quarter of the intervals is shorter.'),
    upperDays: days('A quarter of the intervals is longer.'),
  })
  .meta({ id: 'RepeatInterval', description: 'After how long a product is bought again.' });
export type Repeat = z.infer<typeof Repeat>;

const Basket = z
  .strictObject({
    sku,
    withSku: sku,
    orders: count('In which both stand.'),
    support: share('Of all orders.'),
    lift: z
      .number()
      .min(0)
      .describe('How many times as often as if the two had nothing to do with each other.'),
    ofSku: share('Of the orders with `sku` the share that has `withSku`, too: the confidence of one way,'),
    ofWithSku: share('and of those with `withSku` the share that has `sku`: that of the other.'),
  })
  .meta({ id: 'BasketPair', description: 'Two products that are bought together.' });
export type Basket = z.infer<typeof Basket>;

const result = {
  customers: count('Who has bought anything.'),
  leftOut: count('Of how many the products were not looked at, as there were more orders than memory.'),
  orders: count('Orders whose products were looked at.'),
  cohorts: z
    .array(Cohort)
    .describe('By month of the first purchase, of the last 60 months, the latest first.'),
  repeats: z.array(Repeat).describe('The products with most intervals first, from five on.'),
  baskets: z
    .array(Basket)
    .describe('By lift, the greatest first: pairs in at least five orders and a thousandth of all.'),
};

export const AnalysisResult = z.strictObject(result);
export type AnalysisResult = z.infer<typeof AnalysisResult>;

export const Analysis = z
  .strictObject({
    id: analysisId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    status: z.enum(['running', 'done']),
    through: daySchema.describe('The last day (UTC) that counts: the one before it was begun.'),
    ...result,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'PurchaseAnalysis', description: 'What the purchases of all customers come to, as of a day.' });
export type Analysis = z.infer<typeof Analysis>;

export const AnalysisSummary = Analysis.pick({
  id: true,
  status: true,
  through: true,
  customers: true,
  orders: true,
  createdAt: true,
}).meta({ id: 'PurchaseAnalysisSummary', description: 'A purchase analysis in a list.' });
export type AnalysisSummary = z.infer<typeof AnalysisSummary>;

export const AnalysisPage = pageOf(AnalysisSummary).meta({ id: 'PurchaseAnalysisPage' });
