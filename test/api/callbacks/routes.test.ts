import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal, shanghaiIn } from './department.ts';

const cloud = sharedCloud();
let context: Department;

beforeAll(async () => {
  context = await openDepartment(cloud);
});

/** Promises a customer of 王芳 a call for the day after tomorrow. */
async function promise({ customerId: of, ...fields }: { customerId?: string; [name: string]: unknown } = {}) {
  const customerId = of ?? (await context.customer('wang.fang'));
  const due = { wallTime: shanghaiIn(48, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const { body } = await context.manager.callbacks.createCallback({
    body: { customerId, why: 'Asked to be called', due, ...fields },
  });
  return body;
}

const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

describe('promising a call', () => {
  it('goes to the customer’s owner, in the customer’s zone, and stands in the timeline', async () => {
    const customerId = await context.customer('wang.fang', { timeZone: 'Asia/Tokyo', name: '佐藤' });
    const now = await cloud.now();
    const wallTime = shanghaiIn(49, now);
    const { body } = await context.wangFang.callbacks.createCallback({
      body: { customerId, why: '询问交付', due: { wallTime }, note: 'Speaks\r\nJapanese' },
    });
    expect(body).toMatchObject({
      version: 1,
      customerId,
      customerName: '佐藤',
      reason: { kind: 'manual', why: '询问交付' },
      note: 'Speaks\nJapanese',
      owner: 'wang.fang',
      status: 'scheduled',
      due: { wallTime, timeZone: 'Asia/Tokyo', instant: new Date(`${wallTime}+09:00`).toISOString() },
      scheduleVersion: 1,
      claim: null,
      attempts: [],
    });
    const { body: read } = await context.manager.callbacks.getCallback({ params: { callbackId: body.id } });
    expect(read).toEqual(body);
    const { body: timeline } = await context.manager.customers.listTimeline({ params: { customerId } });
    expect(timeline.items[0]).toMatchObject({
      type: 'callback.opened',
      actor: { kind: 'person', id: 'wang.fang' },
      data: { callbackId: body.id, reason: 'manual', owner: 'wang.fang' },
    });
  });

  it.each([
    ['a past time', { due: { instant: '2020-01-01T09:00:00Z' } }, '/body/due/instant'],
    ['a past local time', { due: { wallTime: '2020-01-01T09:00' } }, '/body/due/wallTime'],
    ['two times', { due: { wallTime: '2036-01-01T09:00', instant: '2036-01-01T09:00:00Z' } }, '/body/due'],
    ['no time', { due: {} }, '/body/due'],
    [
      'an unknown zone',
      { due: { wallTime: '2036-01-01T09:00', timeZone: 'Mars/Base' } },
      '/body/due/timeZone',
    ],
    ['an owner nobody knows', { owner: 'nobody.here' }, '/body/owner'],
    ['a day that does not exist', { due: { wallTime: '2036-02-30T09:00' } }, '/body/due/wallTime'],
  ])('is refused for %s, and the field is named', async (_, fields, pointer) => {
    const problem = await refusal(promise(fields));
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problem.errors?.map((violation) => violation.pointer)).toEqual([pointer]);
  });

  it('to a customer who is not there is not found', async () => {
    const customerId = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';
    expect(await refusal(promise({ customerId }))).toMatchObject({ status: 404 });
  });
});

describe('who may do what', () => {
  it('keeps an agent’s callbacks from other agents, who may not even learn that they are there', async () => {
    const { id: callbackId, customerId, due } = await promise();
    const { callbacks } = context.davidBrown;
    const params = { callbackId };
    const attempts = [
      () => callbacks.getCallback({ params }),
      () => callbacks.claimCallback({ params }),
      () => callbacks.completeCallback({ params, body: { outcome: 'reached' } }),
      () => callbacks.cancelCallback({ params, body: { why: 'No' } }),
      () => callbacks.patchCallback({ params, body: { note: 'Hi' } }, { ifMatch: 1 }),
    ];
    for (const attempt of attempts) expect(await refusal(attempt())).toMatchObject({ status: 404 });
    expect(await refusal(callbacks.listCustomerCallbacks({ params: { customerId } }))).toMatchObject({
      status: 404,
    });
    const mine = { customerId, why: 'Mine', due: { instant: due.instant } };
    expect(await refusal(callbacks.createCallback({ body: mine }))).toMatchObject({ status: 404 });
    const query = { owner: 'wang.fang' };
    expect(await refusal(callbacks.listCallbacks({ query }))).toMatchObject({ status: 403 });
  });

  it('lets analysts look and managers hand over, to people who work here', async () => {
    const { id: callbackId } = await promise();
    const params = { callbackId };
    expect((await context.analyst.callbacks.getCallback({ params })).status).toBe(200);
    expect(await refusal(context.analyst.callbacks.claimCallback({ params }))).toMatchObject({ status: 403 });
    const toDavid = { params, body: { owner: 'david.brown' } };
    const own = context.wangFang.callbacks.patchCallback(toDavid, { ifMatch: 1 });
    expect(await refusal(own)).toMatchObject({ status: 403 });
    const { body } = await context.manager.callbacks.patchCallback(toDavid, { ifMatch: 1 });
    expect(body).toMatchObject({ owner: 'david.brown', version: 2, scheduleVersion: 1 });
    expect((await context.davidBrown.callbacks.getCallback({ params })).body.id).toBe(callbackId);
  });

  it('lets an agent with an open callback read the customer of a colleague and note what came of it, not change them', async () => {
    const { id: callbackId, customerId } = await promise({ owner: 'david.brown' });
    await cloud.idle();
    const params = { customerId };
    const { customers, callbacks, consents, messaging, budgets } = context.davidBrown;
    expect((await customers.getCustomer({ params })).body.owner).toBe('wang.fang');
    expect((await customers.getProfile({ params })).body.customer.id).toBe(customerId);
    expect((await customers.listTimeline({ params })).body.items.length).toBeGreaterThan(0);
    expect(idsOf(await callbacks.listCustomerCallbacks({ params }))).toEqual([callbackId]);
    const tagged = () => customers.patchCustomer({ params, body: { tags: ['vip'] } }, { ifMatch: 1 });
    const removed = () => customers.deleteCustomer({ params }, { ifMatch: 1 });
    const consented = () =>
      consents.putConsent({
        params: { ...params, purpose: 'surveys', channel: 'email' },
        body: { status: 'withdrawn', source: 'phone' },
      });
    const reason = 'Only wang.fang, who looks after this customer, or a manager can change this.';
    for (const attempt of [tagged, removed, consented])
      expect(await refusal(attempt())).toMatchObject({ status: 403, detail: reason });
    expect((await consents.listConsents({ params })).body.items).toEqual([]);
    expect((await messaging.listMessages({ params })).body.items).toEqual([]);
    expect((await budgets.getContacts({ params })).body.sent).toEqual([]);
    const interaction = { channel: 'call', direction: 'outbound', subject: 'Reached' } as const;
    const noted = () => customers.recordInteraction({ params, body: interaction });
    const { body: contact } = await noted();
    const correction = { params: { ...params, interactionId: contact.id }, body: { subject: 'Not reached' } };
    expect((await customers.patchInteraction(correction, { ifMatch: 1 })).body.version).toBe(2);
    const due = { wallTime: shanghaiIn(72, await cloud.now()), timeZone: 'Asia/Shanghai' };
    const again = await callbacks.createCallback({ body: { customerId, why: 'Once more', due } });
    expect(again.body.owner).toBe('wang.fang');
    await callbacks.completeCallback({ params: { callbackId }, body: { outcome: 'reached' } });
    await cloud.idle();
    for (const attempt of [
      ...[tagged, removed, consented, noted],
      () => consents.listConsents({ params }),
      () => messaging.listMessages({ params }),
      () => budgets.getContacts({ params }),
      () => customers.getCustomer({ params }),
      () => customers.getProfile({ params }),
      () => callbacks.listCustomerCallbacks({ params }),
    ]) {
      expect(await refusal(attempt())).toMatchObject({ status: 404 });
    }
  });

  it('lets an agent read the customer of a callback of the team once they have claimed it', async () => {
    const { id: callbackId, customerId } = await promise({ owner: null });
    const read = () => context.davidBrown.customers.getCustomer({ params: { customerId } });
    expect(await refusal(read())).toMatchObject({ status: 404 });
    await context.davidBrown.callbacks.claimCallback({ params: { callbackId } });
    await cloud.idle();
    expect((await read()).body.id).toBe(customerId);
  });

  it('shows of a customer only the callbacks that the caller may open', async () => {
    const mine = await promise();
    const { customerId } = mine;
    const [ofTeam, ofColleague] = [
      await promise({ customerId, owner: null }),
      await promise({ customerId, owner: 'david.brown' }),
    ];
    const seenBy = async (api: Api) =>
      idsOf(await api.callbacks.listCustomerCallbacks({ params: { customerId } })).sort();
    await cloud.idle();
    expect(await seenBy(context.wangFang)).toEqual([mine.id, ofTeam.id].sort());
    expect(await seenBy(context.davidBrown)).toEqual([ofTeam.id, ofColleague.id].sort());
    expect(await seenBy(context.analyst)).toEqual([mine.id, ofTeam.id, ofColleague.id].sort());
  });

  it('leaves callbacks of nobody to all', async () => {
    const { id } = await promise({ owner: null });
    const query = { owner: 'none', limit: 100 };
    expect(idsOf(await context.davidBrown.callbacks.listCallbacks({ query }))).toContain(id);
    const { body } = await context.davidBrown.callbacks.claimCallback({ params: { callbackId: id } });
    expect(body).toMatchObject({ status: 'claimed', owner: null, claim: { by: 'david.brown' } });
  });
});

describe('whoever calls and is away', () => {
  const day = (instant: string) => instant.slice(0, 10);

  it('keeps a callback that is given to them by name, and the reply says so', async () => {
    const staffId = `away-${crypto.randomUUID()}`;
    const entry = { name: '赵六', email: `${staffId}@rapport.example` };
    await context.manager.staff.putStaff({ params: { staffId }, body: entry }, { ifMatch: '*' });
    const here = await promise({ owner: staffId });
    expect(here).not.toHaveProperty('ownerAway');
    const today = day((await cloud.now()).toISOString());
    const until = day(new Date(Date.parse(here.due.instant) + 3 * 86_400_000).toISOString());
    const absence = { from: today, until, deputy: 'wang.fang' };
    await context.manager.staff.planAbsence({ params: { staffId }, body: absence });

    const given = await promise({ owner: staffId });
    expect(given).toMatchObject({ owner: staffId, ownerAway: absence });
    const change = async (callbackId: string, body: object) =>
      (await context.manager.callbacks.patchCallback({ params: { callbackId }, body }, { ifMatch: '*' }))
        .body;
    const handed = await change((await promise()).id, { owner: staffId });
    expect(handed).toMatchObject({ owner: staffId, ownerAway: absence });
    const { body: read } = await context.manager.callbacks.getCallback({ params: { callbackId: handed.id } });
    expect(read).toEqual(handed);

    const later = new Date(Date.parse(here.due.instant) + 9 * 86_400_000).toISOString();
    expect(await change(handed.id, { due: { instant: later } })).not.toHaveProperty('ownerAway');
    expect(await change(handed.id, { due: { instant: here.due.instant } })).toMatchObject({
      ownerAway: absence,
    });
    expect(await change(handed.id, { owner: 'wang.fang' })).not.toHaveProperty('ownerAway');
  });
});

describe('working on a callback', () => {
  it('is one person’s at a time', async () => {
    const { id: callbackId } = await promise({ owner: null });
    const params = { callbackId };
    const agents = [context.wangFang, context.davidBrown];
    const claims = await Promise.allSettled(agents.map((agent) => agent.callbacks.claimCallback({ params })));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [winner, loser] = claims[0]?.status === 'fulfilled' ? agents : agents.toReversed();
    const body = { outcome: 'reached', note: 'Glad we called' } as const;
    const stolen = loser!.callbacks.completeCallback({ params, body });
    expect(await refusal(stolen)).toMatchObject({ status: 409, code: 'conflict' });
    const { body: done } = await winner!.callbacks.completeCallback({ params, body });
    expect(done).toMatchObject({ status: 'completed', outcome: 'reached', claim: null });
    expect(done.attempts).toHaveLength(1);
  });

  it('ends with its completion, which counts once however often it is sent', async () => {
    const { id: callbackId } = await promise();
    const input = { params: { callbackId }, body: { outcome: 'no-answer', close: true } } as const;
    const idempotencyKey = crypto.randomUUID();
    const send = () => context.wangFang.callbacks.completeCallback(input, { idempotencyKey });
    const replies = await Promise.all([send(), send(), send()]);
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(replies[0]?.body).toMatchObject({
      version: 2,
      status: 'completed',
      attempts: [{ outcome: 'no-answer' }],
    });
    const again = context.wangFang.callbacks.completeCallback(input);
    expect(await refusal(again)).toMatchObject({ status: 422, code: 'not-allowed-now' });
  });

  it('needs the version that was read to change it', async () => {
    const { id: callbackId } = await promise();
    const patch = (ifMatch: number, body: object) =>
      context.wangFang.callbacks.patchCallback({ params: { callbackId }, body }, { ifMatch });
    expect((await patch(1, { note: 'Prefers mornings', priority: 'high' })).body.version).toBe(2);
    expect(await refusal(patch(1, { note: null }))).toMatchObject({ status: 412 });
    const { body } = await patch(2, { note: null });
    expect(body).not.toHaveProperty('note');
    expect((await patch(3, { priority: 'high' })).body.version).toBe(3);
  });
});

describe('a queue', () => {
  it('shows open calls by state and time, page by page, and closed ones no more', async () => {
    const now = await cloud.now();
    const owner = `caller-${crypto.randomUUID().slice(0, 8)}`;
    const entry = { name: 'A caller', email: `${owner}@rapport.example` };
    await context.manager.staff.putStaff({ params: { staffId: owner }, body: entry });
    const made = [];
    for (const hours of [30, 10, 20, 40]) {
      made.push(
        await promise({ owner, due: { wallTime: shanghaiIn(hours, now), timeZone: 'Asia/Shanghai' } }),
      );
    }
    const [third, first, second, last] = made.map(({ id }) => id) as [string, string, string, string];
    await context.manager.callbacks.claimCallback({ params: { callbackId: third } });
    await context.manager.callbacks.cancelCallback({ params: { callbackId: last }, body: { why: 'Moved' } });
    const list = (query: object) => context.manager.callbacks.listCallbacks({ query: { owner, ...query } });
    expect(idsOf(await list({}))).toEqual([third, first, second]);
    expect(idsOf(await list({ status: 'scheduled' }))).toEqual([first, second]);
    const page = await list({ limit: 2 });
    const rest = await list({ limit: 2, cursor: page.body.cursor });
    expect([...idsOf(page), ...idsOf(rest)]).toEqual([third, first, second]);
    expect(rest.body.cursor).toBeNull();
  });

  it('of the whole department is for who may see all rows: by state and time, closed ones newest first', async () => {
    const now = await cloud.now();
    const due = (hours: number) => ({ wallTime: shanghaiIn(hours, now), timeZone: 'Asia/Shanghai' });
    const of = { wangFang: 'wang.fang', nobody: null, davidBrown: 'david.brown' };
    const later = await promise({ owner: of.wangFang, due: due(30) });
    const sooner = await promise({ owner: of.nobody, due: due(10) });
    const claimed = await promise({ owner: of.davidBrown, due: due(40) });
    await context.manager.callbacks.claimCallback({ params: { callbackId: claimed.id } });
    const close = { params: { callbackId: later.id }, body: { why: 'Not needed' } };
    const all = async (query: object) => {
      const found: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = { owner: 'all', ...query, ...(cursor ? { cursor } : {}) };
        const { body } = await context.manager.callbacks.listCallbacks({ query: page });
        found.push(...body.items.map(({ id }) => id));
        cursor = body.cursor;
      } while (cursor !== null);
      return found.filter((id) => [later.id, sooner.id, claimed.id].includes(id));
    };
    expect(await all({})).toEqual([claimed.id, sooner.id, later.id]);
    expect(await all({ status: 'scheduled' })).toEqual([sooner.id, later.id]);
    await context.manager.callbacks.cancelCallback(close);
    const done = { params: { callbackId: claimed.id }, body: { outcome: 'reached' } } as const;
    await context.manager.callbacks.completeCallback(done);
    expect(await all({})).toEqual([sooner.id]);
    expect(await all({ status: 'closed' })).toEqual([claimed.id, later.id]);
    expect(await all({ status: 'completed' })).toEqual([claimed.id]);
    expect(await all({ status: 'cancelled', limit: 1 })).toEqual([later.id]);
    const forbidden = context.wangFang.callbacks.listCallbacks({ query: { owner: 'all' } });
    expect(await refusal(forbidden)).toMatchObject({ status: 403 });
  });

  it('shows what a person has closed, whoever was to call, and what is closed of a customer', async () => {
    const withdrawn = await promise({ owner: 'david.brown' });
    const done = await promise({ owner: null });
    await context.manager.callbacks.patchCallback(
      { params: { callbackId: withdrawn.id }, body: { owner: 'wang.fang' } },
      { ifMatch: 1 },
    );
    await context.wangFang.callbacks.cancelCallback({
      params: { callbackId: withdrawn.id },
      body: { why: 'No' },
    });
    const closed = await context.wangFang.callbacks.completeCallback({
      params: { callbackId: done.id },
      body: { outcome: 'reached' },
    });
    const closedBy = { kind: 'person', id: 'wang.fang' };
    expect(closed.body).toMatchObject({ owner: null, closedBy });
    const own = (query: object) => context.wangFang.callbacks.listCallbacks({ query });
    expect((await own({ owner: 'me', status: 'closed', limit: 2 })).body.items).toMatchObject([
      { id: done.id, owner: null, outcome: 'reached', closedAt: expect.any(String), closedBy },
      { id: withdrawn.id, status: 'cancelled', closedBy },
    ]);
    expect(idsOf(await own({ status: 'completed' }))).not.toContain(withdrawn.id);
    expect(idsOf(await own({ owner: 'none', status: 'closed' }))).not.toContain(done.id);
    const timeline = await context.manager.customers.listTimeline({
      params: { customerId: done.customerId },
    });
    expect(timeline.body.items[0]).toMatchObject({
      ...{ type: 'callback.completed', actor: closedBy },
      changes: { after: { closedBy, closedAt: closed.body.closedAt } },
    });
    const params = { customerId: withdrawn.customerId };
    const ofCustomer = async (query: object) =>
      idsOf(await context.manager.callbacks.listCustomerCallbacks({ params, query }));
    expect(await ofCustomer({ status: 'closed' })).toEqual([withdrawn.id]);
    expect(await ofCustomer({ status: 'completed' })).toEqual([]);
    expect(await ofCustomer({})).toEqual([]);
  });

  it('shows whom to call and why, with the present name and number, to those who may see them', async () => {
    const phone = () => `+86139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
    const [before, present] = [phone(), phone()];
    const customerId = await context.customer('wang.fang', { name: '韩梅梅', phone: before });
    const due = { wallTime: shanghaiIn(48, await cloud.now()), timeZone: 'Asia/Shanghai' };
    const body = { customerId, why: 'Asked to be called', note: 'Prefers mornings', due };
    const { body: made } = await context.manager.callbacks.createCallback({ body });
    const row = async (api = context.wangFang, query: object = {}) => {
      const { body } = await api.callbacks.listCallbacks({ query: { limit: 100, ...query } });
      return body.items.find(({ id }) => id === made.id);
    };
    expect(await row()).toMatchObject({
      ...{ version: 1, why: 'Asked to be called', note: 'Prefers mornings', dueAt: made.due.instant },
      ...{ customerName: '韩梅梅', customerPhone: before },
    });
    const renamed = { name: '韩雪', phone: present };
    await context.manager.customers.patchCustomer({ params: { customerId }, body: renamed }, { ifMatch: 1 });
    const shown = { customerName: '韩雪', customerPhone: present };
    expect(await row()).toMatchObject(shown);
    const { body: ofCustomer } = await context.wangFang.callbacks.listCustomerCallbacks({
      params: { customerId },
    });
    expect(ofCustomer.items).toMatchObject([shown]);
    const seen = await row(context.analyst, { owner: 'wang.fang' });
    expect(seen).toMatchObject({ customerName: '韩雪' });
    expect(seen).not.toHaveProperty('customerPhone');
    await context.manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: 2 });
    await cloud.idle();
    const gone = await row(context.wangFang, { status: 'cancelled' });
    expect(gone).toMatchObject({
      ...{ customerName: '韩梅梅', closedBy: { kind: 'system' } },
      ...{ cancelCode: 'customer-deleted', cancelledBecause: 'The customer was deleted.' },
    });
    expect(gone).not.toHaveProperty('customerPhone');
  });

  it('of work that is done tell no more of a colleague’s customer than when it was done', async () => {
    const phone = `+86139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
    const customerId = await context.customer('wang.fang', { name: '韩梅梅', phone });
    const due = { wallTime: shanghaiIn(48, await cloud.now()), timeZone: 'Asia/Shanghai' };
    const body = { customerId, why: 'Asked to be called', due, owner: null };
    const { id } = (await context.manager.callbacks.createCallback({ body })).body;
    const params = { callbackId: id };
    await context.davidBrown.callbacks.claimCallback({ params });
    await context.davidBrown.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    const renamed = { name: '韩雪' };
    await context.manager.customers.patchCustomer(
      { params: { customerId }, body: renamed },
      { ifMatch: '*' },
    );
    await cloud.idle();
    const row = async (api: Api) =>
      (
        await api.callbacks.listCallbacks({ query: { status: 'closed', limit: 100 } as never })
      ).body.items.find((each) => each.id === id);
    const seen = await row(context.davidBrown);
    expect(seen).toMatchObject({ customerName: '韩梅梅' });
    expect(seen).not.toHaveProperty('customerPhone');
  });

  it('says that no number is known, and offers the address to those who may see it', async () => {
    const email = `${crypto.randomUUID()}@example.test`;
    const { customerId } = await promise({ customerId: await context.customer('wang.fang', { email }) });
    await cloud.idle();
    const row = async (api: Api) =>
      (await api.callbacks.listCustomerCallbacks({ params: { customerId } })).body.items[0];
    expect(await row(context.wangFang)).toMatchObject({ customerPhone: null, customerEmail: email });
    const hidden = await row(context.analyst);
    expect(hidden).toMatchObject({ customerId });
    expect(Object.keys(hidden ?? {}).filter((name) => /phone|email/i.test(name))).toEqual([]);
  });

  it('of a customer shows what was promised', async () => {
    const { id, customerId } = await promise();
    const { body } = await context.wangFang.callbacks.listCustomerCallbacks({ params: { customerId } });
    expect(body.items).toMatchObject([{ id, status: 'scheduled', reason: 'manual', owner: 'wang.fang' }]);
  });
});
