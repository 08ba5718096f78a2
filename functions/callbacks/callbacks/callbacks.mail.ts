/** What the mail about a callback that is due, or has got another owner, says to them or to the department: whom to call, why, and what to do. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import type { Language } from '../../../shared/values/language.ts';
import { firstCharacters } from '../../../shared/values/text.ts';
import type { Contact } from '../../customers/customers/index.ts';
import type { Scale } from '../../surveys/questions/questions.schema.ts';
import type { CallSettings } from '../calling/calling.schema.ts';
import { codeOf, defaultCallSettings } from '../calling/index.ts';
import { type Callback, DueTime } from './callbacks.schema.ts';
import { unknownHolidays } from './callbacks.texts.ts';

/** Names the renderer. */
export const template = 'callback-due';

/**
 * Why somebody is told: its time has come or comes soon, it has become theirs before, nobody of their team was available for
 * it, nobody has called although its time is past, or their claim was ended.
 */
const occasionSchema = z.enum(['due', 'reminder', 'handed-over', 'queued', 'escalated', 'released']);
export type Occasion = z.infer<typeof occasionSchema>;

/**
 * Who is told: whoever had claimed it; the owner, their deputy while they are away, who leads a team in whose queue it waits, or the department
 * or a team of the owner, when nobody calls; the department
 * of a callback of nobody, of an owner who is away without a deputy, or of one who is not here any more.
 */
const audienceSchema = z.enum([
  ...['holder', 'owner', 'deputy', 'lead', 'owners-lead', 'team', 'away-owner', 'absent-owner', 'department'],
] as const);
export type Audience = z.infer<typeof audienceSchema>;

const Notification = z.object({
  id: z.string(),
  customerId: z.string(),
  due: DueTime,
  audience: audienceSchema,
  occasion: occasionSchema.default('due'),
  score: z.object({ given: z.int(), of: z.int() }).optional(),
  attempts: z.int(),
  last: z
    .object({
      at: z.string(),
      outcome: z.string(),
      /** As people read it; absent in what was asked for before there were settings. */
      label: z.object({ 'zh-CN': z.string(), en: z.string() }).optional(),
    })
    .optional(),
  /** What is about persons; left out where mails are to hold nothing of the kind. */
  details: z
    .object({
      customerName: z.string(),
      /** Null = no number of the customer is known. */
      phone: z.string().nullish(),
      /** Where no number is known. */
      email: z.string().optional(),
      why: z.string().optional(),
      note: z.string().optional(),
      /** Why a claim was ended. */
      releasedBecause: z.string().optional(),
    })
    .optional(),
});
type Notification = z.infer<typeof Notification>;

/** Longer notes are cut, so that a message stays small; the whole note stands in the callback. */
const maximumNote = 500;

/** What the mail needs of a callback. @param details whether it may say who the customer is and what they said */
export function notificationOf(
  callback: Callback,
  about: {
    readonly audience: Audience;
    readonly occasion: Occasion;
    readonly contact: Pick<Contact, 'phone' | 'email'> | undefined;
    readonly details: 'full' | 'none';
    readonly settings: CallSettings;
  },
): Notification {
  const { id, customerId, customerName, due, reason, attempts } = callback;
  const last = attempts.at(-1);
  const phone = about.contact && (about.contact.phone ?? null);
  const details = {
    customerName,
    phone,
    email: phone === null ? about.contact?.email : undefined,
    why: reason.kind === 'low-score' ? undefined : reason.why,
    note: callback.note && firstCharacters(callback.note, maximumNote),
    releasedBecause: about.occasion === 'released' ? callback.released?.why : undefined,
  };
  return {
    ...{ id, customerId, due, audience: about.audience, occasion: about.occasion },
    attempts: attempts.length,
    ...(reason.kind === 'low-score' ? { score: { given: reason.score, of: highestOf(reason) } } : {}),
    ...(last === undefined ? {} : { last: calledLast(last, about.settings) }),
    ...(about.details === 'full' ? { details } : {}),
  };
}

function calledLast({ at, outcome }: Callback['attempts'][number], settings: CallSettings) {
  const label = codeOf(settings, outcome)?.label;
  return { at, outcome, ...(label === undefined ? {} : { label }) };
}

/** The best that can be given on the scale of a score. */
function highestOf({ scale = 'nps' }: { readonly scale?: Scale | undefined }): number {
  return scale === 'nps' ? 10 : 5;
}

interface Words {
  readonly subject: Readonly<Record<Occasion, (customer: string) => string>>;
  readonly heading: Readonly<Record<Occasion, string>>;
  readonly call: string;
  readonly noPhone: (email: string | undefined) => string;
  readonly whom: (customer: string) => string;
  readonly when: (due: DueTime) => string;
  readonly outsideDay: string;
  readonly holidaysUnknown: string;
  readonly score: (score: { readonly given: number; readonly of: number }) => string;
  readonly why: (why: string) => string;
  readonly comment: (comment: string) => string;
  readonly note: (note: string) => string;
  readonly releasedBecause: (why: string) => string;
  readonly attempts: (attempts: number, outcome: string, at: string) => string;
  readonly which: Readonly<Record<Audience, (callbackId: string) => string>>;
  readonly see: string;
  readonly footer: Readonly<Record<Audience, string>>;
}

