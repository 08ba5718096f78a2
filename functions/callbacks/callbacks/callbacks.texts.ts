/** What the system says of callbacks in its own words. */
import type { Language } from '../../../shared/values/language.ts';
import type { Callback, CallbackSummary, CancelCode } from './callbacks.schema.ts';

const reasons: Readonly<Record<Exclude<CancelCode, 'by-hand'>, Readonly<Record<Language, string>>>> = {
  'customer-deleted': { 'zh-CN': '客户已被删除。', en: 'The customer was deleted.' },
  'do-not-call': { 'zh-CN': '客户不希望再接到电话。', en: 'The customer wants no calls any more.' },
};

const erasedTexts: Readonly<Record<Language, string>> = { 'zh-CN': '（已抹除）', en: '(erased)' };

/** A callback that says why the system has withdrawn it, and that its customer was erased; what a person said stays as it is. */
export function inWordsOf<Shown extends Callback | CallbackSummary>(
  callback: Shown,
  language: Language,
): Shown {
  const { cancelCode, erased } = callback;
  const because =
    cancelCode === undefined || cancelCode === 'by-hand'
      ? {}
      : { cancelledBecause: reasons[cancelCode][language] };
  if (erased !== true) return { ...callback, ...because };
  const text = erasedTexts[language];
  const why = 'why' in callback ? { why: text } : { reason: { kind: 'manual', why: text } };
  return { ...callback, ...because, ...why, customerName: text };
}

interface AboutHolidays {
  readonly year: number;
  readonly people: number;
}

type Says = (about: AboutHolidays) => string;

/** What the department is told of a year whose holidays are not known. */
export const unknownHolidays: Readonly<
  Record<
    Language,
    {
      readonly subject: Says;
      readonly what: Says;
      readonly follows: Says;
      readonly remedy: Says;
      readonly footer: string;
    }
  >
> = {
  'zh-CN': {
    subject: ({ year }) => `系统尚不知道${year}年的节假日安排`,
    what: ({ year }) =>
      `系统中还没有${year}年的法定节假日和调休上班日。国务院办公厅每年十一月公布次年的安排。`,
    follows: ({ year, people }) =>
      `若不处理，${year}年1月1日起，${people}名员工的每个工作日都按平常日子计算：回访可能约在假日，也不会约在调休上班的周末。这样约定的回访带有 holidaysUnknown 标记。`,
    remedy: ({ year }) =>
      `怎么办：请负责部署的同事按 docs/operations.md 中“Holidays are not known”一节加入${year}年的安排；或用 PUT /staff/{staffId} 把这些日子写进每位员工的 businessHours（holidays、makeUpDays，并让 holidaysKnown 到${year}年12月31日）。`,
    footer: '您收到此邮件，是因为这是部门邮箱。每个年份只通知一次。',
  },
  en: {
    subject: ({ year }) => `The holidays of ${year} are not known yet`,
    what: ({ year }) =>
      `The statutory holidays and make-up days of mainland China for ${year} are not in this system. The State Council announces them in the November before.`,
    follows: ({ year, people }) =>
      `Unless something is done, from 1 January ${year} on every weekday counts as an ordinary one in the hours of ${people} ${people === 1 ? 'person' : 'people'}: calls may be promised for a holiday, and none for a weekend that is worked. Such a promise says "holidaysUnknown".`,
    remedy: ({ year }) =>
      `What to do: have ${year} added by whoever deploys this system (docs/operations.md, "Holidays are not known"); or put its days into the business hours of each of them with PUT /staff/{staffId} (holidays, makeUpDays, and holidaysKnown up to ${year}-12-31).`,
    footer: 'You get this mail because this is the mailbox of the department. Of each year it is told once.',
  },
};
