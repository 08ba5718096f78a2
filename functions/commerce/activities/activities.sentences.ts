/** What callers are told of activities, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const activitiesSentences: Sentences = {
  'kind of activity': '行为类型',
  'must be 1 to 40 small letters, digits and underscores, a letter first, such as page_viewed':
    '必须是 1 到 40 个小写字母、数字和下划线，以字母开头，例如 page_viewed',
  'must be 1 to 40 small letters, digits and underscores, a letter first, such as page':
    '必须是 1 到 40 个小写字母、数字和下划线，以字母开头，例如 page',
  'The customer of the activity is not known.': '行为的客户未知。',
  'There is no such customer. Create them first.': '没有这位客户。请先创建该客户。',
  'This activity cannot be recorded.': '无法记录此行为。',
  'There is no such kind. Define it with PUT /activity-kinds/{kind}.':
    '没有这种行为类型。请用 PUT /activity-kinds/{kind} 定义。',
  'This kind is retired: what was recorded stays, and nothing is added.':
    '此行为类型已停用：已记录的保留，不再新增。',
  'Lies in the future: it is {0} now. Set the clock of whoever tells it.':
    '在将来：现在是 {0}。请校准发送方的时钟。',
  'Must lie after {0}: what is older is not kept, and whether it was counted before nobody could tell.':
    '必须晚于 {0}：更早的不予保留，也无从得知是否已计数。',
  'This kind has no such field.': '此行为类型没有这个字段。',
  'All values together may take {0} bytes.': '所有值合计最多 {0} 字节。',
  'must be a text of 1 to {0} characters, on one line': '必须是 1 到 {0} 个字符的单行文本',
  'must be a number': '必须是数字',
  'must be true or false': '必须是 true 或 false',
  'This activity was recorded with other values.': '此行为已以其他值记录。',
  'Was recorded at {0}. What has happened does not change: another activity has another key.':
    '已于 {0} 记录。已发生的事不会改变：另一个行为须用另一个 key。',
  'This of a kind of activity is for good.': '行为类型的这一项不可更改。',
  'Its activities are counted by {0}. Retire it and define another kind.':
    '其行为按 {0} 计数。请停用它并定义另一种行为类型。',
  'Lacks "{0}", which activities may have. Let it stand, and not be required.':
    '缺少“{0}”，已有行为可能含有它。请保留它，设为非必填即可。',
  'The field {0} keeps its type, {1}, for activities have values of it.':
    '字段 {0} 的类型 {1} 不可更改，因为已有行为含有其值。',
  'There are {0} kinds of activities, and more are not kept. Use one of these.':
    '已有 {0} 种行为类型，不能再多。请使用其中一种。',
  'Nothing lies between these instants.': '这两个时间之间没有内容。',
  'Must not lie after `to`.': '不得晚于 `to`。',
};
