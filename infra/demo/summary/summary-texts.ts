/** The words of the summary, in both languages. */
const english = {
  title: (weeks: number, day: string) =>
    `The department after ${weeks === 1 ? 'a week' : `${weeks} weeks`}, on ${day}`,
  all: 'all',
  customers: {
    title: 'CUSTOMERS',
    heads: ['Customers', 'New', 'Without an owner', 'Changed', 'Contacts recorded', 'Unsubscribed'],
  },
  surveys: {
    title: 'SURVEYS',
    heads: ['Survey', 'Month', 'Invited', 'Sent', 'Bounced', 'Complained', 'Answered', 'Rate'],
    note: 'By the month of the invitation: each answer counts with the invitation that it answers.',
  },
  scores: {
    title: 'SCORES',
    heads: ['Survey', 'Answers', 'NPS', '95 % interval', 'Satisfied (CSAT)', '95 % interval'],
    agrees: (survey: string, total: number) =>
      `${survey}: the score kept by events equals this recount (${total} answers).`,
    differs: (survey: string, score: number | null, total: number) =>
      `${survey}: THE SCORE KEPT BY EVENTS DIFFERS: ${score} of ${total} answers.`,
  },
  comments: { title: 'NEWEST COMMENTS', none: 'Nobody has written anything yet.' },
  callbacks: {
    title: 'CALLBACKS',
    heads: ['Owner', 'Called', 'On time', 'Share', 'Closed', 'Due now', 'Scheduled'],
    onTime: 'On time: first called within a day of the promised time.',
    outcomes: ['Outcome', 'Closed', 'Share'],
    team: 'team',
    calls: (attempts: number, postponed: number) =>
      `${attempts} calls in all; ${postponed} customers are to be called again.`,
    nobody: 'Nobody who gave a low score has been called yet.',
    contact: (half: string, most: string) =>
      `From a low score to the first call: half within ${half} hours, nine of ten within ${most} hours.`,
  },
  loop: {
    title: 'THE CLOSED LOOP',
    heads: [
      ...['Who calls', 'Bad answers', 'Called', 'Hours to the call', 'Hours to the end'],
      ...['Answered again', 'Change', '95 % interval'],
    ],
    note: 'Hours: half of them took no longer. Change: by how much the next answer on the NPS scale was higher, on average.',
    nobody: 'nobody',
  },
  presentation: (link: string) => `The page of results, for whoever heads the department: ${link}`,
};

export type SummaryTexts = typeof english;

const chinese: SummaryTexts = {
  title: (weeks, day) => `${weeks} 周之后的部门，${day}`,
  all: '合计',
  customers: {
    title: '客户',
    heads: ['客户数', '新增', '无负责人', '有变更', '已记录的联系', '退订'],
  },
  surveys: {
    title: '调查',
    heads: ['调查', '月份', '邀请', '已发出', '退信', '投诉', '已回答', '回答率'],
    note: '按邀请的月份：每个回答计入它所回答的邀请。',
  },
  scores: {
    title: '得分',
    heads: ['调查', '回答', 'NPS', '95 % 区间', '满意（CSAT）', '95 % 区间'],
    agrees: (survey, total) => `${survey}：事件统计的得分与重新计算一致（${total} 个回答）。`,
    differs: (survey, score, total) => `${survey}：事件统计的得分不一致：${score}，${total} 个回答。`,
  },
  comments: { title: '最新意见', none: '还没有人留言。' },
  callbacks: {
    title: '回访',
    heads: ['负责人', '已致电', '按时', '比例', '已结束', '现在到期', '已排期'],
    onTime: '按时：在约定时间后一天之内首次致电。',
    outcomes: ['结果', '已结束', '比例'],
    team: '团队',
    calls: (attempts, postponed) => `共致电 ${attempts} 次；还有 ${postponed} 位客户需再次致电。`,
    nobody: '还没有致电给过低分的客户。',
    contact: (half, most) => `从低分到首次致电：一半在 ${half} 小时内，九成在 ${most} 小时内。`,
  },
  loop: {
    title: '闭环',
    heads: [
      '致电人',
      '低分回答',
      '已致电',
      '到首次致电（小时）',
      '到结束（小时）',
      '再次回答',
      '变化',
      '95 % 区间',
    ],
    note: '小时：其中一半不超过此时间。变化：再次回答的 NPS 分值平均提高多少。',
    nobody: '无人',
  },
  presentation: (link) => `给部门负责人的结果页面：${link}`,
};

export const summaryTexts = { en: english, 'zh-CN': chinese } as const;
