import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDefinition } from '../../../functions/customers/fields/fields.rules.ts';
import { NewField } from '../../../functions/customers/fields/fields.schema.ts';
import { asFilter, CustomerFilterSchema } from '../../../functions/customers/filters/filters.schema.ts';
import { filterTest, filterText, filterViolations } from '../../../functions/customers/filters/index.ts';

const now = '2026-11-26T09:00:00.000Z';
const define = (fields: object) =>
  newDefinition(NewField.parse({ label: { en: 'Level', 'zh-CN': '等级' }, ...fields }), now);
const definitions = [
  define({ name: 'level', type: 'choice', options: [{ value: 'gold' }, { value: 'silver' }] }),
  define({ name: 'credit', type: 'number', visibleTo: ['manager'], label: { en: 'Credit' } }),
];

const fang = {
  ...{
    kind: 'person' as const,
    name: '王芳 Wang Fang',
    language: 'zh-CN' as const,
    timeZone: 'Asia/Shanghai',
  },
  ...{ stage: 'active' as const, tags: ['VIP', '2026'], owner: null, email: 'wang@example.com' },
  ...{ birthday: '--11-21', createdAt: '2026-11-20T10:00:00.000Z', updatedAt: '2026-11-26T08:00:00.000Z' },
  ...{ address: { city: '上海' }, custom: { level: 'gold', credit: 12 } },
};

const read = (filter: object) => asFilter(CustomerFilterSchema.parse(filter));
const meant = (filter: object) => filterTest(read(filter), now)(fang);
const where = (field: string, op: string, value: unknown) => ({ field, op, value });

it.each([
  { field: 'name', op: 'eq', value: 'a', and: [where('stage', 'eq', 'active')] },
  { and: [where('stage', 'eq', 'active')], field: 'name', op: 'eq', value: 'a' },
  { field: 'name', op: 'eq', value: 'a', or: 'x', not: 5 },
])('nothing stands beside a group, whichever comes first: %j', (filter) => {
  expect(CustomerFilterSchema.safeParse(filter).error?.issues).toMatchObject([
    { message: 'must be one group: nothing stands beside and, or or not' },
  ]);
});

describe('a condition', () => {
  it.each([
    [where('stage', 'eq', 'active'), true],
    [where('stage', 'ne', 'active'), false],
    [where('stage', 'in', ['lost', 'active']), true],
    [where('name', 'contains', 'wang f'), true],
    [where('name', 'contains', 'ＷＡＮＧ'), true],
    [where('name', 'starts', '王'), true],
    [where('name', 'starts', 'Wang'), false],
    [where('tags', 'contains', 'vip'), true],
    [where('tags', 'contains', 'vi'), false],
    [where('tags', 'in', ['2025', '2026']), true],
    [where('company', 'exists', false), true],
    [where('owner', 'exists', true), false],
    [where('company', 'ne', '远洋'), true],
    [where('company', 'contains', '远洋'), false],
    [where('address.city', 'eq', '上海'), true],
    [where('address.region', 'exists', true), false],
    [where('createdAt', 'eq', '2026-11-20'), true],
    [where('createdAt', 'before', '2026-11-20'), false],
    [where('createdAt', 'before', '2026-11-21'), true],
    [where('createdAt', 'after', '2026-11-19'), true],
    [where('createdAt', 'after', '2026-11-20'), false],
    [where('createdAt', 'withinLastDays', 7), true],
    [where('createdAt', 'withinLastDays', 6), false],
    [where('updatedAt', 'withinLastDays', 1), true],
    [where('birthday', 'birthdayMonth', 11), true],
    [where('birthday', 'birthdayMonth', 2), false],
    [where('custom.level', 'eq', 'gold'), true],
    [where('custom.credit', 'gt', 11.5), true],
    [where('custom.credit', 'lt', 12), false],
    [where('custom.constructor', 'exists', true), false],
  ])('%o is %s', (filter, is) => {
    expect(meant(filter)).toBe(is);
    expect(meant({ not: filter })).toBe(!is);
  });

  it('of a birthday knows the month with and without a year', () => {
    const test = filterTest(read(where('birthday', 'birthdayMonth', 2)), now);
    expect(test({ ...fang, birthday: '1988-02-29' })).toBe(true);
    expect(test({ ...fang, birthday: '--02-29' })).toBe(true);
  });
});

describe('a group', () => {
  it('means what it says', () => {
    const [yes, no] = [where('stage', 'eq', 'active'), where('stage', 'eq', 'lost')];
    expect(meant({ and: [yes, yes] })).toBe(true);
    expect(meant({ and: [yes, no] })).toBe(false);
    expect(meant({ or: [no, yes] })).toBe(true);
    expect(meant({ or: [no, no] })).toBe(false);
    expect(meant({ and: [yes, { not: { or: [no, { and: [no] }] } }] })).toBe(true);
  });
});

const faults = (filter: unknown) =>
  CustomerFilterSchema.safeParse(filter).error?.issues.map(({ path, message }) => [path.join('/'), message]);

