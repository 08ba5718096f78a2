/** What the pages of open work say. */
import type { Language } from '../../../shared/values/language.ts';
import { callTexts } from '../callback-desk/index.ts';

const en = {
  ...callTexts.en,
  title: 'My work',
  mine: 'My open callbacks',
  unassigned: 'Unassigned',
  team: 'My teams',
  /** Work of a colleague who is away. */
  standIn: (name: string) => `In place of ${name}`,
  heads: ['Customer', 'Due', 'Phone', 'Why'] as readonly [string, string, string, string],
  teamHeads: ['Who', 'Open', 'Overdue'] as readonly [string, string, string],
  noneOfMine: 'You have no open callbacks.',
  noneOfTeam: 'Nobody in your teams has open callbacks.',
  noneOfStandIn: 'They have no open callbacks.',
  noneUnassigned: 'There are no unassigned callbacks.',
  nothingOpen: 'Your role does not include callbacks. Your administrator can change that.',
  overdue: 'overdue',
  claimed: 'being called',
  noPhone: 'no number known',
  customersNight: 'outside 9:00–20:00 for the customer',
  counts: (open: string, overdue: string) => `${open} open, ${overdue} of them overdue.`,
  zone: (zone: string) => `Times are shown in ${zone} time.`,
  workOf: (team: string) => `Open work of ${team}`,
  queue: 'In the queue of the team',
  noneInQueue: 'Nothing is waiting in the queue.',
  held: 'With its people',
  noneHeld: 'Its people have no open callbacks.',
  heldHidden:
    'Only its leads see what its people have to do; where a team shares its customers, everybody in it does.',
};

export const texts: Readonly<Record<Language, typeof en>> = {
  en,
  'zh-CN': {
    ...callTexts['zh-CN'],
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
    customersNight: '不在客户当地 9:00–20:00',
    counts: (open, overdue) => `待办 ${open} 项，其中逾期 ${overdue} 项。`,
    zone: (zone) => `时间按 ${zone} 时区显示。`,
    workOf: (team) => `${team}的待办`,
    queue: '团队队列',
    noneInQueue: '队列中没有等待的工作。',
    held: '成员手上的工作',
    noneHeld: '成员没有待办的回访。',
    heldHidden: '成员的工作只有团队负责人可以查看；成员之间互相可见客户的团队，全体成员都可以查看。',
  },
};
