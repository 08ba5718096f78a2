/** What callers are told of collecting links, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const collectorsSentences: Sentences = {
  collector: '收集链接',
  'The collecting link does not fit together.': '收集链接的内容不一致。',
  'must lie after startsAt': '必须晚于 startsAt',
  'lies in the past: nobody could answer': '已经过去：没有人能够回答',
  'must be one of the languages of the survey': '必须是该调查的语言之一',
};
