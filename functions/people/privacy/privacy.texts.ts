/** What the page says that hands out the file of an export. */
import type { Language } from '../../../shared/values/language.ts';

interface Note {
  readonly title: string;
  readonly text: string;
}

interface Texts {
  readonly open: {
    readonly title: string;
    readonly text: (until: string) => string;
    readonly button: string;
  };
  readonly unknown: Note;
  readonly gone: Note;
  readonly 'used-up': Note;
  readonly unreadable: Note;
  readonly busy: Note;
  readonly errorPrefix: string;
  readonly again: string;
  readonly contact: (organisation: string) => string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  en: {
    open: {
      title: 'Your data',
      text: (until) =>
        `This file holds everything that we keep of one person. Whoever has this link can open it: do not pass it on. It works until ${until} (UTC).`,
      button: 'Download',
    },
    unknown: { title: 'We do not know this link', text: 'Please check that it is complete.' },
    gone: { title: 'This link has expired', text: 'The file is gone. Please ask us for a new one.' },
    'used-up': {
      title: 'This link has been used up',
      text: 'The file was handed out as often as it may be. Please ask us for a new one.',
    },
    unreadable: { title: 'We could not read that', text: 'Please try again.' },
    busy: { title: 'Something went wrong', text: 'Please try again in a moment.' },
    errorPrefix: 'Error: ',
    again: 'Try again',
    contact: (organisation) => `Write to ${organisation}`,
  },
  'zh-CN': {
    open: {
      title: '您的数据',
      text: (until) =>
        `此文件包含我们保存的关于一个人的全部数据。持有此链接的任何人都能打开，请勿转发。有效期至 ${until}（UTC）。`,
      button: '下载',
    },
    unknown: { title: '我们不认识此链接', text: '请检查链接是否完整。' },
    gone: { title: '此链接已过期', text: '文件已删除。如需新的文件，请联系我们。' },
    'used-up': { title: '此链接已用完', text: '文件的下载次数已达上限。如需新的文件，请联系我们。' },
    unreadable: { title: '无法读取', text: '请重试。' },
    busy: { title: '出了点问题', text: '请稍后重试。' },
    errorPrefix: '错误：',
    again: '重试',
    contact: (organisation) => `写信给${organisation}`,
  },
};
