import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CallbackPage } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import * as contracts from '../../../functions/contracts.ts';
import { Customer, CustomerPage, Profile } from '../../../functions/customers/customers/customers.schema.ts';
import { routesOf } from '../../../shared/contract/route.ts';
import { ofClass, shownTo } from '../../../shared/identity/fields.ts';
import type { Role } from '../../../shared/identity/permissions.ts';

const person = (...roles: Role[]) => ({ kind: 'person' as const, roles });
const machine = { kind: 'machine' as const, roles: [] };

const Row = z.strictObject({ id: z.string(), mail: ofClass('contact', z.string().optional()) });
const row = { id: '1', mail: 'ann@example.test' };

describe('a field of a class', () => {
  it.each([
    ['an object', Row, row, { id: '1' }],
    [
      'a list',
      z.strictObject({ items: z.array(Row) }),
      { items: [row, row] },
      { items: [{ id: '1' }, { id: '1' }] },
    ],
    [
      'what may be missing',
      z.strictObject({ one: Row.nullable().optional() }),
      { one: row },
      { one: { id: '1' } },
    ],
    ['one of several', z.union([z.strictObject({ other: z.int() }), Row]), row, { id: '1' }],
    ['what is null', z.strictObject({ one: Row.nullable() }), { one: null }, { one: null }],
  ])('is left out of %s for an analyst alone', (_, schema, whole, rest) => {
    expect(shownTo(person('analyst'), schema, whole)).toEqual(rest);
    for (const caller of [person('agent'), person('analyst', 'manager'), machine])
      expect(shownTo(caller, schema, whole)).toBe(whole);
    expect(shownTo(person(), schema, whole)).toEqual(rest);
  });

  it('is every one that leads to a customer, in every reply that shows customers', () => {
    const fieldsOf = (schema: z.ZodObject) => Object.keys(schema.shape);
    const left = (schema: z.ZodObject) => {
      const whole = Object.fromEntries(fieldsOf(schema).map((name) => [name, name]));
      const shown = shownTo(person('analyst'), schema, whole) as object;
      return fieldsOf(schema).filter((name) => !(name in shown));
    };
    const itemOf = (page: z.ZodObject) => (page.shape.items as z.ZodArray<z.ZodObject>).element;
    expect(left(Customer)).toEqual([
      ...['email', 'otherEmails', 'phone', 'otherPhones', 'address', 'otherAddresses'],
    ]);
    expect(left(itemOf(CustomerPage))).toEqual(['email', 'phone']);
    expect(left((Profile.shape.timeline as unknown as z.ZodArray<z.ZodObject>).element)).toEqual(['changes']);
    expect(left(itemOf(CallbackPage))).toEqual(['customerPhone', 'customerEmail']);
  });

  it('may be missing, so that what is left is still what the contract declares', () => {
    const example = { id: '1' };
    expect(Row.parse(example)).toEqual(example);
    for (const { key, route } of routesOf(contracts)) {
      for (const schema of Object.values(route.replies)) {
        if (!(schema instanceof z.ZodObject)) continue;
        const whole = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, name]));
        const shown = shownTo(person('analyst'), schema, whole) as object;
        for (const name of Object.keys(schema.shape).filter((each) => !(each in shown)))
          expect(
            (schema.shape as Record<string, z.ZodType>)[name]?.safeParse(undefined).success,
            `${key} ${name}`,
          ).toBe(true);
      }
    }
  });
});