const words: Readonly<Record<Language, Words>> = {
  'zh-CN': {
    subject: {
      due: (customer) => `回访到期：${customer}`,
      reminder: (customer) => `回访即将到期：${customer}`,
      'handed-over': (customer) => `回访已移交给您：${customer}`,
      queued: (customer) => `回访在团队队列中等待：${customer}`,
      escalated: (customer) => `回访逾期无人致电：${customer}`,
      released: (customer) => `您对回访的认领已被结束：${customer}`,
    },
    heading: {
      due: '有一个客户回访现在到期',
      reminder: '有一个客户回访即将到期',
      'handed-over': '有一个客户回访现在由您负责',
      queued: '有一个客户回访无人可接，在您团队的队列中等待',
      escalated: '有一个客户回访已过约定时间，仍无人致电',
      released: '您认领的一个客户回访已由他人重新开放',
    },
    call: '拨打',
    noPhone: (email) => `该客户没有登记电话号码。${email === undefined ? '' : `电子邮件：${email}`}`,
    whom: (customer) => `客户：${customer}`,
    when: ({ wallTime, timeZone }) => `约定时间：${wallTime.replace('T', ' ')}（${timeZone}）`,
    outsideDay: '请注意：届时不在该客户的致电时段内。',
    holidaysUnknown: '请注意：该日的节假日安排尚不清楚，可能是假日。',
    score: ({ given, of }) => `原因：客户在调查中打了 ${given} 分（满分 ${of} 分）。`,
    why: (why) => `原因：${why}`,
    comment: (comment) => `备注与客户留言：${comment}`,
    note: (note) => `备注：${note}`,
    releasedBecause: (why) => `结束认领的原因：${why}`,
    attempts: (attempts, outcome, at) => `已拨打 ${attempts} 次，上次：${outcome}（${at}）`,
    which: {
      holder: (id) => `它重新等待处理；如您仍在跟进，请再次认领，编号：${id}`,
      owner: (id) => `它在您的队列中，编号：${id}`,
      deputy: (id) => `其负责人缺勤，由您代理，编号：${id}`,
      lead: (id) => `它在您团队的队列中，团队中任何人都可以认领，编号：${id}`,
      'owners-lead': (id) => `请联系负责此回访的人，或另行安排，编号：${id}`,
      team: (id) => `它无人负责，在团队队列中，编号：${id}`,
      'away-owner': (id) => `其负责人缺勤且无人代理，请另行安排，编号：${id}`,
      'absent-owner': (id) => `其负责人已不在岗，请另行安排，编号：${id}`,
      department: (id) => `请联系负责此回访的人，或另行安排，编号：${id}`,
    },
    see: '在工作台查看此回访',
    footer: {
      holder: '您收到此邮件，是因为您曾认领该回访。',
      owner: '您收到此邮件，是因为该回访由您负责。',
      deputy: '您收到此邮件，是因为该回访的负责人缺勤，由您代理。',
      lead: '您收到此邮件，是因为您负责该团队，而团队中暂时无人可接。',
      'owners-lead': '您收到此邮件，是因为您负责该回访所属的团队。',
      team: '您收到此邮件，是因为该回访无人负责，而这是部门邮箱。',
      'away-owner': '您收到此邮件，是因为该回访的负责人缺勤且无人代理，而这是部门邮箱。',
      'absent-owner': '您收到此邮件，是因为该回访的负责人已不在岗，而这是部门邮箱。',
      department: '您收到此邮件，是因为该回访逾期，而这是部门邮箱。',
    },
  },
  en: {
    subject: {
      due: (customer) => `Call due: ${customer}`,
      reminder: (customer) => `Call due soon: ${customer}`,
      'handed-over': (customer) => `Call handed over to you: ${customer}`,
      queued: (customer) => `Call waits for your team: ${customer}`,
      escalated: (customer) => `Nobody has called: ${customer}`,
      released: (customer) => `Your claim was ended: ${customer}`,
    },
    heading: {
      due: 'A call to a customer is due now',
      reminder: 'A call to a customer is due soon',
      'handed-over': 'A call to a customer is now yours to make',
      queued: 'Nobody of your team was available for a call to a customer',
      escalated: 'The time of a call is long past, and nobody has called',
      released: 'Somebody has opened a call again that you had claimed',
    },
    call: 'Call',
    noPhone: (email) =>
      `No phone number of this customer is known.${email === undefined ? '' : ` Their e-mail address: ${email}`}`,
    whom: (customer) => `Customer: ${customer}`,
    when: ({ wallTime, timeZone }) => `Promised for: ${wallTime.replace('T', ' ')} (${timeZone})`,
    outsideDay: 'Mind the hour: it lies outside of the hours in which this customer is to be called.',
    holidaysUnknown: 'Mind the day: the holidays of that time are not known yet, so it may be one.',
    score: ({ given, of }) => `Why: the customer gave ${given} of ${of} in a survey.`,
    why: (why) => `Why: ${why}`,
    comment: (comment) => `Note and comment: ${comment}`,
    note: (note) => `Note: ${note}`,
    releasedBecause: (why) => `Why your claim was ended: ${why}`,
    attempts: (attempts, outcome, at) => `Called so far: ${attempts}; the last time: ${outcome} (${at})`,
    which: {
      holder: (id) => `It waits again as ${id}; claim it anew if you are still at it.`,
      owner: (id) => `It stands in your queue as ${id}.`,
      deputy: (id) => `Its owner is away, and you stand in for them: ${id}.`,
      lead: (id) => `It stands in the queue of your team as ${id}; anybody of the team may take it.`,
      'owners-lead': (id) => `Speak with whoever has ${id} to make, or give it to somebody else.`,
      team: (id) => `It is nobody’s, and stands in the team’s queue as ${id}.`,
      'away-owner': (id) =>
        `Its owner is away, and nobody present stands in for them: give ${id} to somebody else.`,
      'absent-owner': (id) => `Its owner is not here any more: give ${id} to somebody else.`,
      department: (id) => `Speak with whoever has ${id} to make, or give it to somebody else.`,
    },
    see: 'See the call at the desk',
    footer: {
      holder: 'You get this mail because you had claimed this call.',
      owner: 'You get this mail because this call is yours to make.',
      deputy: 'You get this mail because the owner of this call is away, and you stand in for them.',
      lead: 'You get this mail because you lead the team, nobody of which is available now.',
      'owners-lead': 'You get this mail because you lead a team of whoever has this call to make.',
      team: 'You get this mail because this call is nobody’s, and this is the mailbox of the department.',
      'away-owner':
        'You get this mail because the owner of this call is away without anybody to stand in, and this is the mailbox of the department.',
      'absent-owner':
        'You get this mail because the owner of this call is not here any more, and this is the mailbox of the department.',
      department:
        'You get this mail because nobody has made this call, and this is the mailbox of the department.',
    },
  },
};

