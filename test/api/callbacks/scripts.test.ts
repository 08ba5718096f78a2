/** A survey that is asked in a call: what the customer says is a response like any other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from './department.ts';

let cloud: OwnCloud;
let context: Department;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

const asked = { text: { en: 'How likely?', 'zh-CN': '推荐意愿？' }, required: true };

async function survey(fields: object = {}): Promise<string> {
  const body = {
    ...structuredClone(newSurvey),
    questions: [
      {
        ...{ id: 'recommend', kind: 'nps', ...asked },
        branches: [{ when: [{ op: 'between', from: 9 }], to: 'best' }],
      },
      { id: 'worst', kind: 'text', text: { en: 'What went wrong?', 'zh-CN': '哪里不好？' }, required: true },
      { id: 'best', kind: 'text', text: { en: 'What is best?', 'zh-CN': '哪里最好？' }, required: false },
    ],
    ...fields,
  };
  return (await context.manager.surveys.createSurvey({ body: body as never })).body.id;
}

async function script(surveyId: string): Promise<void> {
  const { version: _, ...entry } = defaultCallSettings;
  await context.manager.calling.putCallSettings(
    { body: { ...entry, scripts: [{ reason: 'manual', surveyId }] } },
    { ifMatch: '*' },
  );
}

async function promise() {
  const customerId = await context.customer('wang.fang', { language: 'en' });
  const due = { wallTime: '2026-11-26T10:00', timeZone: 'Asia/Shanghai' };
  const body = { customerId, why: 'Asked to be called', due };
  const { id } = (await context.manager.callbacks.createCallback({ body })).body;
  return { params: { callbackId: id }, customerId };
}

describe('a script', () => {
  it('opens no other callback for a low answer: whoever takes it down speaks with the customer', async () => {
    const surveyId = await survey();
    await script(surveyId);
    const { params, customerId } = await promise();
    const answers = { recommend: 1, worst: 'All of it' } as never;
    await context.wangFang.callbacks.takeAnswers({ params, body: { answers } });
    await cloud.idle();
    const { body: waiting } = await context.manager.callbacks.listCallbacks({ query: { owner: 'all' } });
    const theirs = waiting.items.filter((each) => each.customerId === customerId);
    expect(theirs.map(({ id }) => id)).toEqual([params.callbackId]);
    const rules = (await context.manager.closedLoop.getLoopRules({})).body.rules;
    const { body: tried } = await context.manager.closedLoop.tryLoopRules({ body: { surveyId, rules } });
    expect(tried).toMatchObject({ tried: 1, matched: [] });
  });

  it('is filled in once during a call, and its answers are a response', async () => {
    const surveyId = await survey();
    await script(surveyId);
    const { params, customerId } = await promise();
    expect((await context.wangFang.callbacks.getCallback({ params })).body.script).toEqual({ surveyId });
    const take = (answers: Record<string, never>, api = context.wangFang, options = {}) =>
      api.callbacks.takeAnswers({ params, body: { answers } }, options);
    const wrong = { recommend: 11, nonsense: 'x' } as never;
    expect(await refusal(take(wrong))).toMatchObject({
      status: 400,
      errors: [
        { pointer: '/body/answers/nonsense', reason: 'This survey has no such question.' },
        { pointer: '/body/answers/recommend', reason: 'is not an answer that this question takes' },
        { pointer: '/body/answers/worst', reason: 'must be answered' },
      ],
    });
    const inChinese = await fetch(`${cloud.url}/callbacks/${params.callbackId}/answers`, {
      ...{ method: 'POST', body: JSON.stringify({ answers: wrong }) },
      headers: {
        ...{ 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        ...{ 'accept-language': 'zh-CN', authorization: `Bearer ${await cloud.token('wang.fang')}` },
      },
    });
    expect(await inChinese.json()).toMatchObject({
      detail: '无法记录这些回答。',
      errors: [
        { reason: '此调查没有这个问题。' },
        { reason: '不是此问题可接受的回答' },
        { reason: '必须回答' },
      ],
    });
    // What stands beside the way is neither wanted nor kept.
    const answers = { recommend: 10, worst: 'Nothing', best: 'The people' } as never;
    expect(await refusal(take(answers, context.davidBrown))).toMatchObject({ status: 404 });
    const options = { idempotencyKey: crypto.randomUUID() };
    const taken = (await take(answers, context.wangFang, options)).body;
    expect(taken).toMatchObject({ status: 'scheduled', responseId: expect.stringMatching(/^response_/) });
    expect((await take(answers, context.wangFang, options)).body).toEqual(taken);
    expect(await refusal(take(answers))).toMatchObject({
      ...{ status: 409, detail: 'The script of this callback was filled in already.' },
    });
    await cloud.idle();
    const { body: listed } = await context.manager.responses.listSurveyResponses({ params: { surveyId } });
    expect(listed.items).toMatchObject([
      { id: taken.responseId, customerId, score: 10, channel: 'call', comment: 'The people' },
    ]);
    await context.wangFang.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    expect(await refusal(take(answers))).toMatchObject({ status: 422 });
  });

  it('is refused where there is none, where it is closed, and where nobody is to know who answers', async () => {
    const anonymous = await survey({ anonymous: true });
    await script(anonymous);
    const { params } = await promise();
    const take = () =>
      context.wangFang.callbacks.takeAnswers({ params, body: { answers: { recommend: 10 } } });
    expect(await refusal(take())).toMatchObject({
      ...{ status: 422, detail: expect.stringContaining('is anonymous') },
    });
    const { version: _, ...entry } = defaultCallSettings;
    await context.manager.calling.putCallSettings({ body: entry }, { ifMatch: '*' });
    expect((await context.wangFang.callbacks.getCallback({ params })).body).not.toHaveProperty('script');
    expect(await refusal(take())).toMatchObject({
      ...{ status: 422, detail: 'No open survey is asked in this call.' },
    });
  });
});
