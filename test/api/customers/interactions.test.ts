import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;
let davidBrown: Api;
let analyst: Api;
let erp: Api;

beforeAll(async () => {
  [manager, wangFang, davidBrown, analyst, erp] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown', 'zhao.wei', 'erp'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api, Api];
});

type NewInteraction = Parameters<Api['customers']['recordInteraction']>[0]['body'];

const createCustomer = async (owner: string | null = null) =>
  (await manager.customers.createCustomer({ body: { name: '王芳', owner } })).body.id;

/** A call about an invoice. */
async function record(api: Api, customerId: string, fields: Partial<NewInteraction> = {}) {
  const body = { channel: 'call', direction: 'inbound', subject: 'Asked for an invoice', ...fields } as const;
  return (await api.customers.recordInteraction({ params: { customerId }, body })).body;
}

/** What has happened with the customer, without that it was created. */
const timelineOf = async (customerId: string) =>
  (await manager.customers.listTimeline({ params: { customerId } })).body.items.filter(
    ({ type }) => type !== 'customer.created',
  );

describe('a contact', () => {
  it('is read as it was recorded, whenever it happened', async () => {
    const customerId = await createCustomer();
    for (const at of [undefined, '2025-03-01T08:30:00.250Z', '1970-01-01T00:00:00Z']) {
      const recorded = await record(wangFang, customerId, { at, text: 'By mail, please' });
      expect(recorded).toMatchObject({ version: 1, by: 'wang.fang', text: 'By mail, please' });
      const params = { customerId, interactionId: recorded.id };
      expect((await analyst.customers.getInteraction({ params })).body).toEqual(recorded);
    }
  });

  it('is not there for those who may not see the customer, nor with another customer', async () => {
    const customerId = await createCustomer('wang.fang');
    const interactionId = (await record(wangFang, customerId)).id;
    const theirs = { params: { customerId, interactionId } };
    const elsewhere = { params: { customerId: await createCustomer(), interactionId } };
    const noSuch = { params: { customerId, interactionId: 'interaction_01jd3x5y9hf1bvt6w0k2m4n8pq' } };
    const farAway = { params: { customerId, interactionId: `interaction_7${'z'.repeat(25)}` } };
    const outcomes = await Promise.allSettled([
      davidBrown.customers.getInteraction(theirs),
      davidBrown.customers.patchInteraction({ ...theirs, body: { subject: 'Mine' } }, { ifMatch: 1 }),
      davidBrown.customers.deleteInteraction(theirs, { ifMatch: 1 }),
      manager.customers.getInteraction(elsewhere),
      manager.customers.deleteInteraction(elsewhere, { ifMatch: 1 }),
      manager.customers.getInteraction(noSuch),
      manager.customers.getInteraction(farAway),
    ]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { status: 404 } });
    expect((await wangFang.customers.getInteraction(theirs)).status).toBe(200);
  });
});

