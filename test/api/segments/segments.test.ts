/** Segments: made, kept by events and by time, told of, listed, asked by campaigns and plans, and gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { membersOf } from '../../support/segments-over-time.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let manager: Api;
let shop: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z') });
  department = await openDepartment(cloud);
  manager = department.manager;
  shop = await cloud.as('erp', 4);
});
afterAll(() => cloud?.close());

const has = (field: string, op: string, value: unknown, where?: object) => ({
  ...{ field, op, value },
  ...(where === undefined ? {} : { where }),
});
const tagged = (tag: string) => has('tags', 'contains', tag);

const make = async (name: string, filter: object) =>
  (await manager.segments.createSegment({ body: { name, filter: filter as never } })).body;

/** Lets all customers be held against new rules. */
async function filled() {
  await cloud.idle();
  await cloud.advance({ duration: 'PT1M' });
  await cloud.idle();
}

const customer = (fields: object = {}) => department.customer(null, fields);
const tag = (customerId: string, tags: string[]) =>
  manager.customers.patchCustomer({ params: { customerId }, body: { tags } }, { ifMatch: '*' });
const read = async (segmentId: string) => (await manager.segments.getSegment({ params: { segmentId } })).body;

let orders = 0;
async function buy(customerId: string, on: string, price = 1000) {
  orders += 1;
  const { body } = await shop.orders.tellOrder({
    query: { source: 'shop', externalId: `seg-${orders}` },
    body: {
      customer: { customerId },
      contents: { currency: 'CNY', lines: [{ sku: 'TEA', quantity: 1, unitPrice: price }] },
      placedAt: `${on}T00:00:00.000Z`,
    },
  });
  return body;
}

/** What the timeline tells of comings and goings, oldest first. */
async function passages(customerId: string) {
  const { body } = await manager.customers.listTimeline({ params: { customerId }, query: { limit: 50 } });
  return body.items
    .filter(({ type }) => type.startsWith('segment.'))
    .map((entry) => ({ type: entry.type, ...(entry as unknown as { data: object }).data }))
    .toReversed();
}

