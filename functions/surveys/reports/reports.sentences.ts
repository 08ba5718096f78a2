/** What callers are told of reports, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const reportsSentences: Sentences = {
  report: '报告',
  'The link would show nothing.': '该链接不会显示任何内容。',
  'is no campaign of this survey': '不是该调查的调查计划',
};
