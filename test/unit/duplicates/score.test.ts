import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { blocksOf, compare } from '../../../functions/customers/duplicates/duplicates.rules.ts';
import { factsOf } from '../../../functions/customers/duplicates/operations/facts-of.ts';
import { spell } from '../../../functions/customers/search/index.ts';
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
