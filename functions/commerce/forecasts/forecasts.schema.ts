/** Forecasts: models of how customers buy and spend, and what follows from them for one customer. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { currencySchema } from '../../../shared/values/money.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { Purchases } from '../insights/insights.schema.ts';

export const forecastId = idKind('forecast');

const count = (description: string) => z.int().min(0).describe(description);
const positive = z.number().positive();

const BuyingModel = z.strictObject({ r: positive, alpha: positive, a: positive, b: positive }).meta({
  id: 'BuyingModel',
  description:
    'BG/NBD (Fader, Hardie and Lee 2005), with time in weeks: rates of purchase have a gamma distribution (`r`, `alpha`), the probabilities of leaving after a purchase a beta distribution (`a`, `b`).',
});
export type BuyingModel = z.infer<typeof BuyingModel>;

/** Why data bear no model. */
export const refusals = [
  'too-few-customers',
  'too-few-repeats',
  'too-short',
  'nothing-varies',
  'no-maximum',
  'no-mean',
  'misses-holdout',
] as const;
const refusalCode = z.enum(refusals);
export type RefusalCode = z.infer<typeof refusalCode>;

const Refusal = z
  .strictObject({ code: refusalCode, text: z.string().describe('The same in words.') })
  .meta({ id: 'ForecastRefusal', description: 'Why the data bear no model.' });

const spendingBase = {
  currency: currencySchema,
  customers: count('Who have bought in it again, after their first day of purchase, and paid something.'),
};

const SpendingModel = z.strictObject({
  p: positive,
  q: positive,
  gamma: positive,
});

/** What was found of one currency, as it is kept. */
export const SpendingFit = z.strictObject({
  ...spendingBase,
  model: SpendingModel.optional(),
  logLikelihood: z.number().optional(),
  refusal: refusalCode.optional(),
});
export type SpendingFit = z.infer<typeof SpendingFit>;

const ShownSpendingFit = SpendingFit.extend({ refusal: Refusal.optional() }).meta({
  id: 'SpendingFit',
  description:
    'Gamma-Gamma (Fader and Hardie 2013) of what is spent on a day of purchase after the first, in the smallest unit of a currency; absent with a `refusal`.',
});

const Decile = z
  .strictObject({
    customers: count('How many customers.'),
    expected: z.number().min(0).describe('Purchases that were expected of one, on average.'),
    actual: z.number().min(0).describe('Purchases that one has made, on average.'),
  })
  .meta({ id: 'ForecastDecile' });

const Holdout = z
  .strictObject({
    days: count('How long the end of the period is that was held out.'),
    customers: count('Who had bought before it.'),
    buying: BuyingModel,
    logLikelihood: z.number().describe('Of the purchases before it, under `buying`.'),
    expected: z.number().min(0).describe('All purchases in it that `buying` has expected.'),
    actual: count('Those that were made.'),
    deciles: z.array(Decile).max(10).describe('Tenths of the customers, of whom most was expected first.'),
  })
  .meta({
    id: 'ForecastHoldout',
    description:
      'How well the same model, fitted to the first part of the period alone, foretells the second part.',
  });
export type Holdout = z.infer<typeof Holdout>;

