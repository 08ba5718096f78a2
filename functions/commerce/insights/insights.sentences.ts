/** What callers are told of what customers are worth, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const insightsSentences: Sentences = {
  'Nothing lies between these instants.': '这两个时间之间没有内容。',
  'Must not lie after `to`.': '不得晚于 `to`。',
};
