/** What mails and pages say by which customers tell what they want to be written to about. */
import type { Language } from '../../../shared/values/language.ts';
import type { Channel, ConsentPurpose } from '../consents/consents.schema.ts';
import type { PreferenceRefusal } from './operations/change-preferences.ts';

/** A page that says one thing. */
interface Note {
  readonly title: string;
  readonly text: string;
}

interface Texts {
  readonly purposes: Readonly<Record<ConsentPurpose, string>>;
  readonly mail: {
    readonly subject: (purpose: string) => string;
    readonly greeting: (name: string) => string;
    readonly ask: (purpose: string) => string;
    readonly otherwise: string;
    readonly action: string;
    readonly once: string;
    readonly why: string;
  };
  readonly open: {
    readonly title: (purpose: string) => string;
    readonly button: string;
    readonly otherwise: string;
  };
  readonly thanks: { readonly title: string; readonly text: (purpose: string) => string };
  readonly preferences: {
    readonly title: Readonly<Record<Channel, string>>;
    readonly languageName: string;
    readonly state: Readonly<Record<'on' | 'off', string>>;
    readonly stop: (purpose: string) => string;
    readonly start: (purpose: string) => string;
    readonly saved: Readonly<Record<'on' | 'off', (purpose: string) => string>>;
    readonly undo: string;
    readonly refused: (channel: Channel) => Readonly<Record<PreferenceRefusal, string>>;
  };
  /** Leads from other pages to that of all preferences. */
  readonly all: string;
  readonly used: Note;
  readonly gone: Note;
  readonly unknown: Note;
  /** The request could not be read. */
  readonly unreadable: Note;
  /** We could not do it now. */
  readonly busy: Note;
  /** Before the title of a page that tells of a failure. */
  readonly errorPrefix: string;
  readonly again: string;
  readonly contact: (organisation: string) => string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    purposes: { surveys: '满意度调查', marketing: '产品新闻与优惠', care: '关怀与建议' },
    mail: {
      subject: (purpose) => `请确认：接收“${purpose}”`,
      greeting: (name) => `${name}，您好！`,
      ask: (purpose) => `请确认您同意通过电子邮件接收“${purpose}”：`,
      otherwise: '如果您不想接收，无需任何操作：未经您确认，我们不会发送。',
      action: '查看并确认',
      once: '此链接仅供您本人使用，七天内有效，只能确认一次。请勿转发。',
      why: '您收到这封邮件，是因为您告诉我们想接收此类邮件。',
    },
    open: {
      title: (purpose) => `您要接收“${purpose}”吗？`,
      button: '同意并接收',
      otherwise: '如果不想接收，关闭此页面即可。您以后也可以随时改变主意。',
    },
    thanks: {
      title: '已确认，谢谢您！',
      text: (purpose) => `您会通过电子邮件收到“${purpose}”，可以随时停止。`,
    },
    preferences: {
      title: { email: '您想收到哪些邮件？', sms: '您想收到哪些短信？' },
      languageName: '简体中文',
      state: { on: '目前：会收到', off: '目前：不会收到' },
      stop: (purpose) => `停止接收“${purpose}”`,
      start: (purpose) => `接收“${purpose}”`,
      saved: {
        on: (purpose) => `已保存：您会收到“${purpose}”。`,
        off: (purpose) => `已保存：您不会再收到“${purpose}”。`,
      },
      undo: '撤销',
      refused: () => ({
        'for good': '您曾以其他方式告知我们不再接收，此页面不能更改。如需恢复，请直接联系我们。',
        'for today': '您今天已多次更改。明天起可在此恢复接收，也可以直接写信给我们。',
        expired: '此链接已过期，只能用来停止接收。如想接收，请直接联系我们。',
      }),
    },
    all: '选择想收到的内容',
    used: { title: '此链接已使用过', text: '您已经确认过了。目前的设置可在下面的页面查看和更改。' },
    gone: {
      title: '此链接已过期',
      text: '此链接不能再用于确认，没有保存任何内容。如仍想接收，请写信告诉我们。',
    },
    unknown: { title: '找不到此页面', text: '链接不完整或有误。请重新打开我们发给您的完整链接。' },
    unreadable: { title: '无法读取', text: '您发送的内容无法读取，没有保存。请重新打开页面再试一次。' },
    busy: { title: '暂时无法处理', text: '我们现在很忙，没有保存任何内容。请稍等片刻再试。' },
    errorPrefix: '错误：',
    again: '重新打开',
    contact: (organisation) => `写信给${organisation}`,
  },
  en: {
    purposes: { surveys: 'opinion surveys', marketing: 'news and offers', care: 'greetings and advice' },
    mail: {
      subject: (purpose) => `Please confirm: ${purpose} by e-mail`,
      greeting: (name) => `Dear ${name},`,
      ask: (purpose) => `Please confirm that you agree to get ${purpose} by e-mail:`,
      otherwise: 'If you do not want that, do nothing: without your confirmation we send none.',
      action: 'Read and confirm',
      once: 'This link is yours alone, good for seven days, and confirms once. Please do not forward it.',
      why: 'You get this mail because you have told us that you want such mails.',
    },
    open: {
      title: (purpose) => `Do you want ${purpose} from us?`,
      button: 'Yes, I agree',
      otherwise: 'If you do not, just close this page. You can change your mind at any time.',
    },
    thanks: {
      title: 'Confirmed. Thank you!',
      text: (purpose) => `You will get ${purpose} by e-mail, and can stop that at any time.`,
    },
    preferences: {
      title: { email: 'Which mails do you want?', sms: 'Which texts do you want?' },
      languageName: 'English',
      state: { on: 'Now: you get them', off: 'Now: you do not get them' },
      stop: (purpose) => `Stop ${purpose}`,
      start: (purpose) => `Get ${purpose}`,
      saved: {
        on: (purpose) => `Saved: you will get ${purpose}.`,
        off: (purpose) => `Saved: you will get no more ${purpose}.`,
      },
      undo: 'Undo',
      refused: (channel) => ({
        'for good':
          'You have told us so in another way, which this page cannot change. To get them again, please tell us.',
        'for today':
          'You have changed this several times today. From tomorrow you can get them again here, or write to us.',
        expired: `This link has expired, and only stops ${channel === 'sms' ? 'texts' : 'mails'}. If you want these, please tell us.`,
      }),
    },
    all: 'Choose what you want to get',
    used: {
      title: 'This link has been used',
      text: 'You have confirmed already. What holds now, and can be changed, stands on the page below.',
    },
    gone: {
      title: 'This link has expired',
      text: 'It confirms nothing any more, and nothing was saved. If you still want our mails, please write to us.',
    },
    unknown: {
      title: 'Page not found',
      text: 'The link is incomplete or mistyped. Please open the whole link from our message again.',
    },
    unreadable: {
      title: 'That could not be read',
      text: 'What was sent could not be read, and nothing was saved. Please open the page again.',
    },
    busy: {
      title: 'Not possible right now',
      text: 'We are very busy, and nothing was saved. Please try again in a moment.',
    },
    errorPrefix: 'Error: ',
    again: 'Open it again',
    contact: (organisation) => `Write to ${organisation}`,
  },
};