describe('a segment', () => {
  it('is filled with whom its rule means, and keeps to them as they change', async () => {
    const [there, other] = [await customer({ tags: ['keep'] }), await customer()];
    const segment = await make('Kept', tagged('keep'));
    expect(segment).toMatchObject({ state: 'filling', rule: 1, text: { en: 'tags contains "keep"' } });
    await filled();
    expect(await read(segment.id)).toMatchObject({ state: 'active', members: 1, problems: [] });
    await tag(other, ['keep']);
    await tag(there, []);
    await cloud.idle();
    expect(await membersOf(manager, segment.listId)).toEqual([other]);
    const { body: list } = await manager.lists.getList({ params: { listId: segment.listId } });
    expect(list).toMatchObject({ name: 'Kept', members: 1, keptBy: segment.id });
    const { body: lists } = await manager.lists.listListsOfCustomer({ params: { customerId: other } });
    expect(lists.items).toMatchObject([{ id: segment.listId, members: 1 }]);
    const comes = await customer({ tags: ['keep'] });
    await cloud.idle();
    expect((await membersOf(manager, segment.listId)).toSorted()).toEqual([other, comes].toSorted());
  });

  it('tells of each who comes in and leaves, and by which part of the rule', async () => {
    const segment = await make('Told', {
      and: [tagged('told'), has('orders.count', 'gt', 0, { lastDays: 3 })],
    });
    await filled();
    const customerId = await customer({ tags: ['told'] });
    await cloud.idle();
    expect(await passages(customerId)).toEqual([]);
    await buy(customerId, '2026-11-23');
    await cloud.idle();
    await cloud.advance({ to: '2026-11-26T00:03:00.000Z' });
    const of = { customerId, segmentId: segment.id, rule: 1 };
    expect(await passages(customerId)).toMatchObject([
      { type: 'segment.entered', ...of, clause: '/and/1', because: 'change' },
      { type: 'segment.left', ...of, clause: '/and/1', because: 'time' },
    ]);
  });

  it('looks at nobody by time who stays where they are', async () => {
    const bought = (await cloud.now()).toISOString().slice(0, 10);
    const many = await Promise.all(Array.from({ length: 8 }, () => customer({ tags: ['timed'] })));
    await make('Timed', { and: [tagged('timed'), has('orders.last', 'withinLastDays', 30)] });
    for (const customerId of many.slice(0, 2)) await buy(customerId, bought);
    await filled();
    await cloud.resetMeter();
    await cloud.advance({ duration: 'P20D' });
    const quiet = (await cloud.meter()).functions;
    expect(Object.keys(quiet).filter((name) => /CommerceEvents|SegmentsFilling/i.test(name))).toEqual([]);
    await cloud.advance({ duration: 'P15D' });
    const { functions } = await cloud.meter();
    const [name = ''] = Object.keys(functions).filter((each) => /Commerce/i.test(each));
    // Of eight two can have changed.
    expect(functions[name]?.invocations).toBeLessThanOrEqual(2);
  });

  it('means one customer where several records are merged', async () => {
    const segment = await make('Merged', has('orders.count', 'gt', 1));
    await filled();
    const [one, other] = [await customer(), await customer()];
    const on = (await cloud.now()).toISOString().slice(0, 10);
    await buy(one, on);
    await buy(other, on);
    await cloud.idle();
    expect(await membersOf(manager, segment.listId)).toEqual([]);
    await manager.merges.mergeCustomers({ params: { customerId: one }, body: { customerId: other } });
    await cloud.idle();
    expect(await membersOf(manager, segment.listId)).toEqual([one]);
    await manager.merges.undoMerge({ params: { customerId: one, mergedId: other } });
    await cloud.idle();
    expect(await membersOf(manager, segment.listId)).toEqual([]);
    expect(await read(segment.id)).toMatchObject({ members: 0 });
  });

  it('loses who is deleted, and has them again who are restored', async () => {
    const segment = await make('Gone', tagged('gone'));
    await filled();
    const customerId = await customer({ tags: ['gone'] });
    await cloud.idle();
    await manager.customers.deleteCustomer({ params: { customerId } }, { ifMatch: '*' });
    await cloud.idle();
    expect(await read(segment.id)).toMatchObject({ members: 0 });
    const { body: trail } = await manager.audit.listAudit({ query: { record: customerId } });
    const eventId = trail.items.find(({ type }) => type === 'customer.deleted')?.id ?? '';
    await manager.customers.restoreChange({ params: { customerId, eventId } });
    await cloud.idle();
    expect(await membersOf(manager, segment.listId)).toEqual([customerId]);
  });

  it('with another rule holds all customers against it', async () => {
    const [one, other] = [await customer({ tags: ['first'] }), await customer({ tags: ['second'] })];
    const segment = await make('Changed', tagged('first'));
    await filled();
    const { body: changed } = await manager.segments.patchSegment(
      {
        params: { segmentId: segment.id },
        body: { name: 'Changed since', filter: tagged('second') as never },
      },
      { ifMatch: '*' },
    );
    expect(changed).toMatchObject({ state: 'filling', rule: 2 });
    await filled();
    expect(await membersOf(manager, segment.listId)).toEqual([other]);
    expect(await read(segment.id)).toMatchObject({ state: 'active', members: 1, name: 'Changed since' });
    expect((await passages(one)).at(-1)).toMatchObject({ type: 'segment.left', rule: 2, because: 'rule' });
    const { body: list } = await manager.lists.getList({ params: { listId: segment.listId } });
    expect(list.name).toBe('Changed since');
  });

  it('that asks for another one follows it, and keeps it from being deleted', async () => {
    const base = await make('Base', tagged('base'));
    const above = await make('Above', { not: has('segments', 'contains', base.id) });
    await filled();
    const customerId = await customer();
    await cloud.idle();
    expect(await membersOf(manager, above.listId)).toContain(customerId);
    await tag(customerId, ['base']);
    await cloud.idle();
    expect(await membersOf(manager, base.listId)).toEqual([customerId]);
    expect(await membersOf(manager, above.listId)).not.toContain(customerId);
    const params = { segmentId: base.id };
    const kept = await refusal(manager.segments.deleteSegment({ params }, { ifMatch: '*' }));
    expect(kept).toMatchObject({ status: 409, askedForBy: [above.id] });
    const asking = manager.segments.patchSegment(
      { params, body: { filter: has('segments', 'contains', above.id) as never } },
      { ifMatch: '*' },
    );
    expect(await refusal(asking)).toMatchObject({
      status: 400,
      errors: [{ pointer: '/body/filter/value', reason: 'asks for this segment itself: Above → Base' }],
    });
    await manager.segments.deleteSegment({ params: { segmentId: above.id } }, { ifMatch: '*' });
    await manager.segments.deleteSegment({ params }, { ifMatch: '*' });
    await filled();
    expect(await refusal(manager.lists.getList({ params: { listId: base.listId } }))).toMatchObject({
      status: 404,
    });
  });

  it('is the only one who changes its list', async () => {
    const segment = await make('Alone', tagged('alone'));
    const params = { listId: segment.listId };
    const [someone] = [await customer()];
    const body = { customerIds: [someone] };
    for (const attempt of [
      () => manager.lists.addMembers({ params, body }),
      () => manager.lists.removeMembers({ params, body }),
      () => manager.lists.patchList({ params, body: { name: 'Mine' } }, { ifMatch: '*' }),
      () => manager.lists.deleteList({ params }, { ifMatch: '*' }),
      () => manager.lists.fillList({ params, body: { filter: tagged('alone') as never } }),
    ])
      expect(await refusal(attempt())).toMatchObject({
        status: 422,
        detail: 'A segment keeps this list by its rule. Change or delete the segment instead.',
      });
  });
});