describe('what is wrong with a filter', () => {
  it.each([
    [{}, 'field', 'must name what is asked for'],
    [{ and: [] }, 'and', 'must be a list of at least one condition'],
    [{ and: [3] }, 'and/0', /must be a condition, or a group/],
    [{ and: [where('stage', 'eq', 'active')], or: [] }, '', /must be one group/],
    [where('shoes', 'eq', '1'), 'field', /must be one of kind, name/],
    [where('constructor', 'eq', '1'), 'field', /must be one of kind, name/],
    [where('stage', 'like', 'a'), 'op', /must be one of eq, ne/],
    [where('stage', 'contains', 'a'), 'op', 'cannot be asked of this field; use one of eq, ne, in, exists'],
    [where('stage', 'eq', 'gone'), 'value', /must be one of potential, new/],
    [where('stage', 'in', []), 'value', 'must be a list of 1 to 50 values'],
    [where('createdAt', 'after', 'yesterday'), 'value', 'must be a day such as 2026-11-21'],
    [where('birthday', 'birthdayMonth', 13), 'value', 'must be a month from 1 to 12'],
    [where('name', 'exists', 'yes'), 'value', 'must be true or false'],
    [{ ...where('name', 'eq', 'x'), more: 1 }, 'more', 'Not known here.'],
  ])('%o is said with its place', (filter, path, reason) => {
    const [fault] = faults({ not: filter }) ?? [];
    expect(fault?.[0]).toBe(['not', path].filter((each) => each !== '').join('/'));
    expect(fault?.[1]).toMatch(
      reason instanceof RegExp ? reason : new RegExp(`^${reason.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
  });

  it('is that it is too deep or too large', () => {
    const deep = Array.from({ length: 6 }).reduce<object>(
      (inner) => ({ not: inner }),
      where('name', 'eq', 'x'),
    );
    expect(faults(deep)?.[0]?.[1]).toBe('lies too deep: at most 5 groups stand in one another');
    const many = { or: Array.from({ length: 51 }, () => where('name', 'eq', 'x')) };
    expect(faults(many)).toEqual([['or/50', 'is one too many: at most 50 conditions']]);
    expect(faults({ or: many.or.slice(1) })).toBeUndefined();
    const texts = Array.from({ length: 50 }, () => '王'.repeat(200));
    expect(faults(where('name', 'in', texts))?.[0]?.[1]).toMatch(/^is too long: at most 16384 bytes/);
  });

  it('is that whoever asks is not shown a field, or that none is defined', () => {
    const filter = read({
      or: [
        where('email', 'starts', 'a'),
        where('custom.level', 'eq', 'bronze'),
        where('custom.credit', 'gt', 1),
        where('custom.unheard_of', 'exists', true),
      ],
    });
    const pointers = (sees: boolean) =>
      filterViolations(
        filter,
        { definitions, sees: ({ visibleTo }) => sees || visibleTo === 'everyone', seesContact: sees },
        '/body/filter',
      ).map(({ pointer }) => pointer);
    expect(pointers(true)).toEqual(['/body/filter/or/1/value', '/body/filter/or/3/field']);
    expect(pointers(false)).toEqual([
      ...['/body/filter/or/0/field', '/body/filter/or/1/value'],
      ...['/body/filter/or/2/field', '/body/filter/or/3/field'],
    ]);
  });

  it('never breaks what looks for it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (filter) => {
        const read = CustomerFilterSchema.safeParse(filter);
        if (read.success) expect(typeof filterTest(asFilter(read.data), now)(fang)).toBe('boolean');
      }),
    );
  });
});

describe('what stands beside a primary address', () => {
  const merged = {
    ...fang,
    otherEmails: [{ email: 'wf@old.example' }],
    otherPhones: [{ phone: '+8613800000000' }],
    otherAddresses: [{ label: 'work', city: '苏州' }],
  };
  it.each([
    [where('email', 'contains', 'old.example'), true],
    [where('email', 'eq', 'wang@example.com'), true],
    [where('email', 'ne', 'wf@old.example'), false],
    [where('email', 'ne', 'nobody@example.com'), true],
    [where('email', 'exists', false), false],
    [where('phone', 'starts', '+86138'), true],
    [where('address.city', 'in', ['苏州']), true],
    [where('address.city', 'eq', '上海'), true],
    [where('address.region', 'exists', false), true],
  ])('is asked for, too: %o is %s', (filter, expected) => {
    expect(filterTest(read(filter), now)(merged)).toBe(expected);
  });
});

describe('a filter in words', () => {
  it('is read in both languages', () => {
    const filter = read({
      and: [
        where('stage', 'in', ['active', 'high-value']),
        { or: [where('tags', 'contains', 'vip'), where('birthday', 'birthdayMonth', 11)] },
        { not: where('custom.level', 'eq', 'gold') },
        where('email', 'exists', true),
        where('createdAt', 'withinLastDays', 30),
      ],
    });
    expect(filterText(filter, 'en', definitions)).toBe(
      'stage is one of "active", "high value" and (tags contains "vip" or birthday in month 11) and not (Level is "gold") and has e-mail and created is within the last 30 days',
    );
    expect(filterText(filter, 'zh-CN', definitions)).toBe(
      '阶段为“活跃”、“高价值”之一 且 （标签包含“vip” 或 生日在 11 月） 且 非（等级为“gold”） 且 有电子邮件 且 创建日期在最近 30 天内',
    );
  });
});
