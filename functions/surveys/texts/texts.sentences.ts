/** What callers are told of texts, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const textsSentences: Sentences = {
  comment: '意见',
  'These topics are not all there.': '其中有不存在的主题。',
  'There is no such topic. GET /text-topics lists them.': '没有这个主题。GET /text-topics 可列出所有主题。',
};
