/** What callers are told of staff, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const staffSentences: Sentences = {
  'member of staff': '员工',
  'These business hours leave no time to work in.': '这样的工作时间没有可工作的时段。',
  'must have a working hour within the next 400 days; shorten "holidays" or add shifts to "week". Somebody who works here no longer is "active": false.':
    '未来 400 天内必须有工作时间；请缩短 "holidays" 或在 "week" 中增加班次。不再在此工作的人请设为 "active": false。',
  'Another member of staff has this e-mail address.': '另一位员工已使用此邮箱地址。',
  'Taken by {0}, who works here no longer and keeps it. Give them another address with PUT /staff/{staffId}, and it is free.':
    '已由 {0} 使用；此人已不在此工作，但地址仍归其名下。请用 PUT /staff/{staffId} 为其改用另一地址，该地址即可使用。',
  'Taken by {0}. Use another address, or change theirs with PUT /staff/{staffId} first.':
    '已由 {0} 使用。请换一个地址，或先用 PUT /staff/{staffId} 修改对方的地址。',
  'Only people have hours of their own.': '只有员工本人有自己的工作时间。',
  'This person still holds {0}. Hand it over with POST /handovers.':
    '此人仍负责{0}。请用 POST /handovers 移交。',
  'callbacks: {0}, {1}': '回访 {0} 个、{1}',
  'customers: {0}, {1}': '客户 {0} 个、{1}',
  'customers: {0}': '客户 {0} 个',
  'callbacks: {0}': '回访 {0} 个',
  'teams: {0}, {1}': '团队 {0} 个、{1}',
  'teams: {0}': '团队 {0} 个',
  'absences to stand in for: {0} ({1})': '由其代理的缺勤 {0} 次（{1}）',
  'Nobody makes themselves inactive. Ask somebody else who may change staff.':
    '不能将本人设为停用。请由其他可修改员工资料的人操作。',
  absence: '缺勤',
  'must say something': '至少要填写一项',
  'two capital letters, ISO 3166-1': '两个大写字母（ISO 3166-1）',
  'must not lie before `from`': '不得早于 `from`',
  'Somebody who does not work here any more cannot be away.': '已不在此工作的人不能登记缺勤。',
  'This absence cannot be planned.': '无法登记此缺勤。',
  'must be a whole number from 0 to 1000': '必须是 0 至 1000 的整数',
  'Stands in for {0} ({1}) from {2} to {3}. Name somebody else there first.':
    '{2} 至 {3} 期间正代理 {0}（{1}）的工作。请先为其另选代理人。',
  'This person is away from {0} to {1} already ({2}). Take that absence back first, and plan it anew.':
    '此人已登记 {0} 至 {1} 缺勤（{2}）。请先撤销该缺勤，再重新登记。',
  'Is over: today is {0} there.': '已经过去：当地今天是 {0}。',
  'At most {0} absences are planned. Take one back first.': '最多登记 {0} 次缺勤。请先撤销一次。',
  'Nobody stands in for themselves.': '不能由本人代理。',
  'Is nobody who works here. Name one of GET /staff who is active.':
    '此人不在此工作。请从 GET /staff 中选一位在职人员。',
  'Takes on no work. Name one of GET /staff who does.':
    '此人不承接工作。请从 GET /staff 中选一位承接工作的人员。',
  'Is away from {0} to {1}. Name somebody who is there.': '{0} 至 {1} 缺勤。请另选一位在岗人员。',
  'This entry cannot be restored because the absence is over.': '此条目无法恢复，因为该缺勤已结束。',
  'This entry cannot be restored because a hand-over has changed who stands in. Take it back with POST /handovers/{handoverId}/undo, or plan the absence anew.':
    '此条目无法恢复，因为代理人是由移交更改的。请用 POST /handovers/{handoverId}/undo 撤回移交，或重新安排该缺勤。',
};
