import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AppError, errorStatus } from '../../../shared/errors/app-error.ts';
import { languageOf, problemOf } from '../../../shared/errors/problem.ts';
import { wordingIn } from '../../../shared/errors/wording.ts';

const Form = z.strictObject({
  name: z.string().min(2).max(5),
  age: z.int().min(18).max(99),
  tags: z.array(z.string()).max(1),
  kind: z.enum(['person', 'company']),
  active: z.boolean(),
  day: z.iso.date(),
  own: z.string().regex(/^x$/, 'must be an x'),
  either: z.union([z.string(), z.number()]),
});
const good = {
  name: 'Ada',
  age: 20,
  tags: [],
  kind: 'person',
  active: true,
  day: '2026-11-21',
  own: 'x',
  either: 1,
};

const reason = (language: 'en' | 'zh-CN', change: object) =>
  Form.safeParse({ ...good, ...change }, { error: wordingIn(language) }).error?.issues[0]?.message;

describe('what is wrong with a value', () => {
  it.each([
    [{ name: undefined }, 'is required', '必填'],
    [{ name: 7 }, 'must be text', '必须是文字'],
    [{ name: 'x' }, 'must have at least 2 characters', '至少 2 个字符'],
    [{ name: 'xxxxxx' }, 'must have at most 5 characters', '最多 5 个字符'],
    [{ age: 'old' }, 'must be a number', '必须是数字'],
    [{ age: 17 }, 'must be at least 18', '至少为 18'],
    [{ age: 1.5 }, 'must be a whole number', '必须是整数'],
    [{ tags: ['a', 'b'] }, 'must have at most 1 entry', '最多 1 项'],
    [{ tags: {} }, 'must be a list', '必须是列表'],
    [{ kind: 'cat' }, 'must be "person" or "company"', '必须是 "person" 或 "company"'],
    [{ active: 'yes' }, 'must be true or false', '必须是 true 或 false'],
    [{ day: 'today' }, 'does not have the right form', '格式不正确'],
    [{ either: undefined }, 'is required', '必填'],
    [{ either: true }, 'is none of the forms that are possible here', '不符合这里允许的任何一种形式'],
    [{ own: 'y' }, 'must be an x', 'must be an x'],
  ])('%j is told in English and in Chinese', (change, english, chinese) => {
    expect([reason('en', change), reason('zh-CN', change)]).toEqual([english, chinese]);
  });
});

describe('a problem', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,zh', 'en'],
    ['fr, zh', 'zh-CN'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('asked for in %j has its title in %s, whatever its kind', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language);
    for (const code of Object.keys(errorStatus) as (keyof typeof errorStatus)[]) {
      const { title } = problemOf(new AppError(code, 'Why.'), 'request-1', languageOf(accepted));
      expect(/\p{Script=Han}/u.test(title)).toBe(language === 'zh-CN');
    }
  });
});
