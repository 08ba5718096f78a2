/** What was recorded of a call by mistake is put right: the callback, its schedule, the figures and the loop follow. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CallCounts,
  Completion,
  Correction,
} from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { countsOf, nothing, plus } from '../../../functions/callbacks/callbacks/operations/count-calls.ts';
import { defaultCallSettings } from '../../../functions/callbacks/calling/calling.rules.ts';
import type { OutcomeCode } from '../../../functions/callbacks/calling/calling.schema.ts';
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
  body: Correction,
  { api = context.wangFang, ifMatch = '*' as number | '*' } = {},
) => (await api.callbacks.correctCallback({ params, body }, { ifMatch })).body;

const complete = async (params: { callbackId: string }, body: Completion) =>
  (await context.wangFang.callbacks.completeCallback({ params, body })).body;

/** The outcomes that the department has beside the first six. */
async function setOutcomes(...more: readonly OutcomeCode[]) {
  const { version: _, outcomes, ...rest } = defaultCallSettings;
  const body = { ...rest, outcomes: [...outcomes, ...more] };
  await context.manager.calling.putCallSettings({ body }, { ifMatch: '*' });
}

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
    const corrected = { at: expect.any(String), by: 'wang.fang' };
    const thought = { ...corrected, was: { outcome: 'wrong-number', note: 'As I thought' } };
    expect(after.attempts[0]?.corrections).toEqual([thought]);
    const again = await correct(params, { outcome: 'reached' });
    expect([again.version, again.attempts[0]?.note]).toEqual([after.version, 'It was the right number']);
    const bare = await correct(params, { outcome: 'reached', note: null });
    expect(bare.attempts[0]).not.toHaveProperty('note');
    const noted = { ...corrected, was: { outcome: 'reached', note: 'It was the right number' } };
    expect(bare.attempts[0]?.corrections).toEqual([thought, noted]);
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
    expect(await refusal(correct(params, body, { api: context.davidBrown }))).toMatchObject({ status: 404 });
    expect(await refusal(correct(params, body, { api: context.analyst }))).toMatchObject({ status: 403 });
    expect((await correct(params, body, { api: context.manager })).attempts[0]?.by).toBe('wang.fang');
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

  it('is corrected as it was seen: not when another call was recorded meanwhile', async () => {
    const { params, before } = await called('no-answer');
    await complete(params, { outcome: 'busy', note: 'A second call' });
    const late = correct(params, { outcome: 'wrong-number' }, { ifMatch: before.version });
    expect(await refusal(late)).toMatchObject({ status: 412 });
    const agent = await signedInAt(cloud.url, 'wang.fang');
    const path = `/desk/callbacks/${params.callbackId}/correct`;
    const { page } = await agent.ask(path);
    await complete(params, { outcome: 'no-answer', note: 'A third call' });
    const sent = await agent.send(page, path, { outcome: 'wrong-number' });
    expect([sent.status, sent.page.includes('A third call')]).toEqual([412, true]);
    const { body } = await context.manager.callbacks.getCallback({ params });
    expect(body.attempts.map(({ outcome }) => outcome)).toEqual(['no-answer', 'busy', 'no-answer']);
  });

  it('follows the settings as a call does: how often, how soon, and what is retired', async () => {
    const retry = { kind: 'retry' as const, afterHours: 6, atMost: 1 };
    const voicemail = { code: 'voicemail', label: { 'zh-CN': '语音信箱', en: 'voicemail' }, next: retry };
    await setOutcomes({ ...voicemail, reached: false });
    const { params } = await called('voicemail');
    await complete(params, { outcome: 'busy' });
    expect(await correct(params, { outcome: 'voicemail' })).toMatchObject({ status: 'completed' });
    const { params: other } = await called('reached');
    const instant = new Date((await cloud.now()).getTime() + 40 * 86_400_000).toISOString();
    expect(await correct(other, { outcome: 'call-later', due: { instant } })).toMatchObject({
      due: { instant },
    });
    const soon = new Date((await cloud.now()).getTime() + 7 * 86_400_000).toISOString();
    expect((await correct(other, { outcome: 'no-answer' })).due.instant < soon).toBe(true);
    await correct(other, { outcome: 'voicemail' });
    await setOutcomes();
    const noted = await correct(other, { outcome: 'voicemail', note: 'Of a colleague' });
    expect(noted.attempts).toMatchObject([{ outcome: 'voicemail', note: 'Of a colleague' }]);
    await correct(other, { outcome: 'reached' });
    expect(await refusal(correct(other, { outcome: 'voicemail' }))).toMatchObject({ status: 400 });
  });

  it('promises no call to who wants none until that is corrected, nor anything of who is gone', async () => {
    const label = { 'zh-CN': '不再来电', en: 'no calls' };
    await setOutcomes({ code: 'never', label, reached: true, next: { kind: 'do-not-call' } });
    const { params, customerId } = await called('never');
    await cloud.idle();
    expect(await refusal(correct(params, { outcome: 'no-answer' }))).toMatchObject({
      ...{ status: 422, detail: expect.stringContaining('wants no calls') },
    });
    await context.manager.consents.putConsent({
      params: { customerId, purpose: 'surveys', channel: 'phone' },
      body: { status: 'granted', source: 'phone', note: 'It was a mistake' },
    });
    expect(await correct(params, { outcome: 'no-answer' })).toMatchObject({ status: 'scheduled' });
    const { params: gone, customerId: deleted } = await called('wrong-number');
    await context.manager.customers.deleteCustomer({ params: { customerId: deleted } }, { ifMatch: '*' });
    await cloud.idle();
    for (const outcome of ['reached', 'no-answer'])
      expect(await refusal(correct(gone, { outcome, note: 'Said more' }))).toMatchObject({
        ...{ status: 422, detail: expect.stringContaining('was deleted') },
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
    expect([recount.calls, recount.closed > 3]).toEqual([11, true]);
  });

  it('is offered for correction to whoever may correct it, and says to others whom to ask', async () => {
    const { params } = await called('no-answer');
    const byManager = { params, body: { outcome: 'busy' } };
    await context.manager.callbacks.completeCallback(byManager);
    const read = async (api: Department['manager']) =>
      (await api.callbacks.getCallback({ params })).body.mayCorrect;
    expect([await read(context.manager), await read(context.wangFang)]).toEqual([true, false]);
    const path = `/desk/callbacks/${params.callbackId}`;
    const [agent, manager] = [await signedInAt(cloud.url, 'wang.fang'), await signedInAt(cloud.url, 'li.na')];
    expect((await manager.ask(path)).page).toContain(`href="${path}/correct"`);
    expect((await agent.ask(path)).page).not.toContain(`href="${path}/correct"`);
    const { page } = await agent.ask(`${path}/correct`);
    expect(page).toContain('What came of a call is corrected by whoever has called, or by a manager.');
    expect(page).not.toContain(`action="${path}/correct"`);
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
    const shown = (await agent.ask(path)).page.replace(/<[^>]*>/g, ' ');
    expect(shown).toMatch(
      /reached\s+recorded before: wrong number · As I thought; corrected by 王芳 on 23 Nov 2026/,
    );
  });

  it('keeps with a call what was recorded first, and the last corrections', async () => {
    const { params } = await called('wrong-number');
    for (const note of ['2', '3', '4', '5', '6', '7']) await correct(params, { outcome: 'reached', note });
    const { body } = await context.manager.callbacks.getCallback({ params });
    expect(body.attempts[0]?.corrections?.map(({ was }) => was.note)).toEqual([
      ...['As I thought', '3', '4', '5', '6'],
    ]);
  });

  it('keeps those that come at once in one order of time', async () => {
    const { params } = await called('wrong-number');
    const at = async () =>
      (await context.manager.callbacks.getCallback({ params })).body.attempts[0]?.corrections?.map(
        (each) => each.at,
      ) ?? [];
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((note) => correct(params, { outcome: 'reached', note })));
    expect(await at()).toHaveLength(5);
    expect(await at()).toEqual((await at()).toSorted());
  });

  it('has the customer called again as long after the call as the setting says, whenever it is corrected', async () => {
    const { params } = await called('reached');
    const { instant } = (await correct(params, { outcome: 'no-answer' })).due;
    const { params: late } = await called('reached');
    await cloud.advance({ duration: 'PT40M' });
    expect((await correct(late, { outcome: 'no-answer' })).due.instant).toBe(instant);
    const { params: later } = await called('reached');
    await cloud.advance({ duration: 'P3D' });
    const { due } = await correct(later, { outcome: 'no-answer' });
    expect(due.instant > (await cloud.now()).toISOString()).toBe(true);
  });
});
