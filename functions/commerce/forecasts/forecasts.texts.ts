/** What forecasts say in words. */
import type { Language } from '../../../shared/values/language.ts';
import type { Forecast, Reason, RefusalCode, StoredForecast } from './forecasts.schema.ts';

type Wording<Values> = Readonly<Record<Language, (values: Values) => string>>;

const refusalTexts: Readonly<Record<RefusalCode, Readonly<Record<Language, string>>>> = {
  'too-few-customers': {
    'zh-CN': '购买过的客户太少，至少需要 100 位。',
    en: 'Too few customers have bought anything; it takes 100 at least.',
  },
  'too-few-repeats': {
    'zh-CN': '再次购买的客户太少，至少需要 30 位。',
    en: 'Too few customers have bought again; it takes 30 at least.',
  },
  'too-short': {
    'zh-CN': '首次购买距今不足 12 周。',
    en: 'The first purchase was less than twelve weeks ago.',
  },
  'nothing-varies': {
    'zh-CN': '所有客户的购买情况相同，无从区分。',
    en: 'All customers are alike in it, so nothing tells them apart.',
  },
  'no-maximum': {
    'zh-CN': '数据与模型不符：没有哪组参数最为可能。',
    en: 'The data are not of the kind that the model describes: no parameters are the most likely ones.',
  },
  'no-mean': {
    'zh-CN': '消费金额相差过大，没有平均值可言。',
    en: 'Amounts differ so widely that they have no mean.',
  },
  'misses-holdout': {
    'zh-CN': '模型对留出时段的预测与实际购买相差一倍以上。',
    en: 'What the model expected of the part that was held out is less than half of what happened, or more than twice as much.',
  },
};

export const refusalText = (code: RefusalCode, language: Language): string => refusalTexts[code][language];

/** What a reason is about, by its code. */
export interface ReasonValues {
  readonly 'no-orders': object;
  readonly 'no-forecast': object;
  readonly refused: { readonly refusal: RefusalCode };
  readonly 'bought-once': { readonly since: number };
  readonly 'in-rhythm': { readonly since: number; readonly every: number };
  readonly overdue: { readonly since: number; readonly every: number; readonly times: number };
  readonly 'spent-again': { readonly amount: string; readonly purchases: number; readonly expected: string };
  readonly 'spent-once': { readonly expected: string };
  readonly 'no-spending': { readonly currency: string; readonly refusal: RefusalCode };
}

const reasonTexts: { readonly [Code in keyof ReasonValues]: Wording<ReasonValues[Code]> } = {
  'no-orders': {
    'zh-CN': () => '该客户尚未购买，没有预测的依据。',
    en: () => 'Has bought nothing yet, so there is nothing to forecast from.',
  },
  'no-forecast': {
    'zh-CN': () => '尚无可用的预测模型。',
    en: () => 'There are no models yet of how customers buy.',
  },
  refused: {
    'zh-CN': ({ refusal }) => `最近一次拟合未被采用：${refusalText(refusal, 'zh-CN')}`,
    en: ({ refusal }) => `The last attempt to fit them was refused: ${refusalText(refusal, 'en')}`,
  },
  'bought-once': {
    'zh-CN': ({ since }) =>
      `仅在一天购买过，距今 ${since} 天。模型假定第二次购买之前不会流失，因此看不到风险；预计购买次数参照同类客户。`,
    en: ({ since }) =>
      `Has bought on one day only, ${daysAgo(since)}. The model has nobody leave before a second purchase, so it sees no risk; how much is expected follows from customers like them.`,
  },
  'in-rhythm': {
    'zh-CN': ({ since, every }) => `上次购买距今 ${since} 天，平均每 ${every} 天购买一次：符合其节奏。`,
    en: ({ since, every }) =>
      `Has bought last ${daysAgo(since)}, and every ${every} days on average: within their rhythm.`,
  },
  overdue: {
    'zh-CN': ({ since, every, times }) =>
      `上次购买距今 ${since} 天，而平均每 ${every} 天购买一次：是平常间隔的 ${times} 倍。`,
    en: ({ since, every, times }) =>
      `Has bought last ${daysAgo(since)}, but every ${every} days on average: ${times} times as long as usual.`,
  },
  'spent-again': {
    'zh-CN': ({ amount, purchases, expected }) =>
      `首日之后的 ${purchases} 个购买日平均消费 ${amount}；结合全体客户的消费，预计每次 ${expected}。`,
    en: ({ amount, purchases, expected }) =>
      `Has spent ${amount} on average on ${purchases} later ${purchases === 1 ? 'day' : 'days'} of purchase; with what all customers spend, ${expected} is expected.`,
  },
  'spent-once': {
    'zh-CN': ({ expected }) => `首日之后没有以该币种购买，因此按全体客户的平均消费预计每次 ${expected}。`,
    en: ({ expected }) =>
      `Has not bought again in this currency after the first day, so that what customers spend on average is expected: ${expected}.`,
  },
  'no-spending': {
    'zh-CN': ({ currency, refusal }) => `无法预测以 ${currency} 消费的金额：${refusalText(refusal, 'zh-CN')}`,
    en: ({ currency, refusal }) =>
      `What is spent in ${currency} bears no model: ${refusalText(refusal, 'en')}`,
  },
};

const daysAgo = (days: number) => (days === 0 ? 'today' : days === 1 ? 'a day ago' : `${days} days ago`);

/** A reason in the words of a language. */
export function reason<Code extends keyof ReasonValues>(
  code: Code,
  values: ReasonValues[Code],
  language: Language,
): Reason {
  return { code, text: reasonTexts[code][language](values) };
}

/** A refusal with its words. */
export const shownRefusal = (code: RefusalCode, language: Language) => ({
  code,
  text: refusalText(code, language),
});

/** A forecast as it is shown: what was refused in words. */
export function shownForecast({ after: _, ...forecast }: StoredForecast, language: Language): Forecast {
  const inWords = <Kept extends { readonly refusal?: RefusalCode | undefined }>({
    refusal,
    ...kept
  }: Kept) => (refusal === undefined ? kept : { ...kept, refusal: shownRefusal(refusal, language) });
  return { ...inWords(forecast), spending: forecast.spending.map(inWords) };
}
