/** What calls come to: counted with each of them, equal to a recount, and read by whoever may see them. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Callback, CallCounts } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { countsOf, nothing, plus } from '../../../functions/callbacks/callbacks/operations/count-calls.ts';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { signedInAt } from '../../support/visitor.ts';
import { type Department, openDepartment, refusal, shanghaiIn } from './department.ts';

let cloud: OwnCloud;
let context: Department;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

const period = { from: '2026-11-01', to: '2027-06-30' };
const results = async (query: object = {}, api = context.manager) =>
  (await api.callbacks.getCallResults({ query: { ...period, ...query } })).body;

/** Publishes that a customer has answered, so often. */
async function answered(customerId: string, score: number, times = 1): Promise<void> {
  const bus = cloud.local.cloud.template.ofType('AWS::Events::EventBus')[0];
  const at = (await cloud.now()).toISOString();
  const low = score <= 6 ? { low: { questionId: 'nps', scale: 'nps', value: score } } : {};
  const data = {
    ...{ responseId: newId(idKind('response')), surveyId: newId(idKind('survey')), surveyVersion: 1 },
    ...{ customerId, score, scale: 'nps', ...low },
  };
  const actor = { kind: 'customer', id: customerId };
  const type = 'response.recorded';
  const detail = { id: newId(idKind('event')), type, at, data, actor, correlationId: 'test', hops: 0 };
  const entry = {
    EventBusName: bus?.ref,
    Source: 'rapport',
    DetailType: type,
    Detail: JSON.stringify(detail),
  };
  const client = new EventBridgeClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  await client.send(new PutEventsCommand({ Entries: Array(times).fill(entry) }));
  await cloud.idle();
}

const made: string[] = [];

/** A score that the customer says in another call, as the answer to its script. */
async function saidInCall(customerId: string, recommend: number): Promise<void> {
  const { id: surveyId } = (
    await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })
  ).body;
  const { version: _, ...settings } = defaultCallSettings;
  const body = { ...settings, scripts: [{ reason: 'manual' as const, surveyId }] };
  await context.manager.calling.putCallSettings({ body }, { ifMatch: '*' });
  const params = await promise(1, customerId, 'wang.fang');
  await context.wangFang.callbacks.takeAnswers({ params, body: { answers: { recommend } } });
  await cloud.idle();
}

