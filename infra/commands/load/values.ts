/** Values as people write them in tables, in the form that the API takes. */
import type { Language } from '../../../shared/values/language.ts';

const languageNames: Readonly<Record<Language, string>> = {
  'zh-CN': 'zh zh-cn zh-hans zh-hans-cn cn 中文 汉语 普通话 简体中文 chinese mandarin chinesisch',
  en: 'en en-us en-gb 英文 英语 english englisch',
};

/** `中文`, `English` or `en_GB`; undefined for a language in which nobody is written to. */
export function readLanguage(text: string): Language | undefined {
  const name = text.toLowerCase().replaceAll('_', '-');
  const [found] = Object.entries(languageNames).find(([, names]) => names.split(' ').includes(name)) ?? [];
  return found as Language | undefined;
}

/** `vip; 老客户、2026` → each tag once. */
export function readTags(text: string): string[] | undefined {
  const tags = [...new Set(text.split(/[,;|，；、\n]/).map((tag) => tag.trim()))].filter(Boolean);
  return tags.length === 0 ? undefined : tags;
}

/** In which order day and month stand where the year comes last. */
export const dateOrders = ['dmy', 'mdy'] as const;
export type DateOrder = (typeof dateOrders)[number];

const yearFirst = [/^(\d{4})(\d{2})(\d{2})$/, /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/];
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

/**
 * `19081209`, `1908-12-09`, `1908/12/9`, `1908年12月9日`, `9.12.1908` (with dots the day comes first) and `30/12/1908` or
 * `12/30/1908`, where only one order gives a day.
 *
 * @param order of day and month where both would
 * @returns `YYYY-MM-DD`; undefined: no such day; `ambiguous`: either order gives a day
 */
export function readDay(text: string, order?: DateOrder): string | undefined {
  const first = yearFirst.map((form) => form.exec(text)).find((found) => found !== null);
  if (first) return dayOf(first[1], first[2], first[3]);
  const [, one, separator, two, year] = yearLast.exec(text) ?? [];
  if (year === undefined) return undefined;
  const [dayFirst, monthFirst] = [dayOf(year, two, one), dayOf(year, one, two)];
  if (separator === '.' || order === 'dmy') return dayFirst;
  if (order === 'mdy') return monthFirst;
  const isAmbiguous = dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst;
  return isAmbiguous ? 'ambiguous' : (dayFirst ?? monthFirst);
}

function dayOf(year = '', month = '', date = ''): string | undefined {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const instant = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(instant.valueOf()) && instant.toISOString().startsWith(day);
  return exists ? day : undefined;
}
