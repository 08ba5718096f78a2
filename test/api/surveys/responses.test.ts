/** What customers answered, as the staff reads it: single responses, lists, comments, results, the timeline. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;
let analyst: Api;

const zone = 'Asia/Shanghai';
const text = (words: string) => ({ 'zh-CN': words, en: words });

const people = [
  { name: 'Ann Own', email: 'ann@example.test', owner: 'wang.fang' },
  { name: 'Bob Other', email: 'bob@example.test', owner: 'liu.yang' },
  { name: 'Cleo Nobody', email: 'cleo@example.test', owner: null },
] as const;

/** What each of them answers to the first survey, in this order. */
const given = {
  ann: { 'q-recommend': '3', 'q-service': '2', 'q-why': 'Too slow' },
  bob: { 'q-recommend': '9', 'q-service': '5', 'q-why': 'Fast and friendly' },
  cleo: { 'q-recommend': '7', 'q-service': '4' },
} as const;

const survey = {
  ...newSurvey,
  questions: [
    newSurvey.questions[0],
    { kind: 'csat', id: 'service', required: false, text: text('Are you satisfied?') },
    newSurvey.questions[1],
  ],
};
/** Asks nobody to recommend us. */
const satisfaction = {
  ...newSurvey,
  name: 'Satisfaction',
  title: text('How was it?'),
  questions: [
    { kind: 'text', id: 'why', required: false, text: text('What happened?') },
    { kind: 'csat', id: 'service', required: true, text: text('Are you satisfied?') },
  ],
};

interface Asked {
  readonly surveyId: string;
  readonly campaignId: string;
}
let first: Asked;
let second: Asked;
const answeredAt: Record<string, string> = {};

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent, analyst] = (await Promise.all(
    ['li.na', 'wang.fang', 'zhao.wei'].map((name) => cloud.as(name, 3)),
  )) as [Api, Api, Api];
  for (const staffId of ['wang.fang', 'liu.yang']) {
    await manager.staff.putStaff(
      {
        params: { staffId },
        body: { name: staffId, email: `${staffId}@example.test`, language: 'en', timeZone: zone },
      },
      { ifMatch: '*' },
    );
  }
  for (const person of people)
    await manager.customers.createCustomer({ body: { ...person, language: 'en' } });
  first = await ask(survey);
  for (const name of ['ann', 'bob', 'cleo'] as const) await answer(name, given[name]);
  await cloud.advance(untilAskedAgain);
  second = await ask(satisfaction);
  await answer('ann', { 'q-service': '2', 'q-why': 'Cold soup' });
  await answer('bob', { 'q-service': '5' });
  await cloud.idle();
}, 240_000);
afterAll(() => cloud?.close());

/** Nobody is asked twice within it. */
const untilAskedAgain = { duration: 'P7D' };

/** Runs a campaign of a new survey over everybody. */
async function ask(body: object): Promise<Asked> {
  const { body: made } = await manager.surveys.createSurvey({ body: structuredClone(body) as never });
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const { body: campaign } = await manager.campaigns.createCampaign({
    body: { surveyId: made.id, name: 'Once', schedule: { at: wallTimeAt(at, zone), timeZone: zone } },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  return { surveyId: made.id, campaignId: campaign.id };
}

async function newestLinkTo(name: string): Promise<string> {
  const mails = (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(`${name}@`)));
  return linkIn(mails.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]!);
}

async function answer(name: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const link = await newestLinkTo(name);
  const form = await openForm(link);
  await cloud.advance({ duration: 'PT1H' });
  answeredAt[name] ??= (await cloud.now()).toISOString();
  expect((await sendForm(link, form, fields)).page).toContain('Thank you!');
}

async function customerIdOf(name: string): Promise<string> {
  const { body } = await manager.customers.listCustomers({ query: { limit: 100 } });
  return body.items.find((each) => each.name.startsWith(name))!.id;
}

const list = async (api: Api, surveyId: string, query = {}) =>
  (await api.responses.listSurveyResponses({ params: { surveyId }, query })).body.items;

