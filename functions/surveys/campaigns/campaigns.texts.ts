/** What campaigns say to people beside the errors. */
import type { Language } from '../../../shared/values/language.ts';

interface Texts {
  /** @param apart least days between two runs @param days within which nobody is asked twice */
  readonly askedAgainTooSoon: (apart: number, days: number) => string;
  /** @param other its name @param run when it runs, local time @param days within which nobody is asked twice */
  readonly askedByAnother: (other: string, run: string, days: number) => string;
  /** @param days within which nobody is asked twice @param patience after so many more they are skipped */
  readonly askedLatelyWaits: (days: number, patience: number) => string;
  /** @param months as people write them; undefined where they differ from year to year */
  readonly monthsLeftOut: (months: string | undefined) => string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    askedAgainTooSoon: (apart, days) =>
      `两个轮次最近${apart === 0 ? '在同一天' : `相隔 ${apart} 天`}，而同一客户在 ${days} 天内不重复询问：前一轮次询问过的客户，下一轮次会跳过。`,
    askedByAnother: (other, run, days) =>
      `调查计划“${other}”在 ${run} 运行，与此计划的一个轮次相隔不到 ${days} 天，而同一客户在 ${days} 天内不重复询问：其中先运行的计划询问过的客户，会被另一个跳过。`,
    askedLatelyWaits: (days, patience) =>
      `此事件通常紧随客户作答，而同一客户在 ${days} 天内不重复询问：这些客户要等到可以再次询问时才会收到，最多等 ${patience} 天，届时仍不能询问的会被跳过。`,
    monthsLeftOut: (months) =>
      months === undefined
        ? '没有第五个该星期的月份不会运行。'
        : `没有该日期的月份不会运行：${months}。如需在每月最后一天运行，请选择每月最后一天（cron 中的日期写 L）。`,
  },
  en: {
    askedAgainTooSoon: (apart, days) =>
      `Two runs lie ${apart === 0 ? 'on one day' : `${apart} ${apart === 1 ? 'day' : 'days'} apart`}, but nobody is asked twice within ${days} days: whoever one run asks is skipped by the next.`,
    askedByAnother: (other, run, days) =>
      `The campaign “${other}” runs at ${run}, less than ${days} days from a run of this one, but nobody is asked twice within ${days} days: whoever the earlier of the two asks is skipped by the other.`,
    askedLatelyWaits: (days, patience) =>
      `This mostly follows an answer, but nobody is asked twice within ${days} days: whoever has answered lately waits until they may be asked again, ${patience} days at most, and is skipped if that is too soon still.`,
    monthsLeftOut: (months) =>
      months === undefined
        ? 'It does not run in months that have no fifth such weekday.'
        : `It does not run in months that have no such day: ${months}. The last day of every month is a rhythm of its own (in cron the day L).`,
  },
};
