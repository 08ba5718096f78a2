/** What callers are told of improvements, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const improvementsSentences: Sentences = {
  improvement: '改进措施',
  'The improvement is not possible.': '无法进行此改进措施。',
  'No survey has this id.': '没有此编号的调查。',
  'The survey has no question of this id that is measured.': '该调查没有此编号的可度量问题。',
  'No wave of the survey that was answered has this id.': '该调查没有此编号的、已有人作答的轮次。',
  'must lie ahead': '必须在将来',
  'Is nobody who works here. Name one of GET /staff who is active.':
    '此人不在此工作。请从 GET /staff 中选一位在职人员。',
  'Only whoever sees to this improvement, or a manager, can change it.':
    '只有该改进措施的负责人或经理可以修改。',
  'Of an improvement that you see to you change {0}; a manager changes {1}.':
    '您可以修改自己负责的改进措施的 {0}；{1} 由经理修改。',
  'must be one of {0}': '必须是其中之一：{0}',
  'Nobody has this id.': '没有此编号的人员。',
  'No team has this id.': '没有此编号的团队。',
  'is a name; the id is {0}': '这是名称；其编号为 {0}',
  'It is {0}: from there it goes to {1} only.': '目前状态为 {0}：只能改为 {1}。',
  'Nothing was measured since it was done: no wave that went out later was answered.':
    '完成之后尚无度量：其后的轮次还没有人作答。',
  'It was measured already, so its question and the customers whose answers count stay: nobody is to choose by what has turned out well. Begin another improvement.':
    '已经衡量过，用于衡量的问题和客户不再更改，以免按结果好坏来挑选。请另建一项。',
  'That it has helped is not certain.': '是否见效尚不能确定。',
  'the change may be chance: say why it has helped all the same': '变化可能是偶然：请说明为什么仍认为已见效',
  'goes only with whether it has helped, once it is done': '只能在完成之后与是否见效一同说明',
  'It was reopened {0} times. Begin another one.': '已重新打开 {0} 次。请另建一项。',
};