describe('the answers to a survey', () => {
  it('are listed with score of each kind, campaign and comment, newest first', async () => {
    const rows = await list(manager, first.surveyId);
    expect(rows).toMatchObject([
      { score: 7, scale: 'nps', band: 'middle', scores: { nps: 7, csat: 4 }, commented: false, low: false },
      { score: 9, band: 'high', scores: { nps: 9, csat: 5 }, comment: 'Fast and friendly' },
      { score: 3, band: 'low', scores: { nps: 3, csat: 2 }, comment: 'Too slow', commented: true, low: true },
    ]);
    expect(rows.map(({ customerName }) => customerName)).toEqual(people.map(({ name }) => name).toReversed());
    expect(rows.map(({ commentedOn }) => commentedOn)).toEqual([undefined, 'why', 'why']);
    expect(rows.map(({ campaignId }) => campaignId)).toEqual([1, 2, 3].map(() => first.campaignId));
  });

  it('are narrowed to the customers of a team, for whoever reaches everybody in it', async () => {
    const team = { name: 'Yang', leads: ['liu.yang'], members: [] };
    const { body: made } = await manager.teams.createTeam({ body: team });
    const names = async (api: Api, asked: string) =>
      (await list(api, first.surveyId, { team: asked })).map(({ customerName }) => customerName);
    expect(await names(manager, made.id)).toEqual(['Bob Other']);
    expect(await names(agent, 'me')).toEqual(['Ann Own']);
    expect((await refusal(names(agent, made.id))).status).toBe(403);
    const params = { campaignId: first.campaignId };
    const { body } = await manager.responses.listCampaignResponses({ params, query: { team: made.id } });
    expect(body.items.map(({ customerName }) => customerName)).toEqual(['Bob Other']);
    await manager.teams.deleteTeam({ params: { teamId: made.id } }, { ifMatch: '*' });
  });

  it('are narrowed by band, by time, by campaign and to comments', async () => {
    const scores = async (query: object) =>
      (await list(manager, first.surveyId, query)).map(({ score }) => score);
    expect(await scores({ band: 'low' })).toEqual([3]);
    expect(await scores({ low: 'true' })).toEqual([3]);
    expect(await scores({ from: answeredAt.bob })).toEqual([7, 9]);
    expect(await scores({ to: instantAfter(answeredAt.bob!, { minutes: -1 }) })).toEqual([3]);
    expect(
      await scores({ from: answeredAt.bob, to: instantAfter(answeredAt.bob!, { minutes: 30 }) }),
    ).toEqual([9]);
    expect(await scores({ from: answeredAt.cleo, to: answeredAt.ann })).toEqual([]);
    expect(await scores({ campaignId: first.campaignId })).toEqual([7, 9, 3]);
    const { body: comments } = await manager.texts.listSurveyComments({
      params: { surveyId: first.surveyId },
    });
    expect(comments.items.map(({ text }) => text)).toEqual(['Fast and friendly', 'Too slow']);
    const { body: ofCampaign } = await manager.responses.listCampaignResponses({
      params: { campaignId: first.campaignId },
      query: { band: 'high' },
    });
    expect(ofCampaign.items.map(({ score }) => score)).toEqual([9]);
  });

  it('go on from page to page within the bounds', async () => {
    const query = { to: answeredAt.cleo, limit: 1 };
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await manager.responses.listSurveyResponses({
        params: { surveyId: first.surveyId },
        query: { ...query, cursor },
      });
      seen.push(...body.items.map(({ score }) => score));
      cursor = body.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.slice(-2)).toEqual([9, 3]);
  });

  it('show an agent those of own customers and of nobody’s, a manager and an analyst all', async () => {
    const scores = async (api: Api) => (await list(api, first.surveyId)).map(({ score }) => score);
    expect(await scores(agent)).toEqual([7, 3]);
    expect(await scores(analyst)).toEqual([7, 9, 3]);
    const other = { customerId: await customerIdOf('Bob') };
    expect((await refusal(agent.responses.listCustomerResponses({ params: other }))).status).toBe(404);
    const [, bobs] = await list(manager, first.surveyId);
    const params = { responseId: bobs!.id };
    expect((await refusal(agent.responses.getResponse({ params }))).status).toBe(404);
    const { body } = await analyst.responses.getResponse({ params });
    expect(JSON.stringify(body)).not.toContain('example.test');
  });
});

it('lets an agent with a callback for a colleague’s customer read what that one has answered', async () => {
  const [bobs] = await list(manager, first.surveyId, { band: 'high' });
  const of = { responseId: bobs!.id };
  const customerId = await customerIdOf('Bob');
  const due = { instant: instantAfter((await cloud.now()).toISOString(), { hours: 30 }) };
  const { body: made } = await manager.callbacks.createCallback({
    body: { customerId, why: 'Say thanks', due, owner: 'wang.fang' },
  });
  await cloud.idle();
  expect((await agent.responses.getResponse({ params: of })).body.score).toBe(9);
  const { body } = await agent.responses.listCustomerResponses({ params: { customerId } });
  expect(body.items.map(({ score }) => score)).toContain(9);
  await manager.callbacks.cancelCallback({ params: { callbackId: made.id }, body: { why: 'Done' } });
  await cloud.idle();
  expect((await refusal(agent.responses.getResponse({ params: of }))).problem.detail).toBe(
    'There is no such response.',
  );
});

