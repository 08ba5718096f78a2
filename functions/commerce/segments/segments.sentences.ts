/** What callers are told of segments, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const segmentsSentences: Sentences = {
  segment: '客户分群',
  'must be an object such as {"lastDays": 90}': '必须是一个对象，如 {"lastDays": 90}',
  'must name what is asked for': '必须指明要筛选的字段',
  'must be one of {0}': '必须是其中之一：{0}',
  'There are {0} segments already. Delete one first.': '已有 {0} 个客户分群。请先删除一个。',
  'Other segments ask for this one. Change their rules first.':
    '其他客户分群的规则引用了它。请先修改那些规则。',
  'This rule means nobody.': '此规则不成立。',
  'No segment has this id.': '没有此编号的客户分群。',
  'asks for this segment itself: {0}': '引用了该分群自身：{0}',
};