describe('a rule', () => {
  it('is estimated and shown by a sample before it is saved', async () => {
    const customerId = await customer({ tags: ['shown'], name: '王芳' });
    await customer({ tags: ['shown'] });
    await buy(customerId, '2026-11-01', 5000);
    await cloud.idle();
    const filter = { and: [tagged('shown'), has('orders.sum', 'gt', 4000, { currency: 'CNY' })] };
    const { body } = await manager.segments.previewSegment({ body: { filter: filter as never } });
    expect(body).toMatchObject({
      ...{ count: 1, isExact: true, from: 1, to: 1 },
      text: { en: 'tags contains "shown" and sum of orders (currency "CNY") is above 4000' },
    });
    expect(body.sample.map(({ id }) => id)).toEqual([customerId]);
  });

  it('that cannot be is refused with where and why', async () => {
    const nested = (times: number) =>
      Array.from({ length: times }).reduce<object>((inner) => ({ not: inner }), tagged('x'));
    for (const [filter, pointer] of [
      [has('orders.size', 'gt', 1), '/body/filter/field'],
      [{ and: [has('custom.unheard_of', 'eq', 1)] }, '/body/filter/and/0/field'],
      [has('segments', 'contains', 'segment_01jd3x5y9hf1bvt6w0k2m4n8pq'), '/body/filter/value'],
      [nested(9), '/body/filter/not/not/not/not/not/not'],
      // Refused before it is read.
      [nested(100), '/body'],
      [{ or: Array.from({ length: 1000 }, () => tagged('x')) }, '/body/filter'],
    ] as const) {
      const refused = await refusal(
        manager.segments.createSegment({ body: { name: 'No', filter: filter as never } }),
      );
      expect(refused).toMatchObject({ status: 400 });
      expect(refused.errors?.[0]).toMatchObject({ pointer });
    }
  });

  it('goes on by a field that is retired, and says so', async () => {
    const admin = await cloud.as('chen.jing', 4);
    const name = 'level_of_segment';
    await admin.fields.createField({ body: { name, type: 'text', label: { en: 'Level' } } as never });
    const customerId = await customer();
    await cloud.advance({ duration: 'PT1M' });
    await manager.customers.patchCustomer(
      { params: { customerId }, body: { custom: { [name]: 'gold' } } },
      { ifMatch: '*' },
    );
    const segment = await make('By level', has(`custom.${name}`, 'eq', 'gold'));
    await filled();
    await admin.fields.retireField({ params: { name } }, { ifMatch: '*' });
    await filled();
    expect(await read(segment.id)).toMatchObject({
      ...{ members: 1, state: 'active' },
      problems: [{ pointer: '/filter/field', what: 'field-retired' }],
    });
  });
});

describe('the list of a segment', () => {
  it('is an audience of plans of callbacks, which whoever comes in joins', async () => {
    const segment = await make('Planned', has('orders.count', 'gt', 0, { product: 'TEA' }));
    await filled();
    const audience = { kind: 'list', listId: segment.listId } as const;
    const plan = { name: 'Buyers', everyDays: 30, audience, why: 'How is the tea?' };
    await manager.plans.createPlan({ body: plan });
    await filled();
    const customerId = await customer({ phone: '+8613800138777' });
    await buy(customerId, '2026-11-20');
    await cloud.idle();
    const { body } = await manager.plans.getPlanOfCustomer({ params: { customerId } });
    expect(body.entry).toMatchObject({ planName: 'Buyers' });
    const { body: preview } = await manager.plans.previewPlan({ body: plan });
    expect(preview.customers).toBe((await read(segment.id)).members);
  });

  it('is an audience of campaigns, which are held when the segment is deleted', async () => {
    const { body: survey } = await manager.surveys.createSurvey({
      body: structuredClone(newSurvey) as never,
    });
    const segment = await make('Asked', tagged('asked'));
    await filled();
    const customerId = await customer({ tags: ['asked'], email: 'asked@example.test' });
    await cloud.idle();
    const { body: campaign } = await manager.campaigns.createCampaign({
      body: {
        ...{ surveyId: survey.id, name: 'Whoever is asked' },
        audience: { kind: 'list', listId: segment.listId },
        schedule: { at: '2029-11-24T09:00', timeZone: 'Asia/Shanghai' },
      } as never,
    });
    await cloud.idle();
    const params = { campaignId: campaign.id };
    const { body: preview } = await manager.campaigns.getCampaignPreview({ params });
    expect(preview.audience).toMatchObject({ size: 1, isExact: true });
    await manager.segments.deleteSegment({ params: { segmentId: segment.id } }, { ifMatch: '*' });
    await filled();
    const { body: held } = await manager.campaigns.getCampaign({ params });
    expect(held).toMatchObject({ status: 'held', holdReason: 'list-deleted' });
    const { body: lists } = await manager.lists.listListsOfCustomer({ params: { customerId } });
    expect(lists.items).toEqual([]);
  });
});
