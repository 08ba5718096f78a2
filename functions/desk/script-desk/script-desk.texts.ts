/** What the page of a script says beside its questions. */
import type { Language } from '../../../shared/values/language.ts';

const en = {
  title: (customer: string) => `Questions for ${customer}`,
  hint: 'Read them out. What the customer says is taken down as their answer when you have come to the end, once.',
  phone: 'Phone',
  askIn: (language: Language) => ({ en: 'Ask in English', 'zh-CN': 'Ask in Chinese' })[language],
  progress: 'How far you have come',
  wrong: 'Not all of this can be taken down yet:',
  next: 'Next',
  back: 'Previous',
  takeDown: 'Take down the answers',
  nothing: 'Nothing is asked in this call',
  nothingBecause: {
    none: 'No open survey is meant for calls of this kind, or the call is closed.',
    anonymous: 'Its survey is anonymous: nobody can ask it who knows whom they speak with.',
    taken: 'What the customer has answered was taken down already.',
  },
  backToCall: 'Back to the call',
};

export const texts: Readonly<Record<Language, typeof en>> = {
  en,
  'zh-CN': {
    title: (customer) => `询问${customer}的问题`,
    hint: '请读出问题。全部问完后，客户所说的内容将作为其回答记录一次。',
    phone: '电话',
    askIn: (language) => ({ en: '用英语询问', 'zh-CN': '用中文询问' })[language],
    progress: '已完成的比例',
    wrong: '以下内容还不能记录：',
    next: '下一页',
    back: '上一页',
    takeDown: '记录回答',
    nothing: '此回访没有要询问的问题',
    nothingBecause: {
      none: '没有为此类回访设置开放的调查，或此回访已关闭。',
      anonymous: '其调查是匿名的：知道对方是谁的人不能询问。',
      taken: '客户的回答已经记录。',
    },
    backToCall: '返回此回访',
  },
};
