/** Values as people write them in tables, in the form that customers keep. */
import type { Language } from '../../../../shared/values/language.ts';

const languageNames: Readonly<Record<Language, string>> = {
  'zh-CN': 'zh zh-cn zh-hans zh-hans-cn cn 中文 汉语 普通话 简体中文 chinese mandarin chinesisch',
  en: 'en en-us en-gb 英文 英语 english englisch',
};

/** `中文`, `English` or `en_GB`; undefined for a language in which nobody is written to. */
export function readLanguage(text: string): Language | undefined {
  return chosen(languageNames, text.replaceAll('_', '-'));
}

const kindNames = {
  person: 'person p 个人 人 客户 individual private',
  company: 'company c 公司 企业 单位 机构 organisation organization business',
} as const;

/** `个人`, `Company`; undefined for what is neither. */
export function readKind(text: string): 'person' | 'company' | undefined {
  return chosen(kindNames, text);
}

const genderNames = {
  female: 'female f w 女 女士 女性 mrs ms miss',
  male: 'male m 男 男士 先生 男性 mr',
  other: 'other x 其他 diverse',
} as const;

/** `女`, `Male`; undefined for what is none. */
export function readGender(text: string): keyof typeof genderNames | undefined {
  return chosen(genderNames, text);
}

const stageNames = {
  potential: 'potential lead 潜在 潜在客户 意向客户',
  new: 'new 新 新客户',
  active: 'active 活跃 活跃客户',
  'high-value': 'high-value high_value vip 高价值 高价值客户 重要客户',
  'at-risk': 'at-risk at_risk 流失风险 有流失风险',
  lost: 'lost churned 流失 已流失 流失客户',
} as const;

/** `新客户`, `High-value`; undefined for what is none. */
export function readStage(text: string): keyof typeof stageNames | undefined {
  return chosen(stageNames, text);
}

/** The choice one of whose names, parted by blanks, this is. */
function chosen<Choice extends string>(
  names: Readonly<Record<Choice, string>>,
  text: string,
): Choice | undefined {
  const name = text.normalize('NFKC').trim().toLowerCase();
  const [found] = Object.entries<string>(names).find(([, each]) => each.split(' ').includes(name)) ?? [];
  return found as Choice | undefined;
}

const truths: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['true', 'yes', 'y', '1', '是', '有', '√', '对'].map((each) => [each, true])),
  ...Object.fromEntries(
    ['false', 'no', 'n', '0', '否', '无', '没有', '×', '错'].map((each) => [each, false]),
  ),
};

interface Defined {
  readonly type: string;
  readonly options?: readonly { readonly value: string; readonly label?: object | undefined }[] | undefined;
}

/** A value of a field that was defined, as its type wants it; the text itself where that is not to be seen in it. */
export function readCustom(
  text: string,
  { type, options = [] }: Defined,
): string | number | boolean | string[] {
  const optionOf = (choice: string) =>
    options.find(({ value, label }) => [value, ...Object.values(label ?? {})].includes(choice))?.value ??
    choice;
  switch (type) {
    case 'number': {
      const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
      return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
    }
    case 'boolean':
      return truths[text.normalize('NFKC').trim().toLowerCase()] ?? text;
    case 'date':
      return readDay(text) ?? text;
    case 'choice':
      return optionOf(text);
    case 'choices':
      return readTags(text).map(optionOf);
    default:
      return text;
  }
}

/** `vip; 老客户、2026` → each tag once. */
export function readTags(text: string): readonly string[] {
  return [...new Set(text.split(/[,;|，；、\n]/).map((tag) => tag.trim()))].filter(Boolean);
}

export type DateOrder = 'dmy' | 'mdy';

const yearFirst = [/^(\d{4})(\d{2})(\d{2})$/, /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/];
/** Without a year: `3月5日`, `--03-05`. */
const noYear = /^(?:--(\d{2})-(\d{2})|(\d{1,2})月(\d{1,2})日)$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

/**
 * `19081209`, `1908-12-09`, `1908/12/9`, `1908年12月9日`, `9.12.1908` (with dots the day comes first) and `30/12/1908` or
 * `12/30/1908`, where only one order gives a day.
 *
 * @param order of day and month where both would
 * @returns `YYYY-MM-DD`, or `--MM-DD` for a day without a year; undefined: no such day; `ambiguous`: either order gives a day
 */
export function readDay(text: string, order?: DateOrder): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  const [, month = '', date = '', monthHan = '', dateHan = ''] = noYear.exec(plain) ?? [];
  if (month + monthHan !== '') return dayOf('2000', month || monthHan, date || dateHan)?.replace('2000', '-');
  const first = yearFirst.map((form) => form.exec(plain)).find((found) => found !== null);
  if (first) return dayOf(first[1], first[2], first[3]);
  const [, one, separator, two, year] = yearLast.exec(plain) ?? [];
  if (year === undefined) return undefined;
  const [dayFirst, monthFirst] = [dayOf(year, two, one), dayOf(year, one, two)];
  if (separator === '.' || order === 'dmy') return dayFirst;
  if (order === 'mdy') return monthFirst;
  const isAmbiguous = dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst;
  return isAmbiguous ? 'ambiguous' : (dayFirst ?? monthFirst);
}

const units = [...'一二三四五六七八九'];
const lunarMonths = ['正', ...units.slice(1), '十', '冬', '腊'];
const alsoMonths: Readonly<Record<string, string>> = { 一: '正', 十一: '冬', 十二: '腊' };
const lunarDays = [
  ...[...units, '十'].map((unit) => `初${unit}`),
  ...[...units.map((unit) => `十${unit}`), '二十'],
  ...[...units.map((unit) => `廿${unit}`), '三十'],
];

const lunarDay = /^(?:农历|阴历|旧历)?(闰|leap)?(?:(\d{1,2})[-/.](\d{1,2})|([^月]{1,2})月(.{1,3}?)[日号]?)$/i;

/**
 * A day of the Chinese calendar: `农历八月十五`, `闰四月初三`, `腊月廿三`, `8月15日`, `8-15`, `leap 4-3`.
 *
 * @returns undefined for what is no such day
 */
export function readLunarDay(
  text: string,
): { readonly month: number; readonly day: number; readonly leapMonth?: true } | undefined {
  const found = lunarDay.exec(text.normalize('NFKC').replace(/\s+/g, ''));
  if (found === null) return undefined;
  const [, leap, plainMonth, plainDay, monthName = '', dayName = ''] = found;
  const month = numbered(plainMonth ?? alsoMonths[monthName] ?? monthName, lunarMonths);
  const spelled = dayName.replace(/^二十(?=.)/, '廿').replace('卅', '三十');
  const day = numbered(plainDay ?? spelled, lunarDays);
  if (month < 1 || month > 12 || day < 1 || day > 30) return undefined;
  return { month, day, ...(leap === undefined ? {} : { leapMonth: true as const }) };
}

/** A number in digits, or the place of a name, the first of which is 1; 0 for another one. */
function numbered(text: string, names: readonly string[]): number {
  return /^\d+$/.test(text) ? Number(text) : names.indexOf(text) + 1;
}

function dayOf(year = '', month = '', date = ''): string | undefined {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const instant = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(instant.valueOf()) && instant.toISOString().startsWith(day);
  return exists ? day : undefined;
}
