/**
 * What is concluded from what customers have bought: which models their purchases bear, and what follows from these for one of
 * them. The models themselves are in shared/statistics, with the papers that they follow.
 */
import {
  type Buying,
  expectedPurchases,
  fitBuying,
  nextPurchaseWithin,
  stillBuying,
} from '../../../shared/statistics/bg-nbd.ts';
import {
  expectedSpending,
  fitSpending,
  type SpendingModel,
  type Spending as SpentAtATime,
} from '../../../shared/statistics/gamma-gamma.ts';
import type { PurchaseHistory, ValueRecord } from '../insights/insights.schema.ts';
import type {
  BuyingModel,
  ChurnRiskRecord,
  Holdout,
  Models,
  Outlook,
  RefusalCode,
  SpendingFit,
  StoredForecast,
} from './forecasts.schema.ts';

const millisecondsOfDay = 86_400_000;
const daysOfWeek = 7;
const daysOfYear = 365;

/** The number of the day (UTC) of an instant or a day. */
export const dayNumber = (at: string) => Math.floor(Date.parse(at) / millisecondsOfDay);

const dayOf = (number: number) => new Date(number * millisecondsOfDay).toISOString().slice(0, 10);

/** What somebody has bought, as models are fitted to it. */
export interface Buyer {
  /** The number of the day on which they bought first. */
  readonly firstDay: number;
  readonly history: PurchaseHistory;
}

/** Below these a model says nothing: chance would decide over its parameters. */
export const required = { customers: 100, repeaters: 30, days: 84 } as const;

/** A parameter beyond these tells of data that bear no such model: one more step away would fit as well. */
const bounds = { least: 1e-4, most: 1e4 } as const;

/** The part that is held out: half of the period, at most 39 weeks, which is what the authors of the model have held out. */
const longestHoldout = 39 * daysOfWeek;

/** The share of what was expected that has to happen, at least, and of what happens, that has to have been expected. */
const leastHit = 0.5;

export type Fitted = Pick<
  StoredForecast,
  'sample' | 'from' | 'through' | 'buying' | 'logLikelihood' | 'spending' | 'holdout' | 'refusal'
>;

/** The models that what these have bought until the end of a day bears, or why it bears none. */
export function fitModels(buyers: readonly Buyer[], through: number): Fitted {
  const first = buyers.reduce((least, { firstDay }) => Math.min(least, firstDay), through);
  const base = { sample: buyers.length, from: dayOf(first), through: dayOf(through), spending: [] };
  const days = through - first + 1;
  const heldOut = Math.min(longestHoldout, Math.floor(days / 2));
  const whole = fittedUntil(buyers, through, days);
  if ('refusal' in whole) return { ...base, refusal: whole.refusal };
  const part = fittedUntil(buyers, through - heldOut, days);
  if ('refusal' in part) return { ...base, refusal: part.refusal };
  const { buying, logLikelihood } = whole;
  const holdout = checked(buyers, through, heldOut, part);
  if (missesHoldout(holdout)) return { ...base, holdout, refusal: 'misses-holdout' };
  return { ...base, buying, logLikelihood, holdout, spending: spendingOf(buyers) };
}

/** How somebody had bought by the end of a day; undefined of who had not. */
function buyingUntil({ firstDay, history }: Buyer, through: number): Buying | undefined {
  if (firstDay > through) return undefined;
  const days = history.days.filter((day) => firstDay + day <= through);
  return {
    repeats: days.length - 1,
    recency: (days.at(-1) ?? 0) / daysOfWeek,
    age: (through - firstDay) / daysOfWeek,
  };
}

interface FittedPart {
  readonly buying: BuyingModel;
  readonly logLikelihood: number;
}

