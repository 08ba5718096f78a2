/** What callers are told of questions, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const questionsSentences: Sentences = {
  'lower-case letters, digits and "-", beginning with a letter': '小写字母、数字和 "-"，以字母开头',
  'must be another word than "constructor"': '不能是 "constructor"',
  'must be another word than "{0}"': '不能是 "{0}"',
  'must say from, to or both': '必须给出 from、to 或两者',
  'must hold at most one question of kind "nps"': '最多只能有一个 "nps" 类型的问题',
  'must offer at most {0} choices to tick, all questions of several choices together':
    '所有多选题合计最多只能提供 {0} 个选项',
  'is missing: the survey has this language': '缺失：该调查有此语言',
  'names "{0}", which is not known by then: it may be customer.name, customer.company, or answer. and the id of a question before':
    '引用了此时还不知道的 "{0}"：可用 customer.name、customer.company，或 answer. 加前面问题的编号',
  'has "{{" or "}}" that belong to no placeholder': '含有不属于任何占位符的 "{{" 或 "}}"',
  'leaves no number with so many decimals: nobody could answer': '之间没有这么多小数位的数字：没有人能回答',
  'another question has this id': '另一个问题已使用此编号',
  'must be one of the themes of the survey': '必须是该调查的主题之一',
  'must not lie before "from"': '不能早于 "from"',
  'must be the id of a question of the survey, or "end"': '必须是该调查中某个问题的编号，或 "end"',
  'must stand further on: customers would be asked in a circle': '必须在后面：否则客户会被循环提问',
  'must be the id of a question that is asked before': '必须是前面问题的编号',
  'fits only questions that are answered with a number': '只适用于以数字回答的问题',
  'fits only scales and choices': '只适用于评分和选择题',
  'is no answer to "{0}": {1}': '不是 "{0}" 的答案：{1}',
  'is never asked: whatever customers answer, they pass it by':
    '永远不会被问到：无论客户如何回答，都会跳过它',
  'is never taken: its conditions are never met, or those before it always are':
    '永远不会走到：它的条件永远不成立，或前面的条件总是成立',
};
