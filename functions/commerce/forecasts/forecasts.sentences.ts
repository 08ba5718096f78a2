/** What callers are told of forecasts, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const forecastsSentences: Sentences = {
  forecast: '预测',
  'No risk lies between these.': '这两个风险值之间没有内容。',
  'Must not be more than `to`.': '不得大于 `to`。',
};
