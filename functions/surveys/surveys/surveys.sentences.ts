/** What callers are told of surveys, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const surveysSentences: Sentences = {
  survey: '调查',
  'The survey would not fit together any more.': '修改后调查的内容不一致。',
  'must name each language once': '每种语言只能列出一次',
  'must be one of the languages of the survey': '必须是该调查的语言之一',
  'is missing: the survey has this language': '缺失：该调查有此语言',
  'another question has this id': '另一个问题已使用此编号',
  'must hold at most one question of kind "nps"': '最多只能有一个 "nps" 类型的问题',
  'must be another word than "constructor"': '不能是 "constructor"',
  'lower-case letters, digits and "-", beginning with a letter': '小写字母、数字和 "-"，以字母开头',
};
