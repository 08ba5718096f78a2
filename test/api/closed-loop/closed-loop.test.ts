/** The closed loop over the API: who sets its rules, what they refuse, and an answer followed to the next one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
let surveyId: string;
let customerId: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
  surveyId = (await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body
    .id;
  customerId = await context.customer('wang.fang', { email: 'lei@example.test', tags: ['vip'] });
});
afterAll(() => cloud?.close());

const rulesOf = async (api = context.manager) => (await api.closedLoop.getLoopRules({})).body;
const put = (rules: readonly object[], ifMatch: number | '*' = '*', api = context.manager) =>
  api.closedLoop.putLoopRules({ body: { rules: rules as never } }, { ifMatch });
const low = { name: 'Low answers', when: { score: { band: 'low' } }, do: { withinHours: 4 } };
const stored = { ...low, do: { open: 'callback', withinHours: 4, priority: 'high' } };

/** Asks everybody; the customer answers so. */
async function ask(score: string, why = 'Slow'): Promise<void> {
  const zone = 'Asia/Shanghai';
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: wallTimeAt(at, zone), timeZone: zone };
  await context.manager.campaigns.createCampaign({ body: { surveyId, name: `At ${at}`, schedule } });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  const mail = (await cloud.inbox()).find(
    ({ to, text }) => to.some((each) => each.includes('lei@')) && text.includes('/s/'),
  );
  const link = linkIn(mail!);
  const form = await openForm(link);
  // Nobody reads and answers at once.
  await cloud.advance({ duration: 'PT1M' });
  await sendForm(link, form, { 'q-recommend': score, 'q-why': why });
  await cloud.idle();
}

const otherSurvey = 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq';

const loops = async (query: object = {}, api = context.manager) =>
  (await api.closedLoop.listLoops({ query })).body.items;

