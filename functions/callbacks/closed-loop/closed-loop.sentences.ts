/** What callers are told of the closed loop, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const closedLoopSentences: Sentences = {
  loop: '闭环',
  survey: '调查',
  'Managers say which answers are followed up.': '由经理决定哪些答复需要跟进。',
  'These rules name what is not there, or what no answer can be.':
    '这些规则引用了不存在的内容，或任何回答都无法满足的条件。',
  'Nobody of this id is registered.': '没有登记此编号的员工。',
  'Nobody knows who answers this survey, so nobody can be called: it is anonymous.':
    '此调查是匿名的：不知道由谁作答，因此无法回访。',
  'No survey of the rule has a question that is answered on a scale.': '规则中的调查都没有以量表作答的问题。',
  'No survey of the rule has a question on this scale.': '规则中的调查都没有使用此量表的问题。',
  'No survey of the rule has a question that is answered in words.': '规则中的调查都没有以文字作答的问题。',
  'No answer lies there: it is a number from {0} to {1}.': '没有回答会在此范围：回答是 {0} 至 {1} 的数字。',
  'No number between "from" and "to" lies there.': '"from" 与 "to" 之间没有属于此档的数字。',
  'There are no tickets yet. Open a callback.': '目前还没有工单。请改为开立回访。',
  'Nobody of this id works here and takes on work. GET /staff lists them.':
    '没有此编号的承接工作的在职员工。GET /staff 可列出员工。',
  'There is no such team. GET /teams lists those there are.': '没有该团队。GET /teams 可列出现有团队。',
  'There is no such survey. GET /surveys lists those there are.': '没有该调查。GET /surveys 可列出现有调查。',
  'A survey of the rule has no such question that is answered on a scale.':
    '规则中的某项调查没有这个以量表作答的问题。',
  'This question is answered on another scale.': '这个问题使用的是另一种量表。',
  'A survey of the rule has no such question that is answered in words.':
    '规则中的某项调查没有这个以文字作答的问题。',
  'There is no such topic. GET /text-topics lists them.': '没有这个主题。GET /text-topics 可列出所有主题。',
  'A survey of the rule has no such question with this choice.': '规则中的某项调查没有带此选项的这个问题。',
  'These months cannot be counted together.': '无法将这些月份一并统计。',
  'There are no such months.': '没有这样的月份。',
  'must not lie after `to`': '不能晚于 `to`',
  'must lie at most {0} months back from `to`': '最多只能比 `to` 早 {0} 个月',
  'must say something': '至少要填写一项',
  'must not lie below `from`': '不能小于 `from`',
  'goes not together with "owner": name one of them, or neither':
    '不能与 "owner" 同时给出：请填写其中一个，或都不填',
};