async function promise(hours: number, customerId: string, owner: string) {
  const due = { wallTime: shanghaiIn(hours, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const body = { customerId, why: 'Asked to be called', due, owner };
  const { id } = (await context.manager.callbacks.createCallback({ body })).body;
  made.push(id);
  return { callbackId: id };
}

const read = async (callbackId: string): Promise<Callback> =>
  (await context.manager.callbacks.getCallback({ params: { callbackId } })).body;

describe('what calls come to', () => {
  it('is counted with each call: reached, on time, how many and how soon', async () => {
    const customers = await Promise.all([1, 2, 3].map(() => context.customer('wang.fang')));
    const [one, two, three] = await Promise.all(
      customers.map((id, index) => promise(1, id, index === 2 ? 'david.brown' : 'wang.fang')),
    );
    if (one === undefined || two === undefined || three === undefined) throw new Error('three of them');
    await cloud.advance({ duration: 'PT1H10M' });
    const complete = (params: { callbackId: string }, outcome: string, api = context.wangFang) =>
      api.callbacks.completeCallback({ params, body: { outcome } });
    await complete(one, 'reached');
    await complete(two, 'no-answer');
    await cloud.advance({ duration: 'PT1H' });
    await complete(three, 'refused', context.davidBrown);
    await cloud.advance({ to: (await read(two.callbackId)).due.instant });
    await complete(two, 'reached');
    const { total, items } = await results();
    expect(total).toMatchObject({
      calls: 4,
      reached: { count: 3, share: 75 },
      // 70 minutes after a promise for 60 are; 130 are not.
      onTime: { count: 3, share: 75 },
      ...{
        closed: 3,
        callsPerCallback: 1.33,
        contacts: 3,
        scoreChange: { n: 0, mean: null, interval: null },
      },
    });
    expect(total.reached.interval?.low).toBeCloseTo(30.1, 1);
    expect(total.reached.interval?.high).toBeCloseTo(95.4, 1);
    expect(items.map(({ group, calls }) => [group, calls])).toEqual([
      ['david.brown', 1],
      ['wang.fang', 3],
    ]);
    expect(items[0]).toMatchObject({ hoursToContact: 2.17, onTime: { count: 0, share: 0 } });
    const byReason = (await results({ by: 'reason' })).items;
    expect(byReason).toMatchObject([{ group: 'manual', calls: 4 }]);
    expect((await results({ by: 'month', owner: 'wang.fang' })).items).toMatchObject([
      { group: '2026-11', calls: 3 },
    ]);
    expect((await results({ to: '2026-11-22' })).total).toMatchObject({ calls: 0, reached: { share: null } });
  });

  it('says what customers give after they were called for a bad score, once for each call', async () => {
    const customers = await Promise.all([3, 4, 5].map(() => context.customer('wang.fang')));
    for (const [index, customerId] of customers.entries()) {
      await answered(customerId, 3 + index);
      const { body } = await context.manager.callbacks.listCustomerCallbacks({ params: { customerId } });
      const callbackId = body.items[0]?.id ?? '';
      made.push(callbackId);
      await context.wangFang.callbacks.completeCallback({
        params: { callbackId },
        body: { outcome: 'reached' },
      });
    }
    await cloud.advance({ duration: 'P10D' });
    const [first = '', second = '', third = ''] = customers;
    await answered(first, 8, 3);
    await answered(second, 8);
    // Not spoken of any more: what comes later changes nothing.
    await answered(first, 10);
    await cloud.advance({ duration: 'P90D' });
    await answered(third, 9);
    const { scoreChange } = (await results({ reason: 'low-score' })).total;
    expect(scoreChange).toMatchObject({ n: 2, mean: 4.5 });
    expect(scoreChange.interval?.low).toBeCloseTo(-1.85, 1);
    expect(scoreChange.interval?.high).toBeCloseTo(10.85, 1);
    expect((await read(made.at(-3) ?? '')).scoredAgain).toMatchObject({ score: 8 });
  }, 180_000);

  it('says so also where it is said later that they were spoken with, and no more where they were not', async () => {
    const customerId = await context.customer('wang.fang');
    await answered(customerId, 3);
    const { body } = await context.manager.callbacks.listCustomerCallbacks({ params: { customerId } });
    const params = { callbackId: body.items[0]?.id ?? '' };
    made.push(params.callbackId);
    await context.wangFang.callbacks.completeCallback({ params, body: { outcome: 'wrong-number' } });
    await cloud.advance({ duration: 'P10D' });
    await saidInCall(customerId, 9);
    expect(await read(params.callbackId)).not.toHaveProperty('scoredAgain');
    const scoredOnce = async (outcome: string) => {
      await context.wangFang.callbacks.correctCallback({ params, body: { outcome } }, { ifMatch: '*' });
      await cloud.idle();
      return (await read(params.callbackId)).scoredAgain?.score;
    };
    expect(await scoredOnce('reached')).toBe(9);
    expect(await scoredOnce('wrong-number')).toBeUndefined();
    expect(await scoredOnce('reached')).toBe(9);
  }, 180_000);

  it('counts a score for one call, though it is said later which one has reached the customer last', async () => {
    const customerId = await context.customer('wang.fang');
    await answered(customerId, 3);
    await answered(customerId, 4);
    const { body } = await context.manager.callbacks.listCustomerCallbacks({ params: { customerId } });
    const [first = '', second = ''] = body.items.map(({ id }) => id);
    made.push(first, second);
    const call = async (callbackId: string, outcome: string) => {
      await context.wangFang.callbacks.completeCallback({ params: { callbackId }, body: { outcome } });
      await cloud.advance({ duration: 'PT10M' });
    };
    await call(first, 'reached');
    await call(second, 'wrong-number');
    await cloud.advance({ duration: 'P10D' });
    await saidInCall(customerId, 9);
    const scores = async () => [
      (await read(first)).scoredAgain?.score,
      (await read(second)).scoredAgain?.score,
    ];
    const counts = async () => (await results({ reason: 'low-score' })).total.scoreChange.n;
    expect(await scores()).toEqual([9, undefined]);
    const n = await counts();
    const correct = async (outcome: string) => {
      const params = { callbackId: second };
      await context.wangFang.callbacks.correctCallback({ params, body: { outcome } }, { ifMatch: '*' });
      await cloud.idle();
      return [...(await scores()), await counts()];
    };
    expect(await correct('reached')).toEqual([undefined, 9, n]);
    expect(await correct('wrong-number')).toEqual([9, undefined, n]);
  }, 180_000);

  it('is drawn at the desk, with how scores have changed after calls', async () => {
    const manager = await signedInAt(cloud.url, 'li.na');
    const { page } = await manager.ask(`/desk/call-results?from=2026-11-01&to=2027-02-28&by=reason`);
    const [drawn = ''] = /<svg[^>]*aria-labelledby="changes-title.*?<\/svg>/s.exec(page) ?? [];
    expect(drawn).toContain('low score');
    expect(drawn).toContain('>+4.5<');
    expect(drawn).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(page.replaceAll(/<[^>]+>/g, ' ')).toMatch(/\+4\.5 \(.*?1\.\d.*? to 10\.\d.*?\)/);
  });

  it('is what a recount of all callbacks comes to', async () => {
    const callbacks = await Promise.all(made.map(read));
    const recount = callbacks
      .flatMap((callback) => [...countsOf(callback).values()])
      .reduce<CallCounts>(plus, nothing);
    const { total } = await results();
    expect(total).toMatchObject({
      ...{ calls: recount.calls, closed: recount.closed, contacts: recount.contacts },
      ...{ reached: { count: recount.reached }, onTime: { count: recount.onTime } },
      scoreChange: { n: recount.scoredAgain, mean: recount.scoreChange / recount.scoredAgain },
    });
    expect(total.hoursToContact).toBeCloseTo(recount.secondsToContact / recount.contacts / 3600, 2);
  });

  it('counts whoever is in no team, so that the teams come to the total', async () => {
    const team = { name: 'Of David', leads: ['li.na'], members: ['david.brown'] };
    const { id } = (await context.manager.teams.createTeam({ body: team })).body;
    for (const [owner, api] of [
      ['wang.fang', context.wangFang],
      ['david.brown', context.davidBrown],
    ] as const) {
      const params = await promise(1, await context.customer(owner), owner);
      await api.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    }
    await cloud.idle();
    const { total, items } = await results({ by: 'team' });
    expect(items.map(({ group }) => group).toSorted()).toEqual(['none', id].toSorted());
    expect(items.reduce((sum, { calls }) => sum + calls, 0)).toBe(total.calls);
    const byOwner = await results({ by: 'owner' });
    expect(byOwner.items.reduce((sum, { calls }) => sum + calls, 0)).toBe(total.calls);
    const manager = await signedInAt(cloud.url, 'li.na');
    const home = await manager.ask('/desk');
    await manager.send(home.page, '/desk/language', { language: 'zh-CN' });
    const today = (await cloud.now()).toISOString().slice(0, 10);
    const { page } = await manager.ask(`/desk/call-results?from=${today}&to=${today}&by=team`);
    const [row = ''] = /<tr><th scope="row">无团队<.*?<\/tr>/s.exec(page) ?? [];
    expect(row).toMatch(/<td data-head="通话">[1-9]\d*<\/td>/);
    expect(row).not.toContain('href');
    expect(page).toContain('在约定时间之后 30 分钟以内致电为准时，提前致电也算准时。');
  });

  it('shows an agent their own calls, and reads a year at most', async () => {
    expect((await results({}, context.davidBrown)).items.map(({ group }) => group)).toEqual(['david.brown']);
    expect((await results({ owner: 'me' }, context.davidBrown)).total.calls).toBeGreaterThan(0);
    expect(await refusal(results({ owner: 'wang.fang' }, context.davidBrown))).toMatchObject({ status: 403 });
    expect(await refusal(results({ to: '2028-01-01' }))).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/query/to' }] },
    });
    expect(await refusal(results({ to: '2026-10-01' }))).toMatchObject({ status: 400 });
  });
});
