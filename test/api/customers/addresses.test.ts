import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let analyst: Api;

beforeAll(async () => {
  [manager, analyst] = (await Promise.all(['li.na', 'zhao.wei'].map((id) => cloud.as(id, 3)))) as [Api, Api];
});

const email = () => `${crypto.randomUUID().slice(0, 13)}@example.test`;
const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

async function create(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({ body: { name: '王芳', ...fields } });
  return body;
}

const patch = (customer: { id: string; version: number }, body: object) =>
  manager.customers.patchCustomer(
    { params: { customerId: customer.id }, body },
    { ifMatch: customer.version },
  );

describe('several addresses of a customer', () => {
  it('are told, changed as a whole, hidden from who reaches nobody, and given back by a restore', async () => {
    const fields = {
      ...{ email: email(), otherEmails: [{ email: email(), label: 'office' }] },
      ...{ phone: phone(), otherPhones: [{ phone: phone() }] },
      ...{ address: { city: '上海' }, otherAddresses: [{ city: '北京', label: '家里' }] },
    };
    const customer = await create(fields);
    expect(customer).toMatchObject(fields);
    const seen = await analyst.customers.getCustomer({ params: { customerId: customer.id } });
    for (const field of Object.keys(fields)) expect(seen.body).not.toHaveProperty(field);

    const { body: moved } = await patch(customer, { email: fields.otherEmails[0]?.email, otherPhones: [] });
    expect(moved.otherEmails).toEqual([{ email: fields.email }]);
    expect(moved).not.toHaveProperty('otherPhones');
    const params = { customerId: customer.id };
    const { items } = (await manager.customers.listTimeline({ params, query: { type: 'customer' } })).body;
    const eventId = items[0]?.id ?? '';
    const restored = await manager.customers.restoreChange({ params: { ...params, eventId } });
    expect(restored.body).toMatchObject(fields);
  });

  it('are each of one customer only, found by any, and free again with the customer', async () => {
    const [taken, number] = [email(), phone()];
    const holder = await create({
      ...{ email: email(), otherEmails: [{ email: email() }, { email: taken }] },
      ...{ phone: phone(), otherPhones: [{ phone: number }] },
    });
    for (const [fields, pointer] of [
      [{ email: taken }, '/body/email'],
      [{ email: email(), otherEmails: [{ email: email() }, { email: taken }] }, '/body/otherEmails/1/email'],
      [{ phone: phone(), otherPhones: [{ phone: number }] }, '/body/otherPhones/0/phone'],
    ] as const) {
      const { status, problem } = await refusal(create(fields));
      expect([status, problem.existing, problem.errors]).toMatchObject([
        409,
        { id: holder.id },
        [{ pointer, reason: `Taken by ${holder.id}.` }],
      ]);
    }
    for (const query of [{ email: taken }, { phone: number }]) {
      const { body } = await manager.customers.listCustomers({ query });
      expect(body.items.map(({ id }) => id)).toEqual([holder.id]);
    }
    await manager.customers.deleteCustomer(
      { params: { customerId: holder.id } },
      { ifMatch: holder.version },
    );
    await create({ email: taken, phone: number });
  });

  it('are refused with the place of what is wrong', async () => {
    const own = email();
    const refused = await refusal(create({ email: own, otherEmails: [{ email: own.toUpperCase() }] }));
    expect([refused.status, refused.problem.errors]).toEqual([
      400,
      [{ pointer: '/body/otherEmails/0/email', reason: 'Is the primary one already, email.' }],
    ]);
    const eleven = Array.from({ length: 11 }, () => ({ email: email() }));
    const many = await refusal(create({ email: own, otherEmails: eleven }));
    expect([many.status, many.problem.errors?.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/body/otherEmails'],
    ]);
  });
});

describe('what is known of a customer', () => {
  it('is kept, changed and taken away like every other field', async () => {
    const fields = {
      ...{ gender: 'female', birthday: '--02-29', source: 'fair-2026', stage: 'active' },
      lunarBirthday: { month: 12, day: 30, leapMonth: true },
      preferences: { channel: 'call', time: '工作日晚上', interests: ['茶'], note: '说慢一点' },
    };
    const customer = await create({ ...fields, name: ' ＡＢＣ　科技 ' });
    expect(customer).toMatchObject({ ...fields, name: 'ABC 科技' });
    expect((await create()).stage).toBe('potential');
    const { body } = await patch(customer, {
      ...{ gender: null, birthday: null, source: null, lunarBirthday: null, preferences: null },
      stage: 'at-risk',
    });
    expect(body.stage).toBe('at-risk');
    for (const name of ['gender', 'birthday', 'source', 'lunarBirthday', 'preferences'])
      expect(body).not.toHaveProperty(name);
  });

  it.each([
    [{ birthday: '--02-30' }, '/body/birthday'],
    [{ lunarBirthday: { month: 13, day: 1 } }, '/body/lunarBirthday/month'],
    [{ lunarBirthday: { month: 1, day: 31 } }, '/body/lunarBirthday/day'],
    [{ stage: null }, '/body/stage'],
    [{ preferences: { interests: ['a', 'a'] } }, '/body/preferences/interests/1'],
  ])('is refused as %o', async (fields, pointer) => {
    const { status, problem } = await refusal(create(fields));
    expect([status, problem.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });
});
