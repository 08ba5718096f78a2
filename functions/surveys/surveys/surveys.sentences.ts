/** What callers are told of surveys, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const surveysSentences: Sentences = {
  survey: '调查',
  version: '版本',
  'The survey would not fit together any more.': '修改后调查的内容不一致。',
  'The survey does not fit together.': '调查的内容不一致。',
  'must be less than 100 KB, all texts together': '所有文字合计必须少于 100 KB',
  'must name each language once': '每种语言只能列出一次',
  'A survey that was opened as anonymous stays so.': '以匿名方式开放过的调查不能改为实名。',
  'must stay true': '必须保持为 true',
  'must name the question that it is about': '必须指明所涉及的问题',
  'must be one of the languages of the survey': '必须是该调查的语言之一',
};