describe('a response', () => {
  it('tells every question in the words that the customer saw, and the answer', async () => {
    const [row] = await list(manager, first.surveyId, { band: 'low' });
    const { body: now } = await manager.surveys.getSurvey({ params: { surveyId: first.surveyId } });
    await manager.surveys.patchSurvey(
      {
        params: { surveyId: first.surveyId },
        body: { questions: [{ ...now.questions[0]!, text: text('Another question') }] },
      },
      { ifMatch: now.version },
    );
    const { body } = await agent.responses.getResponse({ params: { responseId: row!.id } });
    expect(body).toMatchObject({
      ...{
        id: row!.id,
        surveyVersion: 1,
        campaignId: first.campaignId,
        language: 'en',
        score: 3,
        band: 'low',
      },
      answers: [
        { questionId: 'recommend', kind: 'nps', question: newSurvey.questions[0].text.en, answer: 3 },
        { questionId: 'service', kind: 'csat', question: 'Are you satisfied?', answer: 2 },
        { questionId: 'why', kind: 'text', question: 'Why?', answer: 'Too slow' },
      ],
    });
  });

  it('that came too fast is marked, listed and can be read, until it is confirmed and stands once', async () => {
    await cloud.advance(untilAskedAgain);
    const third = await ask(survey);
    const link = await newestLinkTo('cleo');
    const form = await openForm(link);
    await sendForm(link, form, { 'q-recommend': '0', 'q-why': 'robot' });
    const [row] = await list(manager, third.surveyId);
    expect(row).toMatchObject({ suspect: true, comment: 'robot' });
    const { body } = await manager.responses.getResponse({ params: { responseId: row!.id } });
    const customerId = await customerIdOf('Cleo');
    expect(body).toMatchObject({ suspect: true, score: 0, customerId });

    await cloud.advance({ duration: 'PT1H' });
    await sendForm(link, form, { 'q-recommend': '8', 'q-service': '1', 'q-why': 'Cold soup' });
    await cloud.idle();
    const [confirmed, ...others] = await list(manager, third.surveyId);
    expect(confirmed).toMatchObject({ score: 8, band: 'middle', low: true, comment: 'Cold soup' });
    expect(await list(manager, third.surveyId, { low: 'true' })).toEqual([confirmed]);
    expect(await list(manager, third.surveyId, { low: 'true', band: 'low' })).toEqual([]);
    expect([confirmed?.suspect, others]).toEqual([undefined, []]);
    const params = { surveyId: third.surveyId };
    const comments = (await manager.texts.listSurveyComments({ params })).body.items;
    expect(comments).toMatchObject([{ responseId: confirmed!.id, text: 'Cold soup' }]);
    const gone = manager.responses.getResponse({ params: { responseId: row!.id } });
    await expect(gone).rejects.toMatchObject({ status: 404 });

    // One callback for the response, because of the lowest answer, although the score itself is good.
    const callbacks = (await manager.callbacks.listCustomerCallbacks({ params: { customerId } })).body.items;
    const read = callbacks.map(({ id }) => manager.callbacks.getCallback({ params: { callbackId: id } }));
    const reasons = (await Promise.all(read)).map(({ body: { reason } }) => reason);
    expect(reasons.filter((reason) => 'surveyId' in reason && reason.surveyId === third.surveyId)).toEqual([
      {
        ...{ kind: 'low-score', surveyId: third.surveyId, responseId: confirmed?.id },
        ...{ questionId: 'service', score: 1, scale: 'csat' },
      },
    ]);
  });

  it('stands in the customer’s timeline and list, with score and comment', async () => {
    const params = { customerId: await customerIdOf('Ann') };
    const { body: answers } = await agent.responses.listCustomerResponses({ params });
    expect(answers.items).toMatchObject([
      { surveyId: second.surveyId, scale: 'csat', score: 2, band: 'low' },
      { surveyId: first.surveyId, scale: 'nps', score: 3, band: 'low' },
    ]);
    const { body } = await agent.customers.listTimeline({ params });
    const entries = body.items.filter(({ type }) => type === 'response.recorded');
    expect(entries.map(({ data }) => [data.score, data.scale, data.comment])).toEqual([
      [2, 'csat', 'Cold soup'],
      [3, 'nps', 'Too slow'],
    ]);
  });
});