export const Forecast = z
  .strictObject({
    id: forecastId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    number: z.int().min(1).describe('Forecasts are numbered one after another.'),
    status: z
      .enum(['fitting', 'listing', 'done', 'refused'])
      .describe('`listing`: it is in force, and who is at risk is being listed by it.'),
    customers: count('Who had bought anything.'),
    sample: count(
      'Of how many the models were fitted: of all, or of 50,000 at most who were taken without choice.',
    ),
    from: daySchema.optional().describe('The first day of purchase.'),
    through: daySchema.optional().describe('The last day (UTC) that counts: the one before it was begun.'),
    buying: BuyingModel.optional(),
    logLikelihood: z.number().optional().describe('Of all purchases under `buying`.'),
    spending: z.array(ShownSpendingFit),
    holdout: Holdout.optional(),
    refusal: Refusal.optional(),
    listed: count('How many customers were listed by their churn risk.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({
    id: 'Forecast',
    description: 'Models of how customers buy and what they spend, fitted to what they have bought.',
  });
export type Forecast = z.infer<typeof Forecast>;

export const CurrentForecast = z
  .strictObject({
    forecast: Forecast.nullable().describe('Null before the first one.'),
    runningId: forecastId.schema.optional().describe('The one that is being made.'),
    refusal: Refusal.optional().describe('Why the last one was refused, where it was.'),
  })
  .meta({ id: 'CurrentForecast', description: 'The forecast that is in force.' });

/** As it is kept: with where the walk that lists who is at risk goes on. */
export const StoredForecast = Forecast.extend({
  spending: z.array(SpendingFit),
  refusal: refusalCode.optional(),
  after: z.string().optional(),
});
export type StoredForecast = z.infer<typeof StoredForecast>;

export const ForecastSummary = StoredForecast.pick({
  id: true,
  number: true,
  status: true,
  customers: true,
  through: true,
  refusal: true,
  createdAt: true,
}).meta({ id: 'ForecastSummary', description: 'A forecast in a list.' });
export type ForecastSummary = z.infer<typeof ForecastSummary>;

export const ForecastPage = pageOf(ForecastSummary).meta({ id: 'ForecastPage' });

/** The models that are in force, and what is being fitted: one row. */
export const ForecastState = z.strictObject({
  version: z.int().min(1),
  number: z.int().min(0),
  running: z.strictObject({ id: forecastId.schema, since: instantSchema }).optional(),
  current: z
    .strictObject({
      id: forecastId.schema,
      number: z.int(),
      through: daySchema,
      buying: BuyingModel,
      spending: z.array(SpendingFit),
    })
    .optional(),
  /** Why the last one was refused. */
  refusal: refusalCode.optional(),
});
export type ForecastState = z.infer<typeof ForecastState>;
export type Models = NonNullable<ForecastState['current']>;

const probability = (description: string) => z.number().min(0).max(1).describe(description);

export const reasonCodes = [
  'no-orders',
  'no-forecast',
  'refused',
  'bought-once',
  'in-rhythm',
  'overdue',
  'spent-again',
  'spent-once',
  'no-spending',
] as const;

const Reason = z
  .strictObject({ code: z.enum(reasonCodes), text: z.string() })
  .meta({ id: 'ForecastReason', description: 'Why it is so, in words.' });
export type Reason = z.infer<typeof Reason>;

export const Outlook = z
  .strictObject({
    forecastId: forecastId.schema.describe('The models that it follows from.'),
    number: z.int().min(1),
    stillBuying: probability('The probability that they still buy.'),
    churnProbability: probability('That they never buy again.'),
    days: z.int().describe('For how many days from now purchases are counted.'),
    expectedPurchases: z
      .number()
      .min(0)
      .describe('On how many of these days they are to be expected to order something.'),
    nextOrder: z
      .strictObject({
        fromDays: count('With a probability of one in ten it is placed within so many days from now.'),
        medianDays: count('With even odds within so many.'),
        toDays: count('With a probability of nine in ten within so many; 3650 are ten years or more.'),
      })
      .describe('When they place the next order, if they still buy.'),
    currency: currencySchema.optional().describe('That in which most of their orders were placed.'),
    expectedSpending: count('What they are to be expected to spend on a day of purchase.').optional(),
    horizonDays: z.int(),
    discount: z.number(),
    lifetimeValue: count(
      'All that they are to be expected to spend within the horizon, each amount discounted to now.',
    ).optional(),
  })
  .meta({
    id: 'Outlook',
    description:
      'What is to be expected of a customer from now on. Amounts are in the smallest unit of `currency`, as if they bought everything in it, and absent where what is spent in it bears no model.',
  });
export type Outlook = z.infer<typeof Outlook>;

export const CustomerValue = Purchases.extend({
  customerId: customerIdSchema,
  outlook: Outlook.optional().describe('Absent where nothing can be said; then `reasons` say why.'),
  reasons: z.array(Reason),
}).meta({
  id: 'CustomerValue',
  description: 'What a customer has bought so far, and what is to be expected of them.',
});
export type CustomerValue = z.infer<typeof CustomerValue>;

/** The risk that was reckoned when a forecast was made. */
const ChurnRisk = z.strictObject({
  customerId: customerIdSchema,
  forecastId: forecastId.schema,
  number: z.int().min(1),
  reckonedAt: instantSchema,
  churnProbability: probability('The probability that they never buy again, as it was reckoned then.'),
  expectedPurchases: z.number().min(0).describe('Purchases that were expected within 90 days from then.'),
  lastOrderAt: instantSchema.describe('Their last order, as it was known then.'),
});

/** As it is kept beside the customer: with whose customer it is, by which it is listed. */
export const ChurnRiskRecord = ChurnRisk.extend({
  customer: z.strictObject({ owner: z.string().nullable() }),
});
export type ChurnRiskRecord = z.infer<typeof ChurnRiskRecord>;

export const ChurnRiskSummary = ChurnRisk.extend({
  owner: z.string().nullable().describe('Who looks after the customer.'),
});

export const ChurnRiskRow = ChurnRiskSummary.extend({
  customerName: z.string().optional().describe('What the customer is called by now.'),
  boughtSince: z.boolean().describe('Whether they have ordered since then, so that the risk is over.'),
}).meta({ id: 'ChurnRiskRow', description: 'A customer in the list by churn risk, as of `reckonedAt`.' });
export type ChurnRiskRow = z.infer<typeof ChurnRiskRow>;

export const ChurnRiskPage = pageOf(ChurnRiskRow).meta({ id: 'ChurnRiskPage' });
