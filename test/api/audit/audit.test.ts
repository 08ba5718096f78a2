/** The trail of who did what, through the API. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;
let analyst: Api;
let machine: Api;
let month: string;
let day: string;

beforeAll(async () => {
  [manager, agent, analyst, machine] = (await Promise.all(
    ['li.na', 'wang.fang', 'zhao.wei', 'erp'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api];
  day = (await cloud.now()).toISOString().slice(0, 10);
  month = day.slice(0, 7);
});

type Query = Parameters<Api['audit']['listAudit']>[0] extends { query?: infer Q } | undefined ? Q : never;

/** Everything that answers the question and is about these records, newest first, page by page. */
async function entries(query: Query, ...records: string[]) {
  const found = [];
  let cursor: string | undefined;
  do {
    const { body } = await manager.audit.listAudit({
      query: { ...query, limit: 20, ...(cursor === undefined ? {} : { cursor }) },
    });
    found.push(...body.items);
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return found.filter(({ record }) => records.includes(String(record?.id)));
}

const named = (name: string) => ({ name, email: `${crypto.randomUUID()}@example.test` });

/** A customer whom the agent has created, renamed, noted something of and deleted. */
async function historyOfCustomer() {
  const { body: made } = await agent.customers.createCustomer({ body: named('王一') });
  const params = { customerId: made.id };
  const { body: renamed } = await agent.customers.patchCustomer(
    { params, body: { name: '王二', tags: ['vip'] } },
    { ifMatch: made.version },
  );
  const note = { channel: 'note', direction: 'internal', subject: 'Asked for an invoice' } as const;
  const { body: noted } = await agent.customers.recordInteraction({ params, body: note });
  const corrected = await agent.customers.patchInteraction(
    { params: { ...params, interactionId: noted.id }, body: { subject: 'Asked for the invoice' } },
    { ifMatch: noted.version },
  );
  await agent.customers.deleteCustomer({ params }, { ifMatch: renamed.version });
  await cloud.idle();
  return { customer: made.id, interaction: corrected.body.id };
}

describe('who did what', () => {
  it('is told by person, with creations, changes and deletions, before and after', async () => {
    const { customer, interaction } = await historyOfCustomer();
    const found = await entries({ actor: 'wang.fang', month }, customer, interaction);
    expect(found.map(({ type }) => type)).toEqual([
      'customer.deleted',
      'interaction.changed',
      'interaction.recorded',
      'customer.changed',
      'customer.created',
    ]);
    expect(found[3]).toEqual({
      id: expect.stringMatching(/^event_/),
      at: expect.any(String),
      actor: { kind: 'person', id: 'wang.fang', name: expect.any(String) },
      type: 'customer.changed',
      record: { kind: 'customer', id: customer },
      changes: { before: { name: '王一', tags: [] }, after: { name: '王二', tags: ['vip'] } },
      notRestored: 'This entry cannot be restored because this record was deleted since.',
      correlationId: expect.any(String),
    });
    expect(found[1]).toMatchObject({
      record: { kind: 'interaction', id: interaction },
      changes: { before: { subject: 'Asked for an invoice' }, after: { subject: 'Asked for the invoice' } },
    });
    const others = await entries({ actor: 'li.na', month }, customer, interaction);
    expect(others).toEqual([]);
  });

  it('is told by kind of record and day', async () => {
    const { customer, interaction } = await historyOfCustomer();
    const found = await entries({ kind: 'customer', day }, customer, interaction);
    expect(found.map(({ type }) => type)).toEqual([
      'customer.deleted',
      'customer.changed',
      'customer.created',
    ]);
    const contacts = await entries({ kind: 'interaction', day }, customer, interaction);
    expect(contacts.map(({ type }) => type)).toEqual(['interaction.changed', 'interaction.recorded']);
    expect(await entries({ kind: 'customer', day: '2020-01-01' }, customer)).toEqual([]);
  });

  it('is told of deletions alone, however much else was done', async () => {
    const [first, second] = [await historyOfCustomer(), await historyOfCustomer()];
    for (const period of [{ day }, { month }]) {
      const query = { kind: 'customer', deleted: 'true', limit: 100, ...period } as const;
      const { items } = (await manager.audit.listAudit({ query })).body;
      expect(items.every(({ type }) => type === 'customer.deleted')).toBe(true);
      const told = items.filter(({ record }) =>
        [first, second].some(({ customer }) => customer === record?.id),
      );
      expect(told.map(({ record }) => record?.id)).toEqual([second.customer, first.customer]);
    }
  });

  it('is told by kind of record and month, whose end is reached in few pages', async () => {
    const { interaction } = await historyOfCustomer();
    const found = await entries({ kind: 'interaction', month }, interaction);
    expect(found.map(({ type }) => type)).toEqual(['interaction.changed', 'interaction.recorded']);
    const pages = async (kind: 'team', asked: string) => {
      let count = 0;
      let cursor: string | undefined;
      do {
        const query = { kind, month: asked, ...(cursor === undefined ? {} : { cursor }) };
        const { body } = await manager.audit.listAudit({ query });
        expect(body.items).toEqual([]);
        cursor = body.cursor ?? undefined;
        count += 1;
      } while (cursor !== undefined);
      return count;
    };
    // 31 days, eight a page.
    expect(await pages('team', '2020-01')).toBe(4);
    expect(await pages('team', '2020-02')).toBe(4);
    expect(await pages('team', '2099-12')).toBe(1);
  });

  it('goes on only with the cursor of the same month', async () => {
    const { body } = await manager.audit.listAudit({ query: { kind: 'team', month: '2020-01' } });
    const cursor = String(body.cursor);
    const other = manager.audit.listAudit({ query: { kind: 'team', month: '2020-02', cursor } });
    await expect(other).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ pointer: '/query/cursor' }] },
    });
  });

  it('is told by record, also when it is gone', async () => {
    const { customer, interaction } = await historyOfCustomer();
    const found = await entries({ record: customer }, customer, interaction);
    expect(found.map(({ type }) => type)).toEqual([
      'customer.deleted',
      'interaction.changed',
      'interaction.recorded',
      'customer.changed',
      'customer.created',
    ]);
  });

  it('is told of what is kept beside another record', async () => {
    const { body: customer } = await manager.customers.createCustomer({ body: named('赵六') });
    const due = { instant: new Date((await cloud.now()).getTime() + 3_600_000).toISOString() };
    const promise = { customerId: customer.id, owner: 'wang.fang', why: 'Asked to be called', due };
    const { body: callback } = await manager.callbacks.createCallback({ body: promise });
    const params = { callbackId: callback.id };
    await manager.callbacks.cancelCallback({ params, body: { why: 'Called already' } });
    const found = await entries({ record: callback.id }, callback.id);
    expect(found.map(({ type }) => type)).toEqual(['callback.cancelled', 'callback.opened']);
  });

  it('keeps who registered a member of staff, with all values', async () => {
    const staffId = `audit-${crypto.randomUUID().slice(0, 8)}`;
    const body = { name: '孙丽', email: `${staffId}@rapport.example` };
    await manager.staff.putStaff({ params: { staffId }, body });
    await manager.staff.putStaff({ params: { staffId }, body: { ...body, name: '孙莉' } }, { ifMatch: 1 });
    const found = await entries({ record: staffId }, staffId);
    expect(found).toMatchObject([
      { type: 'staff.changed', changes: { before: { name: '孙丽' }, after: { name: '孙莉' } } },
      { type: 'staff.registered', actor: { id: 'li.na' }, changes: { before: {}, after: body } },
    ]);
  });

  it('keeps that a contact was recorded when it is withdrawn', async () => {
    const { body: customer } = await agent.customers.createCustomer({ body: named('钱七') });
    const note = { channel: 'note', direction: 'internal', subject: 'Mistyped' } as const;
    const params = { customerId: customer.id };
    const { body } = await agent.customers.recordInteraction({ params, body: note });
    const place = { params: { ...params, interactionId: body.id } };
    await agent.customers.deleteInteraction(place, { ifMatch: body.version });
    const found = await entries({ actor: 'wang.fang', month }, body.id);
    expect(found.map(({ type }) => type)).toEqual(['interaction.deleted', 'interaction.recorded']);
    expect(found[0]).toMatchObject({ changes: { before: { subject: 'Mistyped' }, after: {} } });
  });

  it('is told of machines', async () => {
    const params = { source: 'audit', externalId: crypto.randomUUID() };
    const { body } = await machine.customers.upsertCustomer({ params, body: { name: 'David Brown' } });
    await cloud.idle();
    const { body: me } = await machine.staff.getMe();
    const found = await entries({ actor: me.id, month }, body.id);
    expect(found).toMatchObject([{ type: 'customer.created', actor: { kind: 'machine', id: me.id } }]);
  });
});