function fittedUntil(
  buyers: readonly Buyer[],
  through: number,
  days: number,
): FittedPart | { readonly refusal: RefusalCode } {
  const all = buyers.map((buyer) => buyingUntil(buyer, through)).filter((each) => each !== undefined);
  const repeaters = all.filter(({ repeats }) => repeats > 0);
  if (all.length < required.customers) return { refusal: 'too-few-customers' };
  if (days < required.days) return { refusal: 'too-short' };
  if (repeaters.length < required.repeaters) return { refusal: 'too-few-repeats' };
  if (new Set(all.map(({ repeats }) => repeats)).size < 2) return { refusal: 'nothing-varies' };
  const { model, logLikelihood, found } = fitBuying(all);
  if (!found || !isBounded(model)) return { refusal: 'no-maximum' };
  return { buying: model, logLikelihood };
}

const isBounded = (model: BuyingModel | Pick<SpendingModel, 'p' | 'q'>) =>
  Object.values<number>(model).every((value) => value >= bounds.least && value <= bounds.most);

/** What a model of the first part expects of the part that was held out, beside what has happened there. */
function checked(
  buyers: readonly Buyer[],
  through: number,
  heldOut: number,
  { buying, logLikelihood }: FittedPart,
): Holdout {
  const pairs = buyers
    .flatMap((buyer) => {
      const before = buyingUntil(buyer, through - heldOut);
      const after = buyingUntil(buyer, through);
      if (before === undefined || after === undefined) return [];
      const expected = expectedPurchases(before, heldOut / daysOfWeek, buying);
      return [{ expected, actual: after.repeats - before.repeats }];
    })
    .toSorted((one, other) => other.expected - one.expected);
  const sum = (name: 'expected' | 'actual', of: typeof pairs) =>
    of.reduce((total, pair) => total + pair[name], 0);
  const deciles = Array.from({ length: 10 }, (_, tenth) =>
    pairs.slice(Math.round((tenth * pairs.length) / 10), Math.round(((tenth + 1) * pairs.length) / 10)),
  );
  return {
    ...{ days: heldOut, customers: pairs.length, buying, logLikelihood },
    ...{ expected: sum('expected', pairs), actual: sum('actual', pairs) },
    deciles: deciles.map((tenth) => ({
      customers: tenth.length,
      expected: sum('expected', tenth) / tenth.length,
      actual: sum('actual', tenth) / tenth.length,
    })),
  };
}

const missesHoldout = ({ expected, actual }: Holdout) =>
  Math.min(expected, actual) < leastHit * Math.max(expected, actual);

/** What is spent on a day of purchase after the first, which is often another kind of purchase, in each currency. */
function spendingOf(buyers: readonly Buyer[]): SpendingFit[] {
  const repeats = buyers.flatMap(({ history }) => history.repeats);
  return [...Map.groupBy(repeats, ({ currency }) => currency)].map(([currency, all]) => {
    const paid = all
      .filter(({ net }) => net > 0)
      .map(({ days, net }) => ({ purchases: days, mean: net / days }));
    return { currency, customers: paid.length, ...spendingFit(paid) };
  });
}

function spendingFit(paid: readonly SpentAtATime[]): Partial<SpendingFit> {
  if (paid.length < required.repeaters) return { refusal: 'too-few-repeats' };
  if (new Set(paid.map(({ mean }) => mean)).size < 2) return { refusal: 'nothing-varies' };
  const { model, logLikelihood, found } = fitSpending(paid);
  if (!found || !isBounded({ p: model.p, q: model.q })) return { refusal: 'no-maximum' };
  return model.q <= 1 ? { refusal: 'no-mean' } : { model, logLikelihood };
}

/** How somebody has bought by a day. */
export function buyingAt(
  value: Pick<ValueRecord, 'purchaseDays' | 'firstOrderAt' | 'lastOrderAt'>,
  today: number,
): Buying {
  const [first, last] = [dayNumber(value.firstOrderAt), dayNumber(value.lastOrderAt)];
  return {
    repeats: value.purchaseDays - 1,
    recency: (last - first) / daysOfWeek,
    // An order may bear a time that is still to come.
    age: Math.max(last - first, today - first) / daysOfWeek,
  };
}

/** Days of purchase to be expected: there are no more than days. */
const purchasesWithin = (days: number, each: Buying, model: BuyingModel) =>
  Math.min(days, expectedPurchases(each, days / daysOfWeek, model));

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

