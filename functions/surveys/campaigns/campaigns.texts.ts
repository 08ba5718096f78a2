/** What campaigns say to people beside the errors. */
import type { Language } from '../../../shared/values/language.ts';

interface Texts {
  /** @param apart least days between two runs @param days within which nobody is asked twice */
  readonly askedAgainTooSoon: (apart: number, days: number) => string;
  /** @param other its name @param run when it runs, local time @param days within which nobody is asked twice */
  readonly askedByAnother: (other: string, run: string, days: number) => string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    askedAgainTooSoon: (apart, days) =>
      `两次运行最近${apart === 0 ? '在同一天' : `相隔 ${apart} 天`}，但设置 askAgainAfterDays 规定同一客户在 ${days} 天内不重复询问：上次运行询问过的客户，下次会被跳过（recently-asked）。`,
    askedByAnother: (other, run, days) =>
      `活动“${other}”在 ${run} 运行，与此活动的一次运行相隔不到 ${days} 天，而设置 askAgainAfterDays 规定同一客户在 ${days} 天内不重复询问：其中先运行的活动询问过的客户，会被另一个跳过（recently-asked）。`,
  },
  en: {
    askedAgainTooSoon: (apart, days) =>
      `Two runs lie ${apart === 0 ? 'on one day' : `${apart} ${apart === 1 ? 'day' : 'days'} apart`}, but the setting askAgainAfterDays lets nobody be asked twice within ${days} days: whoever one run asks is skipped by the next (recently-asked).`,
    askedByAnother: (other, run, days) =>
      `The campaign “${other}” runs at ${run}, less than ${days} days from a run of this one, but the setting askAgainAfterDays lets nobody be asked twice within ${days} days: whoever the earlier of the two asks is skipped by the other (recently-asked).`,
  },
};
