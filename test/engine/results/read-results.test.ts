/** What is told of answers that were counted on the real engine: trend, groups, high and low points, waves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { createTeamReader } from '../../../functions/people/teams/index.ts';
import { campaignId, runId } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { invitationId } from '../../../functions/surveys/invitations/invitations.schema.ts';
import { createUncountedResponses } from '../../../functions/surveys/responses/index.ts';
import { type Response, responseId } from '../../../functions/surveys/responses/responses.schema.ts';
import { createResponsesStore } from '../../../functions/surveys/responses/responses.store.ts';
import { countResponses } from '../../../functions/surveys/results/operations/count-responses.ts';
import { getResultsFindings } from '../../../functions/surveys/results/operations/find-points.ts';
import {
  getResultsBreakdown,
  getResultsTrend,
  getResultsWaves,
  getSurveyResults,
} from '../../../functions/surveys/results/operations/read-results.ts';
import { createResultsStore } from '../../../functions/surveys/results/results.store.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { put } from '../../../shared/table/write.ts';
import { newIdAt } from '../../../shared/values/derived-id.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aSurvey, at, origin } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let context: Parameters<typeof getResultsFindings>[1];
const survey = aSurvey();
const { id: surveyId } = survey;
const campaign = newId(campaignId);
const times = ['2026-10-05T01:00:00.000Z', '2026-11-02T01:00:00.000Z'];
const waves = times.map((time) => newIdAt(runId, time));

const principal = (access: 'all' | 'own') =>
  ({ rowAccess: { 'surveys.read': access } }) as unknown as Principal;

/** Of each owner and wave how many answered what: wang.fang's customers were unhappy, and are better off in the second. */
const given = [
  { owner: 'wang.fang', tags: ['vip'], wave: 0, scores: { 3: 18, 8: 4, 9: 2 } },
  { owner: 'liu.yang', tags: [], wave: 0, scores: { 5: 3, 8: 6, 9: 15 } },
  { owner: 'wang.fang', tags: ['vip'], wave: 1, scores: { 5: 4, 8: 6, 9: 14 } },
  { owner: 'liu.yang', tags: ['only one'], wave: 1, scores: { 10: 1 } },
  { owner: 'liu.yang', tags: [], wave: 1, scores: { 5: 3, 8: 6, 9: 14 } },
];

beforeAll(async () => {
  engine = await startTable();
  const { table } = engine;
  const responses = createResponsesStore(table);
  const results = createResultsStore(table);
  const surveys = createSurveysStore(table);
  const [customers, teams] = [createCustomerReader(table), createTeamReader(table)];
  await table.commit(surveys.create(survey, origin()));
  for (const { owner, tags, wave, scores } of given) {
    const facts: Response[] = [];
    for (const value of Object.entries(scores).flatMap(([score, n]) =>
      Array<number>(n).fill(Number(score)),
    )) {
      const id = newId(customerId);
      const customer = {
        ...{
          id,
          version: 1,
          name: '王芳',
          kind: 'person' as const,
          language: 'zh-CN' as const,
          externalIds: [],
        },
        ...{
          timeZone: 'Asia/Shanghai',
          stage: 'potential' as const,
          tags,
          owner,
          createdAt: at,
          updatedAt: at,
        },
      };
      const answeredAt = times[wave]!.replace('T01', `T0${facts.length % 9}`);
      const fact: Response = {
        ...{ id: newId(responseId), surveyId, surveyVersion: 1, invitationId: newId(invitationId) },
        ...{ campaignId: campaign, runId: waves[wave]!, customerId: id, answeredAt, language: 'en' },
        ...{ channel: wave ? 'sms' : 'email', score: value, scale: 'nps' },
        ...{ scores: [{ questionId: 'recommend', scale: 'nps', value }], answers: { recommend: value } },
      };
      await table.commit([put(customerItem, customer), responses.record(fact, origin(answeredAt))]);
      facts.push(fact);
    }
    const counting = { results, customers, teams, now: () => at, failed: () => undefined };
    await countResponses(facts, { ...counting, uncounted: createUncountedResponses(table) });
  }
  context = { surveys, results, teams, staff: createStaffReader(table), principal: principal('all') };
});
afterAll(() => engine?.close());

