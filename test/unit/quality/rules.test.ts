import { describe, expect, it } from 'vitest';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import { type Customer, NewCustomer } from '../../../functions/customers/customers/customers.schema.ts';
import {
  completenessOf,
  findingsOf,
  stillAccepted,
} from '../../../functions/customers/quality/quality.rules.ts';
import type { AcceptedFinding } from '../../../functions/customers/quality/quality.schema.ts';

const at = '2026-11-26T09:00:00.000Z';
const id = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';

/** Somebody with nothing to correct, but for these fields. */
function customer(fields: Record<string, unknown> = {}): Customer {
  const sound = { name: '王芳', email: 'wang.fang@qq.com', phone: '+8613812345678' };
  return newCustomer(id, NewCustomer.parse({ ...sound, ...fields }), at);
}

const found = (fields: Record<string, unknown>) =>
  findingsOf(customer(fields), []).map(({ code, field, suggestion }) => ({
    code,
    field,
    ...(suggestion === undefined ? {} : { suggestion }),
  }));

describe('what should be corrected', () => {
  it('is nothing of somebody whose data are sound', () => {
    expect(findingsOf(customer(), [])).toEqual([]);
    const address = {
      country: 'CN',
      region: '广东省',
      city: '深圳市',
      district: '南山区',
      postcode: '518057',
    };
    expect(found({ name: 'Anne-Marie O’Neill', address, birthday: '1990-02-28' })).toEqual([]);
  });

  it.each([
    ['王芳女士', 'name-title', '王芳'],
    ['Mr. David Brown', 'name-title', 'David Brown'],
    ['Brown, David', 'name-order', 'David Brown'],
    ['DAVID BROWN', 'name-case', 'David Brown'],
    ["jean-luc o'neill", 'name-case', "Jean-Luc O'Neill"],
  ])('is the name %s', (name, code, better) => {
    expect(found({ name })).toEqual([{ code, field: '/name', suggestion: { name: better } }]);
  });

  it.each(['test', '测试客户', '未知', '???', '123456', 'N/A'])('is %s, which is no name', (name) => {
    expect(found({ name })).toEqual([{ code: 'name-placeholder', field: '/name' }]);
  });

  it('is a name whose parts have changed places', () => {
    expect(found({ name: '芳王', familyName: '王', givenName: '芳' })).toEqual([
      { code: 'name-order', field: '/name', suggestion: { name: '王芳' } },
    ]);
  });

  it('is not how a company writes itself, or one word', () => {
    expect(found({ kind: 'company', name: 'BASF SE' })).toEqual([]);
    expect(found({ name: 'PRINCE' })).toEqual([]);
    expect(found({ name: '王总' })).toEqual([]);
  });

  it('is an e-mail address with a slip, the others, too', () => {
    expect(
      found({
        email: 'wang@gmial.com',
        otherEmails: [{ email: 'w@163.com' }, { email: 'w@qq.con', label: 'home' }],
      }),
    ).toEqual([
      { code: 'email-typo', field: '/email', suggestion: { email: 'wang@gmail.com' } },
      {
        code: 'email-typo',
        field: '/otherEmails/1/email',
        suggestion: { otherEmails: [{ email: 'w@163.com' }, { email: 'w@qq.com', label: 'home' }] },
      },
    ]);
  });

  it('is a number that no plan has, with a guess where a zero is too much', () => {
    expect(found({ phone: '+8612812345678' })).toEqual([{ code: 'phone-impossible', field: '/phone' }]);
    expect(found({ phone: '+8601062781234' })).toEqual([
      { code: 'phone-impossible', field: '/phone', suggestion: { phone: '+861062781234' } },
    ]);
  });

  it('is an address at which nothing arrives, and none at all', () => {
    const bounced: Customer = { ...customer(), emailInvalid: { reason: 'bounce', since: at } };
    expect(findingsOf(bounced, [])).toEqual([
      { code: 'email-unreachable', field: '/email', value: 'wang.fang@qq.com' },
    ]);
    expect(found({ email: undefined, phone: undefined })).toEqual([{ code: 'no-address', field: '/phone' }]);
  });

  it('is a place that is nowhere, elsewhere, or written in short', () => {
    expect(found({ address: { region: '火星省' } })).toEqual([
      { code: 'place-unknown', field: '/address/region' },
    ]);
    expect(found({ address: { region: '广东省', city: '杭州市' } })).toEqual([
      { code: 'place-elsewhere', field: '/address/city' },
    ]);
    expect(found({ address: { city: '深圳', street: '科技园1号', postcode: '518057' } })).toEqual([
      {
        code: 'place-spelling',
        field: '/address',
        suggestion: {
          address: { region: '广东省', city: '深圳市', street: '科技园1号', postcode: '518057' },
        },
      },
    ]);
    expect(found({ address: { country: 'DE', city: '深圳' } })).toEqual([]);
  });

  it('is a postcode that the country does not have; of one that is not told nothing is said', () => {
    expect(found({ address: { country: 'CN', postcode: '98000' } })).toEqual([
      { code: 'postcode-impossible', field: '/address/postcode' },
    ]);
    expect(found({ address: { country: 'DE', postcode: '1234' } })).toEqual([
      { code: 'postcode-impossible', field: '/address/postcode' },
    ]);
    expect(found({ address: { postcode: 'SW1A 1AA', city: 'London' } })).toEqual([]);
    expect(found({ address: { country: 'GB', postcode: 'SW1A 1AA' } })).toEqual([]);
  });

  it('is a birthday of nobody alive', () => {
    for (const birthday of ['1900-01-01', '1970-01-01', '1902-03-04'])
      expect(found({ birthday })).toEqual([{ code: 'birthday-implausible', field: '/birthday' }]);
    expect(found({ birthday: '--02-29' })).toEqual([]);
  });
});

describe('what somebody has found right', () => {
  const accepted: AcceptedFinding = {
    ...{ code: 'name-case', field: '/name', value: 'DAVID BROWN', by: 'li.na', at },
  };

  it('is not said again, while the value is the same', () => {
    expect(findingsOf(customer({ name: 'DAVID BROWN' }), [accepted])).toEqual([]);
    expect(stillAccepted(customer({ name: 'DAVID BROWN' }), [accepted])).toEqual([accepted]);
    expect(findingsOf(customer({ name: 'DAVID BRAUN' }), [accepted])).toHaveLength(1);
    expect(stillAccepted(customer({ name: 'DAVID BRAUN' }), [accepted])).toEqual([]);
  });
});

describe('how complete a customer is', () => {
  const rules = [
    { field: 'phone', weight: 2 },
    { field: 'birthday', weight: 1, kind: 'person' as const },
    { field: 'tags', weight: 1 },
    { field: 'custom.vehicle', weight: 4 },
  ];

  it('is the weight of what is filled, in percent of what counts for the kind', () => {
    expect(completenessOf(customer(), rules)).toEqual({
      ...{ score: 25, missing: ['custom.vehicle', 'birthday', 'tags'] },
    });
    expect(completenessOf(customer({ tags: ['vip'], lunarBirthday: { month: 8, day: 15 } }), rules)).toEqual({
      ...{ score: 50, missing: ['custom.vehicle'] },
    });
    expect(completenessOf(customer({ kind: 'company' }), rules)).toMatchObject({ score: 28 });
    expect(completenessOf(customer(), [{ field: 'birthday', weight: 1, kind: 'company' }]).score).toBe(100);
  });
});
