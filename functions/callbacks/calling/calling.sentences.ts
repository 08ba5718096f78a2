/** What callers are told of the settings of calls, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const callingSentences: Sentences = {
  'small letters, digits and "-", beginning with a letter': '小写字母、数字和 "-"，须以字母开头',
  'Managers say how the department calls.': '部门如何致电由经理设定。',
  'These settings are not possible.': '无法采用这些设置。',
  'There are no tickets yet: close it instead.': '目前还没有工单：请改为关闭。',
  'There is no open survey of this id, see GET /surveys.': '没有此编号的已开放调查，请见 GET /surveys。',
  'must have one that is not retired': '必须至少有一个未停用的代码',
  'must end after they begin': '结束时间必须晚于开始时间',
  'must leave at least one day of the week to call on': '每周必须至少留出一天可以致电',
};
