/** What callers are told of lists of customers and of filters, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const listsSentences: Sentences = {
  list: '名单',
  'Only whoever made this list, or a manager, can change it.': '只有创建该名单的人或经理可以修改。',
  'Nobody can be found by this filter.': '无法按此筛选条件查找客户。',
  'This list is being filled already. Wait until that is done.': '该名单正在填充中，请等待完成。',
};
