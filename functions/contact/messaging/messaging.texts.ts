/** What mails to staff say about messages: one of theirs has come back, or a customer has answered. */
import type { Language } from '../../../shared/values/language.ts';

interface Colleague {
  readonly id: string;
  readonly name: string;
}

interface Redirected {
  readonly subject: (colleague: Colleague, subject: string) => string;
  readonly notice: (colleague: Colleague) => string;
}

/** What stands before a mail that was for somebody else: the rest of it speaks to them. */
export const redirected: Readonly<Record<Language, Redirected>> = {
  'zh-CN': {
    subject: ({ name }, subject) => `【转 ${name}】${subject}`,
    notice: ({ id, name }) =>
      `此邮件原本发给 ${name}（${id}），以下内容是写给对方的。由于发往对方邮箱的邮件会被退回，故改发至部门邮箱；请转告对方，或另行安排。`,
  },
  en: {
    subject: ({ name }, subject) => `[For ${name}] ${subject}`,
    notice: ({ id, name }) =>
      `This was for ${name} (${id}), to whom it speaks below. It comes to the mailbox of the department because their own address takes no mail: tell them, or give it to somebody else.`,
  },
};

interface Returned {
  readonly subject: (colleague: Colleague) => string;
  readonly heading: string;
  readonly what: (colleague: Colleague) => string;
  readonly about: (topics: string) => string;
  readonly fromNow: string;
  readonly see: (colleague: Colleague) => string;
  readonly footer: string;
}

/** What the department is told when a mail to a member of staff has come back. */
export const returned: Readonly<Record<Language, Returned>> = {
  'zh-CN': {
    subject: ({ name }) => `发给 ${name} 的邮件被退回`,
    heading: '一封发给员工的通知没有送达',
    what: ({ id, name }) => `发给 ${name}（${id}）的一封通知被退回，对方没有看到。请转告对方查看自己的待办。`,
    about: (topics) => `通知所涉及的编号：${topics}`,
    fromNow:
      '对方邮箱停发期间，发给对方的通知都会改发至此邮箱：请在工作台更正其邮箱地址，或请经理解除停发（先查 GET /suppressions?email=…，再 DELETE /suppressions/{suppressionId}）。',
    see: ({ name }) => `在工作台打开${name}的页面`,
    footer: '您收到此邮件，是因为这是部门邮箱。',
  },
  en: {
    subject: ({ name }) => `Mail to ${name} came back`,
    heading: 'A notification to a colleague did not arrive',
    what: ({ id, name }) =>
      `A notification to ${name} (${id}) came back, and they have not seen it. Tell them to look at what waits for them.`,
    about: (topics) => `It was about: ${topics}`,
    fromNow:
      'While nothing is sent to their address, what they are to be told comes to this mailbox: correct the address at the desk, or have a manager lift the suppression (GET /suppressions?email=…, then DELETE /suppressions/{suppressionId}).',
    see: ({ name }) => `Open the page of ${name} at the desk`,
    footer: 'You get this mail because this is the mailbox of the department.',
  },
};

interface Answered {
  readonly subject: string;
  readonly what: (customerId: string) => string;
  readonly where: (customerId: string) => string;
  readonly footer: Readonly<Record<'owner' | 'deputy' | 'department', string>>;
}

/** What whoever looks after a customer is told when they have answered a text. */
export const answered: Readonly<Record<Language, Answered>> = {
  'zh-CN': {
    subject: '有客户回复了短信',
    what: (customerId) => `客户 ${customerId} 回复了我们的短信。对方不会收到自动答复，可能正在等您回音。`,
    where: (customerId) => `回复的内容见其时间线：GET /customers/${customerId}/timeline?type=text.received`,
    footer: {
      owner: '您收到此邮件，是因为该客户由您负责。',
      deputy: '您收到此邮件，是因为该客户的负责人缺勤，由您代理。',
      department: '您收到此邮件，是因为该客户目前无人负责或其负责人缺勤且无人代理，而这是部门邮箱。',
    },
  },
  en: {
    subject: 'A customer has answered a text',
    what: (customerId) =>
      `${customerId} has answered a text of ours. Nobody has replied to them, and they may be waiting to hear from you.`,
    where: (customerId) =>
      `What they say stands in their timeline: GET /customers/${customerId}/timeline?type=text.received`,
    footer: {
      owner: 'You get this mail because you look after this customer.',
      deputy:
        'You get this mail because whoever looks after this customer is away, and you stand in for them.',
      department:
        'You get this mail because nobody looks after this customer just now, and this is the mailbox of the department.',
    },
  },
};
