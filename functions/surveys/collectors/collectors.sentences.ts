/** What callers are told of links for anybody, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const collectorsSentences: Sentences = {
  collector: '公开链接',
  'The link for anybody does not fit together.': '公开链接的内容不一致。',
  'must lie after startsAt': '必须晚于 startsAt',
  'lies in the past: nobody could answer': '已经过去：没有人能够回答',
  'must be one of the languages of the survey': '必须是该调查的语言之一',
};
