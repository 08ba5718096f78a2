/** What callers are told of callbacks, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const callbacksSentences: Sentences = {
  'Nobody of this id works here. Register people with PUT /staff/{staffId}.':
    '没有此编号的在职员工。请用 PUT /staff/{staffId} 登记。',
  'Takes on no work. Name one of GET /staff who does, or null for nobody.':
    '此人不承接工作。请填写 GET /staff 中承接工作的人员，或用 null 表示无人负责。',
  callback: '回访',
  'Only what came of a call can be corrected, while the callback is open or was completed.':
    '只能更正通话的结果，且回访须未关闭或已完成。',
  'The customer was deleted: what came of their calls is corrected no more.':
    '客户已被删除：其通话结果不再更正。',
  'This customer wants no calls, as is noted in their consents: where that is wrong, correct it there before the call is promised again.':
    '此客户不希望接到电话，见其同意记录：如记录有误，请先在那里更正，再安排回访。',
  'What came of a call is corrected by whoever has called, or by a manager.':
    '通话结果由致电者本人或经理更正。',
  'This callback was completed and is closed. Open a new one to call the customer again.':
    '此回访已完成并关闭。如需再次致电客户，请新建回访。',
  'This callback was cancelled and is closed. Open a new one to call the customer again.':
    '此回访已取消并关闭。如需再次致电客户，请新建回访。',
  '{0} is working on this callback until {1}. Managers and who leads their team may end that with POST /callbacks/{callbackId}/release.':
    '在 {1} 之前，此回访由 {0} 处理。经理或其团队负责人可用 POST /callbacks/{callbackId}/release 结束认领。',
  '{0} is calling this customer until {1}, for another callback.':
    '在 {1} 之前，{0} 正因另一个回访致电此客户。',
  'The script of this callback was filled in already.': '此回访的调查已填写。',
  'No open survey is asked in this call.': '此回访没有可用的调查。',
  'The survey of this call is anonymous: nobody can ask it who knows whom they speak with.':
    '此回访的调查是匿名的：知道对方是谁的人不能询问。',
  'The customer was deleted.': '客户已被删除。',
  'This period cannot be read.': '无法读取此时段。',
  'must be the day of "from" or later, within 12 months': '必须不早于 "from" 且在 12 个月之内',
  'Closed callbacks are not due.': '已关闭的回访没有到期时间。',
  'Open callbacks have not ended yet.': '未关闭的回访尚未结束。',
  'goes only with closed ones': '只能用于已关闭的回访',
  'There are no such days.': '没有这样的日期范围。',
  'must be the day of "from" or later': '不能早于 "from"',
  'goes only with open ones': '只能用于未关闭的回访',
  'Nobody is working on this callback. It can be claimed.': '此回访目前无人处理，可以认领。',
  'Claims of others are ended by managers, by who leads their team and by who stands in for them.':
    '他人的认领只能由经理、其团队负责人或其代理人结束。',
  'After {0} calls this callback cannot be put off again. Complete it with "close": true in place of "due".':
    '致电 {0} 次后，此回访不能再推迟。请用 "close": true 代替 "due" 来完成它。',
  'Your role shows you your own queue, with team=me those that your teams open to you and, with owner=none, that of nobody.':
    '您的角色可查看自己的队列，用 team=me 查看团队向您开放的队列，用 owner=none 查看无人负责的队列。',
  'Your role can take callbacks on, leave them to the department or give them to those whose rows your teams open to you.':
    '您的角色可以接下回访、将其留给部门，或交给团队已向您开放其数据的同事。',
  'The callback cannot be given to this person.': '不能将回访分派给此人。',
  'The time of the callback is not possible.': '回访时间不可行。',
  'must lie in the future; it is {0} now': '必须在将来；现在是 {0}',
  'must lie within the next 20 years': '必须在未来 20 年之内',
  'Who does not work here any more takes nothing on.': '已不在此工作的人不能接下工作。',
  'must say when to call again': '必须说明何时再次致电',
  'goes only with outcomes after which the customer is called again': '只能用于之后会再次致电客户的结果',
  'Your role shows you what came of your own calls and of those that your teams open to you.':
    '您的角色可以查看自己的以及团队向您开放的通话结果。',
  'What came of the call cannot be recorded so.': '无法这样记录通话结果。',
  'must be one of {0}': '必须是其中之一：{0}',
  'must say when to call, unless "wantedHours" says when the customer wants to be called':
    '必须说明何时致电，除非 "wantedHours" 说明了客户希望接听电话的时段',
  'must be later than "from"': '必须晚于 "from"',
  'This customer wants no calls, as is noted in their consents.': '此客户不希望接到电话，见其同意记录。',
  'goes not together with "due": say either when to call again or that nobody does':
    '不能与 "due" 同时给出：请说明何时再次致电，或说明不再致电',
};
