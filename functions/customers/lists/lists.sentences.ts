/** What callers are told of lists of customers and of filters, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const listsSentences: Sentences = {
  list: '名单',
  export: '导出',
  'Not all of this can be exported for you.': '其中有不能为您导出的内容。',
  'Your role is not shown this field.': '您的角色不能查看此字段。',
  'There is no such field for you. GET /customer-fields lists those that are defined.':
    '没有供您使用的这个字段。GET /customer-fields 可列出已定义的字段。',
  'Only whoever has asked for an export reads it.': '只有请求该导出的人可以查看。',
  'Only whoever made this list, or a manager, can change it.': '只有创建该名单的人或经理可以修改。',
  'A segment keeps this list by its rule. Change or delete the segment instead.':
    '此名单由客户分群按规则维护。请修改或删除该分群。',
  'These are more records than can be taken out at once.': '一次不能移出这么多记录。',
  'Many were merged. Take fewer of them out at once.': '其中许多已合并，请一次少移出一些。',
  'Nobody can be found by this filter.': '无法按此筛选条件查找客户。',
  'This list is being filled already. Wait until that is done.': '该名单正在填充中，请等待完成。',
};
