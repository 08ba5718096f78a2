import { describe, expect, it } from 'vitest';
import { customersContract } from '../../../functions/customers/customers/customers.contract.ts';
import { personalIn } from '../../support/personal-values.ts';

const valuesIn = (text: string) => personalIn(text).map(({ value }) => value);

describe('what looks personal', () => {
  it.each([
    ['{"message":"sent","to":"ada+news@mail.example.com"}', 'ada+news@mail.example.com'],
    ['{\\"email\\":\\"other1@example.test\\"}', 'other1@example.test'],
    ['no mailbox for bo@northwind.example.', 'bo@northwind.example'],
    ['{"phone":"+8613800000001"}', '+8613800000001'],
    ['called +442071838750', '+442071838750'],
    ['{"name":"王小明"}', '王小明'],
  ])('is found in %s', (text, value) => {
    expect(valuesIn(text)).toContain(value);
  });

  it.each([
    '{"actor":{"kind":"person","id":"li.na"},"customerId":"customer_01jd3x5y9hf1bvt6w0k2m4n8pq"}',
    'must be an e-mail address such as li.wei@example.com',
    'must be a phone number in E.164, such as +8613812345678',
    '"at":"2026-11-21T09:00:00+0800"',
    '{"to":"li.na@rapport.example"}',
    'https://crm.example.com/callbacks',
    '{"data":{"sources":["金蝶","商城"]},"title":"未找到"}',
    '{"name":"王**"}',
    'MDEyMzQ1Njc4OTAx+1234567890123==',
  ])('is not found in %s', (text) => {
    expect(valuesIn(text)).toEqual([]);
  });

  it('is told with what stands around it', () => {
    expect(personalIn('{"detail":"没有这样的客户：ada@example.com"}')).toEqual([
      { value: 'ada@example.com', context: '{"detail":"没有这样的客户：ada@example.com"}' },
    ]);
  });

  it.each(['createCustomer', 'upsertCustomer'] as const)('is the name in the example of %s', (route) => {
    expect(valuesIn(JSON.stringify(customersContract.routes[route].example.body))).not.toEqual([]);
  });
});
