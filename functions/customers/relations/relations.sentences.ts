/** What callers are told of relations, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const relationsSentences: Sentences = {
  relation: '关系',
  'These two cannot be that to each other.': '这两位客户之间不能有此关系。',
  'Is this customer. Name another one.': '即该客户本身。请填写另一位客户。',
  'Is no person, which {0} needs.': '不是个人，而 {0} 要求如此。',
  'Is no company, which {0} needs.': '不是公司，而 {0} 要求如此。',
  'Only a contact of a company can be the primary one.': '只有公司的联系人可以是主要联系人。',
  'There is a {0} already, {1}. Take that relation away first.': '已有 {0}：{1}。请先删除该关系。',
  '{0} has {1} relations, and more are not kept. Take one away first.':
    '{0} 已有 {1} 个关系，不能再多。请先删除一个。',
  'This would lead in a circle: from {0} it goes back to this customer.':
    '这会形成循环：从 {0} 又回到该客户。',
  'There are {0} above {1} already, and more are not kept.': '{1} 之上已有 {0} 级，不能再多。',
};