describe('correcting a contact', () => {
  it('changes what is told, keeps the rest and its place, and leaves a trace', async () => {
    const customerId = await createCustomer();
    const at = '2025-03-01T08:30:00.000Z';
    const recorded = await record(wangFang, customerId, { at, text: 'Two lines\nof text' });
    await record(wangFang, customerId, { at: '2025-03-01T09:00:00Z', subject: 'Later' });
    const params = { customerId, interactionId: recorded.id };
    const patch = (body: object, ifMatch: number) =>
      wangFang.customers.patchInteraction({ params, body }, { ifMatch });
    const { body } = await patch({ channel: 'visit', direction: 'outbound', subject: 'Brought it' }, 1);
    const expected = {
      ...recorded,
      version: 2,
      channel: 'visit',
      direction: 'outbound',
      subject: 'Brought it',
    };
    expect(body).toEqual(expected);
    const { text, ...bare } = (await patch({ text: null, at }, 2)).body;
    expect([text, bare.version]).toEqual([undefined, 3]);
    expect((await patch({ subject: 'Brought it' }, 3)).body.version).toBe(3);
    expect((await wangFang.customers.getInteraction({ params })).body).toEqual(bare);

    const timeline = await timelineOf(customerId);
    expect(timeline.map(({ type }) => type)).toEqual([
      'interaction.changed',
      'interaction.changed',
      'interaction.recorded',
      'interaction.recorded',
    ]);
    expect(timeline[1]).toMatchObject({
      actor: { kind: 'person', id: 'wang.fang' },
      data: { interactionId: recorded.id, changed: ['channel', 'direction', 'subject'] },
      changes: {
        before: { channel: 'call', direction: 'inbound', subject: 'Asked for an invoice' },
        after: { channel: 'visit', direction: 'outbound', subject: 'Brought it' },
      },
    });
    expect(timeline[3]).toMatchObject({ id: recorded.id, at, data: { subject: 'Brought it', version: 3 } });
  });

  it('is for whoever recorded it and for managers, who have read the present version', async () => {
    const customerId = await createCustomer();
    const { id: interactionId } = await record(wangFang, customerId);
    const params = { customerId, interactionId };
    const patch = (api: Api, subject: string, ifMatch: number) =>
      api.customers.patchInteraction({ params, body: { subject } }, { ifMatch });
    const colleague = await refusal(patch(davidBrown, 'Mine', 1));
    expect([colleague.status, colleague.problem.detail]).toEqual([403, expect.stringContaining('wang.fang')]);
    const removal = davidBrown.customers.deleteInteraction({ params }, { ifMatch: 1 });
    expect((await refusal(removal)).status).toBe(403);
    expect((await refusal(patch(analyst, 'Mine', 1))).status).toBe(403);
    expect((await patch(manager, 'Corrected', 1)).body).toMatchObject({ version: 2, by: 'wang.fang' });
    expect((await refusal(patch(wangFang, 'Stale', 1))).status).toBe(412);
  });

  it('is for machines only where they have recorded it, whatever they may write', async () => {
    const customerId = await createCustomer();
    const byPerson = { customerId, interactionId: (await record(wangFang, customerId)).id };
    const body = { subject: 'Overwritten' };
    for (const attempt of [
      () => erp.customers.patchInteraction({ params: byPerson, body }, { ifMatch: 1 }),
      () => erp.customers.deleteInteraction({ params: byPerson }, { ifMatch: 1 }),
    ])
      expect((await refusal(attempt())).status).toBe(403);
    const byMachine = { customerId, interactionId: (await record(erp, customerId)).id };
    await erp.customers.patchInteraction({ params: byMachine, body }, { ifMatch: 1 });
    await erp.customers.deleteInteraction({ params: byMachine }, { ifMatch: 2 });
    expect((await timelineOf(customerId)).map(({ id }) => id)).toContain(byPerson.interactionId);
  });

  it('does not move it to another instant, and says what to do instead', async () => {
    const customerId = await createCustomer();
    const recorded = await record(wangFang, customerId, { at: '2025-03-01T08:30:00Z' });
    const params = { customerId, interactionId: recorded.id };
    const move = wangFang.customers.patchInteraction(
      { params, body: { at: '2025-03-02T08:30:00Z' } },
      { ifMatch: 1 },
    );
    expect(await refusal(move)).toMatchObject({
      status: 400,
      problem: { errors: [{ pointer: '/body/at', reason: expect.stringContaining('record it again') }] },
    });
    expect((await wangFang.customers.getInteraction({ params })).body).toEqual(recorded);
  });

  it('lets one of many at once win and loses no other', async () => {
    const customerId = await createCustomer();
    const { id: interactionId } = await record(wangFang, customerId);
    const params = { customerId, interactionId };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        wangFang.customers.patchInteraction({ params, body: { subject: `n${index}` } }, { ifMatch: 1 }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await wangFang.customers.getInteraction({ params })).body.version).toBe(2);
    expect(await timelineOf(customerId)).toHaveLength(2);
  });
});

describe('deleting a contact', () => {
  it('takes it out of the timeline, where who deleted what stays', async () => {
    const customerId = await createCustomer();
    const recorded = await record(wangFang, customerId, { text: 'For somebody else' });
    const request = { params: { customerId, interactionId: recorded.id } };
    expect((await refusal(manager.customers.deleteInteraction(request, { ifMatch: 2 }))).status).toBe(412);
    expect((await manager.customers.deleteInteraction(request, { ifMatch: 1 })).status).toBe(204);
    expect((await refusal(manager.customers.deleteInteraction(request, { ifMatch: 1 }))).status).toBe(404);
    expect((await refusal(manager.customers.getInteraction(request))).status).toBe(404);
    const timeline = await timelineOf(customerId);
    expect(timeline).toHaveLength(1);
    expect(timeline[0]).toMatchObject({
      type: 'interaction.deleted',
      actor: { id: 'li.na' },
      data: { customerId, interactionId: recorded.id },
      changes: { before: { by: 'wang.fang', subject: recorded.subject, text: recorded.text }, after: {} },
    });
    const { body } = await analyst.customers.listTimeline({ params: { customerId } });
    expect(body.items[0]?.changes).toBeUndefined();
  });
});

