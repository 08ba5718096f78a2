/** What callers are told of orders, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const ordersSentences: Sentences = {
  order: '订单',
  'The customer of the order is not known.': '订单的客户未知。',
  'There is no such customer. Create them first.': '没有这位客户。请先创建该客户。',
  'What is told of an order has happened.': '所告知的订单信息必须是已发生的事。',
  'The order does not add up.': '订单金额不相符。',
  'must not be more than what it is taken off': '不得超过其所减免的金额',
  'A number means an order together with its system.': '订单号须与其所属系统一起才能确定订单。',
  'Required: which system has this number?': '必填：这个订单号属于哪个系统？',
  'Nothing is told of this order, and nothing was before.': '没有告知这个订单的任何信息，此前也没有。',
  'Tell its customer, its contents or one of its steps.': '请告知其客户、内容或某个步骤。',
  'An order has at most {0} refunds.': '一个订单最多有 {0} 笔退款。',
  'An order has at most {0} refunds, with those taken back.': '一个订单最多有 {0} 笔退款（含已撤回的）。',
  'Refunds come to {0}, and the order to {1}. One that was told by mistake is taken back with the amount 0.':
    '退款合计 {0}，而订单金额为 {1}。误报的退款可将金额设为 0 来撤回。',
  'Its refunds were given in {0}. Take them back with the amount 0 first.':
    '其退款以 {0} 计。请先将这些退款的金额设为 0 来撤回。',
  'must not come to more than {0}': '合计不得超过 {0}',
  'Nothing lies between these instants.': '这两个时间之间没有内容。',
  'Must not lie after `to`.': '不得晚于 `to`。',
  'must lie between {0} and now, {1}': '必须在 {0} 与现在（{1}）之间',
};
