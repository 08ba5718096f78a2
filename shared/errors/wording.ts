/** What is wrong with a value, in words for people, where its schema has none of its own. */
import type * as z from 'zod';
import type { Language } from '../values/language.ts';

type Issue = z.core.$ZodRawIssue;

/** Words for a language, to be handed to zod with the value that is parsed. */
export function wordingIn(language: Language): (issue: Issue) => string {
  return language === 'zh-CN' ? inChinese : inEnglish;
}

const kinds: Readonly<Record<string, readonly [english: string, chinese: string]>> = {
  string: ['text', '文字'],
  number: ['a number', '数字'],
  int: ['a whole number', '整数'],
  boolean: ['true or false', ' true 或 false'],
  array: ['a list', '列表'],
  object: ['an object', '对象'],
  record: ['an object', '对象'],
};

/** A field of whole numbers says so of whatever else it is given. */
function kindOf(issue: Extract<Issue, { readonly code: 'invalid_type' }>): readonly [string, string] {
  const format: unknown = Reflect.get(Object(issue.inst?._zod.def), 'format');
  const isWhole = issue.expected === 'number' && /int/.test(String(format));
  return kinds[isWhole ? 'int' : issue.expected] ?? [issue.expected, issue.expected];
}

/** The values of which one is demanded, by the value itself or by the field that tells the forms apart. */
function choiceOf(
  issue: Issue,
): { readonly values: readonly string[]; readonly isMissing: boolean } | undefined {
  const quoted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value));
  if (issue.code === 'invalid_value') {
    return { values: quoted(issue.values), isMissing: issue.input === undefined };
  }
  if (issue.code !== 'invalid_union' || !Array.isArray(issue.options)) return undefined;
  const told: unknown = Reflect.get(Object(issue.input), String(issue.discriminator));
  return { values: quoted(issue.options), isMissing: told === undefined };
}

function inEnglish(issue: Issue): string {
  const choice = choiceOf(issue);
  if (choice) return `${choice.isMissing ? 'is required:' : 'must be'} ${choice.values.join(' or ')}`;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${kindOf(issue)[0]}`;
    case 'too_small':
      return `must ${bound(issue.origin, Number(issue.minimum), 'at least', 'be at least')}`;
    case 'too_big':
      return `must ${bound(issue.origin, Number(issue.maximum), 'at most', 'be at most')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return issue.input === undefined ? 'is required' : 'is none of the forms that are possible here';
    case 'invalid_key':
      return 'has a name that is not possible here';
    default:
      return 'does not have the right form';
  }
}

function bound(origin: string, limit: number, much: string, number: string): string {
  if (origin === 'string') return `have ${much} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set')
    return `have ${much} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `${number} ${limit}`;
}

function inChinese(issue: Issue): string {
  const choice = choiceOf(issue);
  if (choice) return `${choice.isMissing ? '必填：' : '必须是 '}${choice.values.join(' 或 ')}`;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '必填' : `必须是${kindOf(issue)[1]}`;
    case 'too_small':
      return `至少${amount(issue.origin, Number(issue.minimum))}`;
    case 'too_big':
      return `最多${amount(issue.origin, Number(issue.maximum))}`;
    case 'not_multiple_of':
      return `必须是 ${issue.divisor} 的倍数`;
    case 'invalid_union':
      return issue.input === undefined ? '必填' : '不符合这里允许的任何一种形式';
    case 'invalid_key':
      return '含有这里不允许的名称';
    default:
      return '格式不正确';
  }
}

function amount(origin: string, limit: number): string {
  if (origin === 'string') return ` ${limit} 个字符`;
  return origin === 'array' || origin === 'set' ? ` ${limit} 项` : `为 ${limit}`;
}
