/** What is said of customers in a correction, in both languages: who reads it is known only later. */
import type { Said } from '../../../shared/values/said.ts';

const both = (en: string, chinese: string): Said => ({ en, 'zh-CN': chinese });

/** Why a correction cannot go on. */
export const stopTexts = {
  starterLeft: both(
    'Whoever has asked for this does not work here any more.',
    '发起此更正的人已不在此工作。',
  ),
  noList: both('The list of customers is not there any more.', '客户列表已不存在。'),
  notShown: both(
    'Whoever has asked for this is not shown a field of the filter, or these customers, any more.',
    '发起此更正的人已看不到筛选条件中的字段或这些客户。',
  ),
} as const;

/** Why nothing is changed of a customer, or given back. */
export const rowTexts = {
  gone: both(
    'There is no such customer (any more), or it was merged into another one.',
    '没有这位客户（已删除，或已合并到另一位客户）。',
  ),
  notYours: both('Another member of staff looks after this customer.', '这位客户由其他同事负责。'),
  changedSince: both(
    'Was changed since the preview. Begin another correction.',
    '预览之后已被更改。请重新发起更正。',
  ),
  cancelled: both('The correction was cancelled before.', '此前更正已取消。'),
  notLookedAt: both(
    'Was not looked at yet since the last change. Try again in a moment.',
    '最近一次更改后尚未检查。请稍后再试。',
  ),
  nothingSuggested: both('There is no suggestion for it.', '没有可用的建议。'),
  taken: both(
    'A value that would be given back belongs to another customer by now.',
    '应还原的值现已属于另一位客户。',
  ),
  othersChanged: both('Was changed by others since, and stays.', '之后已被他人更改，保持不变。'),
} as const;
