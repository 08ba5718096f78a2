/** What callers are told of staff, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const staffSentences: Sentences = {
  'member of staff': '员工',
  'These business hours leave no time to work in.': '这样的工作时间没有可工作的时段。',
  'must have a working hour within the next 400 days; shorten "holidays" or add shifts to "week". Somebody who works here no longer is "active": false.':
    '未来 400 天内必须有工作时间；请缩短 "holidays" 或在 "week" 中增加班次。不再在此工作的人请设为 "active": false。',
  'This person still holds {0}. Give them another owner, or null for nobody, with PATCH; the lists with owner={1} show them.':
    '此人仍负责{0}。请用 PATCH 为其指定其他负责人，或用 null 表示无人负责；用 owner={1} 查询列表可看到它们。',
  'callbacks: {0}, customers: {1}': '回访 {0} 个、客户 {1} 个',
  'customers: {0}': '客户 {0} 个',
  'callbacks: {0}': '回访 {0} 个',
};
