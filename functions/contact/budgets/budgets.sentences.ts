/** What callers are told of the contact policy, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const budgetsSentences: Sentences = {
  'Managers say how often customers are written to.': '联系客户的频率由经理设定。',
  'must be at least 1: nothing would ever be sent; leave the limit out for as many as you like':
    '必须至少为 1：否则永远不会发送任何消息；不需要限制时请省略该项',
  'must leave at least an hour of the day in which to send; null for no quiet hours':
    '每天必须至少留出一小时可以发送；不设免打扰时段时请用 null',
  'must leave at least one day of the week to send on': '每周必须至少留出一天可以发送',
};
