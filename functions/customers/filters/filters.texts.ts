/** Filters as people read them. */
import type { Language } from '../../../shared/values/language.ts';
import type { FieldDefinition } from '../fields/fields.schema.ts';
import { type Condition, type CustomerFilter, customPrefix, type Operator } from './filters.schema.ts';

const fieldNames: Readonly<Record<string, readonly [chinese: string, english: string]>> = {
  kind: ['客户类型', 'kind'],
  name: ['姓名', 'name'],
  company: ['公司', 'company'],
  email: ['电子邮件', 'e-mail'],
  phone: ['电话', 'phone'],
  gender: ['性别', 'gender'],
  birthday: ['生日', 'birthday'],
  lunarBirthday: ['农历生日', 'lunar birthday'],
  'preferences.channel': ['偏好渠道', 'preferred channel'],
  'preferences.interests': ['兴趣', 'interests'],
  externalSources: ['其他系统', 'other systems'],
  language: ['语言', 'language'],
  timeZone: ['时区', 'time zone'],
  'address.country': ['国家', 'country'],
  'address.region': ['省份', 'region'],
  'address.city': ['城市', 'city'],
  'address.postcode': ['邮编', 'postcode'],
  source: ['来源', 'source'],
  stage: ['阶段', 'stage'],
  tags: ['标签', 'tags'],
  owner: ['负责人', 'owner'],
  createdAt: ['创建日期', 'created'],
  updatedAt: ['修改日期', 'changed'],
};

type Wording = (field: string, value: string) => string;

const wordings: Readonly<Record<Operator, readonly [chinese: Wording, english: Wording]>> = {
  eq: [(field, value) => `${field}为${value}`, (field, value) => `${field} is ${value}`],
  ne: [(field, value) => `${field}不为${value}`, (field, value) => `${field} is not ${value}`],
  in: [(field, value) => `${field}为${value}之一`, (field, value) => `${field} is one of ${value}`],
  contains: [(field, value) => `${field}包含${value}`, (field, value) => `${field} contains ${value}`],
  starts: [(field, value) => `${field}以${value}开头`, (field, value) => `${field} begins with ${value}`],
  exists: [
    (field, value) => (value === 'true' ? `有${field}` : `无${field}`),
    (field, value) => (value === 'true' ? `has ${field}` : `has no ${field}`),
  ],
  lt: [(field, value) => `${field}小于 ${value}`, (field, value) => `${field} is below ${value}`],
  gt: [(field, value) => `${field}大于 ${value}`, (field, value) => `${field} is above ${value}`],
  before: [(field, value) => `${field}早于${value}`, (field, value) => `${field} is before ${value}`],
  after: [(field, value) => `${field}晚于${value}`, (field, value) => `${field} is after ${value}`],
  withinLastDays: [
    (field, value) => `${field}在最近 ${value} 天内`,
    (field, value) => `${field} is within the last ${value} days`,
  ],
  birthdayMonth: [(field, value) => `${field}在 ${value} 月`, (field, value) => `${field} in month ${value}`],
};

/** A filter in a sentence of a language: `stage is "active" and (tags contains "vip" or has no owner)`. */
export function filterText(
  filter: CustomerFilter,
  language: Language,
  definitions: readonly FieldDefinition[],
): string {
  const at = language === 'zh-CN' ? 0 : 1;
  const inner = (each: CustomerFilter) => {
    const text = filterText(each, language, definitions);
    const isGroup = 'and' in each || 'or' in each;
    return isGroup ? (at === 0 ? `（${text}）` : `(${text})`) : text;
  };
  if ('and' in filter) return filter.and.map(inner).join([' 且 ', ' and '][at]);
  if ('or' in filter) return filter.or.map(inner).join([' 或 ', ' or '][at]);
  if ('not' in filter)
    return at === 0
      ? `非（${filterText(filter.not, language, definitions)}）`
      : `not (${filterText(filter.not, language, definitions)})`;
  return wordings[filter.op][at](nameOf(filter.field, language, definitions), wordsOf(filter, at));
}

function nameOf(field: string, language: Language, definitions: readonly FieldDefinition[]): string {
  if (!field.startsWith(customPrefix)) return fieldNames[field]?.[language === 'zh-CN' ? 0 : 1] ?? field;
  const name = field.slice(customPrefix.length);
  const label = definitions.find((each) => each.name === name)?.label;
  return label?.[language] ?? label?.['zh-CN'] ?? label?.en ?? name;
}

function wordsOf({ value }: Condition, at: 0 | 1): string {
  const quoted = (each: string | number | boolean) =>
    typeof each === 'string' ? (at === 0 ? `“${each}”` : `"${each}"`) : String(each);
  if (typeof value === 'object') return value.map(quoted).join(at === 0 ? '、' : ', ');
  return quoted(value);
}
