/** Customers who were deleted by mistake are there again: a cloud of their own, whose clock goes on by a month. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent] = await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)]);
});
afterAll(() => cloud?.close());

const email = () => `${crypto.randomUUID()}@example.test`;
const create = async (fields: object = {}, api = agent) =>
  (await api.customers.createCustomer({ body: { name: '司马光', createAnyway: true, ...fields } })).body;
const get = async (customerId: string) =>
  (await manager.customers.getCustomer({ params: { customerId } })).body;
const remove = (customerId: string, api = agent) =>
  api.customers.deleteCustomer({ params: { customerId } }, { ifMatch: '*' });
const trail = async (record: string) =>
  (await manager.audit.listAudit({ query: { record, limit: 100 } })).body.items;
/** The entry that tells of the last deletion. */
const deletion = async (customerId: string) => {
  const found = (await trail(customerId)).find(({ type }) => type === 'customer.deleted');
  if (found === undefined) throw new Error('Was not deleted');
  return found;
};
const restore = async (customerId: string, by = manager, eventId?: string) => {
  const params = { customerId, eventId: eventId ?? (await deletion(customerId)).id };
  return (await by.customers.restoreChange({ params })).body;
};

describe('a customer who was deleted by mistake', () => {
  it('is brought back once, whoever asks for it at the same moment, and the others are told so', async () => {
    const { id } = await create();
    await remove(id);
    await cloud.idle();
    const { id: eventId } = await deletion(id);
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => restore(id, manager, eventId)));
    const refused = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(5);
    for (const error of refused)
      expect(error).toMatchObject({
        status: 422,
        message: expect.stringContaining('was brought back since'),
      });
  });

  it('is there again with all that is kept, found as before, and in the trail', async () => {
    const address = email();
    const made = await create({ email: address, company: '洛阳书局', tags: ['vip'] });
    const params = { customerId: made.id };
    const note = { channel: 'call', direction: 'inbound', subject: 'Asked for a quote' } as const;
    await agent.customers.recordInteraction({ params, body: note });
    await remove(made.id);
    await cloud.idle();
    const before = await deletion(made.id);
    expect(before.restore).toBe(`/customers/${made.id}/changes/${before.id}/restore`);
    expect(await restore(made.id)).toMatchObject({
      id: made.id,
      email: address,
      owner: 'wang.fang',
      version: 3,
    });
    await cloud.idle();
    expect(await get(made.id)).not.toHaveProperty('deletedAt');
    const { items } = (await agent.customers.listTimeline({ params })).body;
    expect(items.map(({ type }) => type)).toEqual([
      'customer.restored',
      'customer.deleted',
      'interaction.recorded',
      'customer.created',
    ]);
    const search = (await agent.search.searchCustomers({ query: { q: '洛阳书局' } })).body.items;
    expect(search.map(({ id }) => id)).toEqual([made.id]);
    for (const query of [
      { owner: 'me' },
      { owner: 'me', tag: 'vip' },
      { owner: 'me', lastContactFrom: '2020-01-01T00:00:00.000Z' },
    ]) {
      const { body } = await agent.customers.listCustomers({ query: query as never });
      expect(
        body.items.map(({ id }) => id),
        JSON.stringify(query),
      ).toContain(made.id);
    }
    await expect(create({ email: address })).rejects.toMatchObject({
      problem: { existing: { id: made.id } },
    });
    const [told, old] = await trail(made.id);
    expect(told).toMatchObject({ type: 'customer.restored', actor: { id: 'li.na' }, restores: before.id });
    expect(old).toMatchObject({
      notRestored: 'This entry cannot be restored because this record was brought back since.',
    });
    expect(old).not.toHaveProperty('restore');
  });

  it('is brought back by a manager or an administrator, and by no agent or program', async () => {
    const made = await create({}, manager);
    await remove(made.id, manager);
    for (const id of ['wang.fang', 'erp'])
      await expect(restore(made.id, await cloud.as(id))).rejects.toMatchObject({ status: 403 });
    await expect(get(made.id)).rejects.toMatchObject({ status: 404 });
    expect(await restore(made.id, await cloud.as('chen.jing'))).toMatchObject({ id: made.id });
  });

  it('comes back with the records that were merged into theirs, which can be parted as before', async () => {
    const [one, two] = [email(), email()];
    const [survivor, loser] = [
      await create({ email: one }),
      await create({ email: two, phone: '+8613900001234' }),
    ];
    const body = { customerId: loser.id };
    await manager.merges.mergeCustomers({ params: { customerId: survivor.id }, body });
    await remove(survivor.id, manager);
    await cloud.idle();
    // By the id of the record that was merged, too.
    await restore(loser.id);
    await cloud.idle();
    expect(await get(loser.id)).toMatchObject({ id: survivor.id, email: one, mergedFrom: [loser.id] });
    const params = { customerId: survivor.id, mergedId: loser.id };
    const { body: parted } = await manager.merges.undoMerge({ params });
    expect(parted).toMatchObject({
      customer: { id: loser.id, email: two, phone: '+8613900001234' },
      lost: [],
    });
    for (const [address, id] of [
      [one, survivor.id],
      [two, loser.id],
    ])
      await expect(create({ email: address })).rejects.toMatchObject({ problem: { existing: { id } } });
  });

  it('does not come back over somebody who has their address now, who is named', async () => {
    const address = email();
    const made = await create({ email: address });
    await remove(made.id);
    const other = await create({ name: '王安石', email: address }, manager);
    await expect(restore(made.id)).rejects.toMatchObject({
      status: 409,
      problem: {
        detail: 'Another customer has this e-mail address.',
        existing: { id: other.id },
        errors: [{ pointer: '/customer/email', reason: `Taken by ${other.id}.` }],
      },
    });
    await expect(get(made.id)).rejects.toMatchObject({ status: 404 });
    const patch = { params: { customerId: other.id }, body: { email: email() } };
    await manager.customers.patchCustomer(patch, { ifMatch: '*' });
    expect(await restore(made.id)).toMatchObject({ email: address });
  });

  it('is out of relations and lists, which are made anew', async () => {
    const [person, company] = [await create(), await create({ kind: 'company', name: '司马书局' })];
    const place = { customerId: company.id, kind: 'contact', otherId: person.id } as const;
    await agent.relations.putRelation({ params: place, body: {} } as never);
    const { body: list } = await manager.lists.createList({ body: { name: `List ${crypto.randomUUID()}` } });
    const inList = { params: { listId: list.id }, body: { customerIds: [person.id] } };
    await manager.lists.addMembers(inList as never);
    await remove(person.id);
    await cloud.idle();
    await restore(person.id);
    await cloud.idle();
    const relations = await agent.relations.listRelations({ params: { customerId: person.id } });
    expect(relations.body.items).toEqual([]);
    const members = await manager.lists.listMembers({ params: { listId: list.id } });
    expect(members.body.items).toEqual([]);
    const types = (await agent.customers.listTimeline({ params: { customerId: person.id } })).body.items;
    expect(types.map(({ type }) => type)).toContain('relation.removed');
    await agent.relations.putRelation({ params: place, body: {} } as never);
  });

  it('has nobody who looks after them when whoever did works here no longer', async () => {
    const staffId = `staff-${crypto.randomUUID().slice(0, 13)}`;
    const body = { name: '范仲淹', email: `${staffId}@rapport.example` };
    await manager.staff.putStaff({ params: { staffId }, body });
    const made = await create({ owner: staffId }, manager);
    await remove(made.id, manager);
    await cloud.idle();
    const gone = { params: { staffId }, body: { ...body, active: false } };
    await manager.staff.putStaff(gone, { ifMatch: '*' });
    expect(await restore(made.id)).toMatchObject({ owner: null });
  });

  it('comes back once, whatever happens to them at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const address = email();
      const made = await create({ email: address });
      await remove(made.id);
      const { id: eventId } = await deletion(made.id);
      const outcomes = await Promise.allSettled([
        restore(made.id, manager, eventId),
        restore(made.id, manager, eventId),
        create({ email: address }, manager),
        remove(made.id, manager),
      ]);
      await cloud.idle();
      const [first, second, created] = outcomes;
      const isBack = await get(made.id).then(
        () => true,
        () => false,
      );
      const restored = (await trail(made.id)).filter(({ type }) => type === 'customer.restored');
      // Nobody has the address together with somebody else, and who is there has it.
      if (isBack) expect(created.status).toBe('rejected');
      if (isBack || created.status === 'fulfilled') {
        const id = isBack ? made.id : (created as PromiseFulfilledResult<{ id: string }>).value.id;
        await expect(create({ email: address }, manager)).rejects.toMatchObject({
          problem: { existing: { id } },
        });
      }
      expect(restored.length).toBeLessThanOrEqual(1);
      if (first.status === 'fulfilled' || second.status === 'fulfilled') expect(restored.length).toBe(1);
    }
  });

  it('is not brought back twice, nor by an older deletion', async () => {
    const made = await create();
    await remove(made.id);
    const first = (await deletion(made.id)).id;
    await restore(made.id);
    await expect(restore(made.id, manager, first)).rejects.toMatchObject({
      status: 422,
      problem: { detail: 'This entry cannot be restored because this record was brought back since.' },
    });
    await remove(made.id);
    const { id: eventId } = await deletion(made.id);
    await expect(restore(made.id, manager, first)).rejects.toMatchObject({
      status: 422,
      problem: { newer: { eventId } },
    });
    await expect(restore(made.id, manager, (await trail(made.id)).at(-1)?.id)).rejects.toMatchObject({
      status: 422,
    });
    expect(await restore(made.id)).toMatchObject({ id: made.id });
  });

  it('never comes back after 30 days, or once it was demanded that they are erased', async () => {
    const [old, erased] = [await create(), await create()];
    for (const { id } of [old, erased]) await remove(id);
    const reason = 'asked by phone';
    await manager.privacy.createErasure({ body: { customerId: erased.id, reason } });
    const isKept = 'This customer is not kept any more, and cannot be brought back.';
    await expect(restore(erased.id)).rejects.toMatchObject({ status: 422, problem: { detail: isKept } });
    await cloud.idle();
    await expect(restore(erased.id)).rejects.toMatchObject({ status: 422 });
    const { id } = await deletion(old.id);
    await cloud.advance({ duration: 'P31D' });
    const later = await cloud.as('li.na', 3);
    await expect(restore(old.id, later, id)).rejects.toMatchObject({
      status: 422,
      problem: { detail: isKept },
    });
  });
});
