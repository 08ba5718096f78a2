/** What callers are told of the quality of customer data, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const qualitySentences: Sentences = {
  'must be one of {0}, or a custom field as custom.name':
    '必须是 {0} 之一，或以 custom.name 形式表示的自定义字段',
  'Managers say what makes a customer complete.': '客户资料完整度的规则由经理设定。',
  'These rules count a field that is not there.': '这些规则计入了不存在的字段。',
  'There is no such field. GET /customer-fields lists those that are defined.':
    '没有此字段。GET /customer-fields 列出已定义的字段。',
  'There is no such finding now.': '目前没有这项问题。',
  'This customer has no such finding: read GET /customers/{customerId}/quality again.':
    '该客户没有这项问题：请重新读取 GET /customers/{customerId}/quality。',
};
