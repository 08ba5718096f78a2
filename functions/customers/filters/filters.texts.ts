/** Filters as people read them. */
import type { FactField, Narrowing } from '../../../shared/values/fact-field.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { FieldDefinition } from '../fields/fields.schema.ts';
import { type Condition, type CustomerFilter, customPrefix, type Operator } from './filters.schema.ts';

/** What a filter asks for, and what stands in columns. */
const fieldNames: Readonly<Record<string, readonly [chinese: string, english: string]>> = {
  id: ['客户编号', 'id'],
  kind: ['客户类型', 'kind'],
  name: ['姓名', 'name'],
  givenName: ['名', 'given name'],
  familyName: ['姓', 'family name'],
  company: ['公司', 'company'],
  email: ['电子邮件', 'e-mail'],
  phone: ['电话', 'phone'],
  otherEmails: ['其他邮箱', 'other e-mails'],
  otherPhones: ['其他电话', 'other phones'],
  gender: ['性别', 'gender'],
  birthday: ['生日', 'birthday'],
  lunarBirthday: ['农历生日', 'lunar birthday'],
  'preferences.channel': ['偏好渠道', 'preferred channel'],
  'preferences.time': ['偏好时间', 'preferred time'],
  'preferences.interests': ['兴趣', 'interests'],
  'preferences.note': ['偏好备注', 'note on preferences'],
  externalIds: ['其他系统编号', 'numbers elsewhere'],
  externalSources: ['其他系统', 'other systems'],
  language: ['语言', 'language'],
  timeZone: ['时区', 'time zone'],
  'address.street': ['街道', 'street'],
  'address.district': ['区县', 'district'],
  otherAddresses: ['其他地址', 'other addresses'],
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

/** Values of which there are few. */
const valueNames: Readonly<Record<string, readonly [chinese: string, english: string]>> = {
  person: ['个人', 'person'],
  company: ['公司', 'company'],
  female: ['女', 'female'],
  male: ['男', 'male'],
  other: ['其他', 'other'],
  potential: ['潜在', 'potential'],
  new: ['新客户', 'new'],
  active: ['活跃', 'active'],
  'high-value': ['高价值', 'high value'],
  'at-risk': ['流失风险', 'at risk'],
  lost: ['流失', 'lost'],
  'zh-CN': ['中文', 'Chinese'],
  en: ['英语', 'English'],
  call: ['电话', 'call'],
  sms: ['短信', 'text message'],
  email: ['邮件', 'e-mail'],
  chat: ['在线聊天', 'chat'],
  social: ['社交媒体', 'social media'],
  visit: ['拜访', 'visit'],
  true: ['是', 'yes'],
  false: ['否', 'no'],
  granted: ['同意', 'granted'],
  withdrawn: ['拒绝', 'withdrawn'],
};

/** Fields whose values have names of ours. */
const namedFields = ['kind', 'gender', 'stage', 'language', 'preferences.channel'];

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

/** What things beside the profile are called: facts, and values of theirs that are ids. */
interface FactWords {
  readonly facts: Readonly<Record<string, FactField>>;
  readonly nameOf: (field: string, value: string) => string | undefined;
}

/**
 * A filter in a sentence of a language: `stage is "active" and (tags contains "vip" or has no owner)`.
 *
 * @param words of a rule, which asks for more than the profile
 */
export function filterText(
  filter: CustomerFilter,
  language: Language,
  definitions: readonly FieldDefinition[],
  words?: FactWords,
): string {
  const at = language === 'zh-CN' ? 0 : 1;
  const inner = (each: CustomerFilter) => {
    const text = filterText(each, language, definitions, words);
    const isGroup = 'and' in each || 'or' in each;
    return isGroup ? (at === 0 ? `（${text}）` : `(${text})`) : text;
  };
  if ('and' in filter) return filter.and.map(inner).join([' 且 ', ' and '][at]);
  if ('or' in filter) return filter.or.map(inner).join([' 或 ', ' or '][at]);
  if ('not' in filter)
    return at === 0
      ? `非（${filterText(filter.not, language, definitions, words)}）`
      : `not (${filterText(filter.not, language, definitions, words)})`;
  const fact = words?.facts[filter.field];
  const field =
    fact === undefined
      ? fieldText(filter.field, language, definitions)
      : `${fact.words[at]}${narrowedText(filter.where ?? {}, fact, at)}`;
  return wordings[filter.op][at](field, wordsOf(filter, language, definitions, words));
}

/** What narrows a fact down, as it stands behind the name of it. */
function narrowedText(where: Narrowing, { narrowedBy = {} }: FactField, at: 0 | 1): string {
  const { lastDays, from, to } = where;
  const parts = Object.entries(narrowedBy).flatMap(([name, called]) => {
    const value = where[name];
    if (value === undefined) return [];
    return [at === 0 ? `${called[at]}“${value}”` : `${called[at]} "${value}"`];
  });
  if (lastDays !== undefined)
    parts.unshift(at === 0 ? `最近 ${lastDays} 天` : `within the last ${lastDays} days`);
  if (to !== undefined) parts.unshift(at === 0 ? `至 ${to}` : `until ${to}`);
  if (from !== undefined) parts.unshift(at === 0 ? `自 ${from}` : `from ${from}`);
  if (parts.length === 0) return '';
  return at === 0 ? `（${parts.join('、')}）` : ` (${parts.join(', ')})`;
}

/** What a field or a column is called in a language. */
export function fieldText(
  field: string,
  language: Language,
  definitions: readonly FieldDefinition[],
): string {
  if (!field.startsWith(customPrefix)) return fieldNames[field]?.[language === 'zh-CN' ? 0 : 1] ?? field;
  const name = field.slice(customPrefix.length);
  return labelIn(definitions.find((each) => each.name === name)?.label, language) ?? name;
}

/** What a value of a field is called in a language. */
export function valueText(
  field: string,
  value: unknown,
  language: Language,
  definitions: readonly FieldDefinition[],
): string {
  const text = String(value);
  if (field.startsWith(customPrefix)) {
    const options = definitions.find(({ name }) => `${customPrefix}${name}` === field)?.options;
    const label = options?.find((option) => option.value === value)?.label;
    return labelIn(label, language) ?? (typeof value === 'boolean' ? nameOf(text, language) : text);
  }
  return namedFields.includes(field) ? nameOf(text, language) : text;
}

function nameOf(value: string, language: Language): string {
  return valueNames[value]?.[language === 'zh-CN' ? 0 : 1] ?? value;
}

function labelIn(label: FieldDefinition['label'] | undefined, language: Language): string | undefined {
  return label?.[language] ?? label?.['zh-CN'] ?? label?.en;
}

function wordsOf(
  { field, op, value }: Condition,
  language: Language,
  definitions: readonly FieldDefinition[],
  words: FactWords | undefined,
): string {
  const at = language === 'zh-CN' ? 0 : 1;
  const quoted = (each: string | number | boolean) => {
    if (typeof each === 'number' || op === 'exists') return String(each);
    const called =
      words?.facts[field] === undefined
        ? undefined
        : (words.nameOf(field, String(each)) ?? nameOf(String(each), language));
    const text = called ?? valueText(field, each, language, definitions);
    if (typeof each === 'boolean') return text;
    return at === 0 ? `“${text}”` : `"${text}"`;
  };
  if (typeof value === 'object') return value.map(quoted).join(at === 0 ? '、' : ', ');
  return quoted(value);
}
