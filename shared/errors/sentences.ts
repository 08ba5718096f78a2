/** What the runtime, contracts, lists and values say, in Chinese, whatever the domain. */
import type { Sentences } from './in-chinese.ts';

export const sharedSentences: Sentences = {
  'must be the number of a version, such as 3': '必须是版本号，如 3',
  // Details of every route
  'Some values of the request are missing or not valid.': '请求中有缺失或无效的值。',
  'Some values of this row are missing or not valid.': '此行中有缺失或无效的值。',
  'There is no such {0}.': '没有这样的{0}。',
  'Nothing is served under {0}.': '{0} 不提供任何内容。',
  'This needs the permission {0}, which your role does not give.': '需要权限 {0}，而您的角色没有该权限。',
  'This needs a token.': '需要令牌。',
  'You are registered as somebody who does not work here any more. If you do, ask a manager to set "active": true with PUT /staff/{staffId}.':
    '您已被登记为不再在此工作。如有误，请让经理用 PUT /staff/{staffId} 设置 "active": true。',
  'This is an ID token, which says who you are. Send the access token.':
    '这是 ID 令牌，只说明您是谁。请使用访问令牌（access token）。',
  'The subject of your token cannot be a staff id: it needs 1 to 128 letters, digits or any of . _ @ | : -, a letter or digit first, and is none of "me", "none" and "all". Have your identity provider put another value into "sub".':
    '您的令牌的 sub 不能用作员工编号：须为 1 至 128 个字母、数字或 . _ @ | : -，以字母或数字开头，且不能是 "me"、"none" 或 "all"。请让身份提供方在 "sub" 中写入其他值。',
  'It was changed in the meantime. Reload it and try again.': '内容在此期间已被修改。请重新读取后再试。',
  'It was changed in the meantime. Its last change was at {0}. Reload it and try again.':
    '内容在此期间已被修改，最后一次修改是在 {0}。请重新读取后再试。',
  'Many are changing the same thing at once. Please try again.': '同时修改同一内容的人太多，请重试。',
  'We are too busy right now. Please try again; nothing is done twice.':
    '系统当前繁忙，请重试；不会重复执行任何操作。',
  'The rows before have taken all the time. Send the batch again.':
    '前面的行已用完全部时间。请重新发送该批次。',
  'This should not have happened. The request id helps us to find out why.':
    '这本不应发生。请求编号可帮助我们查明原因。',

  // What no route has matched
  'There is nothing under this path, in which %2F counts as a slash. /reference lists all that there is.':
    '该路径下没有内容（路径中的 %2F 视为斜杠）。/reference 列出了全部接口。',
  '{0} is not possible here. Possible: {1}.': '此处不支持 {0}。支持：{1}。',

  // Taking back a change
  'This entry cannot be restored because it tells of something that has happened, and not of values.':
    '此条目无法恢复，因为它记录的是已发生的事情，而不是值的改动。',
  'What was before this change is not possible any more. Set the values yourself.':
    '此变更之前的值现在已不可行。请自行设置这些值。',
  change: '变更',
  'This entry cannot be restored because its values went with the customer whom they were about.':
    '此条目无法恢复，因为其中的值已随所涉客户一并删除。',
  'This entry cannot be restored because there was nothing before it: it tells how the record began.':
    '此条目无法恢复，因为在它之前没有内容：它记录的是该数据的新建。',
  'This entry cannot be restored because it has changed nothing that is set by hand.':
    '此条目无法恢复，因为它没有改动任何由人设置的值。',
  'This entry cannot be restored because its values were too long to be kept.':
    '此条目无法恢复，因为其中的值过长，未予保留。',
  'This entry cannot be restored because this record was deleted since.':
    '此条目无法恢复，因为该记录此后已被删除。',
  'This entry cannot be restored because this record was brought back since.':
    '此条目无法恢复，因为该记录此后已被恢复。',
  'This entry cannot be restored because {0} may not become what it was.':
    '此条目无法恢复，因为 {0} 不能再设为原来的值。',
  'Changed again since: {0}. Restore the newer change {1} first, or set the values yourself.':
    '此后又有改动：{0}。请先恢复较新的变更 {1}，或自行设置这些值。',
  'Changed again since: {0}. Set the values yourself.': '此后又有改动：{0}。请自行设置这些值。',

  // Bodies and headers
  'A body may have at most {0} bytes; this one has {1}.': '请求正文最多 {0} 字节，当前为 {1} 字节。',
  'The form did not arrive as a whole.': '表单没有完整送达。',
  'Send it again.': '请重新提交。',
  'The body is not encoded as UTF-8.': '请求正文不是 UTF-8 编码。',
  'Send it encoded as UTF-8.': '请以 UTF-8 编码发送。',
  'The body cannot be read as JSON.': '请求正文无法解析为 JSON。',
  'The body is nested too deeply.': '请求正文嵌套过深。',
  'At most {0} levels.': '最多 {0} 层。',
  'This route takes no body.': '该接口不接受请求正文。',
  'Send the body as it is, without Content-Encoding.': '请直接发送请求正文，不要使用 Content-Encoding。',
  'Send the body as {0}.': '请以 {0} 发送请求正文。',
  'Send the body in UTF-8.': '请以 UTF-8 发送请求正文。',
  'The body names a field twice.': '请求正文中有字段重复。',
  'Send it percent-encoded in UTF-8, a percent sign as %25.':
    '请以 UTF-8 进行百分号编码后发送，百分号本身写作 %25。',
  'Stands in the query twice.': '在查询参数中出现了两次。',
  'The body names a field that nothing has.': '请求正文中有任何对象都没有的字段。',
  'Nothing has a field of this name.': '没有此名称的字段。',
  'Stands twice in its object.': '在其对象中出现了两次。',
  'Send an Idempotency-Key header with a value of your own for each new thing, so that a repeated request does no harm.':
    '请为每个新操作在 Idempotency-Key 请求头中写入一个自定的值，以免重复请求造成影响。',
  'The Idempotency-Key is not valid.': 'Idempotency-Key 无效。',
  'This Idempotency-Key was used for a request with other content. Use a new key for a new thing.':
    '该 Idempotency-Key 已用于内容不同的请求。新的操作请使用新的值。',
  'This was done when it was first asked for, and its customer has been erased since. Do not send it again.':
    '该请求首次发出时已执行，所涉客户此后已被抹除。请勿再次发送。',
  '1 to 128 visible ASCII characters.': '1 至 128 个可见 ASCII 字符。',
  'Send the ETag you have read as If-Match, so that nobody’s change is lost.':
    '请将读取到的 ETag 作为 If-Match 发送，以免他人的修改丢失。',
  'The If-Match header is not valid.': 'If-Match 请求头无效。',
  'Must be an ETag in double quotes such as "3", several of them separated by commas, or *.':
    '必须是带双引号的 ETag，如 "3"，多个以逗号分隔，或为 *。',
  'Required.': '必填。',
  'Not known here.': '此处没有该字段。',

  // Lists
  'The cursor does not belong to this list.': '该游标不属于此列表。',
  'Use the cursor of the previous page of the same list, unchanged.': '请原样使用同一列表上一页返回的游标。',
  'Changes of so long ago are not listed.': '不列出这么久以前的变更。',
  'At most {0} days ago. Read the whole list, then ask for what has changed since you began.':
    '最多 {0} 天以前。请先读取整个列表，再查询自开始读取以来的变更。',
  'Is one filter too many: beside `{0}` stands one other.': '筛选条件过多：除 `{0}` 外只能再有一个。',
  'No list is kept for these filters.': '没有按这些筛选条件保存的列表。',
  'Needs {0}.': '需要 {0}。',
  'Cannot be asked for together with `{0}`. Ask for either alone.': '不能与 `{0}` 同时查询。请分别查询。',

  '`{0}` or {1}': '`{0}` 或 {1}',

  // Values
  'must not be empty': '不能为空',
  'must be a whole number from 1 to {0}': '必须是 1 至 {0} 的整数',
  'must be a whole number from {0} to {1}': '必须是 {0} 至 {1} 的整数',
  'must be one line, without control characters': '必须为一行，且不含控制字符',
  'must not contain control characters': '不能包含控制字符',
  'must hold something that can be seen': '必须含有可见的字符',
  'stands in the batch twice, first in row {0}': '在批次中重复，首次出现在第 {0} 行（从 0 开始）',
  'stands in the list twice, first as entry {0}': '在列表中重复，首次出现在第 {0} 项（从 0 开始）',
  'must say exactly one of {0}': '必须且只能给出其中一项：{0}',
  '"{0}" and {1}': '"{0}" 和 {1}',
  'must be an id such as {0}, as the API returned it': '必须是 API 返回的编号，如 {0}',
  'must be an e-mail address such as li.wei@example.com': '必须是电子邮件地址，如 li.wei@example.com',
  'must not have two dots in a row': '不能有两个连续的点',
  'must be a phone number in E.164, such as +8613812345678': '必须是 E.164 格式的电话号码，如 +8613812345678',
  'must be a currency of ISO 4217, such as CNY': '必须是 ISO 4217 中的货币，如 CNY',
  'must be a currency code such as CNY (ISO 4217)': '必须是货币代码，如 CNY（ISO 4217）',
  'must be a colour such as #0b4fb3': '必须是颜色值，如 #0b4fb3',
  'is too light to be read on white; take a darker shade': '在白底上颜色太浅，请用更深的颜色',
  'must be the subject of a staff token': '必须是员工令牌的 sub',
  'must be the subject of a staff token, not a word of a query': '必须是员工令牌的 sub，而不是查询用词',
  'must be an instant with an offset, such as 2026-11-21T09:00:00Z':
    '必须是带时差的时刻，如 2026-11-21T09:00:00Z',
  'must be a local time such as 2026-11-21T09:00, without seconds and without an offset':
    '必须是当地时间，如 2026-11-21T09:00，不带秒和时差',
  'must be a day such as 2026-11-21': '必须是日期，如 2026-11-21',
  'must be a day such as 1990-12-30, or --12-30 without the year':
    '必须是日期，如 1990-12-30；不知年份时如 --12-30',
  'must be a day that exists in the calendar': '必须是日历中存在的日期',
  'must not lie in the future': '不能在将来',
  'must be a month such as 2026-11': '必须是月份，如 2026-11',
  'must lie in the years {0} to {1} (UTC)': '必须在 {0} 年至 {1} 年之间（UTC）',
  'must be a time of day such as 09:00': '必须是一天中的时间，如 09:00',
  'must be an IANA time zone such as Asia/Shanghai or Europe/Berlin':
    '必须是 IANA 时区，如 Asia/Shanghai 或 Europe/Berlin',
  'a shift must end after it begins; split it at midnight': '班次的结束必须晚于开始；跨零点时请分成两段',
  'shifts of a day must be in order and must not overlap': '一天内的班次必须按顺序排列且不重叠',
  'must have at least one shift': '至少要有一个班次',

  // Schedules
  'must be an interval such as "1 day" or "12 hours"': '必须是间隔，如 "1 day" 或 "12 hours"',
  'must have six fields: minutes hours day-of-month month day-of-week year, such as "0 9 ? * MON *"':
    '必须有六个字段：minutes hours day-of-month month day-of-week year，如 "0 9 ? * MON *"',
  'exactly one of day-of-month and day-of-week must be "?"':
    'day-of-month 与 day-of-week 中必须恰有一个为 "?"',
  'day-of-month: the months named have no day {0}': 'day-of-month：所列月份没有 {0} 日',
  'day-of-week: "#{0}" must be #1 to #5': 'day-of-week："#{0}" 必须是 #1 至 #5',
  '{0}: "{1}" has more than one "/"': '{0}："{1}" 含有多个 "/"',
  '{0}: "/" is not allowed here; name the days, such as MON,WED,FRI':
    '{0}：此处不能用 "/"；请列出星期，如 MON,WED,FRI',
  '{0}: "{1}" is not a range such as {2}': '{0}："{1}" 不是范围，范围如 {2}',
  '{0}: the range "{1}" runs backwards; write two ranges': '{0}：范围 "{1}" 前大后小；请写成两个范围',
  '{0}: "{1}" has no step such as */15': '{0}："{1}" 没有步长，步长如 */15',
  '{0}: "{1}" is not {2}': '{0}："{1}" 不是{2}',
  'a number from {0} to {1} or {2} to {3}': ' {0} 至 {1} 的数字或 {2} 至 {3}',
  'a number from {0} to {1}': ' {0} 至 {1} 的数字',
};
