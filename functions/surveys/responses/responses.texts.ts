/** What the answer pages say by themselves, beside the words of the survey. */
import type { Language } from '../../../shared/values/language.ts';
import type { AnswerViolation } from './responses.rules.ts';

interface Texts {
  readonly languageName: string;
  readonly required: string;
  readonly optional: string;
  readonly npsLow: string;
  readonly npsHigh: string;
  readonly csatLow: string;
  readonly csatHigh: string;
  readonly ratingLow: string;
  readonly ratingHigh: string;
  readonly textHint: string;
  readonly send: string;
  readonly violationsHeading: string;
  readonly confirmResubmit: string;
  readonly violations: Readonly<Record<AnswerViolation, string>>;
  readonly thanksTitle: string;
  readonly thanks: string;
  readonly answeredTitle: string;
  readonly answered: string;
  readonly goneTitle: string;
  readonly gone: string;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly unsubscribeTitle: string;
  readonly unsubscribe: string;
  readonly unsubscribeButton: string;
  readonly unsubscribedTitle: string;
  readonly unsubscribed: string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    languageName: '简体中文',
    required: '必答',
    optional: '选答',
    npsLow: '0 = 完全不可能',
    npsHigh: '10 = 非常可能',
    csatLow: '1 = 非常不满意',
    csatHigh: '5 = 非常满意',
    ratingLow: '1 = 很差',
    ratingHigh: '5 = 很好',
    textHint: '最多 2000 字。请勿填写密码、证件号码等敏感信息。',
    send: '提交',
    violationsHeading: '请先修改以下内容，再提交：',
    confirmResubmit: '提交得很快。请再看一眼您的回答，然后再次点击“提交”。',
    violations: {
      missing: '请回答这个问题。',
      'not-a-choice': '请选择列出的选项之一。',
      'too-long': '内容太长，最多 2000 字。',
      'not-text': '内容含有无法保存的字符，请重新输入。',
    },
    thanksTitle: '谢谢您！',
    thanks: '您的回答已提交。您可以关闭此页面。',
    answeredTitle: '您已经回答过了',
    answered: '我们已收到您的回答，无需再次填写。谢谢您！',
    goneTitle: '此调查已结束',
    gone: '此链接已过期，不能再提交回答。感谢您的关注。',
    unknownTitle: '找不到此页面',
    unknown: '链接不完整或有误。请从邮件中重新打开完整的链接。',
    unsubscribeTitle: '退订调查邮件',
    unsubscribe: '您要停止接收我们的调查邮件吗？其他服务邮件不受影响。',
    unsubscribeButton: '停止接收',
    unsubscribedTitle: '已退订',
    unsubscribed: '您将不再收到我们的调查邮件。',
  },
  en: {
    languageName: 'English',
    required: 'required',
    optional: 'optional',
    npsLow: '0 = not at all likely',
    npsHigh: '10 = extremely likely',
    csatLow: '1 = very dissatisfied',
    csatHigh: '5 = very satisfied',
    ratingLow: '1 = very bad',
    ratingHigh: '5 = very good',
    textHint: 'At most 2,000 characters. Please leave out passwords and other sensitive data.',
    send: 'Send',
    violationsHeading: 'Please correct this before you send:',
    confirmResubmit: 'That was quick. Please look over your answers and press “Send” once more.',
    violations: {
      missing: 'Please answer this question.',
      'not-a-choice': 'Please choose one of the options shown.',
      'too-long': 'This is too long: at most 2,000 characters.',
      'not-text': 'This holds characters that cannot be stored. Please type it again.',
    },
    thanksTitle: 'Thank you!',
    thanks: 'Your answer has been sent. You can close this page.',
    answeredTitle: 'You have answered already',
    answered: 'We have your answer; there is nothing more to do. Thank you!',
    goneTitle: 'This survey has ended',
    gone: 'The link has expired, so it takes no more answers. Thank you for your interest.',
    unknownTitle: 'Page not found',
    unknown: 'The link is incomplete or mistyped. Please open the whole link from your mail again.',
    unsubscribeTitle: 'Unsubscribe from survey mails',
    unsubscribe: 'Shall we stop sending you survey mails? Other mails about our service are not affected.',
    unsubscribeButton: 'Stop survey mails',
    unsubscribedTitle: 'Unsubscribed',
    unsubscribed: 'You will get no more survey mails from us.',
  },
};
