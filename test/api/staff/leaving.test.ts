/** A cloud of their own: whoever is set inactive is refused by every area, and let in again when they are back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent] = await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)]);
});
afterAll(() => cloud?.close());

const put = (active: boolean, staffId = 'wang.fang', by = manager) =>
  by.staff.putStaff(
    { params: { staffId }, body: { name: staffId, email: `${staffId}@rapport.example`, active } },
    { ifMatch: '*' },
  );

/** One route of each area, and one that takes any token. */
const asked: Readonly<Record<string, (api: Api) => Promise<{ status: number }>>> = {
  people: (api) => api.staff.listStaff({}),
  customers: (api) => api.customers.listCustomers({}),
  contact: (api) => api.budgets.getContactPolicy({}),
  surveys: (api) => api.surveys.listSurveys({}),
  callbacks: (api) => api.callbacks.listCallbacks({ query: { owner: 'me' } }),
  me: (api) => api.staff.getMe({}),
};

describe('somebody who is set inactive', () => {
  it.each(Object.entries(asked))('is refused in %s within a minute, until they are back', async (_, ask) => {
    expect((await ask(agent)).status).toBeLessThan(300);
    await put(false);
    await cloud.advance({ duration: 'PT1M' });
    expect(await refusal(ask(agent))).toMatchObject({
      status: 403,
      problem: {
        code: 'forbidden',
        detail:
          'You are registered as somebody who does not work here any more. If you do, ask a manager to set "active": true with PUT /staff/{staffId}.',
      },
    });
    await put(true);
    expect((await ask(agent)).status).toBeLessThan(300);
  });

  it('is told so in Chinese, and it stands in the trail of refusals', async () => {
    await put(false);
    await cloud.advance({ duration: 'PT1M' });
    const response = await fetch(`${cloud.url}/staff/li.na`, {
      headers: {
        authorization: `Bearer ${await cloud.token('wang.fang')}`,
        'accept-language': 'zh-CN',
      },
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      detail: expect.stringContaining('您已被登记为不再在此工作'),
    });
    const { body } = await manager.audit.listAudit({ query: { actor: 'wang.fang' } });
    expect(body.items[0]).toMatchObject({ route: 'GET /staff/{staffId}', record: { id: 'li.na' } });
    await put(true);
  });

  it('is neither a machine nor somebody who was never registered', async () => {
    const erp = await cloud.as('erp');
    expect((await erp.staff.getMe({})).body.kind).toBe('machine');
    await put(false, 'erp');
    await cloud.advance({ duration: 'PT1M' });
    expect((await erp.staff.getMe({})).status).toBe(200);
  });

  it('is never who did it, so somebody stays who may take it back', async () => {
    expect(await refusal(put(false, 'li.na'))).toMatchObject({
      status: 422,
      problem: { detail: 'Nobody makes themselves inactive. Ask somebody else who may change staff.' },
    });
    expect((await manager.staff.getMe({})).body.staff?.active).toBe(true);
  });
});
