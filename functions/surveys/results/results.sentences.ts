/** What callers are told of results, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const resultsSentences: Sentences = {
  'No such run has gone out.': '没有这样的轮次。',
  'is no run of this survey': '不是该调查的轮次',
  'is no run of this campaign': '不是该调查计划的轮次',
  'must not lie before the month it begins with': '不能早于起始月份',
  'This tells of the customers of others: it is for whoever sees all answers.':
    '这里涉及他人的客户，仅供可查看全部答复的人员使用。',
  'Days and weeks are counted of all answers only.': '按日和按周的统计只针对全部答复。',
  'Ask by month or by wave for some of the answers.': '若只看部分答复，请按月或按轮次查询。',
};
