/** What the mail to the owner of a due callback says: whom to call and why, but no address and no number. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { Scale } from '../../surveys/surveys/surveys.schema.ts';
import { Callback } from './callbacks.schema.ts';

/** Names the renderer. */
export const template = 'callback-due';

const { id, customerId, customerName, reason, due } = Callback.shape;
const Notification = z.object({ id, customerId, customerName, reason, due, note: z.string().optional() });
type Notification = z.infer<typeof Notification>;

/** Longer notes are cut, so that a message stays small; the whole note stands in the callback. */
const maximumNote = 500;

/** What the mail needs of a callback. */
export function notificationOf(callback: Callback): Notification {
  const note = callback.note?.slice(0, maximumNote);
  return Notification.parse({ ...callback, note });
}

/** The best that can be given on the scale of a score. */
function highestOf({ scale = 'nps' }: { readonly scale?: Scale | undefined }): number {
  return scale === 'nps' ? 10 : 5;
}

interface Words {
  readonly subject: (callback: Notification) => string;
  readonly heading: string;
  readonly whom: (callback: Notification) => string;
  readonly when: (callback: Notification) => string;
  readonly why: (callback: Notification) => string;
  readonly note: (note: string) => string;
  readonly which: (callbackId: string) => string;
  readonly footer: string;
}

const words: Readonly<Record<Language, Words>> = {
  'zh-CN': {
    subject: ({ customerName }) => `回访到期：${customerName}`,
    heading: '有一个客户回访现在到期',
    whom: ({ customerName, customerId }) => `客户：${customerName}（${customerId}）`,
    when: ({ due }) => `约定时间：${due.wallTime.replace('T', ' ')}（${due.timeZone}）`,
    why: ({ reason }) =>
      reason.kind === 'low-score'
        ? `原因：客户在问卷中打了 ${reason.score} 分（满分 ${highestOf(reason)} 分）。`
        : `原因：${reason.why}`,
    note: (note) => `备注：${note}`,
    which: (callbackId) => `它在您的队列中，编号：${callbackId}`,
    footer: '您收到此邮件，是因为该回访由您负责。',
  },
  en: {
    subject: ({ customerName }) => `Call due: ${customerName}`,
    heading: 'A call to a customer is due now',
    whom: ({ customerName, customerId }) => `Customer: ${customerName} (${customerId})`,
    when: ({ due }) => `Promised for: ${due.wallTime.replace('T', ' ')} (${due.timeZone})`,
    why: ({ reason }) =>
      reason.kind === 'low-score'
        ? `Why: the customer gave ${reason.score} of ${highestOf(reason)} in a survey.`
        : `Why: ${reason.why}`,
    note: (note) => `Note: ${note}`,
    which: (callbackId) => `It stands in your queue as ${callbackId}.`,
    footer: 'You get this mail because this call is yours to make.',
  },
};

export const callbackRenderer = renderer({
  template,
  content: z.undefined(),
  data: Notification,
  render: ({ data: callback, recipient: { language } }) => {
    const say = words[language];
    const body = layOutMail({
      language,
      heading: say.heading,
      paragraphs: [
        say.whom(callback),
        say.when(callback),
        say.why(callback),
        ...(callback.note === undefined ? [] : [say.note(callback.note)]),
        say.which(callback.id),
      ],
      footer: [say.footer],
    });
    return { ...body, subject: say.subject(callback) };
  },
});
