/** What the mail of an invitation says by itself, beside the words of the survey. */
import type { Language } from '../../../shared/values/language.ts';

interface Texts {
  readonly greeting: (name: string) => string;
  readonly score: string;
  readonly action: string;
  readonly anonymous: string;
  readonly once: string;
  readonly why: string;
  readonly testWhy: string;
  readonly test: string;
  readonly testSubject: string;
  readonly reminder: string;
  readonly reminderSubject: string;
  /** The whole text for a phone. */
  readonly text: (organisation: string, title: string, link: string, takesAnswers: boolean) => string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    greeting: (name) => `${name}，您好！`,
    score: '点击一个分数即可开始；在下一页提交之前不会记录任何内容。',
    action: '填写调查',
    anonymous: '您的回答是匿名的：没有人能看出是您填写的。',
    once: '此链接仅供您本人使用，可回答一次。请勿转发。',
    why: '您收到这封邮件，是因为您是我们的客户。',
    testWhy: '您收到这封邮件，是因为有同事把这项调查的测试发给了您。链接七天内有效，可以多次打开。',
    test: '这是一封测试邮件，发给员工查看。通过其中的链接提交的内容不会被记录。',
    testSubject: '【测试】',
    reminder: '前几天我们向您发出了这份调查，还没有收到您的回答。如果方便，请抽空填写；之后不会再提醒。',
    reminderSubject: '提醒：',
    text: (organisation, title, link, takesAnswers) =>
      `【${organisation}】请填写“${title}”：${link} ${takesAnswers ? '退订回T' : '退订请点链接'}`,
  },
  en: {
    greeting: (name) => `Dear ${name},`,
    score: 'Choose a score to begin; nothing is recorded until you send the next page.',
    action: 'Answer the survey',
    anonymous: 'Your answer is anonymous: nobody can tell that it is yours.',
    once: 'This link is yours alone and takes one answer. Please do not forward it.',
    why: 'You get this mail because you are our customer.',
    testWhy:
      'You get this mail because a colleague has sent you a test of this survey. Its link opens for seven days, as often as you like.',
    test: 'This is a test for staff. What is sent through its links is not recorded.',
    testSubject: '[Test] ',
    reminder:
      'Some days ago we sent you this survey and have not heard from you. If you can spare a moment, we would be glad of your answer; we will not remind you again.',
    reminderSubject: 'Reminder: ',
    text: (organisation, title, link, takesAnswers) =>
      `${organisation}: please answer "${title}" ${link} ${takesAnswers ? 'Reply STOP to opt out' : 'Opt out there'}`,
  },
};