describe('the rules of the closed loop', () => {
  it('are there before anybody has set any, and managers set them, who have read what they replace', async () => {
    expect(await rulesOf()).toEqual({ version: 1, rules: [stored], shadowed: [] });
    expect(await rulesOf(context.wangFang)).toEqual({ version: 1, rules: [stored], shadowed: [] });
    expect(await refusal(put([], 1, context.wangFang))).toMatchObject({ status: 403 });
    expect(await refusal(put([], 2))).toMatchObject({ status: 412 });
    const rules = [
      { ...low, name: 'VIPs', when: { ...low.when, tags: ['vip'] }, do: { withinHours: 1 } },
      low,
    ];
    const { body } = await put(rules, 1);
    expect(body).toMatchObject({ version: 2, rules: [{ name: 'VIPs' }, stored] });
    expect((await put(rules, 2)).body).toEqual(body);
  });

  it('get back what they were before a change', async () => {
    const before = await rulesOf();
    await put([], before.version);
    const { items } = (await context.manager.audit.listAudit({ query: { record: 'loop-rules' } })).body;
    const params = { eventId: items[0]?.id ?? '' };
    expect((await context.manager.closedLoop.restoreLoopRules({ params })).body.rules).toEqual(before.rules);
    expect(await refusal(context.manager.closedLoop.restoreLoopRules({ params }))).toMatchObject({
      status: 409,
    });
  });

  it('are refused where they name what is not there, each by its place', async () => {
    const gone = { owner: 'nobody.here' };
    const bad = [
      { ...low, do: { ...low.do, ...gone } },
      { ...low, name: 'Ticket', do: { ...low.do, open: 'ticket' } },
      { ...low, name: 'Team', do: { ...low.do, team: 'team_01jd3x5y9hf1bvt6w0k2m4n8pq' } },
      { ...low, name: 'Question', when: { surveys: [surveyId], score: { question: 'why', to: 3 } } },
      { ...low, name: 'Choice', when: { surveys: [surveyId], choice: { question: 'why', choice: 'late' } } },
      { ...low, name: 'Topic', when: { text: { topic: 'weather' } } },
      {
        ...low,
        name: 'Text',
        when: { surveys: [surveyId], text: { question: 'recommend', topic: 'price' } },
      },
    ];
    const { errors, status } = await refusal(put(bad));
    expect(status).toBe(400);
    expect(errors?.map(({ pointer }) => pointer)).toEqual([
      '/body/rules/0/do/owner',
      '/body/rules/1/do/open',
      '/body/rules/2/do/team',
      '/body/rules/3/when/score/question',
      '/body/rules/4/when/choice',
      '/body/rules/5/when/text/topic',
      '/body/rules/6/when/text/question',
    ]);
    const empty = await refusal(put([{ ...low, when: { text: {} } }]));
    expect(empty.errors?.map(({ pointer }) => pointer)).toEqual(['/body/rules/0/when/text']);
    const twice = await refusal(put([low, low]));
    expect(twice.errors?.map(({ pointer }) => pointer)).toEqual(['/body/rules/1']);
    const both = await refusal(
      put([{ ...low, do: { ...low.do, owner: 'wang.fang', team: 'team_01jd3x5y9hf1bvt6w0k2m4n8pq' } }]),
    );
    expect(both.errors?.map(({ pointer }) => pointer)).toEqual(['/body/rules/0/do/team']);
  });

  it('are refused where no answer can be so, each by its field', async () => {
    const { recommend } = Object.fromEntries(newSurvey.questions.map((each) => [each.id, each]));
    const only = { ...structuredClone(newSurvey), questions: [recommend] };
    const bare = (await context.manager.surveys.createSurvey({ body: only as never })).body.id;
    const nameless = { ...structuredClone(newSurvey), anonymous: true };
    const anonymous = (await context.manager.surveys.createSurvey({ body: nameless as never })).body.id;
    const never = [
      { score: { scale: 'csat', from: 6 } },
      { score: { scale: 'rating', to: 0 } },
      { score: { band: 'high', to: 1 } },
      { surveys: [surveyId], score: { question: 'recommend', band: 'low', from: 7 } },
      { surveys: [bare], score: { scale: 'ces' } },
      { surveys: [bare], text: { sentiment: 'negative' } },
      { surveys: [anonymous] },
      { owner: 'no.such.person' },
    ];
    const { status, errors } = await refusal(
      put(never.map((when, place) => ({ ...low, name: `Rule ${place}`, when }))),
    );
    expect(status).toBe(400);
    expect(errors?.map(({ pointer }) => pointer.slice('/body/rules/'.length))).toEqual([
      ...['0/when/score/from', '1/when/score/to', '2/when/score/band', '3/when/score/band'],
      ...['4/when/score/scale', '5/when/text/question', '6/when/surveys/0', '7/when/owner'],
    ]);
    expect(errors?.[0]?.reason).toBe('No answer lies there: it is a number from 1 to 5.');
  });

  it('tell which of them another one leaves nothing to, as long as it does', async () => {
    const before = (await rulesOf()).rules;
    const rule = (name: string, when: object, more: object = {}) => ({ ...low, name, when, ...more });
    const shadowed = async (...rules: readonly object[]) =>
      (await put(rules)).body.shadowed.map(({ rule: name, by }) => `${name} < ${by}`);
    const low6 = rule('To 6', { score: { scale: 'nps', to: 6 } });
    const low3 = rule('To 3', { score: { scale: 'nps', to: 3 }, tags: ['vip'] });
    expect(await shadowed(low6, low3)).toEqual(['To 3 < To 6']);
    expect(await shadowed(low3, low6)).toEqual([]);
    expect(await shadowed({ ...low6, paused: true }, low3)).toEqual([]);
    const ofOne = rule('One', { surveys: [surveyId], text: { topic: 'price', sentiment: 'negative' } });
    const text = rule('Angry', { text: { sentiment: 'negative' } });
    expect(await shadowed(text, ofOne, rule('All', {}), rule('Chinese', { language: 'zh-CN' }))).toEqual([
      ...['One < Angry', 'Chinese < All'],
    ]);
    expect(
      await shadowed(rule('Band', { score: { band: 'low' } }), low6, rule('To 7', { score: { to: 7 } })),
    ).toEqual(['To 6 < Band']);
    expect((await rulesOf()).shadowed).toEqual([{ rule: 'To 6', by: 'Band' }]);
    await put(before);
  });

  it('hold a team that they name', async () => {
    const { body: team } = await context.manager.teams.createTeam({
      body: { name: 'Service', leads: ['wang.fang'] },
    });
    const { rules } = await rulesOf();
    await put([{ ...low, do: { ...low.do, team: team.id } }]);
    const params = { teamId: team.id };
    const deleting = () => context.manager.teams.deleteTeam({ params }, { ifMatch: '*' });
    const { status, detail } = await refusal(deleting());
    expect([status, detail]).toEqual([422, expect.stringContaining('PUT /closed-loop/rules')]);
    await put(rules);
    await deleting();
  });
});

