/** Periodic callbacks: counted from the last real contact, spread over days with room, and promised within the last week. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiError } from '../../../shared/contract/client.ts';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from './department.ts';

// A Monday morning in Shanghai.
const start = new Date('2026-11-23T01:00:00.000Z');

let cloud: OwnCloud;
let context: Department;
let manager: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: start });
  context = await openDepartment(cloud);
  manager = context.manager;
});
afterAll(() => cloud?.close());

const tagged = (tag: string) =>
  ({ kind: 'filter', filter: { field: 'tags', op: 'contains', value: tag } }) as const;

const phoneNumber = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

/** A customer who can be called. */
const customer = (tag: string, fields: object = {}) =>
  context.customer('wang.fang', { phone: phoneNumber(), tags: [tag], ...fields });

async function plan(body: Partial<Parameters<Api['plans']['createPlan']>[0]['body']> & { name: string }) {
  const { body: made } = await manager.plans.createPlan({
    body: { everyDays: 30, audience: { kind: 'all' }, why: 'How are things?', ...body },
  });
  return made;
}

const entryOf = async (customerId: string) =>
  (await manager.plans.getPlanOfCustomer({ params: { customerId } })).body.entry;

const callbacksOf = async (customerId: string) =>
  (await manager.callbacks.listCustomerCallbacks({ params: { customerId } })).body.items;

/** Lets walks begin and end. */
async function planned() {
  await cloud.idle();
  await cloud.advance({ duration: 'PT2M' });
  await cloud.idle();
}

const days = (instant: string) => (Date.parse(instant) - Date.parse(start.toISOString())) / 86_400_000;

