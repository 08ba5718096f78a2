import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { callbacksSentences } from '../../../functions/callbacks/callbacks/callbacks.sentences.ts';
import { customersSentences } from '../../../functions/customers/customers/customers.sentences.ts';
import { staffSentences } from '../../../functions/people/staff/staff.sentences.ts';
import { campaignsSentences } from '../../../functions/surveys/campaigns/campaigns.sentences.ts';
import { AppError, errorStatus, notFound } from '../../../shared/errors/app-error.ts';
import { rewordedBy } from '../../../shared/errors/in-chinese.ts';
import { languageOf, problemOf } from '../../../shared/errors/problem.ts';
import { sharedSentences } from '../../../shared/errors/sentences.ts';
import { wordingIn } from '../../../shared/errors/wording.ts';

const inChinese = rewordedBy([
  ...[callbacksSentences, customersSentences, staffSentences, campaignsSentences],
  sharedSentences,
]);

const Form = z.strictObject({
  name: z.string().min(2).max(5),
  age: z.int().min(18).max(99),
  tags: z.array(z.string()).max(1),
  kind: z.enum(['person', 'company']),
  active: z.boolean(),
  day: z.iso.date(),
  own: z.string().regex(/^x$/, 'must be an x'),
  either: z.union([z.string(), z.number()]),
  asked: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('scale') }),
    z.object({ kind: z.literal('text') }),
  ]),
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
  asked: { kind: 'text' },
};

const reason = (language: 'en' | 'zh-CN', change: object) =>
  Form.safeParse({ ...good, ...change }, { error: wordingIn(language) }).error?.issues[0]?.message;

describe('what is wrong with a value', () => {
  it.each([
    [{ name: undefined }, 'is required', '必填'],
    [{ name: 7 }, 'must be text', '必须是文字'],
    [{ name: 'x' }, 'must have at least 2 characters', '至少 2 个字符'],
    [{ name: 'xxxxxx' }, 'must have at most 5 characters', '最多 5 个字符'],
    [{ age: 'old' }, 'must be a whole number', '必须是整数'],
    [{ age: 17 }, 'must be at least 18', '至少为 18'],
    [{ age: 1.5 }, 'must be a whole number', '必须是整数'],
    [{ tags: ['a', 'b'] }, 'must have at most 1 entry', '最多 1 项'],
    [{ tags: {} }, 'must be a list', '必须是列表'],
    [{ kind: 'cat' }, 'must be "person" or "company"', '必须是 "person" 或 "company"'],
    [{ kind: undefined }, 'is required: "person" or "company"', '必填："person" 或 "company"'],
    [{ asked: { kind: 'song' } }, 'must be "scale" or "text"', '必须是 "scale" 或 "text"'],
    [{ asked: { at: 1 } }, 'is required: "scale" or "text"', '必填："scale" 或 "text"'],
    [{ asked: undefined }, 'is required', '必填'],
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
      const { title } = problemOf(
        new AppError(code, 'Why.'),
        'request-1',
        languageOf(accepted) === 'zh-CN' ? inChinese : undefined,
      );
      expect(/\p{Script=Han}/u.test(title)).toBe(language === 'zh-CN');
    }
  });

  it.each([
    ['There is no such customer.', '没有这样的客户。'],
    ['There is no such member of staff.', '没有这样的员工。'],
    ['Another customer has this phone number.', '另一位客户已使用此电话号码。'],
    ['TRACE is not possible here. Possible: GET, PUT.', '此处不支持 TRACE。支持：GET, PUT。'],
    ['A body may have at most 200 bytes; this one has 201.', '请求正文最多 200 字节，当前为 201 字节。'],
    [
      'This person still holds callbacks: 1, customers: 2, teams: 3, absences to stand in for: 1 (li.na 2026-12-07/2026-12-11). Hand it over with POST /handovers.',
      '此人仍负责回访 1 个、客户 2 个、团队 3 个、由其代理的缺勤 1 次（li.na 2026-12-07/2026-12-11）。请用 POST /handovers 移交。',
    ],
    ['Words of nobody.', 'Words of nobody.'],
    ['constructor', 'constructor'],
  ])('%s', (english, chinese) => {
    expect(problemOf(new AppError('conflict', english)).detail).toBe(english);
    expect(problemOf(new AppError('conflict', english), undefined, inChinese).detail).toBe(chinese);
  });

  it.each([
    ['Required.', '必填。'],
    ['must say exactly one of "cron", "rate" and "at"', '必须且只能给出其中一项："cron", "rate" 和 "at"'],
    ['Needs `survey` or `customer` or `run`.', '需要 `survey` 或 `customer` 或 `run`。'],
    [
      'month: "13" is not a number from 1 to 12 or JAN to DEC',
      'month："13" 不是 1 至 12 的数字或 JAN 至 DEC',
    ],
    [
      'cannot be active: `schedule.at` must lie at least two minutes ahead; send a new schedule with it',
      '不能设为 active：`schedule.at` 必须至少在两分钟之后；请同时给出新的 schedule',
    ],
  ])('with a field that %s', (english, chinese) => {
    const error = new AppError('invalid-request', 'No.', {
      violations: [{ pointer: '/body', reason: english }],
    });
    expect(problemOf(error, undefined, inChinese).errors).toEqual([{ pointer: '/body', reason: chinese }]);
  });

  it('leaves what is no wording as it is', () => {
    const error = new AppError('conflict', notFound('callback').message, {
      members: { existing: { id: 'customer' } },
    });
    expect(problemOf(error, 'r-1', inChinese)).toEqual({
      type: 'tag:rapport,2026:problem:conflict',
      title: '与已保存的内容冲突',
      status: 409,
      detail: '没有这样的回访。',
      code: 'conflict',
      requestId: 'r-1',
      existing: { id: 'customer' },
    });
  });
});
