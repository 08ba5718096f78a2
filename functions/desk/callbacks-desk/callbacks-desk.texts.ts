/** What the page of one's open work says. */
import type { Language } from '../../../shared/values/language.ts';

interface Texts {
  readonly title: string;
  readonly mine: string;
  readonly unassigned: string;
  readonly team: string;
  /** Work of a colleague who is away. */
  readonly standIn: (name: string) => string;
  readonly heads: readonly [string, string, string, string];
  readonly teamHeads: readonly [string, string, string];
  readonly noneOfMine: string;
  readonly noneOfTeam: string;
  readonly noneOfStandIn: string;
  readonly noneUnassigned: string;
  readonly nothingOpen: string;
  readonly overdue: string;
  readonly claimed: string;
  readonly noPhone: string;
  readonly customersNight: string;
  readonly score: (score: number) => string;
  readonly counts: (open: string, overdue: string) => string;
  readonly zone: (zone: string) => string;
  readonly workOf: (team: string) => string;
  readonly queue: string;
  readonly noneInQueue: string;
  readonly held: string;
  readonly noneHeld: string;
  readonly heldHidden: string;
  readonly back: (name: string) => string;
  readonly owner: string;
  readonly nobody: string;
  readonly action: string;
  readonly give: string;
  readonly giveCall: (customer: string) => string;
  readonly given: string;
  readonly note: string;
  readonly whoCalls: string;
  readonly anybody: string;
  readonly leaveIt: string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'My work',
    mine: 'My open callbacks',
    unassigned: 'Waiting for nobody in particular',
    team: 'My teams',
    standIn: (name) => `In place of ${name}`,
    heads: ['Customer', 'Due', 'Phone', 'Why'],
    teamHeads: ['Who', 'Open', 'Overdue'],
    noneOfMine: 'You have no open callbacks.',
    noneOfTeam: 'Nobody in your teams has open callbacks.',
    noneOfStandIn: 'They have no open callbacks.',
    noneUnassigned: 'Nothing waits for somebody to take it.',
    nothingOpen: 'Your role opens no callbacks to you. Your administrator can give you another.',
    overdue: 'overdue',
    claimed: 'being called',
    noPhone: 'no number known',
    customersNight: 'outside the customer’s day',
    score: (score) => `Score ${score}`,
    counts: (open, overdue) => `${open} open, ${overdue} of them overdue.`,
    zone: (zone) => `Times are those of ${zone}.`,
    workOf: (team) => `Open work of ${team}`,
    queue: 'In the queue of the team',
    noneInQueue: 'Nothing waits in its queue.',
    held: 'With its people',
    noneHeld: 'Its people have no open callbacks.',
    heldHidden:
      'What its people have to do is seen by its leads, and by everybody in it where the team shares its work.',
    back: (name) => `Back to ${name}`,
    owner: 'Who calls',
    nobody: 'nobody yet',
    action: 'To do',
    give: 'Give to somebody',
    giveCall: (customer) => `Give the call to ${customer} to somebody`,
    given: 'Given. Lists show it in a second or two.',
    note: 'Note',
    whoCalls: 'Who calls',
    anybody: 'anybody of the department',
    leaveIt: 'Leave it as it is',
  },
  'zh-CN': {
    title: '我的工作',
    mine: '我的待办回访',
    unassigned: '尚无负责人的回访',
    team: '我的团队',
    standIn: (name) => `代${name}处理`,
    heads: ['客户', '到期时间', '电话', '原因'],
    teamHeads: ['员工', '待办', '逾期'],
    noneOfMine: '您没有待办的回访。',
    noneOfTeam: '您的团队没有待办的回访。',
    noneOfStandIn: '此人没有待办的回访。',
    noneUnassigned: '没有等待认领的回访。',
    nothingOpen: '您的角色无权查看回访，请联系管理员调整。',
    overdue: '已逾期',
    claimed: '正在联系',
    noPhone: '没有号码',
    customersNight: '不在客户的日间时段',
    score: (score) => `评分 ${score}`,
    counts: (open, overdue) => `待办 ${open} 项，其中逾期 ${overdue} 项。`,
    zone: (zone) => `时间为 ${zone} 时区。`,
    workOf: (team) => `${team}的待办`,
    queue: '团队队列',
    noneInQueue: '队列中没有等待的工作。',
    held: '成员手上的工作',
    noneHeld: '成员没有待办的回访。',
    heldHidden: '成员的工作只有负责人可以查看；团队共享工作时，全体成员都可以查看。',
    back: (name) => `返回${name}`,
    owner: '回访人',
    nobody: '尚无人负责',
    action: '操作',
    give: '分配',
    giveCall: (customer) => `分配${customer}的回访`,
    given: '已分配。列表会在一两秒后更新。',
    note: '备注',
    whoCalls: '由谁回访',
    anybody: '部门内任何人',
    leaveIt: '保持不变',
  },
};