describe('a plan', () => {
  it('takes up who is there and who comes, and promises a callback within the last week', async () => {
    const there = await customer('life');
    const made = await plan({ name: 'Life', audience: tagged('life'), note: 'Ask for the new line' });
    expect(made).toMatchObject({ status: 'active', order: 1, priority: 'normal', version: 1 });
    await planned();
    const comes = await customer('life');
    await planned();
    const [one, other] = [await entryOf(there), await entryOf(comes)];
    expect(one).toMatchObject({ planId: made.id, planName: 'Life', countedFrom: { what: 'created' } });
    expect(other).toMatchObject({ planId: made.id });
    // 23 days on, some time of that day.
    expect((one?.lookedAt ?? '').slice(0, 10)).toBe('2026-12-16');
    const { body: details } = await manager.plans.getPlan({ params: { planId: made.id } });
    expect(details).toMatchObject({ customers: 2, planning: 'done', skipped: { 'no-phone': 0 } });
    await cloud.advance({ to: '2026-12-15T01:00:00.000Z' });
    expect(await callbacksOf(there)).toEqual([]);
    await cloud.advance({ to: '2026-12-17T01:00:00.000Z' });
    const [promised] = await callbacksOf(there);
    expect(promised).toMatchObject({
      ...{ reason: 'plan', why: 'How are things?', owner: 'wang.fang', status: 'scheduled' },
      note: 'Ask for the new line',
    });
    // After 30 days, in the working hours of a working day.
    expect(days(promised?.dueAt ?? '')).toBeGreaterThanOrEqual(30);
    expect(days(promised?.dueAt ?? '')).toBeLessThan(31);
    expect(await entryOf(there)).toMatchObject({ callback: { id: promised?.id, dueAt: promised?.dueAt } });
    const { body: later } = await manager.plans.getPlan({ params: { planId: made.id } });
    expect(later.nextDays).toContainEqual({ day: promised?.dueAt.slice(0, 10), callbacks: 2 });
    const { body: rows } = await manager.plans.listPlanEntries({ params: { planId: made.id } });
    expect(rows.items.map((row) => row.customer.id).toSorted()).toEqual([there, comes].toSorted());
    await manager.plans.deletePlan({ params: { planId: made.id } }, { ifMatch: '*' });
  });

  it('counts from whatever was the last real contact, and not from a note', async () => {
    const made = await plan({ name: 'Contact', audience: tagged('contact'), everyDays: 20 });
    const [called, noted] = [await customer('contact'), await customer('contact')];
    await planned();
    const begun = (await cloud.now()).toISOString();
    await cloud.advance({ duration: 'P10D' });
    const record = (
      customerId: string,
      fields: { channel: 'visit' | 'note'; direction: 'outbound' | 'internal' },
    ) =>
      manager.customers.recordInteraction({ params: { customerId }, body: { ...fields, subject: 'Seen' } });
    await record(called, { channel: 'visit', direction: 'outbound' });
    await record(noted, { channel: 'note', direction: 'internal' });
    await cloud.advance({ duration: 'P5D' });
    expect(await entryOf(called)).toMatchObject({ countedFrom: { what: 'contact' } });
    expect(await callbacksOf(called)).toEqual([]);
    const [promised] = await callbacksOf(noted);
    expect(Date.parse(promised?.dueAt ?? '') - Date.parse(begun)).toBeGreaterThanOrEqual(19 * 86_400_000);
    // Who was reached is called again so many days after that.
    await cloud.advance({ to: promised?.dueAt ?? '' });
    await cloud.advance({ duration: 'PT5M' });
    await manager.callbacks.completeCallback({
      params: { callbackId: promised?.id ?? '' },
      body: { outcome: 'reached' },
    });
    await cloud.advance({ duration: 'P16D' });
    const again = await callbacksOf(noted);
    expect(again).toHaveLength(1);
    expect(Date.parse(again[0]?.dueAt ?? '') - Date.parse(promised?.dueAt ?? '')).toBeGreaterThanOrEqual(
      19.9 * 86_400_000,
    );
    await manager.plans.deletePlan({ params: { planId: made.id } }, { ifMatch: '*' });
  });

  it('counts from a call before its time, and from none that has reached nobody after all', async () => {
    const made = await plan({ name: 'Early', audience: tagged('early'), everyDays: 20 });
    const [early, wrong] = [await customer('early'), await customer('early')];
    await planned();
    await cloud.advance({ duration: 'P14D' });
    const calledAt = (await cloud.now()).getTime();
    const ifMatch = '*' as const;
    const call = async (id: string, outcome: string, really: string) => {
      const [promised] = await callbacksOf(id);
      const params = { callbackId: promised?.id ?? '' };
      await manager.callbacks.completeCallback({ params, body: { outcome } });
      await cloud.advance({ duration: 'PT1H' });
      await manager.callbacks.correctCallback({ params, body: { outcome: really } }, { ifMatch });
      return Date.parse(promised?.dueAt ?? '');
    };
    await call(early, 'wrong-number', 'reached');
    const promisedFor = await call(wrong, 'reached', 'wrong-number');
    await cloud.advance({ duration: 'P20D' });
    const daysFrom = async (from: number, id: string) =>
      (Date.parse((await callbacksOf(id))[0]?.dueAt ?? '') - from) / 86_400_000;
    const [afterCall, afterPromise] = [await daysFrom(calledAt, early), await daysFrom(promisedFor, wrong)];
    for (const days of [afterCall, afterPromise]) {
      expect(days).toBeGreaterThanOrEqual(19.5);
      expect(days).toBeLessThan(23.5);
    }
    await manager.plans.deletePlan({ params: { planId: made.id } }, { ifMatch });
  });

  it('calls nobody who has no number, does not want it, or is to be called already, and says so', async () => {
    const made = await plan({ name: 'Skips', audience: tagged('skips'), everyDays: 8 });
    const [silent, refuses, waits] = [
      await customer('skips', { phone: undefined }),
      await customer('skips'),
      await customer('skips'),
    ];
    await manager.consents.putConsent({
      params: { customerId: refuses, purpose: 'surveys', channel: 'phone' },
      body: { status: 'withdrawn', source: 'phone' },
    });
    const due = { instant: new Date((await cloud.now()).getTime() + 40 * 86_400_000).toISOString() };
    const { body: open } = await manager.callbacks.createCallback({
      body: { customerId: waits, why: 'Complained', due },
    });
    await planned();
    await cloud.advance({ duration: 'P4D' });
    const skips = await Promise.all([silent, refuses, waits].map(entryOf));
    expect(skips.map((entry) => entry?.skipped?.because)).toEqual([
      'no-phone',
      'phone-consent',
      'open-callback',
    ]);
    expect((await callbacksOf(waits)).map(({ id }) => id)).toEqual([open.id]);
    const { body: details } = await manager.plans.getPlan({ params: { planId: made.id } });
    expect(details).toMatchObject({
      customers: 3,
      skipped: { 'no-phone': 1, 'phone-consent': 1, 'open-callback': 1, 'no-room': 0 },
    });
    // Once the callback is gone they are called by plan.
    await manager.callbacks.cancelCallback({ params: { callbackId: open.id }, body: { why: 'Settled' } });
    await cloud.advance({ duration: 'P4D' });
    expect(await callbacksOf(waits)).toMatchObject([{ reason: 'plan' }]);
    expect(await entryOf(waits)).not.toHaveProperty('skipped');
    const { body: preview } = await manager.plans.previewPlan({
      body: { audience: tagged('skips'), everyDays: 7, perDay: 3 },
    });
    expect(preview).toMatchObject({
      ...{ customers: 3, isExact: true, perWeek: 3, skipped: { 'no-phone': 1, 'phone-consent': 1 } },
    });
    expect(preview.lookedAt).toBe(3);
    // What a plan is created from is taken as it is.
    const { body: whole } = await manager.plans.previewPlan({
      body: { name: 'Skips', why: 'How are things?', audience: tagged('skips'), everyDays: 7, perDay: 3 },
    });
    expect(whole).toEqual(preview);
    await manager.plans.deletePlan({ params: { planId: made.id } }, { ifMatch: '*' });
  });

  it('spreads those who are late over the days that have room', async () => {
    const late = await Promise.all(Array.from({ length: 9 }, () => customer('late')));
    await cloud.advance({ duration: 'P3D' });
    const made = await plan({ name: 'Late', audience: tagged('late'), everyDays: 2, perDay: 3 });
    await planned();
    await cloud.advance({ duration: 'P3D' });
    const promised = (await Promise.all(late.map(callbacksOf))).flat();
    const byDay = [...Map.groupBy(promised, ({ dueAt }) => dueAt.slice(0, 10)).values()];
    expect(promised.length).toBeGreaterThan(3);
    expect(Math.max(...byDay.map((each) => each.length))).toBe(3);
    for (const { dueAt } of promised) expect([0, 6]).not.toContain(new Date(dueAt).getUTCDay());
    await manager.plans.deletePlan({ params: { planId: made.id } }, { ifMatch: '*' });
  });
});

