import { expect, it } from 'vitest';
import { CustomerUpsert } from '../../../functions/customers/customers/customers.schema.ts';
import { closedTo } from '../../../functions/customers/sources/sources.rules.ts';
import { SourceRulesEntry, sourceFields } from '../../../functions/customers/sources/sources.schema.ts';

it('a source may own whatever an upsert can say', () => {
  expect([...sourceFields].sort()).toEqual(Object.keys(CustomerUpsert.shape).sort());
});

it('what others own is closed to a source, unless it owns it too, and what it never writes over', () => {
  const { rules } = SourceRulesEntry.parse({
    rules: [
      { source: 'erp', owns: ['address', 'company'], never: ['tags'] },
      { source: 'shop', owns: ['email', 'company'] },
    ],
  });
  const closed = (source: string) => [...closedTo(source, rules)].sort();
  expect(closed('erp')).toEqual(['email', 'tags']);
  expect(closed('shop')).toEqual(['address']);
  expect(closed('anybody')).toEqual(['address', 'company', 'email']);
});
