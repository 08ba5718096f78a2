/** Giving fields of a customer back what they were before a change. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;
let stranger: Api;

beforeAll(async () => {
  [manager, agent, stranger] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api];
});

const email = () => `${crypto.randomUUID()}@example.test`;

/** A customer of the agent, and the ids of their changes, newest first. */
async function customer(extra: { email?: string; company?: string } = {}) {
  const { body } = await agent.customers.createCustomer({ body: { name: '王一', ...extra } });
  const params = { customerId: body.id };
  const patch = async (fields: object) =>
    (await agent.customers.patchCustomer({ params, body: fields }, { ifMatch: '*' })).body;
  const changes = async () =>
    (await agent.customers.listTimeline({ params, query: { type: 'customer.changed' } })).body.items;
  const restore = async (changeId: string, by: Api = agent) =>
    (await by.customers.restoreChange({ params: { ...params, eventId: changeId } })).body;
  return { customer: body, patch, changes, restore, params };
}

describe('a change that is restored', () => {
  it('gives its fields back what they were, those that were missing too, and leaves the others', async () => {
    const address = email();
    const { patch, changes, restore, customer: made } = await customer({ email: address });
    await patch({ name: '王二', company: '远洋', email: null });
    await patch({ tags: ['vip'] });
    const [, first] = await changes();
    const restored = await restore(first?.id ?? '');
    expect(restored).toMatchObject({ name: '王一', email: address, tags: ['vip'], version: 4 });
    expect(restored).not.toHaveProperty('company');
    // The address is theirs again, as every unique value is.
    const taken = manager.customers.createCustomer({ body: { name: 'Twin', email: address } });
    await expect(taken).rejects.toMatchObject({ status: 409, problem: { existing: { id: made.id } } });
  });

  it('is a change itself, which says what it takes back and can be taken back', async () => {
    const { patch, changes, restore, customer: made } = await customer();
    await patch({ name: '王二' });
    const [first] = await changes();
    await restore(first?.id ?? '');
    const { body } = await manager.audit.listAudit({ query: { record: made.id } });
    expect(body.items[0]).toMatchObject({
      type: 'customer.changed',
      actor: { id: 'wang.fang' },
      restores: first?.id,
      changes: { before: { name: '王二' }, after: { name: '王一' } },
    });
    expect(await restore(body.items[0]?.id ?? '')).toMatchObject({ name: '王二' });
  });

  it('writes over nothing newer, and says which fields are', async () => {
    const { patch, changes, restore } = await customer();
    await patch({ name: '王二', tags: ['vip'] });
    const [first] = await changes();
    await patch({ name: '王三' });
    await expect(restore(first?.id ?? '')).rejects.toMatchObject({
      status: 409,
      problem: { changedSince: ['name'], detail: expect.stringContaining('Changed again since: name.') },
    });
    expect((await changes()).length).toBe(2);
  });

  it('passes the checks of every change', async () => {
    const address = email();
    const { patch, changes, restore } = await customer({ email: address });
    await patch({ email: email() });
    const [change] = await changes();
    const { body: twin } = await manager.customers.createCustomer({ body: { name: 'Twin', email: address } });
    await expect(restore(change?.id ?? '', manager)).rejects.toMatchObject({
      status: 409,
      problem: { existing: { id: twin.id } },
    });
    await expect(restore(change?.id ?? '', stranger)).rejects.toMatchObject({ status: 404 });
  });

  it('is one of fields, and one of this customer', async () => {
    const { changes, patch, restore, params } = await customer();
    await patch({ name: '王二' });
    const note = { channel: 'note', direction: 'internal', subject: 'A note' } as const;
    const { body } = await agent.customers.recordInteraction({ params, body: note });
    const place = { params: { ...params, interactionId: body.id } };
    await agent.customers.deleteInteraction(place, { ifMatch: 1 });
    const { body: timeline } = await agent.customers.listTimeline({ params });
    const deletion = timeline.items.find(({ type }) => type === 'interaction.deleted');
    await expect(restore(deletion?.id ?? '')).rejects.toMatchObject({ status: 422 });
    const [change] = await changes();
    const other = await customer();
    await expect(other.restore(change?.id ?? '')).rejects.toMatchObject({ status: 404 });
  });
});