describe('the trail', () => {
  it('is closed to agents and analysts', async () => {
    for (const api of [agent, analyst])
      await expect(api.audit.listAudit({ query: { actor: 'wang.fang' } })).rejects.toMatchObject({
        status: 403,
      });
  });

  it('says how to ask it', async () => {
    const refused = (query: Query, pointer: string) =>
      expect(manager.audit.listAudit({ query }), JSON.stringify(query)).rejects.toMatchObject({
        status: 400,
        problem: { errors: [{ pointer: `/query/${pointer}` }] },
      });
    await refused({}, 'actor');
    await refused({ actor: 'li.na', kind: 'customer' }, 'kind');
    await refused({ record: 'li.na', month }, 'month');
    await refused({ kind: 'customer' }, 'month');
    await refused({ kind: 'refused' }, 'month');
    await refused({ kind: 'customer', month, day }, 'month');
    await refused({ actor: 'li.na', day }, 'day');
    await refused({ actor: 'li.na', deleted: 'true' }, 'deleted');
    await refused({ record: 'li.na', deleted: 'true' }, 'deleted');
    await refused({ actor: 'li.na', month: '2026-13' }, 'month');
    await refused({ kind: 'Customer' as 'customer' }, 'kind');
    await refused({ record: 'interaction_01jd3x5y9hf1bvt6w0k2m4n8pq' }, 'record');
  });
});
