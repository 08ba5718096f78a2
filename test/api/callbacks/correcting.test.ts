/** What was recorded of a call by mistake is put right: the callback, its schedule, the figures and the loop follow. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallCounts } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { countsOf, nothing, plus } from '../../../functions/callbacks/callbacks/operations/count-calls.ts';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { signedInAt } from '../../support/visitor.ts';
import { type Department, openDepartment, refusal, shanghaiIn } from './department.ts';

let cloud: OwnCloud;
let context: Department;
const made: string[] = [];

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

/** A call of wang.fang that has this outcome so far. */
async function called(outcome: string) {
  const customerId = await context.customer('wang.fang');
  const due = { wallTime: shanghaiIn(1, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const body = { customerId, why: 'Asked to be called', due, owner: 'wang.fang' };
  const { id: callbackId } = (await context.manager.callbacks.createCallback({ body })).body;
  made.push(callbackId);
  const params = { callbackId };
  const completed = await context.wangFang.callbacks.completeCallback({
    params,
    body: { outcome, note: 'As I thought' },
  });
  return { customerId, params, before: completed.body };
}

const correct = async (
  params: { callbackId: string },
  body: { outcome: string; note?: string | null },
  api?: object,
) =>
  (await ((api ?? context.wangFang) as Department['manager']).callbacks.correctCallback({ params, body }))
    .body;

const schedulesOf = async ({ callbackId }: { callbackId: string }) =>
  (await cloud.schedules()).filter(({ name }) => name.includes(callbackId));

const eventsOf = async (customerId: string) => {
  const { body } = await context.manager.customers.listTimeline({ params: { customerId } });
  return body.items.map(({ type }) => type);
};

describe('the outcome of a call', () => {
  it('is corrected on a closed call, which stays closed as it was', async () => {
    const { customerId, params, before } = await called('wrong-number');
    const after = await correct(params, { outcome: 'reached', note: 'It was the right number' });
    expect(after).toMatchObject({
      ...{ status: 'completed', outcome: 'reached', version: before.version + 1 },
      ...{ closedAt: before.closedAt, closedBy: before.closedBy },
      attempts: [
        { ...before.attempts[0], outcome: 'reached', reached: true, note: 'It was the right number' },
      ],
    });
    const again = await correct(params, { outcome: 'reached' });
    expect([again.version, again.attempts[0]?.note]).toEqual([after.version, 'It was the right number']);
    const bare = await correct(params, { outcome: 'reached', note: null });
    expect(bare.attempts[0]).not.toHaveProperty('note');
    await cloud.idle();
    expect((await eventsOf(customerId)).slice(0, 3)).toEqual([
      ...['callback.corrected', 'callback.corrected', 'callback.completed'],
    ]);
  });

  it('has a closed call promised again, if it is tried again, and an open one closed', async () => {
    const { params } = await called('reached');
    await cloud.idle();
    expect(await schedulesOf(params)).toEqual([]);
    const again = await correct(params, { outcome: 'no-answer' });
    expect(again).toMatchObject({
      status: 'scheduled',
      outcome: 'no-answer',
      attempts: [{ reached: false }],
    });
    expect(again).not.toHaveProperty('closedAt');
    expect(again.due.instant > (await cloud.now()).toISOString()).toBe(true);
    await cloud.idle();
    expect(await schedulesOf(params)).toHaveLength(1);
    const kept = await correct(params, { outcome: 'busy' });
    expect(kept).toMatchObject({ due: again.due, scheduleVersion: again.scheduleVersion, outcome: 'busy' });
    const closed = await correct(params, { outcome: 'reached' });
    expect(closed).toMatchObject({ status: 'completed', attempts: [{ outcome: 'reached', reached: true }] });
    await cloud.idle();
    expect(await schedulesOf(params)).toEqual([]);
  });

  it('is refused to others, where nobody has called, and where nothing came of it any more', async () => {
    const { params } = await called('wrong-number');
    const body = { outcome: 'reached' };
    expect(await refusal(correct(params, body, context.davidBrown))).toMatchObject({ status: 404 });
    expect(await refusal(correct(params, body, context.analyst))).toMatchObject({ status: 403 });
    expect((await correct(params, body, context.manager)).attempts[0]?.by).toBe('wang.fang');
    expect(await refusal(correct(params, { outcome: 'nonsense' }))).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/body/outcome' }] },
    });
    const customerId = await context.customer('wang.fang');
    const due = { wallTime: shanghaiIn(1, await cloud.now()), timeZone: 'Asia/Shanghai' };
    const { body: fresh } = await context.manager.callbacks.createCallback({
      body: { customerId, why: 'Asked to be called', due, owner: 'wang.fang' },
    });
    expect(await refusal(correct({ callbackId: fresh.id }, body))).toMatchObject({
      ...{ status: 422, code: 'not-allowed-now' },
    });
  });

  it('is counted as what a recount comes to', async () => {
    await cloud.idle();
    const callbacks = await Promise.all(
      made.map(
        async (callbackId) => (await context.manager.callbacks.getCallback({ params: { callbackId } })).body,
      ),
    );
    const recount = callbacks
      .flatMap((callback) => [...countsOf(callback).values()])
      .reduce<CallCounts>(plus, nothing);
    const { total } = (
      await context.manager.callbacks.getCallResults({ query: { from: '2026-11-01', to: '2026-12-31' } })
    ).body;
    expect(total).toMatchObject({
      ...{ calls: recount.calls, closed: recount.closed, contacts: recount.contacts },
      reached: { count: recount.reached },
    });
    expect([recount.calls, recount.reached, recount.closed]).toEqual([3, 3, 3]);
  });

  it('is corrected at the desk', async () => {
    const { params } = await called('wrong-number');
    const agent = await signedInAt(cloud.url, 'wang.fang');
    const path = `/desk/callbacks/${params.callbackId}`;
    expect((await agent.ask(path)).page).toContain(`href="${path}/correct"`);
    const { page } = await agent.ask(`${path}/correct`);
    expect(page).toMatch(/<option value="wrong-number" selected>[\s\S]*<textarea[^>]*>\nAs I thought</);
    const same = { outcome: 'wrong-number', note: 'As I thought' };
    expect((await agent.send(page, `${path}/correct`, same)).location).toBe(`${path}?unchanged=1`);
    expect((await agent.ask(`${path}?unchanged=1`)).page).toContain('Nothing was changed.');
    const missing = await agent.send(page, `${path}/correct`, { outcome: '' });
    expect(missing.status).toBe(400);
    const emptied = { outcome: 'reached', note: ' \r\n', key: crypto.randomUUID() };
    const { location } = await agent.send(page, `${path}/correct`, emptied);
    expect(location).toBe(`${path}?corrected=1`);
    const { body } = await context.manager.callbacks.getCallback({ params });
    expect(body).toMatchObject({ status: 'completed', outcome: 'reached' });
    expect(body.attempts[0]).not.toHaveProperty('note');
  });
});
