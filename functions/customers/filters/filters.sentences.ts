/** What callers are told of filters, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const filtersSentences: Sentences = {
  'lies too deep: at most {0} groups stand in one another': '嵌套过深：最多 {0} 层',
  'must be a condition, or a group of the form {"and": […]}, {"or": […]} or {"not": …}':
    '必须是一个条件，或形如 {"and": […]}、{"or": […]} 或 {"not": …} 的组合',
  'must be one group: nothing stands beside and, or or not':
    '只能是一个组合：and、or、not 旁边不能有其他内容',
  'must be a list of at least one condition': '必须是至少含一个条件的列表',
  'is too long: at most {0} bytes, and it has {1}': '过长：最多 {0} 字节，现为 {1} 字节',
  'is one too many: at most {0} conditions': '条件过多：最多 {0} 个',
  'must name what is asked for': '必须指明要筛选的字段',
  'must be one of {0}, or a defined field as custom.name':
    '必须是以下之一：{0}，或以 custom.名称 表示的自定义字段',
  'must be one of {0}': '必须是其中之一：{0}',
  'cannot be asked of this field; use one of {0}': '此字段不能这样筛选；可用：{0}',
  'must be true or false': '必须是 true 或 false',
  'must be a number of days from 1 to 3660': '必须是 1 至 3660 的天数',
  'must be a month from 1 to 12': '必须是 1 至 12 的月份',
  'must be a list of 1 to {0} values': '必须是含 1 至 {0} 个值的列表',
  'must be a number such as 12.5': '必须是数字，如 12.5',
  'must be a day such as 2026-11-21': '必须是日期，如 2026-11-21',
  'must be text of 1 to {0} characters': '必须是 1 至 {0} 个字符的文字',
  'cannot be told together with from or to': '不能与 from 或 to 同时给出',
  'must not be before from': '不能早于 from',
  'Your role is not shown this field.': '您的角色不能查看此字段。',
  'There is no such field for you. GET /customer-fields lists those that are defined.':
    '没有供您使用的这个字段。GET /customer-fields 可列出已定义的字段。',
};