describe('several plans', () => {
  it('leave a customer in the first that means them, and take over who has changed', async () => {
    const [gold, plain] = [await customer('gold', { tags: ['gold', 'several'] }), await customer('several')];
    const others = await plan({ name: 'Others', audience: tagged('several'), everyDays: 90, order: 20 });
    const first = await plan({ name: 'Gold', audience: tagged('gold'), everyDays: 30, order: 10 });
    await planned();
    expect(await entryOf(gold)).toMatchObject({ planId: first.id });
    expect(await entryOf(plain)).toMatchObject({ planId: others.id });
    const tags = { params: { customerId: plain }, body: { tags: ['gold', 'several'] } };
    await manager.customers.patchCustomer(tags, { ifMatch: '*' });
    await planned();
    expect(await entryOf(plain)).toMatchObject({ planId: first.id });
    const counts = await Promise.all(
      [first, others].map(
        async ({ id }) => (await manager.plans.getPlan({ params: { planId: id } })).body.customers,
      ),
    );
    expect(counts).toEqual([2, 0]);
    const { body: list } = await manager.plans.listPlans({ query: { status: 'active' } });
    expect(list.items.map(({ name }) => name)).toEqual(['Gold', 'Others']);
    // Whom no plan means any more leaves when the entry falls due.
    await manager.customers.patchCustomer({ ...tags, body: { tags: [] } }, { ifMatch: '*' });
    await planned();
    expect(await entryOf(plain)).toMatchObject({ planId: first.id });
    await cloud.advance({ duration: 'P25D' });
    expect(await entryOf(plain)).toBeNull();
    // The survivor of a merge has one entry.
    const double = await customer('several');
    await planned();
    expect(await entryOf(double)).toMatchObject({ planId: others.id });
    await manager.merges.mergeCustomers({ params: { customerId: gold }, body: { customerId: double } });
    await planned();
    const { body: details } = await manager.plans.getPlan({ params: { planId: others.id } });
    expect(details.customers).toBe(0);
    expect(await entryOf(double)).toMatchObject({ planId: first.id });
    await manager.customers.deleteCustomer({ params: { customerId: gold } }, { ifMatch: '*' });
    await planned();
    expect((await manager.plans.getPlan({ params: { planId: first.id } })).body.customers).toBe(0);
    for (const { id } of [first, others])
      await manager.plans.deletePlan({ params: { planId: id } }, { ifMatch: '*' });
  });
});

