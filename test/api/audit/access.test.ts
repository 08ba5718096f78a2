/** Refused attempts and reads of personal data, as managers are told of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';

const cloud = sharedCloud();
let manager: Api;
let admin: Api;
let agent: Api;

beforeAll(async () => {
  [manager, admin, agent] = (await Promise.all(
    ['li.na', 'chen.jing', 'wang.fang'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api];
});

async function customerOf(owner: string): Promise<string> {
  const email = `${crypto.randomUUID()}@example.test`;
  const { body } = await manager.customers.createCustomer({ body: { name: '王三', email, owner } });
  return body.id;
}

const told = async (record: string, kind: 'read' | 'refused') =>
  (await manager.audit.listAudit({ query: { record, kind } })).body.items;

describe('refused attempts', () => {
  it('are kept: what is not yours, once for each route and hour', async () => {
    const customerId = await customerOf('david.brown');
    const params = { customerId };
    for (let time = 0; time < 2; time += 1)
      await expect(agent.customers.getCustomer({ params })).rejects.toMatchObject({ status: 404 });
    await expect(agent.customers.deleteCustomer({ params }, { ifMatch: 1 })).rejects.toMatchObject({
      status: 404,
    });
    const found = await told(customerId, 'refused');
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({
      id: expect.stringMatching(/^event_/),
      at: expect.any(String),
      actor: { kind: 'person', id: 'wang.fang', name: expect.any(String) },
      type: 'record.refused',
      record: { kind: 'customer', id: customerId },
      route: 'GET /customers/{customerId}',
      correlationId: expect.any(String),
    });
    expect(await told(customerId, 'read')).toEqual([]);
  });

  it('are kept with the customer for whom something was meant', async () => {
    const customerId = await customerOf('david.brown');
    const due = { wallTime: '2036-11-21T10:00' };
    const call = { customerId, why: 'Asked to be called', due };
    await expect(agent.callbacks.createCallback({ body: call })).rejects.toMatchObject({ status: 404 });
    const row = { key: '1', customerId, purpose: 'marketing', channel: 'email', status: 'granted' } as const;
    const rows = [{ ...row, evidence: 'Form', since: '2025-03-01T09:00:00Z' }];
    expect((await agent.consents.batchConsents({ body: { rows } })).body.failed).toBe(1);
    const found = await told(customerId, 'refused');
    expect(found.map(({ route }) => route).sort()).toEqual(['POST /callbacks', 'POST /consents/batch']);
  });

  it('are kept: what a role does not permit, found by person and by day', async () => {
    const body = { name: 'Not for agents', languages: ['en'], questions: [] };
    await expect(agent.surveys.createSurvey({ body: body as never })).rejects.toMatchObject({ status: 403 });
    const at = (await cloud.now()).toISOString();
    const isOurs = ({ route }: { route?: string | undefined }) => route === 'POST /surveys';
    const byDay = await manager.audit.listAudit({
      query: { kind: 'refused', day: at.slice(0, 10), limit: 100 },
    });
    expect(byDay.body.items.find(isOurs)).toMatchObject({ actor: { id: 'wang.fang' } });
    const byPerson = await manager.audit.listAudit({
      query: { actor: 'wang.fang', month: at.slice(0, 7), limit: 100 },
    });
    expect(byPerson.body.items.find(isOurs)).toMatchObject({ type: 'record.refused' });
  });

  it('are not those for what is not there', async () => {
    const customerId = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr';
    await expect(agent.customers.getCustomer({ params: { customerId } })).rejects.toMatchObject({
      status: 404,
    });
    expect(await told(customerId, 'refused')).toEqual([]);
    expect(await told(customerId, 'read')).toEqual([]);
  });
});

describe('reads of personal data', () => {
  it('are kept of the customer where something of theirs is opened by an id of its own', async () => {
    const customerId = await customerOf('wang.fang');
    const due = { wallTime: '2036-11-21T10:00' };
    const call = { customerId, why: 'Asked to be called', due };
    const { body: promised } = await manager.callbacks.createCallback({ body: call });
    expect(await told(customerId, 'read')).toEqual([]);
    const params = { callbackId: promised.id };
    for (let time = 0; time < 2; time += 1) await agent.callbacks.getCallback({ params });
    expect(await told(customerId, 'read')).toMatchObject([
      {
        actor: { kind: 'person', id: 'wang.fang' },
        record: { kind: 'customer', id: customerId },
        route: 'GET /callbacks/{callbackId}',
      },
    ]);
    const notTheirs = await customerOf('david.brown');
    const { body: other } = await manager.callbacks.createCallback({
      body: { ...call, customerId: notTheirs },
    });
    const hidden = agent.callbacks.getCallback({ params: { callbackId: other.id } });
    await expect(hidden).rejects.toMatchObject({ status: 404 });
    expect(await told(notTheirs, 'read')).toEqual([]);
  });

  it('are kept once an hour for each person, whatever of the customer they open', async () => {
    const customerId = await customerOf('wang.fang');
    const params = { customerId };
    await agent.customers.getCustomer({ params });
    await agent.customers.getProfile({ params });
    await agent.messaging.listMessages({ params });
    await admin.customers.getProfile({ params });
    const found = await told(customerId, 'read');
    expect(found.map(({ actor }) => actor.id).sort()).toEqual(['chen.jing', 'wang.fang']);
    expect(found[0]).toMatchObject({
      type: 'record.read',
      record: { kind: 'customer', id: customerId },
      route: expect.stringMatching(/^GET \/customers\/\{customerId\}/),
    });
    const month = (await cloud.now()).toISOString().slice(0, 7);
    const { body } = await manager.audit.listAudit({ query: { actor: 'chen.jing', month, limit: 100 } });
    expect(body.items.find(({ record }) => record?.id === customerId)).toMatchObject({ type: 'record.read' });
  });

  it('says how to ask for them', async () => {
    const ask = manager.audit.listAudit({ query: { kind: 'read' } });
    await expect(ask).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ pointer: '/query/record' }] },
    });
  });
});