describe('the type of an entry', () => {
  type Entry = Awaited<ReturnType<typeof timelineOf>>[number];

  async function walk(customerId: string, type: string, limit: number): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 50; pages += 1) {
      const query = { type, limit, cursor };
      const { body } = await manager.customers.listTimeline({ params: { customerId }, query });
      expect(body.items.length).toBeLessThanOrEqual(limit);
      entries.push(...body.items);
      if (body.cursor === null) return entries;
      cursor = body.cursor;
    }
    throw new Error('The timeline does not end');
  }

  it('narrows the timeline to it, or to all types that begin so, over pages of any length', async () => {
    const customerId = await createCustomer();
    const params = { customerId };
    const made: string[] = [];
    for (let version = 1; version <= 12; version += 1) {
      if (version % 5 === 1) made.push((await record(wangFang, customerId, { subject: `n${version}` })).id);
      const body = { tags: [`t${version}`] };
      await manager.customers.patchCustomer({ params, body }, { ifMatch: version });
    }
    const corrected = { params: { customerId, interactionId: made[0]! }, body: { subject: 'Corrected' } };
    await wangFang.customers.patchInteraction(corrected, { ifMatch: 1 });
    await cloud.idle();
    for (const limit of [1, 2, 100]) {
      const subjectsOf = async (type: string) =>
        (await walk(customerId, type, limit)).map((entry) => entry.data.subject);
      expect(await subjectsOf('interaction.recorded')).toEqual(['n11', 'n6', 'Corrected']);
      expect(await subjectsOf('interaction')).toEqual([undefined, 'n11', 'n6', 'Corrected']);
      expect((await walk(customerId, 'customer', limit)).map(({ type }) => type)).toEqual([
        ...Array.from({ length: 12 }, () => 'customer.changed'),
        'customer.created',
      ]);
      expect(await walk(customerId, 'response', limit)).toEqual([]);
      // A word is no beginning of another word.
      expect(await walk(customerId, 'interact', limit)).toEqual([]);
    }
  });

  it('is a word or two, and belongs to the cursor', async () => {
    const params = { customerId: await createCustomer() };
    for (const type of [
      '',
      'Interaction',
      'interaction.',
      '.recorded',
      'a.b.c',
      'interaction%',
      'x'.repeat(61),
    ]) {
      const refused = await refusal(manager.customers.listTimeline({ params, query: { type } }));
      expect([type, refused.status, refused.problem.errors?.[0]?.pointer]).toEqual([
        type,
        400,
        '/query/type',
      ]);
    }
    for (const subject of ['One', 'Two']) await record(wangFang, params.customerId, { subject });
    const first = { limit: 1, type: 'interaction' };
    const { cursor } = (await manager.customers.listTimeline({ params, query: first })).body;
    for (const type of [undefined, 'interaction.recorded']) {
      const query = { ...first, type, cursor: cursor ?? '' };
      const refused = await refusal(manager.customers.listTimeline({ params, query }));
      expect(refused.problem.errors?.[0]?.pointer).toBe('/query/cursor');
    }
  });
});

describe('the timeline', () => {
  it('is narrowed by channel, by who has written, and by time', async () => {
    const { body: customer } = await manager.customers.createCustomer({
      body: { name: '王芳', owner: 'wang.fang' },
    });
    const params = { customerId: customer.id };
    const record = (api: Api, channel: 'call' | 'visit', at: string) =>
      api.customers.recordInteraction({ params, body: { channel, direction: 'inbound', subject: at, at } });
    const days = [
      '2026-01-01T00:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ] as const;
    await record(manager, 'call', days[0]);
    await record(wangFang, 'visit', days[1]);
    const { body: last } = await record(wangFang, 'call', days[2]);
    await manager.customers.patchInteraction(
      { params: { ...params, interactionId: last.id }, body: { channel: 'visit' } },
      { ifMatch: 1 },
    );
    type Query = NonNullable<Parameters<Api['customers']['listTimeline']>[0]['query']>;
    const subjects = async (query: Query) =>
      (
        await manager.customers.listTimeline({ params, query: { type: 'interaction.recorded', ...query } })
      ).body.items.map(({ data }) => data.subject);
    expect(await subjects({ channel: 'visit' })).toEqual([days[2], days[1]]);
    expect(await subjects({ channel: 'call' })).toEqual([days[0]]);
    expect(await subjects({ author: 'wang.fang', channel: 'visit', to: days[1] })).toEqual([days[1]]);
    expect(await subjects({ author: 'li.na' })).toEqual([days[0]]);
    expect(await subjects({ from: days[1], to: days[1] })).toEqual([days[1]]);
    expect(await subjects({ from: days[1] })).toEqual([days[2], days[1]]);
    const { status, problem } = await refusal(subjects({ from: days[1], to: days[0] }));
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/query/from']);
  });
});