describe('the results', () => {
  it('tell the Net Promoter Score, and the share of satisfied customers beside it', async () => {
    const { body } = await analyst.results.getSurveyResults({ params: { surveyId: first.surveyId } });
    expect(body).toMatchObject({
      ...{ answered: 3, total: 3, promoters: 1, passives: 1, detractors: 1, score: 0 },
      // Wide with three answers: (1.75 - 1.75) / 6, and 1.96 times the root of 3.5 / 6 / 6.
      interval: { low: -61.1, high: 61.1 },
      questions: [
        { questionId: 'recommend', kind: 'nps', count: 3 },
        {
          ...{ questionId: 'service', kind: 'csat', count: 3 },
          measures: [
            { kind: 'top-box', value: 66.7 },
            { kind: 'mean', value: 3.67 },
          ],
        },
        { questionId: 'why', kind: 'text', count: 2 },
      ],
    });
  });

  it('are told by owner, month and wave to whoever sees all answers', async () => {
    const params = { surveyId: first.surveyId };
    const { body: byOwner } = await analyst.results.getResultsBreakdown({ params, query: { by: 'owner' } });
    expect(byOwner.groups.map(({ value, answered }) => [value, answered]).sort()).toEqual([
      ['liu.yang', 1],
      ['none', 1],
      ['wang.fang', 1],
    ]);
    expect(await refusal(agent.results.getResultsBreakdown({ params }))).toMatchObject({ status: 403 });
    expect(await refusal(agent.results.getResultsFindings({ params }))).toMatchObject({ status: 403 });
    const query = { owner: 'liu.yang' };
    expect(await refusal(agent.results.getSurveyResults({ params, query }))).toMatchObject({ status: 403 });
    expect((await analyst.results.getSurveyResults({ params, query })).body).toMatchObject({
      ...{ answered: 1, promoters: 1, score: 100 },
    });
    const { body: months } = await agent.results.getResultsTrend({ params, query: { by: 'month' } });
    expect(months.points.map(({ answered }) => answered)).toEqual([3]);
    const { body: waves } = await agent.results.getResultsWaves({ params });
    expect(waves.waves.map(({ campaignId, answered }) => [campaignId, answered])).toEqual([
      [first.campaignId, 3],
    ]);
    const { body: findings } = await analyst.results.getResultsFindings({ params });
    expect(findings.findings).toEqual([]);
  });

  it('of a time that ends before it begins are refused', async () => {
    const params = { surveyId: first.surveyId };
    const months = { from: '2026-12', to: '2026-01' };
    for (const ask of [
      () => analyst.results.getSurveyResults({ params, query: months }),
      () => analyst.results.getResultsTrend({ params, query: months }),
    ]) {
      const { status, problem } = await refusal(ask());
      expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/query/to']);
    }
    const far = { ...months, to: '2100-12' };
    expect((await analyst.results.getResultsTrend({ params, query: far })).body.points).toEqual([]);
  });

  it('of what is no part of the survey are refused, in its words', async () => {
    const params = { surveyId: first.surveyId };
    const own = (await analyst.results.getResultsWaves({ params })).body.waves[0]!.runId;
    const [foreign] = (await analyst.results.getResultsWaves({ params: { surveyId: second.surveyId } })).body
      .waves;
    const unknown = 'run_01jd3x5y9hf1bvt6w0k2m4n8pq';
    const reads = [
      (query: object) => analyst.results.getSurveyResults({ params, query }),
      (query: object) => analyst.results.getResultsTrend({ params, query: { by: 'wave', ...query } }),
      (query: object) => analyst.results.getResultsBreakdown({ params, query }),
      (query: object) => analyst.results.getResultsFindings({ params, query }),
      (query: object) => analyst.results.getResultsWaves({ params, query }),
      (query: object) => analyst.results.getResultsFunnel({ params, query }),
    ];
    for (const read of reads) {
      for (const [query, name, reason] of [
        [{ campaignId: second.campaignId }, 'campaignId', 'is no campaign of this survey'],
        [
          { campaignId: 'campaign_01jd3x5y9hf1bvt6w0k2m4n8pq' },
          'campaignId',
          'is no campaign of this survey',
        ],
        [{ runId: foreign!.runId }, 'runId', 'is no run of this survey'],
        [{ runId: unknown }, 'runId', 'is no run of this survey'],
        [{ campaignId: first.campaignId, runId: unknown }, 'runId', 'is no run of this campaign'],
      ] as const) {
        const { status, problem } = await refusal(read(query));
        expect([status, problem.errors]).toEqual([400, [{ pointer: `/query/${name}`, reason }]]);
      }
      expect((await read({ campaignId: first.campaignId, runId: own })).status).toBe(200);
      expect((await read({ runId: own })).status).toBe(200);
    }
    for (const read of reads.slice(1, 5)) {
      const { problem } = await refusal(read({ question: 'shoes' }));
      const fault = { pointer: '/query/question', reason: 'is no question of this survey' };
      expect(problem.errors).toEqual([fault]);
      expect((await read({ question: 'service' })).status).toBe(200);
    }
    const others = list(analyst, first.surveyId, { campaignId: second.campaignId });
    expect((await refusal(others)).problem.errors?.[0]?.pointer).toBe('/query/campaignId');
    const nowhere = { surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq' };
    const missing = analyst.results.getSurveyResults({ params: nowhere, query: { runId: own } });
    expect((await refusal(missing)).status).toBe(404);
  });

  it('of a question that is asked no more, and of a campaign that was deleted, are told', async () => {
    const asked = await ask(satisfaction);
    await cloud.advance({ duration: 'PT1M' });
    const params = { surveyId: asked.surveyId };
    const questions = satisfaction.questions.slice(1);
    await manager.surveys.patchSurvey({ params, body: { questions } as never }, { ifMatch: '*' });
    const { campaignId } = asked;
    await manager.campaigns.deleteCampaign({ params: { campaignId } }, { ifMatch: '*' });
    await cloud.idle();
    const query = { campaignId, question: 'why' };
    expect((await analyst.results.getResultsWaves({ params, query })).body.waves).toEqual([]);
    const { status } = await analyst.texts.listSurveyComments({ params, query: { questionId: 'why' } });
    expect(status).toBe(200);
    const { body } = await analyst.results.getResultsFunnel({ params, query: { campaignId } });
    expect(body.runs).toBe(1);
  });

  it('of months that no calendar of ours has are refused like days', async () => {
    const params = { surveyId: first.surveyId };
    const { status, problem } = await refusal(
      analyst.results.getSurveyResults({ params, query: { from: '0000-01' } }),
    );
    const fault = { pointer: '/query/from', reason: 'must lie in the years 1900 to 2100 (UTC)' };
    expect([status, problem.errors]).toEqual([400, [fault]]);
  });

  it('tell how far those who were asked have come, and what nobody can know', async () => {
    const { body } = await analyst.results.getResultsFunnel({ params: { surveyId: first.surveyId } });
    const { planned, invited, sent, delivered, opened, answered, completed } = Object.fromEntries(
      body.steps.map(({ step, count }) => [step, count]),
    );
    expect({ planned, invited, sent, delivered, opened, answered, completed }).toEqual({
      ...{ planned: 3, invited: 3, sent: 3, delivered: 3, opened: null, answered: 3, completed: 3 },
    });
    expect(body.steps.find(({ step }) => step === 'opened')?.reason).toBe('opening-records-nothing');
  });

  it('need no question about recommending, and a low satisfaction is followed up all the same', async () => {
    const { body } = await manager.results.getSurveyResults({ params: { surveyId: second.surveyId } });
    expect(body).toMatchObject({
      ...{ answered: 2, total: 0, score: null },
      questions: [
        { questionId: 'why', kind: 'text', count: 1 },
        {
          ...{ questionId: 'service', kind: 'csat', count: 2 },
          measures: [
            { kind: 'top-box', value: 50 },
            { kind: 'mean', value: 3.5 },
          ],
        },
      ],
    });
    const params = { customerId: await customerIdOf('Ann') };
    const { body: callbacks } = await manager.callbacks.listCustomerCallbacks({ params });
    const reasons = await Promise.all(
      callbacks.items.map(async ({ id }) => {
        const { body: callback } = await manager.callbacks.getCallback({ params: { callbackId: id } });
        return callback.reason;
      }),
    );
    expect(reasons).toContainEqual(
      expect.objectContaining({ kind: 'low-score', surveyId: second.surveyId, score: 2, scale: 'csat' }),
    );
    const bob = { customerId: await customerIdOf('Bob') };
    expect((await manager.callbacks.listCustomerCallbacks({ params: bob })).body.items).toEqual([]);
  });
});
