/** What a customer answers while their record is merged into another one belongs to that record, and goes along with it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, shanghaiIn } from '../callbacks/department.ts';

const zone = 'Asia/Shanghai';
let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
/** The record that stays, and the one that is merged into it. */
let one: string;
let other: string;
let called: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
  const { manager } = context;
  const { body: survey } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const script = { reason: 'manual', surveyId: survey.id } as const;
  const { version: _, ...settings } = (await manager.calling.getCallSettings({})).body;
  await manager.calling.putCallSettings({ body: { ...settings, scripts: [script] } }, { ifMatch: '*' });
  const rule = {
    name: 'Low answers',
    when: { score: { band: 'low' } },
    do: { withinHours: 4, note: 'Offer to come by' },
  };
  await manager.closedLoop.putLoopRules({ body: { rules: [rule] as never } }, { ifMatch: '*' });
  one = await context.customer('david.brown', { name: 'Jack Hill' });
  other = await context.customer('wang.fang', { name: '宋桂英', email: 'song@example.test' });
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  await manager.campaigns.createCampaign({
    body: {
      ...{ surveyId: survey.id, name: 'Once' },
      schedule: { at: wallTimeAt(at, zone).slice(0, 16), timeZone: zone },
    },
  });
  const due = { wallTime: shanghaiIn(1, await cloud.now()), timeZone: zone };
  const body = { customerId: other, why: 'Asked to be called', owner: 'wang.fang', due };
  called = (await manager.callbacks.createCallback({ body })).body.id;
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  await manager.merges.mergeCustomers({ params: { customerId: one }, body: { customerId: other } });
  const mail = (await cloud.inbox()).find(({ to }) => to.join().includes('song@'));
  const form = await openForm(linkIn(mail!));
  await cloud.advance({ duration: 'PT1M' });
  await sendForm(linkIn(mail!), form, { 'q-recommend': '2', 'q-why': 'WRITTEN WORDS' });
  const params = { callbackId: called };
  await context.wangFang.callbacks.startCallback({ params });
  await context.wangFang.callbacks.takeAnswers({
    ...{ params, body: { answers: { recommend: 1, why: 'SPOKEN WORDS' } } },
  });
  await context.wangFang.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
  await cloud.idle();
  await manager.merges.undoMerge({ params: { customerId: one, mergedId: other } });
  await cloud.idle();
});
afterAll(() => cloud?.close());

/** All that is listed of a customer. */
async function listedOf(customerId: string) {
  const { manager } = context;
  const params = { customerId };
  const [responses, callbacks] = await Promise.all([
    manager.responses.listCustomerResponses({ params }),
    manager.callbacks.listCustomerCallbacks({ params }),
  ]);
  return { responses: responses.body.items, callbacks: callbacks.body.items };
}

it('goes along with the record when the merge is taken back: answers, by link and in a call, and the call about them', async () => {
  const [stayed, left] = [await listedOf(one), await listedOf(other)];
  expect(stayed).toEqual({ responses: [], callbacks: [] });
  expect(left.responses.map(({ score }) => score).toSorted()).toEqual([1, 2]);
  const opened = left.callbacks.filter(({ reason }) => reason === 'low-score');
  expect(opened).toMatchObject([{ customerId: other, customerName: '宋桂英' }]);
  const params = { callbackId: opened[0]?.id ?? '' };
  expect((await context.manager.callbacks.getCallback({ params })).body).toMatchObject({
    ...{ customerId: other, customerName: '宋桂英' },
    // What the customer has written is told from what the department wants.
    note: 'Offer to come by\n“WRITTEN WORDS”',
  });
  const { items } = (await context.manager.closedLoop.listLoops({})).body;
  expect(items).toMatchObject([{ customerId: other }]);
});

it('goes with the person who is erased', async () => {
  const { responses, callbacks } = await listedOf(other);
  const before = callbacks.map(({ id }) => id);
  await context.manager.privacy.createErasure({ body: { customerId: other, reason: 'By letter' } });
  await cloud.advance({ duration: 'PT50M' });
  const calls = [...new Set([called, ...before])].map(
    async (callbackId) => (await context.manager.callbacks.getCallback({ params: { callbackId } })).body,
  );
  const loops = await context.manager.closedLoop.listLoops({});
  const told = JSON.stringify([await listedOf(one), await Promise.all(calls), loops.body]);
  expect(told).not.toMatch(/WORDS|宋桂英/);
  for (const { id } of responses) expect(told).not.toContain(id);
});
