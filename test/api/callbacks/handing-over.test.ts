/** Nothing is stranded: callbacks follow their customer, and nobody leaves who still holds something. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from './department.ts';

const cloud = sharedCloud();
let context: Department;

beforeAll(async () => {
  context = await openDepartment(cloud);
});

const due = { wallTime: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' };

async function promise(customerId: string, fields: object = {}) {
  const body = { customerId, why: 'Asked to be called', due, ...fields };
  return (await context.manager.callbacks.createCallback({ body })).body;
}

const read = async (callbackId: string) =>
  (await context.manager.callbacks.getCallback({ params: { callbackId } })).body;

async function giveCustomer(customerId: string, owner: string | null) {
  const params = { customerId };
  const { body } = await context.manager.customers.getCustomer({ params });
  await context.manager.customers.patchCustomer({ params, body: { owner } }, { ifMatch: body.version });
  await cloud.idle();
}

describe('the callbacks of a customer', () => {
  it('go with the customer to another owner, those of others stay', async () => {
    const customerId = await context.customer('wang.fang');
    const [own, ofTeam] = [await promise(customerId), await promise(customerId, { owner: null })];
    await giveCustomer(customerId, 'david.brown');
    expect(await read(own.id)).toMatchObject({ owner: 'david.brown', version: 2 });
    expect(await read(ofTeam.id)).toEqual(ofTeam);
  });

  it('are withdrawn when the customer is deleted', async () => {
    const customerId = await context.customer('wang.fang');
    const made = [await promise(customerId), await promise(customerId, { owner: null })];
    await context.manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: 1 });
    await cloud.idle();
    for (const { id } of made) {
      expect(await read(id)).toMatchObject({
        status: 'cancelled',
        cancelCode: 'customer-deleted',
        cancelledBecause: 'The customer was deleted.',
      });
      const inChinese = { 'accept-language': 'zh-CN', authorization: `Bearer ${await cloud.token('li.na')}` };
      const reply = await fetch(`${cloud.url}/callbacks/${id}`, { headers: inChinese });
      expect(await reply.json()).toMatchObject({ cancelledBecause: '客户已被删除。' });
    }
  });
});

describe('somebody who leaves', () => {
  it('has to hand over customers and open callbacks first, and is told how many', async () => {
    const staffId = `leaving-${crypto.randomUUID().slice(0, 8)}`;
    const entry = { name: 'Leaving', email: `${staffId}@rapport.example` };
    const put = (active: boolean) =>
      context.manager.staff.putStaff({ params: { staffId }, body: { ...entry, active } }, { ifMatch: '*' });
    await put(true);
    const customers = [await context.customer(staffId), await context.customer(staffId)];
    const foreign = await context.customer(null);
    const byHand = await promise(foreign, { owner: staffId });
    const closed = await promise(foreign, { owner: staffId });
    const why = { why: 'Not needed' };
    await context.manager.callbacks.cancelCallback({ params: { callbackId: closed.id }, body: why });
    await promise(String(customers[0]));
    expect(await refusal(put(false))).toMatchObject({
      status: 422,
      code: 'not-allowed-now',
      open: { customers: 2, callbacks: 2 },
    });
    for (const customerId of customers) await giveCustomer(customerId, null);
    expect(await refusal(put(false))).toMatchObject({ open: { callbacks: 1 } });
    await context.manager.callbacks.patchCallback(
      { params: { callbackId: byHand.id }, body: { owner: null } },
      { ifMatch: 1 },
    );
    expect((await put(false)).body).toMatchObject({ active: false });
  });
});
