/** What routes of the API say to programs, as it is said at the desk: where to click, instead of what to call. */
import { rewordedBy, type Sentences } from '../../../shared/errors/in-chinese.ts';
import type { Language } from '../../../shared/values/language.ts';

/** By the wording of the API in each language; test/architecture/desk-sentences.test.ts finds what is missing. */
export const deskSentences: Readonly<Record<Language, Sentences>> = {
  en: {
    // Who is asking
    'This needs the permission {0}, which your role does not give.':
      'Your role does not allow this. Ask a manager to do it, or your administrator for another role.',
    'You are registered as somebody who does not work here any more. If you do, ask a manager to set "active": true with PUT /staff/{staffId}.':
      'You are registered as somebody who does not work here any more. If you do, ask a manager to tick “Works here” on your page under Staff.',
    'The subject of your token cannot be a staff id: it needs 1 to 128 letters, digits or any of . _ @ | : -, a letter or digit first, and is none of "me", "none" and "all". Have your identity provider put another value into "sub".':
      'Your account cannot be used here. Ask your administrator.',
    'This needs a token.': 'Sign in again.',
    'This is an ID token, which says who you are. Send the access token.': 'Sign in again.',

    // People
    'Nobody of this id works here. Register people with PUT /staff/{staffId}.':
      'This person does not work here. Choose somebody else from the list.',
    'Is nobody who works here. Name one of GET /staff who is active.':
      'Does not work here. Choose somebody else from the list.',
    'Takes on no work. Name one of GET /staff who does.':
      'Takes on no work. Choose somebody else from the list.',
    'Takes on no work. Name one of GET /staff who does, or null for nobody.':
      'Takes on no work. Choose somebody else from the list.',
    'Nobody of this id was ever registered. Name one of GET /staff.':
      'Nobody of this name was ever registered. Begin at the page of the person, under Staff.',
    'must be the subject of a staff token': 'choose somebody from the list',
    'small letters, digits and "-", beginning with a letter': 'choose what came of the call',
    'must say when to call, unless "wantedHours" says when the customer wants to be called':
      'say when to call, or below when the customer wants to be called',
    'must be the subject of a staff token, not a word of a query': 'choose somebody from the list',
    'must be an id such as {0}, as the API returned it': 'this address is not complete; begin at the list',
    'Taken by {0}, who works here no longer and keeps it. Give them another address with PUT /staff/{staffId}, and it is free.':
      'Taken by {0}, who works here no longer and keeps it. Give them another address on their page under Staff, and it is free.',
    'Taken by {0}. Use another address, or change theirs with PUT /staff/{staffId} first.':
      'Taken by {0}. Use another address, or change theirs on their page under Staff first.',
    'This person still holds {0}. Hand it over with POST /handovers.':
      'This person still holds {0}. Hand it over first: “Hand over” on their page.',
    'This person is away from {0} to {1} already ({2}). Take that absence back first, and plan it anew.':
      'This person is away from {0} to {1} already. Cancel that absence first, and plan it anew.',
    'At most {0} absences are planned. Take one back first.':
      'At most {0} absences are planned. Cancel one first.',
    'Stands in for {0} ({1}) from {2} to {3}. Name somebody else there first.':
      'Stands in for {0} from {2} to {3}. Choose somebody else to stand in there first.',
    'must not lie before `from`': 'must not lie before the first day',
    'must be the day of "from" or later, within 12 months':
      'must be the first day or a later one, within 12 months',
    'No texts are sent here: nothing is set that they could come from (setting smsFrom or smsProvider).':
      'No texts are sent here. Choose mail, or ask your administrator to have texts sent.',
    'must say exactly one of "schedule" and "trigger"':
      'say either when it goes out, or after which event, and only one of them',
    'No number between "from" and "to" lies there.':
      'No number between the lowest and the highest lies there.',
    'must be the day of "from" or later': 'must be the first day or a later one',
    'must leave at least {0} hours between two runs; the setting shortestCampaignHours says so':
      'must leave at least {0} hours between two runs',
    'must have a working hour within the next 400 days; shorten "holidays" or add shifts to "week". Somebody who works here no longer is "active": false.':
      'There must be a working hour within the next 400 days: take days off out, or write hours for another day. For somebody who has left, take the tick off “Works here”.',
    'two capital letters, ISO 3166-1': 'two capital letters, such as CN or GB',

    // Hand-overs
    'must say exactly one of {0}': 'choose or fill in one of the possibilities, and only one',
    'Whoever handed this over does not work here any more. Register them with "active": true first, or hand it over to somebody else.':
      'Whoever handed this over does not work here any more. Tick “Works here” on their page first, or hand it over to somebody else.',
    'This entry cannot be restored because a hand-over has changed who stands in. Take it back with POST /handovers/{handoverId}/undo, or plan the absence anew.':
      'This cannot be restored because a hand-over has changed who stands in. Take the hand-over back on its page under Hand-overs, or plan the absence anew.',

    // Teams
    'Taken by {0}. Use another name, or rename or delete that team first.':
      'There is a team of this name. Choose another name, or rename that team first.',
    'The rules for {0} name this team: {1}. Take it out of them with PUT /assignment-rules/{kind} first.':
      'The rules by which work is given name this team: {1}. Ask your administrator to take it out of them first.',
    'The rules of the closed loop name this team: {0}. Take it out of them with PUT /closed-loop/rules first.':
      'The rules by which answers are followed up name this team: {0}. Ask your administrator to take it out of them first.',
    'Would leave the team without a lead. Name another one in leads.':
      'Would leave the team without a lead. Choose another one under “Leads”.',
    'There is no such team. GET /teams lists those there are.':
      'There is no such team. Those there are stand under Teams.',
    'Nobody who works here has this skill. Note it with PUT /staff/{staffId} first.':
      'Nobody who works here has this skill. Note it on the page of somebody under Staff first.',
    'Name the team: `me` may stand for several.': 'Choose one team.',

    // Callbacks
    'Your role shows you your own queue, with team=me those that your teams open to you and, with owner=none, that of nobody.':
      'Your role shows you your own work, that which your teams open to you, and what waits for nobody in particular.',
    '{0} is working on this callback until {1}. Managers and who leads their team may end that with POST /callbacks/{callbackId}/release.':
      '{0} is working on this callback until {1}. Wait until then, or have the claim ended on the page of the call: managers and who leads their team may do that.',
    'There is no open survey of this id, see GET /surveys.': 'This survey is not open. Choose one that is.',
    'After {0} calls this callback cannot be put off again. Complete it with "close": true in place of "due".':
      'After {0} calls this callback cannot be put off again. Close it with what came of it.',
    'goes not together with "due": say either when to call again or that nobody does':
      'say either when to call again or that nobody does',
    'goes only with outcomes after which the customer is called again':
      'a new time goes only with an outcome after which the customer is called again',

    // Forms and addresses
    'Not known here.': 'There is no such field here. Load the page again.',
    'stands in the list twice, first as entry {0}': 'stands in the list twice',
    'This Idempotency-Key was used for a request with other content. Use a new key for a new thing.':
      'This form was sent already, with other content. Load the page again, look what is saved, and send what is missing.',
    'The Idempotency-Key is not valid.': 'This form is not complete. Load the page again.',
    'Send an Idempotency-Key header with a value of your own for each new thing, so that a repeated request does no harm.':
      'This form is not complete. Load the page again.',
    'Send the ETag you have read as If-Match, so that nobody’s change is lost.':
      'This form is not complete. Load the page again.',
    'The If-Match header is not valid.': 'This form is not complete. Load the page again.',
    'It was changed in the meantime. Reload it and try again.':
      'It was changed in the meantime. Look at what is there now before you do it again.',
    'It was changed in the meantime. Its last change was at {0}. Reload it and try again.':
      'It was changed in the meantime, the last time at {0}. Look at what is there now before you do it again.',
    'Some values of the request are missing or not valid.': 'Something is missing or not right yet:',
    'Nothing is served under {0}.': 'There is nothing under this address.',
    'The cursor does not belong to this list.': 'This page of the list is not there any more.',
    'Use the cursor of the previous page of the same list, unchanged.': 'Begin at its first page.',
    'No list is kept for these filters.': 'This list is not kept.',
    'No list is kept for these filters. POST /customer-lists/{listId}/fill puts whoever a filter of many conditions means into a list, and POST /customer-extracts into a file.':
      'No list is kept for these filters.',
    'Must not lie after `{0}`.': 'Must not lie after the other one.',
    'Is one filter too many: beside `{0}` stands one other.': 'Ask for less at a time.',
    'Cannot be asked for together with `{0}`. Ask for either alone.': 'Ask for one at a time.',
    'Changed again since: {0}. Restore the newer change {1} first, or set the values yourself.':
      'Changed again since. Restore the newer change first, or set the values yourself.',
    'Changed again since: {0}. Set the values yourself.': 'Changed again since. Set the values yourself.',

    // Customers
    'This customer is probably there already. If not, send createAnyway: true.':
      'This customer is probably there already. Look whether it is one of these, or create them anyway.',
    'Not registered as staff. Name one of GET /staff, or register this person with PUT /staff/{staffId} first.':
      'Nobody who works here. Choose somebody else from the list.',
    'Not active any more. Name one of GET /staff who is active, or null for nobody.':
      'Does not work here any more. Choose somebody else from the list.',
    'Your role shows you your own customers, with team=me those that your teams open to you and, with owner=none, those of nobody.':
      'Your role shows you your own customers, those that your teams open to you, and those of nobody.',
    'Is no team of yours. GET /teams lists them.': 'Is no team of yours.',
    'Must not lie after `to`.': 'The first day must not lie after the last one.',
    'a path carries no / ? # %; use PUT /customers/by-external-id?source=…&externalId=…':
      'write it without / ? # %',
    'There is no such field. GET /customer-fields lists those that are defined.':
      'There is no such field. Load the page again.',
    'There is no such field for you. GET /customer-fields lists those that are defined.':
      'There is no such field for you. Load the page again.',
    'Only `choice` and `choices` have options.': 'Only what is chosen from a list has options.',
    'Lacks "{0}", which customers may have. Give it "retired": true in place of taking it out.':
      'Lacks “{0}”, which customers may have.',
    'This customer has no such finding: read GET /customers/{customerId}/quality again.':
      'This is in order by now. Load the page again.',
    'must say what is to change: set, addTags, removeTags or suggestions':
      'Say what is to change: fill in one of the fields at least.',
    'must say whom it is about by one of customerIds, findings, filter and listId':
      'Choose whom it is about.',
    'It cannot go on, see `stopped`.': 'It cannot go on. The page of the correction says why.',
    'Is no column of the file, see `found.columns`.': 'Is no column of the file.',
    'Say csv, xlsx or jsonl.': 'Its name has to end in .csv, .xlsx or .jsonl.',
    'There is a {0} already, {1}. Take that relation away first.':
      'There is another one already. Take that relation away first.',
    '{0} has {1} relations, and more are not kept. Take one away first.':
      'One of the two has {1} relations, and more are not kept. Take one away first.',
    'Is no person, which {0} needs.': 'Only persons can be that.',
    'Is no company, which {0} needs.': 'Only companies can be that.',
    'This would lead in a circle: from {0} it goes back to this customer.':
      'This would lead in a circle, back to this customer.',
    'There are {0} above {1} already, and more are not kept.':
      'There are {0} above the other one already, and more are not kept.',
    'must be a phone number in E.164, such as +8613812345678':
      'no country has such a number; write it with the country, such as +86 138 1234 5678',

    // The trail
    'Goes with `actor` or `kind`.': 'Choose a person or a kind of record as well.',
    'Goes with `kind`.': 'Choose a kind of record as well.',
    'Who has opened something is asked by `record`, or by `actor` without `kind`.':
      'Who has opened something is found at the record, or at the person.',
    'Needed with `kind`, such as 2026-11, unless `day` says one day: of most days there is nothing.':
      'Choose a month such as 2026-11, or a day.',
    'One of `actor`, `kind` and `record` is needed.': 'Choose a person, a kind of record, or a record.',
    'This entry cannot be restored because it tells what became of messages. DELETE /suppressions/{suppressionId} lets an address take them again.':
      'This cannot be restored because it tells what became of messages. Ask your administrator to let the address take them again.',
    'This entry cannot be restored because it is what a customer has said. Note what they say now with PUT /customers/{customerId}/consents/{purpose}/{channel}.':
      'This cannot be restored because it is what a customer has said. Ask your administrator to note what they say now.',
    'This entry cannot be restored because what customers have read stays as they have read it. Put the old words as the next version with PUT /consent-texts/{purpose}/{version}.':
      'This cannot be restored because what customers have read stays as they have read it. Ask your administrator to put the old words as the next version.',
    'This entry cannot be restored because it is what somebody has decided. Decide anew with POST /customers/{customerId}/quality/decisions.':
      'This cannot be restored because it is what somebody has decided. Decide anew under “To correct”.',
    'This entry cannot be restored because it is what somebody has decided. Decide anew with PUT /customers/{customerId}/duplicates/{otherId}.':
      'This cannot be restored because it is what somebody has decided. Decide anew under “Possible duplicates”.',
    'This entry cannot be restored because a hand-over is taken back as a whole, with POST /handovers/{handoverId}/undo.':
      'This cannot be restored because a hand-over is taken back as a whole, on its page under Hand-overs.',
    'This entry cannot be restored because a correction is taken back as a whole, with POST /customer-corrections/{correctionId}/undo.':
      'This cannot be restored because a correction of many customers is taken back as a whole.',
    'This entry cannot be restored because a link that was revoked stays so. Make another with POST /surveys/{surveyId}/reports.':
      'This cannot be restored because a link that was revoked stays so. Make another on the page of the results.',
    'This entry cannot be restored because an import is taken back as a whole, with POST /imports/{importId}/revert.':
      'This cannot be restored because an import is taken back as a whole, on its page under Imports.',
    'This entry cannot be restored because a mapping holds for files to come. Set the values yourself with PATCH /import-mappings/{mappingId}.':
      'This cannot be restored because a mapping holds for files to come. Set the values yourself.',
    'This entry cannot be restored because a kind of activity is put as a whole, with PUT /activity-kinds/{kind}.':
      'This cannot be restored because a kind of activity is put as a whole. Ask your administrator.',
    'This entry cannot be restored because rules of sources are put as a whole, with PUT /customers/source-rules.':
      'This cannot be restored because rules of sources are put as a whole. Ask your administrator.',
    'This is found by no id. Ask by the id of one of {0}, or by `kind`.':
      'This address is not complete; begin at the list.',

    // Last, because others begin so.
    'Taken by {0}.': 'Another customer has it.',
    // Surveys
    'There is no such topic. GET /text-topics lists them.': 'There is no such topic. Load the page again.',
    'Nothing is sent to the address of this member of staff since {0}, because of "{1}". Correct it with PUT /staff/{staffId}, or have a manager lift the suppression: GET /suppressions?email=…, then DELETE /suppressions/{suppressionId}.':
      'Nothing is sent to the address of this member of staff since {0}. Correct it on their page under Staff.',
    'cannot be active: `schedule.{0}` {1}; send a new schedule with it':
      'cannot go on, for its time {1}; change its time first',
    'must be less than expiresAfterDays, which is {0}':
      'must be less than the days for which the link can be answered, which are {0}',
    'must be later than "from"': 'must be later than the hour before it',
    'must lie after startsAt': 'must come after the start',

    // Answers followed up
    'must not lie after `to`': 'must not lie after the last month',
    'must lie at most {0} months back from `to`': 'must lie at most {0} months before the last one',
    'must not lie below `from`': 'must not lie below the lowest',
    'goes not together with "owner": name one of them, or neither': 'choose a person or a team, or neither',
    'Nobody of this id works here and takes on work. GET /staff lists them.':
      'Takes on no work. Choose somebody else from the list.',
    'There is no such survey. GET /surveys lists those there are.':
      'There is no such survey any more. Choose another one.',
  },
  'zh-CN': {
    '没有按这些筛选条件保存的列表。POST /customer-lists/{listId}/fill 可将符合多个条件的客户放入名单，POST /customer-extracts 可导出为文件。':
      '没有按这些筛选条件保存的列表。',
    '不得晚于 `{0}`。': '不得晚于另一时间。',
    '筛选条件过多：除 `{0}` 外只能再有一个。': '请减少筛选条件。',
    // Who is asking
    '需要权限 {0}，而您的角色没有该权限。': '您的角色无权这样做。请经理代为操作，或请管理员调整您的角色。',
    '您已被登记为不再在此工作。如有误，请让经理用 PUT /staff/{staffId} 设置 "active": true。':
      '您已被登记为不再在此工作。如有误，请让经理在“员工”下您的页面勾选“在职”。',
    '您的令牌的 sub 不能用作员工编号：须为 1 至 128 个字母、数字或 . _ @ | : -，以字母或数字开头，且不能是 "me"、"none" 或 "all"。请让身份提供方在 "sub" 中写入其他值。':
      '您的账号无法在此使用，请联系管理员。',
    '需要令牌。': '请重新登录。',
    '这是 ID 令牌，只说明您是谁。请使用访问令牌（access token）。': '请重新登录。',

    // People
    '已由 {0} 使用；此人已不在此工作，但地址仍归其名下。请用 PUT /staff/{staffId} 为其改用另一地址，该地址即可使用。':
      '已由 {0} 使用；此人已不在此工作，但地址仍归其名下。请先在“员工”中其页面上改用另一地址，该地址即可使用。',
    '已由 {0} 使用。请换一个地址，或先用 PUT /staff/{staffId} 修改对方的地址。':
      '已由 {0} 使用。请换一个地址，或先在“员工”中修改对方的地址。',
    '已由 {0} 使用。请换一个名称，或先将该团队改名或删除。': '已有同名团队。请换一个名称，或先将该团队改名。',
    '没有此编号的在职员工。请用 PUT /staff/{staffId} 登记。': '此人不在职。请从列表中另选一位。',
    '此人不在此工作。请从 GET /staff 中选一位在职人员。': '此人不在职。请从列表中另选一位。',
    '此人不承接工作。请从 GET /staff 中选一位承接工作的人员。': '此人不承接工作。请从列表中另选一位。',
    '此人不承接工作。请填写 GET /staff 中承接工作的人员，或用 null 表示无人负责。':
      '此人不承接工作。请从列表中另选一位。',
    '从未登记过此编号的人员。请从 GET /staff 中选一位。': '没有登记过此人。请从“员工”下此人的页面开始。',
    '必须是员工令牌的 sub': '请从列表中选一位',
    '小写字母、数字和 "-"，须以字母开头': '请选择通话结果',
    '必须说明何时致电，除非 "wantedHours" 说明了客户希望接听电话的时段':
      '请填写何时致电，或在下方填写客户希望接听的时段',
    '必须是员工令牌的 sub，而不是查询用词': '请从列表中选一位',
    '必须是 API 返回的编号，如 {0}': '地址不完整，请从列表进入',
    '此人仍负责{0}。请用 POST /handovers 移交。': '此人仍负责{0}。请先在其页面点“移交工作”。',
    '此人已登记 {0} 至 {1} 缺勤（{2}）。请先撤销该缺勤，再重新登记。':
      '此人已登记 {0} 至 {1} 缺勤。请先撤销该缺勤，再重新登记。',
    '最多登记 {0} 次缺勤。请先撤销一次。': '最多登记 {0} 次缺勤。请先撤销一次。',
    '{2} 至 {3} 期间正代理 {0}（{1}）的工作。请先为其另选代理人。':
      '{2} 至 {3} 期间正代理 {0} 的工作。请先为其另选代理人。',
    '不得早于 `from`': '不得早于缺勤首日',
    '必须不早于 "from" 且在 12 个月之内': '不得早于首日，且须在 12 个月之内',
    '此处不发送短信：未设置短信的发送方（设置 smsFrom 或 smsProvider）':
      '此处不发送短信。请改用邮件，或请管理员开通短信。',
    '"schedule" 与 "trigger" 须且只能给出一个': '请填写发出时间或触发事件之一，且只填一个',
    '两个轮次之间至少相隔 {0} 小时；由设置 shortestCampaignHours 规定': '两个轮次之间至少相隔 {0} 小时',
    '"from" 与 "to" 之间没有属于此档的数字。': '最低值与最高值之间没有属于此档的数字。',
    '不能早于 "from"': '不能早于首日',
    '未来 400 天内必须有工作时间；请缩短 "holidays" 或在 "week" 中增加班次。不再在此工作的人请设为 "active": false。':
      '未来 400 天内必须有工作时间：请减少休息日，或为其他日子填写时间。已离职的人请取消勾选“在职”。',
    '两个大写字母（ISO 3166-1）': '两个大写字母，例如 CN 或 GB',

    // Hand-overs
    '必须且只能给出其中一项：{0}': '请在几种可能中选填一项，且只选填一项',
    '移交人已不在此工作。请先以 "active": true 登记此人，或移交给其他人。':
      '移交人已不在职。请先在其页面勾选“在职”，或移交给其他人。',
    '此条目无法恢复，因为代理人是由移交更改的。请用 POST /handovers/{handoverId}/undo 撤回移交，或重新安排该缺勤。':
      '无法恢复，因为代理人是由移交更改的。请在“移交记录”中撤回该移交，或重新登记该缺勤。',

    // Teams
    '{0} 的分配规则中有规则指定了该团队：{1}。请先用 PUT /assignment-rules/{kind} 将其移出。':
      '分配规则中有规则指定了该团队：{1}。请先请管理员将其移出。',
    '闭环规则中有规则指定了该团队：{0}。请先用 PUT /closed-loop/rules 将其移出。':
      '闭环规则中有规则指定了该团队：{0}。请先请管理员将其移出。',
    '这样团队就没有负责人了。请在 leads 中另选一位。': '这样团队就没有负责人了。请在“负责人”中另选一位。',
    '没有该团队。GET /teams 可列出现有团队。': '没有该团队。现有团队见“团队”页面。',
    '在职员工中没有人具备该技能。请先用 PUT /staff/{staffId} 登记。':
      '在职员工中没有人具备该技能。请先在“员工”下某人的页面登记。',
    '请指明团队：`me` 可能代表多个团队。': '请选择一个团队。',

    // Callbacks
    '您的角色可查看自己的队列，用 team=me 查看团队向您开放的队列，用 owner=none 查看无人负责的队列。':
      '您的角色可查看自己的工作、团队向您开放的工作和尚无负责人的工作。',
    '没有此编号的已开放调查，请见 GET /surveys。': '此调查未开放，请选择其他调查。',
    '在 {1} 之前，此回访由 {0} 处理。经理或其团队负责人可用 POST /callbacks/{callbackId}/release 结束认领。':
      '在 {1} 之前，此回访由 {0} 处理。请稍后再试，或请经理或其团队负责人在此回访的页面结束认领。',
    '致电 {0} 次后，此回访不能再推迟。请用 "close": true 代替 "due" 来完成它。':
      '致电 {0} 次后，此回访不能再推迟。请填写结果并关闭。',
    '不能与 "due" 同时给出：请说明何时再次致电，或说明不再致电': '请说明何时再次致电，或说明不再致电',
    只能用于之后会再次致电客户的结果: '只有结果为会再次致电时才能另定时间',

    // Forms and addresses
    '此处没有该字段。': '这里没有该字段。请重新加载页面。',
    '在列表中重复，首次出现在第 {0} 项（从 0 开始）': '在列表中重复',
    '该 Idempotency-Key 已用于内容不同的请求。新的操作请使用新的值。':
      '此表单已提交过，且内容不同。请重新加载页面，查看已保存的内容后再提交其余部分。',
    'Idempotency-Key 无效。': '此表单不完整。请重新加载页面。',
    '请为每个新操作在 Idempotency-Key 请求头中写入一个自定的值，以免重复请求造成影响。':
      '此表单不完整。请重新加载页面。',
    '请将读取到的 ETag 作为 If-Match 发送，以免他人的修改丢失。': '此表单不完整。请重新加载页面。',
    'If-Match 请求头无效。': '此表单不完整。请重新加载页面。',
    '内容在此期间已被修改。请重新读取后再试。':
      '内容在此期间已被修改。请先查看现在的内容，再决定是否重新提交。',
    '内容在此期间已被修改，最后一次修改是在 {0}。请重新读取后再试。':
      '内容在此期间已被修改，最后一次修改是在 {0}。请先查看现在的内容，再决定是否重新提交。',
    '请求中有缺失或无效的值。': '有缺失或不正确的内容：',
    '{0} 不提供任何内容。': '此地址下没有内容。',
    '该游标不属于此列表。': '列表的这一页已不存在。',
    '请原样使用同一列表上一页返回的游标。': '请从第一页开始。',
    '没有按这些筛选条件保存的列表。': '没有这样的列表。',
    '不能与 `{0}` 同时查询。请分别查询。': '请分别查看。',
    '此后又有改动：{0}。请先恢复较新的变更 {1}，或自行设置这些值。':
      '此后又有改动。请先恢复较新的变更，或自行修改。',
    '此后又有改动：{0}。请自行设置这些值。': '此后又有改动。请自行修改。',

    // Customers
    '该客户很可能已存在。若不是同一位，请附上 createAnyway: true。':
      '该客户很可能已存在。请核对是否为以下某一位，否则可仍然创建。',
    '未登记为员工。请填写 GET /staff 中的人，或先用 PUT /staff/{staffId} 登记此人。':
      '此人不在职。请从列表中另选一位。',
    '已不在职。请填写 GET /staff 中的在职员工，或用 null 表示无人负责。':
      '此人已不在职。请从列表中另选一位。',
    '您的角色可查看自己的客户，用 team=me 查看团队向您开放的客户，用 owner=none 查看无人负责的客户。':
      '您的角色可查看自己的客户、团队向您开放的客户和无人负责的客户。',
    '不是您的团队。GET /teams 可列出团队。': '不是您的团队。',
    '不得晚于 `to`。': '开始日期不得晚于结束日期。',
    '路径中不能含有 / ? # %；请用 PUT /customers/by-external-id?source=…&externalId=…': '不能含有 / ? # %',
    '没有此字段。GET /customer-fields 列出已定义的字段。': '没有此字段。请重新加载页面。',
    '没有供您使用的这个字段。GET /customer-fields 可列出已定义的字段。':
      '没有供您使用的这个字段。请重新加载页面。',
    '只有 `choice` 和 `choices` 类型才有选项。': '只有从列表中选择的字段才有选项。',
    '缺少 "{0}"，客户可能已有该值。请将其设为 "retired": true，而不是删除。': '缺少“{0}”，客户可能已有该值。',
    '该客户没有这项问题：请重新读取 GET /customers/{customerId}/quality。': '此处已无问题。请重新加载页面。',
    '必须说明要更改什么：set、addTags、removeTags 或 suggestions': '请说明要更改什么：至少填写一项。',
    '必须用 customerIds、findings、filter、listId 之一说明涉及哪些客户': '请选择哪些客户。',
    '无法继续，见 `stopped`。': '无法继续，原因见此更正的页面。',
    '不是文件中的列，见 `found.columns`。': '不是文件中的列。',
    '请指明 csv、xlsx 或 jsonl。': '文件名须以 .csv、.xlsx 或 .jsonl 结尾。',
    '必须是 E.164 格式的电话号码，如 +8613812345678':
      '没有国家有这样的号码；请写明国家，例如 +86 138 1234 5678',
    '已有 {0}：{1}。请先删除该关系。': '已有另一位。请先删除该关系。',
    '{0} 已有 {1} 个关系，不能再多。请先删除一个。': '其中一位已有 {1} 个关系，不能再多。请先删除一个。',
    '不是个人，而 {0} 要求如此。': '只有个人可以有此关系。',
    '不是公司，而 {0} 要求如此。': '只有公司可以有此关系。',
    '这会形成循环：从 {0} 又回到该客户。': '这会形成循环，又回到该客户。',
    '{1} 之上已有 {0} 级，不能再多。': '对方之上已有 {0} 级，不能再多。',
    '已被客户 {0} 使用。': '另一位客户已使用。',

    // The trail
    '须与 `actor` 或 `kind` 一起使用。': '请同时选择人员或记录种类。',
    '须与 `kind` 一起使用。': '请同时选择记录种类。',
    '查询谁打开过什么：用 `record`，或用 `actor` 而不带 `kind`。': '谁打开过什么，请从该记录或该人员处查看。',
    '使用 `kind` 时必须给出，如 2026-11；也可改用 `day` 指定某一天，因为大多数日子没有记录。':
      '请选择月份（如 2026-11）或某一天。',
    '须给出 `actor`、`kind`、`record` 之一。': '请选择人员、记录种类或一条记录。',
    '此条目无法恢复，因为它记录的是消息的投递结果。用 DELETE /suppressions/{suppressionId} 可让该地址重新接收消息。':
      '此项无法恢复，因为它记录的是消息的投递结果。请让管理员重新允许该地址接收消息。',
    '此条目无法恢复，因为它是客户的表态。请用 PUT /customers/{customerId}/consents/{purpose}/{channel} 记录客户现在的意愿。':
      '此项无法恢复，因为它是客户的表态。请让管理员记录客户现在的意愿。',
    '此条目无法恢复，因为客户读过的文本须保持原样。请用 PUT /consent-texts/{purpose}/{version} 将原文作为下一版本发布。':
      '此项无法恢复，因为客户读过的文本须保持原样。请让管理员将原文作为下一版本发布。',
    '此条目无法恢复，因为它是某人所作的决定。请用 POST /customers/{customerId}/quality/decisions 重新决定。':
      '此项无法恢复，因为它是某人所作的决定。请在“待更正”中重新决定。',
    '此条目无法恢复，因为它是某人所作的决定。请用 PUT /customers/{customerId}/duplicates/{otherId} 重新决定。':
      '此项无法恢复，因为它是某人所作的决定。请在“可能重复”中重新决定。',
    '此条目无法恢复，因为移交只能整体撤回，请用 POST /handovers/{handoverId}/undo。':
      '此项无法恢复，因为移交只能整体撤回，请在“移交”下它的页面上撤回。',
    '此条目无法恢复，因为更正只能整体撤销，请用 POST /customer-corrections/{correctionId}/undo。':
      '此项无法恢复，因为对多位客户的更正只能整体撤销。',
    '此条目无法恢复，因为已撤销的链接不再恢复。请用 POST /surveys/{surveyId}/reports 另建一个。':
      '此项无法恢复，因为已撤销的链接不再恢复。请在结果页面另建一个。',
    '此条目无法恢复，因为导入只能整体撤销，请用 POST /imports/{importId}/revert。':
      '此项无法恢复，因为导入只能整体撤销，请在“导入”下它的页面上撤销。',
    '此条目无法恢复，因为映射只用于以后的文件。请自行用 PATCH /import-mappings/{mappingId} 设置这些值。':
      '此项无法恢复，因为映射只用于以后的文件。请自行设置这些值。',
    '此条目无法恢复，因为行为类型须整体提交，请用 PUT /activity-kinds/{kind}。':
      '此项无法恢复，因为行为类型须整体提交。请联系管理员。',
    '此条目无法恢复，因为来源规则须整体提交，请用 PUT /customers/source-rules。':
      '此项无法恢复，因为来源规则须整体提交。请联系管理员。',
    '这种记录不能按编号查询。请按下列种类之一的编号查询：{0}，或使用 `kind`。':
      '此地址不完整，请从列表进入。',
    '没有这个主题。GET /text-topics 可列出所有主题。': '没有这个主题。请重新加载页面。',
    '自 {0} 起不再向该员工的邮箱发送邮件（原因："{1}"）。请用 PUT /staff/{staffId} 更正邮箱，或请经理解除停发：先查 GET /suppressions?email=…，再 DELETE /suppressions/{suppressionId}。':
      '自 {0} 起不再向该员工的邮箱发送邮件。请在“员工”下其页面更正邮箱。',
    '不能设为 active：`schedule.{0}` {1}；请同时给出新的 schedule': '无法恢复，因为其时间{1}；请先修改时间',
    '必须小于 expiresAfterDays（现为 {0}）': '必须少于链接可作答的天数（现为 {0} 天）',
    '必须晚于 "from"': '必须晚于前面的时刻',
    '必须晚于 startsAt': '必须在开始时间之后',

    // Answers followed up
    '不能晚于 `to`': '不能晚于截止月份',
    '最多只能比 `to` 早 {0} 个月': '最多只能比截止月份早 {0} 个月',
    '不能小于 `from`': '不能小于最低值',
    '不能与 "owner" 同时给出：请填写其中一个，或都不填': '请选择人员或团队之一，或都不选',
    '没有此编号的承接工作的在职员工。GET /staff 可列出员工。': '此人不承接工作。请从列表中另选一位。',
    '没有该调查。GET /surveys 可列出现有调查。': '已没有该调查。请另选一个。',
  },
};

/** A sentence of the API, as it is said at the desk. */
export const toldAtTheDesk: Readonly<Record<Language, (sentence: string) => string>> = {
  en: rewordedBy([deskSentences.en]),
  'zh-CN': rewordedBy([deskSentences['zh-CN']]),
};