describe('managing plans', () => {
  it('pauses, resumes, ends and restores them, and keeps a trail', async () => {
    const held = await customer('managed');
    const made = await plan({ name: 'Managed', audience: tagged('managed'), everyDays: 9 });
    const params = { planId: made.id };
    await planned();
    const patch = (body: object) => manager.plans.patchPlan({ params, body }, { ifMatch: '*' });
    expect((await patch({ status: 'paused' })).body).toMatchObject({ status: 'paused', version: 2 });
    await cloud.advance({ duration: 'P8D' });
    expect(await callbacksOf(held)).toEqual([]);
    await patch({ status: 'active' });
    await planned();
    await cloud.advance({ duration: 'PT1H' });
    expect(await callbacksOf(held)).toHaveLength(1);
    await patch({ why: 'Another reason' });
    const { body: trail } = await manager.audit.listAudit({ query: { record: `plan/${made.id}` } });
    expect(trail.items.map(({ type }) => type)).toEqual([
      ...['plan.changed', 'plan.changed', 'plan.changed', 'plan.created'],
    ]);
    const eventId = trail.items[0]?.id ?? '';
    expect(trail.items[0]?.restore).toBe(`/callback-plans/${made.id}/changes/${eventId}/restore`);
    const { body: restored } = await manager.plans.restorePlan({ params: { ...params, eventId } });
    expect(restored.why).toBe('How are things?');
    expect((await patch({ status: 'ended' })).body.status).toBe('ended');
    expect(await refusal(patch({ status: 'active' }))).toMatchObject({ status: 422 });
    await manager.plans.deletePlan({ params }, { ifMatch: '*' });
    expect(await refusal(manager.plans.getPlan({ params }))).toMatchObject({ status: 404 });
  });

  it('holds a plan whose list is deleted until it has another audience', async () => {
    const { body: list } = await manager.lists.createList({ body: { name: 'Fair' } });
    const first = await customer('listed');
    const add = (customerId: string) =>
      manager.lists.addMembers({ params: { listId: list.id }, body: { customerIds: [customerId] } });
    await add(first);
    const made = await plan({ name: 'Fair', audience: { kind: 'list', listId: list.id } });
    await planned();
    expect(await entryOf(first)).toMatchObject({ planId: made.id });
    const second = await customer('listed');
    await add(second);
    await planned();
    expect(await entryOf(second)).toMatchObject({ planId: made.id });
    await manager.lists.deleteList({ params: { listId: list.id } }, { ifMatch: '*' });
    await planned();
    const params = { planId: made.id };
    expect((await manager.plans.getPlan({ params })).body).toMatchObject({
      status: 'held',
      holdReason: 'list-deleted',
    });
    const { body: freed } = await manager.plans.patchPlan(
      { params, body: { audience: tagged('listed') } },
      { ifMatch: '*' },
    );
    expect(freed).toMatchObject({ status: 'active' });
    expect(freed).not.toHaveProperty('holdReason');
    await manager.plans.deletePlan({ params }, { ifMatch: '*' });
  });

  it('is refused with reasons, and to agents', async () => {
    const body = { name: 'Bad', everyDays: 30, why: 'Why' };
    const create = (more: object) =>
      refusal(manager.plans.createPlan({ body: { ...body, ...more } as never }));
    const pointers = ({ errors }: ApiError['problem']) => errors?.map(({ pointer }) => pointer);
    const noList = { kind: 'list', listId: 'list_01jd3x5y9hf1bvt6w0k2m4n8pq' };
    expect(pointers(await create({ audience: noList }))).toEqual(['/body/audience/listId']);
    const noField = { kind: 'filter', filter: { field: 'custom.nothing', op: 'eq', value: 'x' } };
    expect(pointers(await create({ audience: noField }))).toEqual(['/body/audience/filter/field']);
    const noSurvey = { audience: { kind: 'all' }, surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq' };
    expect(pointers(await create(noSurvey))).toEqual(['/body/surveyId']);
    expect(await create({ audience: { kind: 'all' }, everyDays: 0 })).toMatchObject({ status: 400 });
    const byAgent = context.wangFang.plans.createPlan({ body: { ...body, audience: { kind: 'all' } } });
    expect(await refusal(byAgent)).toMatchObject({ status: 403 });
  });
});
