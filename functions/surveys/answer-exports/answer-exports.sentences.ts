/** What callers are told of exports of answers, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const answerExportsSentences: Sentences = {
  export: '导出',
  'Only whoever has asked for an export reads and cancels it.': '只有请求该导出的人可以查看和取消。',
  'Not all of this can be exported.': '其中有不能导出的内容。',
  'must not lie before `from`': '不得早于 `from`',
};
