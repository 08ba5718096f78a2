import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { spell } from '../../../functions/customers/search/operations/spell-names.ts';
import { termsOfCustomer } from '../../../functions/customers/search/operations/terms-of-customer.ts';
import { entriesOf } from '../../../functions/customers/search/search.rules.ts';

const customer = (fields: Partial<Customer>): Customer => ({
  ...{ id: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1, kind: 'person', name: 'Ada Lovelace' },
  ...{
    externalIds: [],
    language: 'en',
    timeZone: 'Europe/London',
    stage: 'potential',
    tags: [],
    owner: null,
  },
  ...{ createdAt: '2026-11-26T00:00:00.000Z', updatedAt: '2026-11-26T00:00:00.000Z' },
  ...fields,
});
const termsOf = (fields: Partial<Customer>) => {
  const terms = termsOfCustomer(customer(fields), spell);
  return Object.fromEntries(
    Object.entries(terms).map(([source, text = '']) => [source, text.split(' ').toSorted()]),
  );
};

describe('what a customer is found by', () => {
  it('is a Chinese name in characters, in pinyin in either order, and by initials', () => {
    expect(termsOf({ name: '王芳' })).toEqual({
      name: ['fangwang', 'fang', 'fw', 'wang', 'wangfang', 'wf', '王', '王芳', '芳'].toSorted(),
    });
    expect(termsOf({ name: '王小明' })).toEqual({
      name: [
        ...['王小明', '王', '小明', 'wang', 'xiaoming', 'wangxiaoming', 'xiaomingwang', 'wxm', 'xmw'],
      ].toSorted(),
      inner: ['ming', '明'],
    });
  });

  it.each([
    ['单雄信', 'shanxiongxin'],
    ['曾国藩', 'zengguofan'],
    ['仇英', 'qiuying'],
    ['尉迟恭', 'yuchigong'],
    ['吕布', 'lvbu'],
    ['吕布', 'lubu'],
    ['曾国藩', 'cengguofan'],
  ])('is %s as %s', (name, expected) => {
    expect(termsOf({ name }).name).toContain(expected);
  });

  it('keeps a surname of two characters together, and one that is told', () => {
    expect(termsOf({ name: '欧阳修' }).name).toEqual(
      expect.arrayContaining(['欧阳', '修', 'ouyang', 'xiuouyang']),
    );
    expect(termsOf({ name: '王东芳', familyName: '王东' }).name).toEqual(
      expect.arrayContaining(['王东', '芳']),
    );
  });

  it('is a western name by each word and by all of them in any order', () => {
    expect(termsOf({ name: 'Ada King Lovelace' }).name).toEqual(
      [
        ...['ada', 'king', 'lovelace'],
        ...['adakinglovelace', 'kinglovelaceada', 'lovelaceadaking'],
      ].toSorted(),
    );
  });

  it('is a firm from each of its words on, in pinyin and by initials', () => {
    expect(termsOf({ company: '上海远洋贸易有限公司' }).company).toEqual(
      [
        ...['上海远洋贸易有限公司', '远洋贸易有限公司', '贸易有限公司', '有限公司'],
        ...['shanghaiyuanyangmaoyiyouxiangongsi', 'shyymyyxgs'],
      ].toSorted(),
    );
    expect(termsOf({ kind: 'company', name: '上海远洋贸易有限公司' }).name).toEqual(
      expect.arrayContaining(['yuanyangmaoyiyouxiangongsi', 'yymyyxgs']),
    );
  });

  it('is numbers from both ends, local parts without their domain, and external ids', () => {
    expect(
      termsOf({
        ...{ name: 'X', email: 'Wang.Fang+crm@qq.com', phone: '+8613812345678' },
        otherPhones: [{ phone: '+12025550123', label: 'work' }],
        externalIds: [{ source: 'erp', id: 'CUS-000123' }],
      }),
    ).toEqual({
      name: ['x'],
      external: ['000123', 'cus000123'],
      phone: ['13812345678', '2025550123'],
      tail: ['32105552021', '8765432183168'],
      email: ['wangfangcrm'],
      address: ['wangfangcrm@qq.com'],
    });
  });

  it('has an end: what replaces it fits into one transaction with it', () => {
    const long = Array.from({ length: 30 }, (_, index) => `wort${index}`).join(' ');
    const ids = Array.from({ length: 5 }, (_, index) => ({
      source: 'erp',
      id: `${index} ${long}`.slice(0, 128),
    }));
    const terms = termsOfCustomer(
      customer({ name: long.slice(0, 120), company: long.slice(0, 120), externalIds: ids }),
      spell,
    );
    expect(entriesOf(terms).length).toBeLessThanOrEqual(49);
    expect(Math.max(...entriesOf(terms).map(({ term }) => term.length))).toBeLessThanOrEqual(40);
  });

  it('is nothing where a name is nothing but signs', () => {
    expect(termsOf({ name: '🙂' })).toEqual({});
  });
});
