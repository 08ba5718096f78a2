/** What the page of the calls to a customer says. */
import type { Language } from '../../../shared/values/language.ts';
import { callTexts } from '../callback-desk/index.ts';

const en = {
  ...callTexts.en,
  title: (customer: string) => `Calls to ${customer}`,
  open: 'To be made',
  openHeads: ['Call', 'Due', 'Status', 'Who calls'] as readonly string[],
  noneOpen: 'No call is promised.',
  promise: 'Promise a call',
  noNumber: 'Mind: no telephone number of this customer is known. Note one before the call.',
  whyCall: 'Why do we call?',
  when: 'When',
  whenHint: (zone: string) =>
    `${zone} time. Where it may be left open, say below when the customer wants to be called: then the next time at which whoever calls works.`,
  byRules: 'whom the assignment rules find',
  wantedFirst: 'By the customer’s own clock, where they have named hours.',
};

export const texts: Readonly<Record<Language, typeof en>> = {
  en,
  'zh-CN': {
    ...callTexts['zh-CN'],
    title: (customer) => `对${customer}的所有回访`,
    open: '待进行',
    openHeads: ['回访', '到期时间', '状态', '回访人'],
    noneOpen: '没有约定的回访。',
    promise: '约定回访',
    noNumber: '注意：该客户没有电话号码，请在回访前补充。',
    whyCall: '为何回访？',
    when: '时间',
    whenHint: (zone) =>
      `按 ${zone} 时区。如不指定，请在下方填写客户希望接听的时段，届时安排在回访人当班的最近时间。`,
    byRules: '按分配规则',
    wantedFirst: '客户说明了时段时填写，按客户当地时间。',
  },
};
