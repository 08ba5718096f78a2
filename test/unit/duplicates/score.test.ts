import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { blocksOf, compare } from '../../../functions/customers/duplicates/duplicates.rules.ts';
import { defaultSettings } from '../../../functions/customers/duplicates/duplicates.schema.ts';
import { factsOf } from '../../../functions/customers/duplicates/operations/facts-of.ts';
import { spell } from '../../../functions/customers/search/index.ts';
import { demoCustomers } from '../../../infra/demo/department/customers.ts';
import { somebody } from '../../support/search-crowd.ts';

type Fields = Partial<Customer>;
const facts = (fields: Fields) => {
  const { email, phone, company, ...plain } = somebody(1);
  return factsOf({ ...plain, externalIds: [], ...fields }, spell);
};
const scoreOf = (one: Fields, other: Fields) => compare(facts(one), facts(other)).score;
const shareBlock = (one: Fields, other: Fields) => {
  const blocks = new Set(blocksOf(facts(one)));
  return blocksOf(facts(other)).some((block) => blocks.has(block));
};

const factory = { company: '瀚海重工有限公司', address: { city: '青岛', country: 'CN' } };
const office = {
  company: 'Northwind Traders',
  address: { street: '12 Harbour Street', city: 'Leeds', postcode: 'LS1 4AP', country: 'GB' },
};
/** A customer of this company with a phone number and a mailbox of their own. */
const at = (firm: Fields, name: string, phone: string, mailbox: string): Fields => ({
  ...{ ...firm, name, phone },
  email: `${mailbox}@${firm === factory ? 'hanhai' : 'northwind'}.test`,
});
const home = { street: '14 Phillimore Place', city: 'Surry Hills', postcode: '2529', country: 'AU' };
const tyler = { name: 'Tyler Heerey', birthday: '1942-11-03', address: home };

