import { describe, expect, it } from 'vitest';
import { masked } from '../../../functions/customers/customers/customers.rules.ts';
import { MaskedCustomer } from '../../../functions/customers/customers/customers.schema.ts';

const id = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';

describe('the masked summary of a customer', () => {
  it.each([
    ['王小明', '王**'],
    ['Ann Lee', 'A**'],
    // A character of two code units.
    ['𠮷野家', '𠮷**'],
  ])('shows the first character of the name %s', (name, shown) => {
    expect(masked({ id, name }, null)).toEqual({ id, name: shown, owner: null, masked: true });
  });

  it.each([
    ['wang.fang@example.com', 'w***@e***.com'],
    ['a@b.co.uk', 'a***@b***.uk'],
    ['x@mail.公司.cn', 'x***@m***.cn'],
  ])('shows the first characters of %s', (email, shown) => {
    expect(masked({ id, name: 'A', email }, null).email).toBe(shown);
  });

  it('shows the last four digits of the number, and whom to ask', () => {
    const owner = { id: 'li.na', name: '李娜' };
    const summary = masked({ id, name: '王', phone: '+8613812345678' }, owner);
    expect(summary).toEqual({ id, name: '王**', phone: '***5678', owner, masked: true });
    expect(MaskedCustomer.parse(summary)).toEqual(summary);
  });
});
