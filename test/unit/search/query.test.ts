import { describe, expect, it } from 'vitest';
import {
  folded,
  nationalDigits,
  newestFirst,
  parseQuery,
  wordsOf,
} from '../../../functions/customers/search/search.rules.ts';

const placesOf = (query: string, seesContacts = true) =>
  parseQuery(query, { seesContacts }).map(({ places }) =>
    places.map(({ kind, rank, term }) => `${kind}${rank} ${term}`),
  );

describe('a text', () => {
  it.each([
    ['ＷＡＮＧ　ｆａｎｇ', 'wang fang'],
    ['Łukasz Müller-Strauß', 'lukasz muller-strauss'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['Ελλάδα', 'ελλαδα'],
    ['ガンダム', 'ガンダム'],
    ['ｶﾞﾝﾀﾞﾑ', 'ガンダム'],
    ['ﬁne', 'fine'],
    ['İSTANBUL', 'istanbul'],
  ])('%s is folded to %s', (text, expected) => {
    expect(folded(text)).toBe(expected);
  });

  it('falls into runs of Chinese characters and words, whatever stands between them', () => {
    expect(wordsOf('王芳 (VIP), O’Brien 王abc芳')).toEqual(['王芳', 'vip', 'obrien', '王', 'abc', '芳']);
    expect(wordsOf('🙂 … \ud800 — ')).toEqual([]);
  });
});

describe('a query', () => {
  it('looks Chinese up by itself, and letters among names, local parts and within names', () => {
    expect(placesOf('王')).toEqual([['text0 王', 'text1 王']]);
    expect(placesOf('Wang')).toEqual([['text0 wang', 'email0 wang', 'text1 wang']]);
    expect(placesOf('wang芳')).toEqual([
      ['text0 wang', 'email0 wang', 'text1 wang'],
      ['text0 芳', 'text1 芳'],
    ]);
  });

  it.each([
    ['138', ['text0 138', 'phone0 138', 'email0 138']],
    ['5678', ['text0 5678', 'tail0 8765', 'text0 5678', 'phone0 5678', 'email0 5678']],
    ['+86 138-1234', ['text0 861381234', 'phone0 1381234', 'tail0 432183168', 'email0 861381234']],
    ['0086 138', ['text0 86138', 'phone0 138', 'tail0 83168', 'email0 86138']],
    ['(021) 6234', ['text0 0216234', 'phone0 0216234', 'phone0 216234', 'tail0 4326120', 'email0 0216234']],
  ])('takes %s for digits of a phone', (query, expected) => {
    expect(placesOf(query)).toEqual([expected]);
  });

  it.each([
    ['Y-2', ['text0 y2', 'email0 y2']],
    ['C-1001', ['text0 c1001', 'email0 c1001']],
    ['erp:C-1001', ['text0 c1001', 'email0 c1001']],
    ['erp: C-1001', ['text0 c1001', 'email0 c1001']],
    ['商城：Y-2', ['text0 y2', 'email0 y2']],
  ])('takes %s for a number of another system', (query, expected) => {
    expect(placesOf(query)).toEqual([expected]);
  });

  it('keeps words apart that stand beside a number, or have none', () => {
    expect(placesOf('王芳 C-1001').map(([first]) => first)).toEqual(['text0 王芳', 'text0 c1001']);
    expect(placesOf('Müller-Strauß').map(([first]) => first)).toEqual(['text0 muller', 'text0 strauss']);
  });

  it('takes an address by its local part, as a whole', () => {
    expect(parseQuery('Wang.Fang@Example.com', { seesContacts: true })).toEqual([
      {
        text: 'wangfang',
        address: 'wangfang@example.com',
        places: [{ kind: 'email', rank: '0', term: 'wangfang', whole: true }],
      },
    ]);
  });

  it('looks nowhere among ways to reach customers for who may not see them', () => {
    expect(placesOf('wang', false)).toEqual([['text0 wang', 'text1 wang']]);
    expect(placesOf('13812345678', false)).toEqual([['text0 13812345678']]);
    expect(placesOf('a@b.c', false)).toEqual([[]]);
  });

  it.each(['.', '🙂🙂', '—', '　', '\ud83d', '@', '@@', '+', '()'])(
    'has nothing to look up in %j',
    (query) => {
      expect(parseQuery(query, { seesContacts: true })).toEqual([]);
    },
  );
});

describe('a number', () => {
  it.each([
    ['+8613812345678', '13812345678'],
    ['+12025550123', '2025550123'],
    ['+447911123456', '7911123456'],
    ['+85261234567', '61234567'],
    ['+35312345678', '12345678'],
    ['+79161234567', '9161234567'],
    ['+998901234567', '901234567'],
  ])('%s is %s without its calling code', (phone, expected) => {
    expect(nationalDigits(phone)).toBe(expected);
  });
});

describe('the order of entries', () => {
  it('is from the newest customer to the oldest', () => {
    const ids = ['customer_01jd3x5y9hf1bvt6w0k2m4n8pq', 'customer_01jd3x5y9jf1bvt6w0k2m4n8pq', 'customer_02'];
    expect(ids.map(newestFirst).toSorted()).toEqual(ids.map(newestFirst).toReversed());
  });
});