describe('the results', () => {
  it('are told of all answers, or of some by what their customers have in common', async () => {
    const score = async (narrowing: object) => {
      const { answered, score } = await getSurveyResults({ surveyId, ...narrowing }, context);
      return [answered, score];
    };
    expect(await score({})).toEqual([96, 18.8]);
    expect(await score({ owner: 'wang.fang' })).toEqual([48, -12.5]);
    expect(await score({ owner: 'wang.fang', runId: waves[1] })).toEqual([24, 41.7]);
    expect(await score({ tag: 'vip', from: '2026-11' })).toEqual([24, 41.7]);
    expect(await score({ channel: 'email', to: '2026-10' })).toEqual([48, -8.3]);
    expect(await score({ language: 'zh-CN' })).toEqual([0, null]);
    expect(await score({ team: 'none', campaignId: campaign })).toEqual([96, 18.8]);
    expect(await score({ campaignId: newId(campaignId) })).toEqual([0, null]);
  });

  it('tell of a question that is asked no more what it was', async () => {
    const { table } = engine;
    const text = { 'zh-CN': '？', en: '?' };
    const shared = { required: false, text };
    const choices = ['courier', 'shop'].map((id) => ({ id, text }));
    const asked = aSurvey({
      questions: [
        { ...shared, kind: 'single-choice', id: 'way', choices },
        { ...shared, kind: 'date', id: 'day' },
        { ...shared, kind: 'text', id: 'why' },
      ],
    });
    const now = { ...asked, version: asked.version + 1, questions: asked.questions.slice(2) };
    const surveys = createSurveysStore(table);
    const responses = createResponsesStore(table);
    const fact: Response = {
      ...{ id: newId(responseId), surveyId: asked.id, surveyVersion: 1, invitationId: newId(invitationId) },
      ...{ answeredAt: at, language: 'en', channel: 'email', scores: [] },
      answers: { way: ['courier'], day: '2026-10-01', why: 'x' },
    };
    await table.commit(surveys.create(asked, origin()));
    await table.commit(surveys.change(asked, now, origin()));
    await table.commit([responses.record(fact, origin(at))]);
    await countResponses([fact], {
      ...{ results: createResultsStore(table), customers: createCustomerReader(table) },
      ...{ teams: createTeamReader(table), now: () => at, failed: () => undefined },
      uncounted: createUncountedResponses(table),
    });
    const { questions } = await getSurveyResults({ surveyId: asked.id }, context);
    expect(questions.map(({ questionId, kind }) => [questionId, kind])).toEqual([
      ['why', 'text'],
      ['way', 'single-choice'],
      ['day', 'date'],
    ]);
  });

  it('change from day to day, by week, month and wave', async () => {
    const points = async (by: 'day' | 'week' | 'month' | 'wave', narrowing = {}) =>
      (await getResultsTrend({ surveyId, by, ...narrowing }, context)).points.map((point) => [
        ...[point.begins, point.answered, point.measures[0]?.value],
      ]);
    const both = [48, -8.3] as const;
    const later = [48, 45.8] as const;
    expect(await points('day')).toEqual([
      ['2026-10-05', ...both],
      ['2026-11-02', ...later],
    ]);
    expect(await points('week', { from: '2026-11' })).toEqual([['2026-11-02', ...later]]);
    expect(await points('month')).toEqual([
      ['2026-10-01', ...both],
      ['2026-11-01', ...later],
    ]);
    expect(await points('wave', { owner: 'wang.fang' })).toEqual([
      ['2026-10-05', 24, -66.7],
      ['2026-11-02', 24, 41.7],
    ]);
    expect(await points('month', { tag: 'vip' })).toEqual([
      ['2026-10-01', 24, -66.7],
      ['2026-11-01', 24, 41.7],
    ]);
    await expect(points('day', { tag: 'vip' })).rejects.toMatchObject({
      code: 'invalid-request',
      violations: [{ pointer: '/query/tag' }],
    });
    expect(
      (await getResultsTrend({ surveyId, by: 'month', question: 'service' }, context)).points,
    ).toMatchObject([
      { answered: 48, measures: [] },
      { answered: 48, measures: [] },
    ]);
  });

  it('are broken down, and name no tag that only one customer has', async () => {
    const { groups, others } = await getResultsBreakdown({ surveyId, by: 'tag' }, context);
    expect(groups.map(({ value, answered }) => [value, answered])).toEqual([
      ['vip', 48],
      ['none', 47],
    ]);
    expect(others).toEqual({ groups: 1, answered: 1 });
    const byOwner = await getResultsBreakdown({ surveyId, by: 'owner' }, context);
    expect(byOwner.groups.map(({ value, answered }) => [value, answered])).toEqual([
      ['liu.yang', 48],
      ['wang.fang', 48],
    ]);
    expect(byOwner.groups[1]!.measures).toMatchObject([
      { questionId: 'recommend', kind: 'nps', value: -12.5 },
    ]);
  });

  it('have high and low points, the certain ones first, none of groups with few answers', async () => {
    const first = await getResultsFindings({ surveyId, to: '2026-10', minimum: 10, limit: 20 }, context);
    // Owners and tags; of teams, channels and languages there is only one, which has no others to be compared with.
    expect(first.comparisons).toBe(4);
    expect(first.findings.every(({ certain, rate, p }) => certain && rate >= p)).toBe(true);
    const [low] = first.findings.filter(({ dimension, side }) => dimension === 'owner' && side === 'low');
    // 24 and 24: 2 - 18 and 15 - 3 promoters and detractors.
    expect(low).toMatchObject({
      value: 'wang.fang',
      measured: -66.7,
      rest: 50,
      difference: -116.7,
      n: 24,
      restN: 24,
    });
    expect(low!.low).toBeLessThan(-80);
    expect(low!.high).toBeLessThan(-60);
    const second = await getResultsFindings({ surveyId, from: '2026-11', minimum: 10, limit: 20 }, context);
    expect(second.findings.some(({ certain }) => certain)).toBe(false);
    expect(second.findings.map(({ value }) => value)).not.toContain('only one');
    const none = await getResultsFindings({ surveyId, by: 'owner', minimum: 60, limit: 20 }, context);
    expect([none.comparisons, none.findings]).toEqual([0, []]);
    const one = await getResultsFindings({ surveyId, minimum: 10, limit: 1 }, context);
    expect(one.findings).toHaveLength(1);
    expect(one.comparisons).toBeGreaterThan(4);
  });

  it('are compared wave by wave, with the chance that nothing has changed', async () => {
    const { waves: told } = await getResultsWaves({ surveyId, owner: 'wang.fang' }, context);
    expect(told.map(({ runId: id, scheduledTime, answered }) => [id, scheduledTime, answered])).toEqual([
      [waves[0], times[0], 24],
      [waves[1], times[1], 24],
    ]);
    expect(told[0]!.changes).toEqual([]);
    expect(told[1]!.changes).toMatchObject([
      { questionId: 'recommend', kind: 'nps', difference: 108.3, certain: true },
    ]);
    expect(told[1]!.changes[0]!.p).toBeLessThan(0.001);
    const [only, ...rest] = (await getResultsWaves({ surveyId, owner: 'liu.yang', runId: waves[1] }, context))
      .waves;
    expect(rest).toEqual([]);
    // 24 of the first, 24 of the second: as good as before.
    expect(only!.changes).toMatchObject([{ certain: false }]);
  });

  it('tell whoever does not see all answers what they all come to, and nothing of single owners', async () => {
    const agent = { ...context, principal: principal('own') };
    expect((await getSurveyResults({ surveyId }, agent)).answered).toBe(96);
    expect((await getResultsTrend({ surveyId, by: 'wave' }, agent)).points).toHaveLength(2);
    const refused = { code: 'forbidden' };
    await expect(getSurveyResults({ surveyId, owner: 'liu.yang' }, agent)).rejects.toMatchObject(refused);
    await expect(getResultsWaves({ surveyId, team: 'none' }, agent)).rejects.toMatchObject(refused);
    await expect(getResultsBreakdown({ surveyId, by: 'language' }, agent)).rejects.toMatchObject(refused);
    const all = { surveyId, minimum: 10, limit: 20 };
    await expect(getResultsFindings(all, agent)).rejects.toMatchObject(refused);
  });
});
