/** What the answer pages say by themselves, beside the words of the survey. */
import type { Language } from '../../../shared/values/language.ts';
import type { Channel } from '../../contact/consents/consents.schema.ts';

/** A page that says one thing. */
interface Note {
  readonly title: string;
  readonly text: string;
}

interface Subscription {
  readonly unsubscribe: Note & { readonly button: string };
  readonly unsubscribed: Note & { readonly undo: string };
  readonly resubscribed: Note;
  readonly stillUnsubscribed: Note;
  readonly undoneTooOften: Note;
}

interface Texts {
  readonly languageName: string;
  readonly send: string;
  readonly next: string;
  readonly back: string;
  /** What was answered is there when the link is opened again. */
  readonly kept: string;
  readonly progress: string;
  /** Nobody knows who answers. */
  readonly unnamed: string;
  /** Before the title of a form that was not taken. */
  readonly errorPrefix: string;
  readonly violationsHeading: string;
  readonly confirmResubmit: string;
  /** @param minutes after which a form can be sent that could not be taken now */
  readonly sendLater: (minutes: number) => string;
  readonly thanks: Note;
  readonly answered: Note;
  /** The link has expired, or whom it was for has been deleted. */
  readonly gone: Note;
  /** The survey has been closed before the link has expired. */
  readonly closed: Note;
  /** The link counts from a later moment on. */
  readonly early: Note;
  /** As many have answered as were wanted. */
  readonly full: Note;
  /** More have answered within an hour than the link takes. */
  readonly crowded: Note;
  readonly unknown: Note;
  /** Of a link for anybody, which nobody was sent. */
  readonly unknownLink: Note;
  /** Whether they get surveys, by the channel of the message that had the link. */
  readonly subscription: (channel: Channel) => Subscription;
  /** The request could not be read. */
  readonly unreadable: Note;
  /** We could not do it now. */
  readonly busy: Note;
  readonly again: string;
  readonly contact: (organisation: string) => string;
  readonly test: string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    languageName: '简体中文',
    send: '提交',
    next: '下一页',
    back: '上一页',
    kept: '已答内容会自动保留：可随时用同一链接继续填写。',
    progress: '已完成的比例',
    unnamed: '我们不会记录您是谁；请不要在文字中留下个人信息。',
    errorPrefix: '错误：',
    violationsHeading: '请先修改以下内容，再提交：',
    confirmResubmit: '还差一步：请再看一眼您的回答，然后再次点击“提交”。',
    sendLater: (minutes) =>
      `现在回答的人很多，暂时无法接收您的回答，还没有保存。您填写的内容都在下面：请不要关闭此页面，${minutes} 分钟后再次点击“提交”。`,
    thanks: { title: '谢谢您！', text: '您的回答已提交。您可以关闭此页面。' },
    answered: { title: '您已经回答过了', text: '我们已收到您的回答，无需再次填写。谢谢您！' },
    gone: { title: '此链接已失效', text: '此链接不能再提交回答。您仍然可以写信告诉我们您的想法。' },
    closed: {
      title: '此调查已关闭',
      text: '我们已结束此调查，不再接收回答。您仍然可以写信告诉我们您的想法。',
    },
    early: { title: '调查尚未开始', text: '现在还不能回答，没有保存任何内容。请稍后再来。' },
    full: { title: '名额已满', text: '我们已收到足够的回答，不再需要更多。谢谢您愿意参与！' },
    crowded: { title: '现在回答的人很多', text: '此刻不能再接收回答，没有保存任何内容。请一小时后再试。' },
    unknown: { title: '找不到此页面', text: '链接不完整或有误。请重新打开我们发给您的完整链接。' },
    unknownLink: {
      title: '此链接无法打开',
      text: '链接不完整，或已经停用。请重新扫码，或重新输入完整的网址；如仍无法打开，欢迎写信给我们。',
    },
    subscription: (channel) => {
      const surveys = { email: '调查邮件', sms: '调查短信' }[channel];
      return {
        unsubscribe: {
          title: `退订${surveys}`,
          text: `您要停止接收我们的${surveys}吗？其他服务消息不受影响。`,
          button: '停止接收',
        },
        unsubscribed: {
          title: '已退订',
          text: `您将不再收到我们的${surveys}。如果是误点，可以撤销。`,
          undo: '撤销，继续接收',
        },
        stillUnsubscribed: {
          title: '仍为退订状态',
          text: `您不会收到我们的${surveys}，此链接不能更改。如需恢复，请直接联系我们。`,
        },
        undoneTooOften: {
          title: '今天暂不能恢复',
          text: `您今天已多次更改，目前不会收到我们的${surveys}。明天起可用同一链接恢复接收，也可以直接写信给我们。`,
        },
        resubscribed: { title: '已恢复接收', text: `您会继续收到我们的${surveys}。您可以关闭此页面。` },
      };
    },
    unreadable: { title: '无法读取', text: '您发送的内容无法读取，没有保存。请重新打开表单再试一次。' },
    busy: { title: '暂时无法处理', text: '我们现在很忙，没有保存任何内容。请稍等片刻再试。' },
    again: '重新打开',
    contact: (organisation) => `写信给${organisation}`,
    test: '这是一次测试：不会记录任何内容。',
  },
  en: {
    languageName: 'English',
    send: 'Send',
    next: 'Next',
    back: 'Back',
    kept: 'What you have answered is kept: go on at any time by the same link.',
    progress: 'How far you have come',
    unnamed: 'We do not record who you are; please leave personal details out of what you write.',
    errorPrefix: 'Error: ',
    violationsHeading: 'Please correct this before you send:',
    confirmResubmit: 'One more step: please look over your answers and press “Send” once more.',
    sendLater: (minutes) =>
      `Many are answering right now: yours could not be taken, and nothing was saved. All that you have filled in is still here. Please leave this page open, and press “Send” again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    thanks: { title: 'Thank you!', text: 'Your answer has been sent. You can close this page.' },
    answered: {
      title: 'You have answered already',
      text: 'We have your answer; there is nothing more to do. Thank you!',
    },
    gone: {
      title: 'This link is no longer open',
      text: 'It takes no more answers. You can still write to us what you think.',
    },
    closed: {
      title: 'This survey has been closed',
      text: 'We have ended it and take no more answers. You can still write to us what you think.',
    },
    early: {
      title: 'This survey has not begun',
      text: 'It takes no answers yet, and nothing was saved. Please come back later.',
    },
    full: {
      title: 'We have enough answers',
      text: 'As many have answered as we need. Thank you for your willingness!',
    },
    crowded: {
      title: 'Many are answering right now',
      text: 'No more answers can be taken at this moment, and nothing was saved. Please try again in an hour.',
    },
    unknown: {
      title: 'Page not found',
      text: 'The link is incomplete or mistyped. Please open the whole link from our message again.',
    },
    unknownLink: {
      title: 'This link leads nowhere',
      text: 'It is incomplete, or was taken out of use. Please scan the code again, or type the whole address; if that does not help, write to us.',
    },
    subscription: (channel) => {
      const surveys = { email: 'survey mails', sms: 'survey texts' }[channel];
      return {
        unsubscribe: {
          title: `Unsubscribe from ${surveys}`,
          text: `Shall we stop sending you ${surveys}? Other messages about our service are not affected.`,
          button: `Stop ${surveys}`,
        },
        unsubscribed: {
          title: 'Unsubscribed',
          text: `You will get no more ${surveys} from us. If that was a mistake, you can undo it.`,
          undo: 'Undo: keep sending them',
        },
        stillUnsubscribed: {
          title: `You get no ${surveys}`,
          text: 'This link cannot change that. To get them again, please tell us.',
        },
        undoneTooOften: {
          title: 'Not again today',
          text: `You have changed this several times today, and get no ${surveys} for now. From tomorrow the same link can take that back, or write to us.`,
        },
        resubscribed: {
          title: 'You stay subscribed',
          text: `You will get our ${surveys} again. You can close this page.`,
        },
      };
    },
    unreadable: {
      title: 'That could not be read',
      text: 'What was sent could not be read, and nothing was saved. Please open the form again.',
    },
    busy: {
      title: 'Not possible right now',
      text: 'We are very busy, and nothing was saved. Please try again in a moment.',
    },
    again: 'Open it again',
    contact: (organisation) => `Write to ${organisation}`,
    test: 'This is a test: nothing is recorded.',
  },
};