describe('an answer that is followed up', () => {
  it('is called within the hours of the rule, and its loop goes on to the next answer', async () => {
    await ask('3');
    const [loop, ...others] = await loops();
    expect(others).toEqual([]);
    expect(loop).toMatchObject({
      ...{ customerId, customerName: '李雷', rule: 'VIPs', status: 'open', caller: 'wang.fang', surveyId },
      score: { questionId: 'recommend', scale: 'nps', value: 3 },
    });
    const callbackId = loop?.callbackId ?? '';
    const { body: callback } = await context.manager.callbacks.getCallback({ params: { callbackId } });
    expect(callback).toMatchObject({
      priority: 'high',
      note: 'Slow',
      reason: { kind: 'low-score', score: 3 },
    });
    expect(Date.parse(callback.due.instant) - Date.parse(loop?.answeredAt ?? '')).toBeLessThanOrEqual(
      3_660_000,
    );

    await cloud.advance({ duration: 'PT2H' });
    await context.wangFang.callbacks.completeCallback({
      params: { callbackId },
      body: { outcome: 'reached' },
    });
    await cloud.idle();
    expect(await loops({ status: 'open' })).toEqual([]);
    expect(await loops({ status: 'waiting', caller: 'me' }, context.wangFang)).toMatchObject([
      { outcome: 'reached' },
    ]);
    expect(await loops({ caller: 'none' })).toEqual([]);

    await cloud.advance({ duration: 'P8D' });
    await ask('9');
    const params = { loopId: loop?.id ?? '' };
    const { body } = await context.wangFang.closedLoop.getLoop({ params });
    expect(body).toMatchObject({
      status: 'closed',
      closedBecause: 'answered-again',
      change: 6,
      again: { value: 9 },
    });
    expect((body.again?.invitedAt ?? '') > (body.outcomeAt ?? 'x')).toBe(true);
    const { items } = (await context.wangFang.customers.listTimeline({ params: { customerId } })).body;
    expect(items.find(({ type }) => type === 'loop.closed')?.data).toMatchObject({ change: 6 });
    expect(await refusal(context.davidBrown.closedLoop.getLoop({ params }))).toMatchObject({ status: 404 });
    expect(await loops({}, context.davidBrown)).toEqual([]);
  });

  it('is counted by caller, survey, month and rule, as far as the caller of the route reaches', async () => {
    const results = async (query: object, api = context.manager) =>
      (await api.closedLoop.getLoopResults({ query })).body;
    const [group] = (await results({ by: 'caller', from: '2026-11', to: '2026-12' })).groups;
    expect(group).toMatchObject({
      ...{ key: 'wang.fang', loops: 1, closed: 1, waiting: 0 },
      reached: { n: 1, medianMinutes: expect.closeTo(120, 0) },
      answered: { n: 1 },
      changes: [{ scale: 'nps', n: 1, mean: 6, interval: null, improved: 1 }],
    });
    const by = async (name: string) =>
      (await results({ by: name, from: '2026-11', to: '2026-12' })).groups[0]?.key;
    expect([await by('survey'), await by('month'), await by('rule')]).toEqual([surveyId, '2026-11', 'VIPs']);
    expect((await results({ from: '2026-11' }, context.davidBrown)).groups).toEqual([]);
    const early = await refusal(results({ from: '2025-01', to: '2026-11' }));
    expect(early.errors).toMatchObject([{ pointer: '/query/from' }]);
  });

  it('is counted and listed with those alone that are asked for', async () => {
    const months = { from: '2026-11', to: '2026-12' };
    const counted = async (query: object) =>
      (await context.manager.closedLoop.getLoopResults({ query: { by: 'rule', ...months, ...query } })).body
        .groups.length;
    expect(await counted({ status: 'closed', caller: 'wang.fang', surveyId })).toBe(1);
    expect([await counted({ status: 'open' }), await counted({ caller: 'none' })]).toEqual([0, 0]);
    expect([await counted({ caller: 'me' }), await counted({ surveyId: otherSurvey })]).toEqual([0, 0]);
    expect((await loops({ from: '2026-11' })).length).toBe(1);
    expect((await loops({ to: '2026-11' })).length).toBe(1);
    expect(await loops({ from: '2026-12' })).toEqual([]);
    expect(await loops({ from: '2020-01', to: '2026-10' })).toEqual([]);
    const backwards = await refusal(loops({ from: '2026-12', to: '2026-11' }));
    expect(backwards.errors).toMatchObject([{ pointer: '/query/from' }]);
  });

  it('would have been followed up by other rules, too, which are tried without opening anything', async () => {
    const body = {
      surveyId,
      rules: [{ name: 'Promoters', when: { score: { from: 9 } }, do: { withinHours: 8 } }],
    };
    const tried = (await context.manager.closedLoop.tryLoopRules({ body })).body;
    expect(tried).toMatchObject({
      tried: 2,
      byRule: [{ rule: 'Promoters', answers: 1 }],
      matched: [{ rule: 'Promoters', score: { value: 9 } }],
    });
    const set = (await context.manager.closedLoop.tryLoopRules({ body: { surveyId } })).body;
    expect(set.byRule).toEqual([
      { rule: 'VIPs', answers: 1 },
      { rule: 'Low answers', answers: 0 },
    ]);
    const paused = { surveyId, rules: [{ ...low, name: 'Paused', paused: true }, low] as never };
    expect((await context.manager.closedLoop.tryLoopRules({ body: paused })).body.byRule).toEqual([
      { rule: 'Paused', answers: 0 },
      { rule: 'Low answers', answers: 1 },
    ]);
    expect(await refusal(context.wangFang.closedLoop.tryLoopRules({ body }))).toMatchObject({ status: 403 });
    expect((await loops()).length).toBe(1);
  });

  it('is called because of what was written, which nobody has to have scored low', async () => {
    const text = { topic: 'delivery', sentiment: 'negative' } as const;
    const angry = { name: 'Angry about delivery', when: { text }, do: { withinHours: 2 } };
    await put([angry, low]);
    await cloud.advance({ duration: 'P8D' });
    await ask('10', 'The parcel arrived broken, terrible delivery, very disappointed');
    const [loop] = await loops();
    expect(loop).toMatchObject({ rule: 'Angry about delivery', status: 'open' });
    const { body: callback } = await context.manager.callbacks.getCallback({
      params: { callbackId: loop?.callbackId ?? '' },
    });
    expect(callback).toMatchObject({
      note: expect.stringContaining('arrived broken'),
      reason: { kind: 'answer', why: 'Angry about delivery' },
    });
    const { body } = await context.manager.closedLoop.tryLoopRules({ body: { surveyId } });
    expect(body.byRule).toEqual([
      { rule: 'Angry about delivery', answers: 1 },
      { rule: 'Low answers', answers: 1 },
    ]);
    expect(body.matched[0]).toMatchObject({ responseId: loop?.responseId, rule: 'Angry about delivery' });
  });

  it('is closed by what the customer answers on the phone', async () => {
    await put([low]);
    await cloud.advance({ duration: 'P8D' });
    await ask('2');
    const [loop] = await loops();
    const params = { callbackId: loop?.callbackId ?? '' };
    await context.wangFang.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    await cloud.idle();
    expect(await loops({ status: 'waiting' })).toMatchObject([{ id: loop?.id }]);
    await cloud.advance({ duration: 'P1D' });
    const {
      version: _,
      updatedAt: __,
      ...settings
    } = (await context.manager.calling.getCallSettings({})).body;
    const scripts = [{ reason: 'manual' as const, surveyId }];
    await context.manager.calling.putCallSettings({ body: { ...settings, scripts } }, { ifMatch: '*' });
    const at = instantAfter((await cloud.now()).toISOString(), { hours: 1 });
    const body = { customerId, why: 'How is it now?', owner: 'wang.fang', due: { instant: at } };
    const { body: call } = await context.manager.callbacks.createCallback({ body });
    await context.wangFang.callbacks.takeAnswers({
      params: { callbackId: call.id },
      body: { answers: { recommend: 7 } },
    });
    await cloud.idle();
    const { body: closed } = await context.wangFang.closedLoop.getLoop({
      params: { loopId: loop?.id ?? '' },
    });
    expect(closed).toMatchObject({
      ...{ status: 'closed', closedBecause: 'answered-again', change: 5 },
      again: { value: 7 },
    });
    // Nobody was invited to it.
    expect(closed.again?.invitedAt).toBeUndefined();
  });
});
