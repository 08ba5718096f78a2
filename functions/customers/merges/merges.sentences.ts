/** What callers are told of merges, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const mergesSentences: Sentences = {
  customer: '客户',
  'must be one of {0}, or a custom field as custom.name':
    '必须是 {0} 之一，或以 custom.name 形式表示的自定义字段',
  'These records cannot be merged.': '这些记录无法合并。',
  'There is no such field for you. GET /customer-fields lists those that are defined.':
    '没有供您使用的这个字段。GET /customer-fields 可列出已定义的字段。',
  'There is no such customer.': '没有这样的客户。',
  'Both are one record already, or were merged before.': '两者已是同一条记录，或此前已合并。',
  'A person and a company are not merged.': '个人与公司不能合并。',
  'One leads to the other by {0}, with somebody between them: take one of these relations away first.':
    '两者之间隔着他人以 {0} 相连：请先解除其中一个关系。',
  'Both have more {0} together than one customer can, {1}: take some off first.':
    '两者合计的 {0} 超过一位客户的上限 {1}：请先删除一部分。',
  'Together they have more records, addresses and other unique values than can be deleted at once: take some off first.':
    '两者合计的记录、地址和其他唯一值过多，无法一次删除：请先删除一部分。',
  'This record is not merged into that customer’s.': '该记录并未合并到该客户的记录中。',
};