export interface OutlookWish {
  readonly days: number;
  readonly horizonDays: number;
  /** By how many per cent money is worth less a year later. */
  readonly discount: number;
}

/** What is to be expected of somebody who has bought. */
export function outlookOf(
  value: ValueRecord,
  { id, number, buying, spending }: Models,
  { days, horizonDays, discount }: OutlookWish,
  today: number,
): Outlook {
  const each = buyingAt(value, today);
  const still = rounded(stillBuying(each, buying), 4);
  const [{ currency } = { currency: undefined }] = value.spending;
  const amount = amountExpected(value, spending);
  const money =
    amount === undefined || currency === undefined
      ? {}
      : {
          expectedSpending: Math.round(amount),
          lifetimeValue: Math.round(amount * discountedPurchases(each, buying, { horizonDays, discount })),
        };
  return {
    ...{ forecastId: id, number, stillBuying: still, churnProbability: rounded(1 - still, 4), days },
    expectedPurchases: rounded(purchasesWithin(days, each, buying), 3),
    ...(currency === undefined ? {} : { currency }),
    nextOrder: nextOrderOf(each, buying),
    ...{ horizonDays, discount, ...money },
  };
}

/** As far as it is told: who buys once in a lifetime would wait for centuries. */
const longestWait = 3650;

function nextOrderOf(each: Buying, model: BuyingModel): Outlook['nextOrder'] {
  const [from, median, to] = [0.1, 0.5, 0.9].map((probability) =>
    Math.min(longestWait, Math.ceil(nextPurchaseWithin(probability, each, model) * daysOfWeek)),
  );
  return { fromDays: from ?? 0, medianDays: median ?? 0, toDays: to ?? 0 };
}

/** What they have spent on days of purchase after the first, in the currency of most of their orders. */
export function spentAgain({ spending: [first], history }: Pick<ValueRecord, 'spending' | 'history'>) {
  const repeat = history?.repeats.find(({ currency }) => currency === first?.currency);
  if (repeat === undefined) return { purchases: 0, mean: 0 };
  return { purchases: repeat.days, mean: Math.max(0, repeat.net / repeat.days) };
}

function amountExpected(value: ValueRecord, fits: readonly SpendingFit[]): number | undefined {
  const model = fits.find(({ currency }) => currency === value.spending[0]?.currency)?.model;
  return model && expectedSpending(spentAgain(value), model);
}

/** Purchases within a horizon, each worth as much less as it is later, by steps of some seven days. */
function discountedPurchases(
  each: Buying,
  model: BuyingModel,
  { horizonDays, discount }: Pick<OutlookWish, 'horizonDays' | 'discount'>,
): number {
  const steps = Math.ceil(horizonDays / daysOfWeek);
  const step = horizonDays / steps;
  let [sum, before] = [0, 0];
  for (let index = 1; index <= steps; index += 1) {
    const until = purchasesWithin(index * step, each, model);
    sum += Math.max(0, until - before) / (1 + discount / 100) ** ((index * step) / daysOfYear);
    before = until;
  }
  return sum;
}

/** For how many days ahead the list of risks says what is expected. */
const listedDays = 90;

/** What the list says of a customer; undefined of who has bought on one day only, of whom the model sees no risk. */
export function riskOf(
  value: Pick<ValueRecord, 'purchaseDays' | 'firstOrderAt' | 'lastOrderAt'> & {
    readonly customerId: string;
    readonly owner: string | null;
  },
  { id, number, buying }: Pick<Models, 'id' | 'number' | 'buying'>,
  at: string,
): ChurnRiskRecord | undefined {
  if (value.purchaseDays < 2) return undefined;
  const each = buyingAt(value, dayNumber(at));
  return {
    ...{ customerId: value.customerId, forecastId: id, number, reckonedAt: at },
    customer: { owner: value.owner },
    churnProbability: rounded(1 - stillBuying(each, buying), 4),
    expectedPurchases: rounded(purchasesWithin(listedDays, each, buying), 3),
    lastOrderAt: value.lastOrderAt,
  };
}
