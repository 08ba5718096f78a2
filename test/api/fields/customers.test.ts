/** Values of fields that were defined, wherever customers are written and shown. A cloud of its own: all customers meet the fields. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomPatch } from '../../../functions/customers/fields/fields.schema.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newestChange } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let admin: Api;
let manager: Api;
let agent: Api;

const text = (name: string) => ({ name, label: { en: name }, type: 'text' as const });
const levels = ['gold', 'silver'].map((value) => ({ value }));

beforeAll(async () => {
  cloud = await ownCloud();
  [admin, manager, agent] = await Promise.all([
    cloud.as('chen.jing', 3),
    cloud.as('li.na', 3),
    cloud.as('wang.fang', 3),
  ]);
  for (const body of [
    { ...text('member_no'), unique: true },
    { ...text('level'), type: 'choice' as const, options: levels },
    { ...text('credit'), type: 'number' as const, visibleTo: ['manager' as const] },
    { ...text('vault'), visibleTo: ['admin' as const] },
  ])
    await admin.fields.createField({ body });
});
afterAll(() => cloud?.close());

const any = { ifMatch: '*' } as const;
let serial = 0;
function memberNo(): string {
  serial += 1;
  return `M-${serial}`;
}
const create = async (fields: object = {}, api = manager) =>
  (await api.customers.createCustomer({ body: { name: '王小明', ...fields } })).body;
const refused = (status: number, ...names: string[]) => ({
  status,
  problem: { errors: names.map((name) => ({ pointer: `/body/custom/${name}`, reason: expect.any(String) })) },
});

describe('values of defined fields', () => {
  it('are written and changed one by one, and taken away with null', async () => {
    const custom = { member_no: memberNo(), level: 'gold', credit: 5000 };
    const created = await create({ custom });
    expect(created.custom).toEqual(custom);
    const params = { customerId: created.id };
    const patch = (body: object) => manager.customers.patchCustomer({ params, body }, any);
    expect((await patch({ custom: { level: null, credit: 1 } })).body.custom).toEqual({
      member_no: custom.member_no,
      credit: 1,
    });
    expect((await patch({ name: '王大明' })).body.custom).toEqual({ member_no: custom.member_no, credit: 1 });
    expect((await patch({ custom: null })).body).not.toHaveProperty('custom');
    expect((await manager.customers.getCustomer({ params })).body).not.toHaveProperty('custom');
  });

  it('are refused with the place of each and the reason, and nothing is done', async () => {
    await expect(create({ custom: JSON.parse('{"__proto__":"x"}') })).rejects.toMatchObject({
      ...{ status: 400, problem: { errors: [{ pointer: '/body/custom/__proto__' }] } },
    });
    await expect(create({ custom: { level: 'lead', unheard_of: 1 } })).rejects.toMatchObject(
      refused(400, 'level', 'unheard_of'),
    );
    const params = { source: 'erp', externalId: crypto.randomUUID() };
    const upsert = (body: object) => manager.customers.upsertCustomer({ params, body });
    await expect(upsert({ name: '王', custom: { credit: 'much' } })).rejects.toMatchObject(
      refused(400, 'credit'),
    );
    const row = { key: '1', name: '王', custom: { level: 'lead' } };
    const { body } = await manager.customers.batchCustomers({ body: { rows: [row] } });
    expect(body.rows[0]).toMatchObject({ problem: { errors: [{ pointer: '/body/rows/0/custom/level' }] } });
  });

  it('come with upserts and batches, and stay where these say nothing of them', async () => {
    const externalId = crypto.randomUUID();
    const params = { source: 'erp', externalId };
    const upsert = (body: object) => manager.customers.upsertCustomer({ params, body });
    const { body: created } = await upsert({ name: '王', custom: { level: 'gold', credit: null } });
    expect(created.custom).toEqual({ level: 'gold' });
    expect((await upsert({ name: '王二' })).body.custom).toEqual({ level: 'gold' });
    const row = { key: '1', externalId: { source: 'erp', id: externalId }, custom: { credit: 7 } };
    await manager.customers.batchCustomers({ body: { rows: [row] } });
    const { body } = await manager.customers.getCustomer({ params: { customerId: created.id } });
    expect(body.custom).toEqual({ level: 'gold', credit: 7 });
  });

  it('that are unique have one customer, who is named, and are free again when given up', async () => {
    const custom = { member_no: memberNo() };
    const first = await create({ custom });
    const second = await create();
    const give = (customerId: string, value: string | null) =>
      manager.customers.patchCustomer(
        { params: { customerId }, body: { custom: { member_no: value } } },
        any,
      );
    const taken = {
      status: 409,
      problem: { existing: { id: first.id }, errors: [{ pointer: '/body/custom/member_no' }] },
    };
    await expect(create({ custom })).rejects.toMatchObject(taken);
    await expect(give(second.id, custom.member_no)).rejects.toMatchObject(taken);
    await give(first.id, null);
    await give(second.id, custom.member_no);
    await manager.customers.deleteCustomer({ params: { customerId: second.id } }, any);
    await create({ custom });
  });

  it('of one value have one customer, however many are created at once', async () => {
    const custom = { member_no: memberNo() };
    const done = await Promise.allSettled(Array.from({ length: 5 }, () => create({ custom })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are shown to whom they are for, on every page that shows the customer', async () => {
    const created = await create(
      { owner: 'wang.fang', custom: { level: 'gold', credit: 41177, vault: 'canary-vault' } },
      admin,
    );
    const params = { customerId: created.id };
    await admin.customers.patchCustomer(
      { params, body: { custom: { credit: 41178, vault: 'canary-vault-2', level: 'silver' } } },
      any,
    );
    const seenBy = async (api: Api) => {
      const { body: customer } = await api.customers.getCustomer({ params });
      const { body: profile } = await api.customers.getProfile({ params });
      const { body: timeline } = await api.customers.listTimeline({ params });
      return { customer, all: JSON.stringify([customer, profile, timeline]) };
    };
    const [toAdmin, toManager, toAgent] = [await seenBy(admin), await seenBy(manager), await seenBy(agent)];
    expect(toAdmin.customer.custom).toEqual({ level: 'silver', credit: 41178, vault: 'canary-vault-2' });
    expect(toManager.customer.custom).toEqual({ level: 'silver', credit: 41178 });
    expect(toAgent.customer.custom).toEqual({ level: 'silver' });
    expect(toAdmin.all).toContain('"canary-vault"');
    expect(toManager.all).not.toContain('canary-vault');
    expect(toManager.all).toContain('41177');
    expect(toAgent.all).not.toContain('canary-vault');
    expect(toAgent.all).not.toContain('4117');
    expect(toAgent.all).toContain('"gold"');
    const trail = async (api: Api) =>
      JSON.stringify(await api.audit.listAudit({ query: { record: created.id } }));
    expect(await trail(admin)).toContain('canary-vault');
    expect(await trail(manager)).not.toContain('canary-vault');
    expect(await trail(manager)).toContain('41177');
  });

  it('that are not for the caller are neither set nor lost by what the caller writes', async () => {
    const { id: customerId } = await create({ owner: 'wang.fang', custom: { credit: 9, level: 'gold' } });
    const patch = (body: object) => agent.customers.patchCustomer({ params: { customerId }, body }, any);
    await expect(patch({ custom: { credit: 10 } })).rejects.toMatchObject(refused(400, 'credit'));
    expect((await patch({ custom: null })).body).toMatchObject({ version: 2 });
    expect((await manager.customers.getCustomer({ params: { customerId } })).body.custom).toEqual({
      credit: 9,
    });
  });

  it('are given back what they were, each by itself', async () => {
    const { id: customerId } = await create({ custom: { level: 'gold', credit: 1 } });
    const params = { customerId };
    const patch = (custom: CustomPatch) => manager.customers.patchCustomer({ params, body: { custom } }, any);
    await patch({ level: 'silver' });
    const [, eventId] = await newestChange(manager, { record: customerId });
    const { body: trail } = await manager.audit.listAudit({ query: { record: customerId } });
    expect(trail.items[0]?.changes).toEqual({
      before: { custom: { level: 'gold' } },
      after: { custom: { level: 'silver' } },
    });
    // A newer change of another field does not stand in the way.
    await patch({ credit: 2 });
    const restore = () => manager.customers.restoreChange({ params: { customerId, eventId } });
    expect((await restore()).body.custom).toEqual({ level: 'gold', credit: 2 });
    await expect(restore()).rejects.toMatchObject({ status: 409, problem: { changedSince: ['custom'] } });
  });

  it('stay when their field is retired or becomes required, and hold back no other change', async () => {
    const field = { ...text('temporary') };
    await admin.fields.createField({ body: field });
    const { id: customerId } = await create({ custom: { temporary: 'kept' } });
    const { id: other } = await create();
    const name = { name: field.name };
    await admin.fields.patchField({ params: name, body: { required: true } }, any);
    const rename = (id: string, custom?: CustomPatch) =>
      manager.customers.patchCustomer(
        { params: { customerId: id }, body: { name: '王新', ...(custom && { custom }) } },
        any,
      );
    expect((await rename(other)).body.name).toBe('王新');
    await admin.fields.retireField({ params: name });
    await cloud.advance({ duration: 'PT10S' });
    expect((await rename(customerId, { temporary: 'kept', level: 'gold' })).body.custom).toEqual({
      temporary: 'kept',
      level: 'gold',
    });
    await expect(rename(customerId, { temporary: 'other' })).rejects.toMatchObject(refused(400, 'temporary'));
  });

  it('are in the copy of everything that is kept of a customer, and go with them', async () => {
    const custom = { member_no: memberNo(), vault: 'canary-erased' };
    const { id: customerId } = await create({ custom }, admin);
    await admin.customers.patchCustomer(
      { params: { customerId }, body: { custom: { vault: 'canary-erased-2' } } },
      any,
    );
    await manager.privacy.createErasure({ body: { customerId, reason: 'By letter' } });
    await cloud.idle();
    const trail = JSON.stringify(await admin.audit.listAudit({ query: { record: customerId } }));
    expect(trail).not.toContain('canary-erased');
    // Its value is free again.
    await create({ custom: { member_no: custom.member_no } });
  });
});