describe('two customers', () => {
  it.each<[string, Fields, Fields]>([
    ['a name the other way round', tyler, { ...tyler, name: 'Heerey, Tyler' }],
    ['letters exchanged', tyler, { ...tyler, name: 'Tyelr Heerye' }],
    ['day and month exchanged', tyler, { ...tyler, birthday: '1942-03-11' }],
    ['a slip in the year', tyler, { ...tyler, birthday: '1943-11-03' }],
    ['a given name that is missing', tyler, { ...tyler, name: 'Heerey' }],
    ['another home', { ...tyler, phone: '+61291234567' }, { ...tyler, phone: '+61291234567', address: {} }],
    [
      'characters that sound alike',
      { name: '王晓明', birthday: '1980-02-03', phone: '+8613812345678' },
      { name: '王小明', birthday: '1980-02-03', phone: '+8613812345679' },
    ],
    [
      'characters and pinyin',
      { name: '王小明', birthday: '1980-02-03' },
      { name: 'Xiao Ming Wang', birthday: '1980-02-03' },
    ],
    [
      'the mailbox at another firm',
      { name: 'Ada Lovelace', email: 'ada.lovelace@a.test' },
      { name: 'Ada Lovelace', email: 'ada.lovelace@b.test' },
    ],
    [
      'a colleague of the same name, which few have',
      at(factory, '百里玄', '+8613655560101', 'xuan.baili'),
      at(factory, '百里玄', '+8618977670202', 'sales7'),
    ],
    [
      'a rare name',
      { name: '欧阳明日', phone: '+8613655560101' },
      { name: '欧阳明日', phone: '+8618977670202' },
    ],
    [
      'a colleague with characters that sound alike, and a slip in the number',
      at(factory, '王晓明', '+8613655560101', 'xiaoming.wang'),
      at(factory, '王小明', '+8613655560191', 'wangxm'),
    ],
    [
      'a colleague with a slip in the name, and the number without area code',
      { ...office, name: 'Tyler Heerey', phone: '+441132496000' },
      { ...office, name: 'Tyelr Heerey', phone: '+441132496001' },
    ],
    [
      'a company whose legal form was left out',
      { kind: 'company', name: '上海远洋贸易有限公司', phone: '+862155560101' },
      { kind: 'company', name: '上海远洋贸易', phone: '+862155560102' },
    ],
  ])('are probably one: %s', (_, one, other) => {
    expect(scoreOf(one, other)).toBeGreaterThanOrEqual(80);
    expect(scoreOf(other, one)).toBe(scoreOf(one, other));
    expect(shareBlock(one, other)).toBe(true);
  });

  it.each<[string, Fields, Fields]>([
    ['a frequent name alone', { name: '王伟' }, { name: '王伟' }],
    [
      'a name and another birthday',
      { ...tyler, address: {} },
      { ...tyler, address: {}, birthday: '1970-05-20' },
    ],
    ['who lives together', tyler, { ...tyler, name: 'Georgina Heerey', birthday: '1944-06-18' }],
    ['nothing in common', tyler, { name: 'Li Na', birthday: '1990-01-01' }],
    ['a person and their firm', tyler, { ...tyler, kind: 'company' }],
  ])('are probably two: %s', (_, one, other) => {
    expect(scoreOf(one, other)).toBeLessThan(80);
  });

  it.each<[string, Fields, Fields]>([
    [
      'one character of a name in common',
      at(factory, '周文静', '+8613655560101', 'wenjing.zhou'),
      at(factory, '周秀英', '+8618977670202', 'xiuying.zhou'),
    ],
    [
      'a character more',
      at(factory, '何志强', '+8613655560103', 'zhiqiang.he'),
      at(factory, '何强', '+8618977670204', 'qiang.he'),
    ],
    [
      'names of two characters that sound a little alike',
      at(factory, '陆静', '+8613655560105', 'jing.lu'),
      at(factory, '陆明', '+8618977670206', 'ming.lu'),
    ],
    [
      'numbers of one switchboard',
      at(factory, '周文静', '+8653255560101', 'wenjing.zhou'),
      at(factory, '周秀英', '+8653255560102', 'xiuying.zhou'),
    ],
    [
      'characters and pinyin of somebody else',
      at(factory, '周文静', '+8613655560101', 'wenjing.zhou'),
      at(factory, 'Xiuying Zhou', '+8618977670202', 'xiuying.zhou'),
    ],
    [
      'a surname',
      at(office, 'Anna Brown', '+447700900101', 'anna.brown'),
      at(office, 'Hannah Brown', '+447700900202', 'hannah.brown'),
    ],
    [
      'two surnames',
      at(office, 'Maria Garcia Lopez', '+447700900101', 'maria'),
      at(office, 'Ana Garcia Lopez', '+447700900202', 'ana'),
    ],
  ])('are probably two, colleagues with %s', (_, one, other) => {
    expect(scoreOf(one, other)).toBeLessThan(60);
    expect(scoreOf(other, one)).toBe(scoreOf(one, other));
  });

  it('are two companies where city and branch are what they share', () => {
    const firm = (name: string, rest: Fields): Fields => ({ kind: 'company', name, ...rest });
    const shanghai = { city: '上海', country: 'CN' };
    expect(
      scoreOf(
        firm('上海远洋贸易有限公司', { phone: '+862155560101', address: shanghai }),
        firm('上海恒通贸易有限公司', { phone: '+862177670202', address: shanghai }),
      ),
    ).toBeLessThan(60);
  });

  it('are two companies of one group', () => {
    const one: Fields = { kind: 'company', name: '瀚海重工有限公司', company: '瀚海集团' };
    expect(scoreOf(one, { ...one, name: '瀚海物流有限公司' })).toBeLessThan(60);
    expect(scoreOf(one, { ...one, company: '瀚海控股' })).toBeGreaterThanOrEqual(80);
  });

  it('are more probably one with a name in common than with a company', () => {
    const [one, other] = ['+8613655560101', '+8618977670202'];
    const namesakes = scoreOf(
      { ...factory, name: '百里玄', phone: one },
      { ...factory, name: '百里玄', phone: other },
    );
    const colleagues = scoreOf(
      { ...factory, name: '百里玄', phone: one },
      { ...factory, name: '百里明', phone: other },
    );
    expect(namesakes).toBeGreaterThan(colleagues + 30);
  });

  it('are compared with reasons', () => {
    const { reasons } = compare(
      facts(tyler),
      facts({ ...tyler, name: 'Tyler Heery', birthday: '1942-03-11' }),
    );
    expect(reasons).toEqual([
      { field: 'name', agreement: 'similar' },
      { field: 'birthday', agreement: 'similar' },
      { field: 'street', agreement: 'same' },
      { field: 'postcode', agreement: 'same' },
      { field: 'city', agreement: 'same' },
    ]);
  });

  it('have no more blocks than fit into one transaction with those that they replace', () => {
    const words = Array.from({ length: 12 }, (_, index) => `Name${index}`).join(' ');
    const others = Array.from({ length: 4 }, (_, index) => ({ email: `mail${index}@example.test` }));
    expect(blocksOf(facts({ ...tyler, name: words, otherEmails: others })).length).toBeLessThanOrEqual(20);
  });
});

describe('the demo department', () => {
  const everybody = demoCustomers.map(({ number, input }) => ({
    number,
    facts: factsOf({ ...somebody(1), ...input } as Customer, spell),
  }));

  it('has no pair of whom name, phone and e-mail address all differ', () => {
    const pairs = everybody.flatMap((one, index) =>
      everybody.slice(index + 1).map((other) => ({
        numbers: [one.number, other.number],
        ...compare(one.facts, other.facts),
      })),
    );
    const found = pairs.filter(({ score }) => score >= defaultSettings.threshold);
    const wrong = found.filter(({ reasons }) =>
      ['name', 'phone', 'email'].every((each) =>
        reasons.some(({ field, agreement }) => field === each && agreement === 'different'),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('known pairs', () => {
  const file = path.resolve(import.meta.dirname, '../../../../shared/data/febrl/dataset1.csv');
  it.skipIf(!existsSync(file))(
    'are found in FEBRL 1, and no others, as `npm run bench -- duplicates` tells',
    async () => {
      const { judge, rowsOf } = await import('../../bench/duplicates.ts');
      const { found, right } = judge(rowsOf(readFileSync(file)), 80);
      const [precision, recall] = [right / found, right / 500];
      expect((2 * precision * recall) / (precision + recall)).toBeGreaterThanOrEqual(0.97);
    },
  );
});
