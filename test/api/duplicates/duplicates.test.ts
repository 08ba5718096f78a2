import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;
let analyst: Api;

beforeAll(async () => {
  [manager, wangFang, analyst] = (await Promise.all(
    ['li.na', 'wang.fang', 'zhao.wei'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api];
});

const word = () =>
  `Q${crypto
    .randomUUID()
    .replaceAll(/[^a-f]/g, '')
    .slice(0, 9)}`;
async function create(fields: object) {
  const body = { name: 'Ada', createAnyway: true, ...fields };
  return (await manager.customers.createCustomer({ body })).body;
}

describe('duplicates', () => {
  it('are found some seconds later, shown as far as they may be seen, and dismissed for good', async () => {
    const name = `${word()} ${word()}`;
    const mail = `${crypto.randomUUID()}@example.test`;
    const mine = await create({ name, birthday: '1983-03-04', owner: 'wang.fang' });
    const theirs = await create({ name, birthday: '1983-04-03', owner: 'chen.jing', email: mail });
    await cloud.idle();
    const of = async (api: Api, customerId: string) =>
      (await api.duplicates.listDuplicatesOfCustomer({ params: { customerId } })).body.items;
    const [pair] = await of(wangFang, mine.id);
    expect(pair).toMatchObject({
      status: 'open',
      customer: { id: mine.id, masked: false, name },
      other: { id: theirs.id, masked: true, name: 'Q**', owner: 'chen.jing' },
      // Nothing of what is not shown of them, such as a birthday.
      reasons: [{ field: 'name', agreement: 'same' }],
    });
    expect((await of(manager, mine.id))[0]?.reasons).toEqual([
      { field: 'name', agreement: 'same' },
      { field: 'birthday', agreement: 'similar' },
    ]);
    expect(JSON.stringify(pair)).not.toContain(mail);
    expect(JSON.stringify(await of(analyst, mine.id))).not.toContain(mail);
    expect(JSON.stringify(await of(manager, mine.id))).toContain(mail);
    const own = await wangFang.duplicates.listDuplicates({ query: { owner: 'me', limit: 100 } });
    expect(own.body.items.map(({ customer }) => customer.id)).toContain(mine.id);
    expect((await refusal(of(wangFang, theirs.id))).status).toBe(404);
    const all = { query: { owner: 'chen.jing' } };
    expect((await refusal(wangFang.duplicates.listDuplicates(all))).status).toBe(403);

    const params = { customerId: mine.id, otherId: theirs.id };
    const dismissed = { params, body: { status: 'dismissed' } } as const;
    for (let time = 0; time < 2; time += 1)
      expect((await wangFang.duplicates.putDuplicate(dismissed)).body).toMatchObject({
        status: 'dismissed',
        version: 2,
      });
    await manager.customers.patchCustomer(
      { params: { customerId: theirs.id }, body: { company: 'Q' } },
      { ifMatch: 1 },
    );
    await cloud.idle();
    expect(await of(manager, theirs.id)).toMatchObject([{ status: 'dismissed', customer: { company: 'Q' } }]);
    const timeline = await manager.customers.listTimeline({
      params: { customerId: mine.id },
      query: { type: 'duplicate' },
    });
    expect(timeline.body.items.map(({ type }) => type)).toEqual(['duplicate.dismissed']);
    await manager.customers.deleteCustomer({ params: { customerId: mine.id } }, { ifMatch: '*' });
    await cloud.idle();
    expect(await of(manager, theirs.id)).toEqual([]);
  });

  it('are taken for one from the score on that managers set', async () => {
    const { body: before } = await manager.duplicates.getDuplicateSettings();
    const put = (api: Api, threshold: number) =>
      api.duplicates.putDuplicateSettings(
        { body: { threshold, checkOnCreate: true } },
        { ifMatch: before.version },
      );
    expect((await refusal(put(wangFang, 90))).status).toBe(403);
    expect((await refusal(put(manager, 101))).problem.errors).toMatchObject([{ pointer: '/body/threshold' }]);
    const { body } = await put(manager, 81);
    expect(body).toMatchObject({ threshold: 81, version: before.version + 1 });
    expect((await refusal(put(manager, 82))).status).toBe(412);
    const { items } = (await manager.audit.listAudit({ query: { record: 'duplicate-settings' } })).body;
    const params = { eventId: items[0]?.id ?? '' };
    expect((await refusal(wangFang.duplicates.restoreDuplicateSettings({ params }))).status).toBe(403);
    const { body: restored } = await manager.duplicates.restoreDuplicateSettings({ params });
    expect(restored).toMatchObject({ threshold: before.threshold, version: before.version + 2 });
  });

  it('are told before they are created: people by default, machines where they ask', async () => {
    const known = await create({ name: `${word()} ${word()}`, birthday: '1984-05-06', owner: 'wang.fang' });
    await cloud.idle();
    const again = { name: known.name, birthday: known.birthday };
    const machine = await cloud.as('erp', 3);
    const byDefault = { body: { ...again, createAnyway: undefined } };
    const { status, problem } = await refusal(wangFang.customers.createCustomer(byDefault));
    expect([status, problem.candidates]).toMatchObject([
      409,
      [{ id: known.id, masked: false, name: known.name, owner: { id: 'wang.fang' } }],
    ]);
    const asked = { ...again, createAnyway: false };
    expect((await refusal(machine.customers.createCustomer({ body: asked }))).status).toBe(409);
    const { body: twin } = await machine.customers.createCustomer(byDefault);
    const key = { idempotencyKey: crypto.randomUUID() };
    const anyway = () => wangFang.customers.createCustomer({ body: { ...again, createAnyway: true } }, key);
    const third = (await anyway()).body.id;
    await cloud.idle();
    expect((await anyway()).body.id).toBe(third);
    const { body } = await manager.customers.batchCustomers({ body: { rows: [{ key: '1', ...again }] } });
    expect(body.failed).toBe(0);
    expect(new Set([known.id, twin.id, third]).size).toBe(3);
  });

  it('are no pair of somebody with themselves, or of who is not there', async () => {
    const { id } = await create({ name: word() });
    const put = (otherId: string, status: 'open' | 'dismissed' = 'dismissed') =>
      manager.duplicates.putDuplicate({ params: { customerId: id, otherId }, body: { status } });
    expect((await refusal(put(id))).problem.errors).toMatchObject([{ pointer: '/params/otherId' }]);
    expect((await refusal(put('customer_01jd3x5y9hf1bvt6w0k2m4n8pq'))).status).toBe(404);
    const other = await create({ name: word() });
    expect((await refusal(put(other.id, 'open'))).status).toBe(404);
    // An agent learns of no colleague's customer so.
    const own = await create({ name: word(), owner: 'wang.fang' });
    const theirs = await create({ name: word(), owner: 'david.brown' });
    const dismiss = (otherId: string) =>
      refusal(
        wangFang.duplicates.putDuplicate({
          params: { customerId: own.id, otherId },
          body: { status: 'dismissed' },
        }),
      );
    const [foreign, absent] = [
      await dismiss(theirs.id),
      await dismiss('customer_01jd3x5y9hf1bvt6w0k2m4n8pq'),
    ];
    expect([foreign.status, foreign.problem.detail]).toEqual([404, absent.problem.detail]);
  });
});