export const callbackRenderer = renderer({
  template,
  content: z.undefined(),
  data: Notification,
  render: ({ data: callback, recipient: { language }, site, brand, notice }) => {
    const say = words[language];
    const { id, customerId, details } = callback;
    const phone = details?.phone;
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: say.heading[callback.occasion],
      ...(phone === undefined || phone === null ? {} : { phone: { label: say.call, number: phone } }),
      paragraphs: [
        say.whom(details === undefined ? customerId : `${details.customerName} (${customerId})`),
        ...(phone === null ? [say.noPhone(details?.email)] : []),
        say.when(callback.due),
        ...(callback.due.outsideCustomersDay ? [say.outsideDay] : []),
        ...(callback.due.holidaysUnknown ? [say.holidaysUnknown] : []),
        ...reasonsOf(callback, say),
        ...attemptsOf(callback, say, language),
        ...(details?.releasedBecause === undefined ? [] : [say.releasedBecause(details.releasedBecause)]),
        say.which[callback.audience](id),
      ],
      action: { label: say.see, url: `${site}/desk/callbacks/${id}` },
      footer: [say.footer[callback.audience]],
    });
    return { ...body, subject: say.subject[callback.occasion](details?.customerName ?? customerId) };
  },
});

function reasonsOf({ score, details }: Notification, say: Words): string[] {
  const note = details?.note;
  return [
    ...(score === undefined ? [] : [say.score(score)]),
    ...(details?.why === undefined ? [] : [say.why(details.why)]),
    ...(note === undefined ? [] : [score === undefined ? say.note(note) : say.comment(note)]),
  ];
}

function attemptsOf({ attempts, last }: Notification, say: Words, language: Language): string[] {
  if (last === undefined) return [];
  const { outcome, label = codeOf(defaultCallSettings, outcome)?.label } = last;
  return [say.attempts(attempts, label?.[language] ?? outcome, last.at.slice(0, 10))];
}

/** Names the renderer of the mail about a year whose holidays are not known. */
export const holidaysTemplate = 'holidays-unknown';

const UnknownHolidays = z.strictObject({
  year: z.int(),
  /** Whose hours are counted by them. */
  people: z.int().min(1),
});
export type UnknownHolidays = z.infer<typeof UnknownHolidays>;

export const holidaysRenderer = renderer({
  template: holidaysTemplate,
  content: z.undefined(),
  data: UnknownHolidays,
  render: ({ data, recipient: { language }, brand, notice }) => {
    const say = unknownHolidays[language];
    const subject = say.subject(data);
    const paragraphs = [say.what(data), say.follows(data), say.remedy(data)];
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: subject,
      paragraphs,
      footer: [say.footer],
    });
    return { ...body, subject };
  },
});
