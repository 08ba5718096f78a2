/** What callers are told of plans of periodic callbacks, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const plansSentences: Sentences = {
  plan: '定期回访计划',
  'Plans of periodic callbacks are made and changed by managers.': '定期回访计划由经理制定和修改。',
  'There are {0} plans already. End or delete one first, or give one a wider audience.':
    '已有 {0} 个计划。请先结束或删除一个，或扩大某个计划的对象范围。',
  'This plan has ended. Create a new one.': '此计划已结束。请新建一个。',
  'The plan is not possible.': '该计划不可行。',
  'No survey has this id.': '没有此编号的调查。',
  'No list of customers has this id.': '没有此编号的客户名单。',
};
