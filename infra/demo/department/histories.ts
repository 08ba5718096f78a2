/** What had happened to some customers of the demo department before it began, and what they were promised. */

export interface PastContact {
  /** Index of the customer in `demoCustomers`. */
  readonly customer: number;
  readonly daysAgo: number;
  readonly channel: 'call' | 'email' | 'chat' | 'visit' | 'note';
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly subject: string;
  readonly text?: string;
}

export interface PromisedCall {
  readonly customer: number;
  readonly why: string;
  /** Days from today and time of day in the customer's zone. */
  readonly inDays: number;
  readonly at: string;
  readonly priority: 'low' | 'normal' | 'high';
}

const talks: readonly Omit<PastContact, 'customer' | 'daysAgo'>[] = [
  {
    channel: 'call',
    direction: 'inbound',
    subject: '询问新款报价',
    text: '需要 200 件的含税报价，本周内回复。',
  },
  { channel: 'email', direction: 'outbound', subject: '已发送报价单', text: '附件：报价单，有效期 14 天。' },
  { channel: 'visit', direction: 'outbound', subject: '拜访客户，确认年度合作意向' },
  { channel: 'chat', direction: 'inbound', subject: '物流查询', text: '包裹三天未更新，已联系承运商。' },
  { channel: 'note', direction: 'internal', subject: '决策人为采购总监，偏好微信沟通' },
];

const conversations: readonly Omit<PastContact, 'customer' | 'daysAgo'>[] = [
  {
    channel: 'call',
    direction: 'inbound',
    subject: 'Asked for delivery dates',
    text: 'Needs it before the fair.',
  },
  { channel: 'email', direction: 'outbound', subject: 'Sent the renewal offer', text: 'Valid for 30 days.' },
  { channel: 'visit', direction: 'outbound', subject: 'Site visit: wants training for the new line' },
  { channel: 'chat', direction: 'inbound', subject: 'Invoice address changed' },
  { channel: 'note', direction: 'internal', subject: 'Prefers e-mail; no calls before ten' },
];

const chinesePast = Array.from({ length: 26 }, (_, index) => contact(talks, index * 5, index));
const englishPast = Array.from({ length: 14 }, (_, index) => contact(conversations, 130 + index * 5, index));

export const pastContacts: readonly PastContact[] = [...chinesePast, ...englishPast].flat();

export const promisedCalls: readonly PromisedCall[] = [
  { customer: 3, why: '确认合同修订条款', inDays: 1, at: '10:00', priority: 'high' },
  { customer: 17, why: '样品寄送后的回访', inDays: 1, at: '15:30', priority: 'normal' },
  { customer: 42, why: '续约提醒', inDays: 2, at: '09:30', priority: 'normal' },
  { customer: 68, why: '退货处理结果说明', inDays: 3, at: '14:00', priority: 'high' },
  { customer: 5, why: '分配负责人并首次致电', inDays: 2, at: '11:00', priority: 'low' },
  { customer: 133, why: 'Discuss the training dates', inDays: 1, at: '10:30', priority: 'normal' },
  {
    customer: 151,
    why: 'Renewal: waiting for the budget decision',
    inDays: 4,
    at: '14:00',
    priority: 'high',
  },
  { customer: 180, why: 'Late delivery, promised an update', inDays: 2, at: '11:30', priority: 'normal' },
];

/** One to three contacts, the oldest first. */
function contact(
  texts: readonly Omit<PastContact, 'customer' | 'daysAgo'>[],
  customer: number,
  index: number,
): PastContact[] {
  return texts
    .filter((_, position) => (position + index) % texts.length <= index % 3)
    .map((text, position) => ({ customer, daysAgo: 40 - 11 * position - (index % 7), ...text }));
}
