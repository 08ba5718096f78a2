import { describe, expect, it } from 'vitest';
import {
  hasInvalidAddress,
  markedAddress,
  newCustomer,
  patched,
  uniqueChanges,
} from '../../../functions/customers/customers/customers.rules.ts';
import {
  Customer,
  CustomerPatch,
  NewCustomer,
} from '../../../functions/customers/customers/customers.schema.ts';
import { AppError } from '../../../shared/errors/app-error.ts';

const at = '2026-11-23T01:00:00.000Z';
const id = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';
const [home, work, shop] = ['home@example.test', 'work@example.test', 'shop@example.test'];
const bounced = { reason: 'bounce', since: at } as const;

const create = (fields: object) => newCustomer(id, NewCustomer.parse({ name: '王芳', ...fields }), at);
const patch = (before: Customer, fields: object) => patched(before, CustomerPatch.parse(fields), at);

function refusalOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.violations.map(({ pointer }) => pointer)];
  }
  return undefined;
}

describe('the addresses of a customer', () => {
  it('are a primary one and others, of which none stands twice', () => {
    const customer = create({ email: home, otherEmails: [{ email: work, label: 'office' }] });
    expect(Customer.parse(customer)).toEqual(customer);
    expect(refusalOf(() => create({ otherEmails: [{ email: work }] }))).toEqual([
      'invalid-request',
      ['/body/email'],
    ]);
    expect(refusalOf(() => create({ email: home, otherEmails: [{ email: home }] }))).toEqual([
      'invalid-request',
      ['/body/otherEmails/0/email'],
    ]);
    expect(refusalOf(() => create({ otherPhones: [{ phone: '+8613812345678' }] }))).toEqual([
      'invalid-request',
      ['/body/phone'],
    ]);
    expect(refusalOf(() => create({ otherAddresses: [{ city: '上海' }] }))).toEqual([
      'invalid-request',
      ['/body/address'],
    ]);
    const twice = NewCustomer.safeParse({
      ...{ name: 'X', email: shop, otherEmails: [{ email: home }, { email: ' HOME@example.test' }] },
      ...{ address: {}, otherAddresses: [{ city: '上海' }, { city: '上海', label: '家里' }] },
    });
    expect(twice.error?.issues.map(({ path }) => path.join('/'))).toEqual([
      'otherEmails/1',
      'otherAddresses/1',
    ]);
  });

  it('are not kept as empty lists', () => {
    expect(create({ otherEmails: [], otherPhones: [], otherAddresses: [] })).toEqual(create({}));
    const before = create({ email: home, otherEmails: [{ email: work }] });
    for (const none of [[], null])
      expect(patch(before, { otherEmails: none })).not.toHaveProperty('otherEmails');
    expect(refusalOf(() => patch(before, { email: null }))).toEqual(['invalid-request', ['/body/email']]);
  });

  it('change places when one of the others becomes the primary one', () => {
    const before = create({ email: home, otherEmails: [{ email: shop }, { email: work, label: 'office' }] });
    const after = patch(before, { email: work });
    expect([after.email, after.otherEmails]).toEqual([work, [{ email: shop }, { email: home }]]);
    expect(uniqueChanges(before, after, new Set())).toEqual({ given: [], taken: [] });
    expect(patch(before, { email: work, otherEmails: [{ email: shop }] })).toMatchObject({
      email: work,
      otherEmails: [{ email: shop }],
    });
  });

  it('are unique values, each at its place in the request', () => {
    const before = create({ email: home, otherEmails: [{ email: work }] });
    const after = patch(before, {
      ...{ otherEmails: [{ email: shop }], phone: '+8613812345678' },
      otherPhones: [{ phone: '+8613812345679' }],
    });
    const { given, taken } = uniqueChanges(before, after, new Set());
    expect(given.map(({ value }) => value)).toEqual([[work]]);
    expect(taken.map(({ pointer }) => pointer)).toEqual([
      '/body/otherEmails/0/email',
      '/body/phone',
      '/body/otherPhones/0/phone',
    ]);
  });
});

describe('that nothing arrives at an address', () => {
  const marked = (customer: Customer, field: 'email' | 'phone', address: string) => {
    const told = { field, isIt: (each: string) => each === address, invalid: bounced };
    return { ...customer, ...markedAddress(customer, told) };
  };
  const start = create({ email: home, otherEmails: [{ email: work, label: 'office' }] });

  it('is said of the address that is meant, and of no other customer’s', () => {
    expect(marked(start, 'email', home).emailInvalid).toEqual(bounced);
    const other = marked(start, 'email', work);
    expect(other.otherEmails).toEqual([{ email: work, label: 'office', invalid: bounced }]);
    expect(other).not.toHaveProperty('emailInvalid');
    expect(hasInvalidAddress(other)).toBe(true);
    expect(marked(start, 'email', shop)).toEqual(start);
    expect(marked(start, 'phone', home)).toEqual(start);
  });

  it('goes with the address wherever it is put, and away with it', () => {
    const onOther = patch(marked(start, 'email', home), { email: work });
    expect(onOther).toMatchObject({ email: work, otherEmails: [{ email: home, invalid: bounced }] });
    expect(onOther).not.toHaveProperty('emailInvalid');
    const back = patch(onOther, { email: home, otherEmails: [{ email: work }] });
    expect(back).toMatchObject({ emailInvalid: bounced, otherEmails: [{ email: work }] });
    expect(hasInvalidAddress(patch(onOther, { otherEmails: [{ email: shop }] }))).toBe(false);
    expect(hasInvalidAddress(patch(back, { email: shop }))).toBe(false);
  });

  it('is lifted at its place', () => {
    const customer = marked(start, 'email', work);
    const works = { field: 'email', isIt: (each: string) => each === work, invalid: undefined } as const;
    expect({ ...customer, ...markedAddress(customer, works) }).toEqual(start);
    expect(markedAddress(start, works)).toBeUndefined();
  });

  it('is not for clients to say', () => {
    expect(create({ email: home, otherEmails: [{ email: work, invalid: bounced }] })).toEqual(
      create({ email: home, otherEmails: [{ email: work }] }),
    );
    // What was read is sent back with one address more.
    const customer = marked(start, 'email', work);
    const sent = [...(customer.otherEmails ?? []), { email: shop }];
    expect(patch(customer, { otherEmails: sent }).otherEmails).toEqual(sent);
    expect(patch(start, { otherEmails: sent }).otherEmails?.[0]).not.toHaveProperty('invalid');
  });
});
