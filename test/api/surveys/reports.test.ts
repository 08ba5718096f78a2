/** Links that show results: to whoever has them, until they expire, and nothing of anybody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredSurvey } from '../../support/answered-survey.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
let campaignId: string;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  manager = await cloud.as('li.na', 3);
  const asked = await answeredSurvey(cloud, manager);
  surveyId = asked.surveyId;
  campaignId = asked.campaignIds[0] ?? '';
}, 240_000);
afterAll(() => cloud?.close());

const make = async (body: object = {}, api = manager) =>
  (await api.reports.createReport({ params: { surveyId }, body: { name: 'Board', ...body } })).body;

/** What somebody reads who has the link and nothing else. */
async function readBehind({ link }: { readonly link: string }) {
  const response = await fetch(`${cloud.url}/shared-reports/${link.split('/').at(-1)}`);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

describe('a link to results', () => {
  it('shows the numbers of all answers, and nobody', async () => {
    const report = await make();
    const { status, headers, text, body } = await readBehind(report);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { body: results } = await manager.results.getSurveyResults({ params: { surveyId } });
    expect(body.results).toEqual(JSON.parse(JSON.stringify(results)));
    expect(body.trend.points).toHaveLength(2);
    expect(body.funnel.steps).toContainEqual({ step: 'completed', count: 24, share: 100 });
    expect(new Set(body.findings.findings.map((each: { dimension: string }) => each.dimension))).toEqual(
      new Set(['tag']),
    );
    expect(text).not.toMatch(/David Brown|Wang Fang|customer_|content-\d|response_/);
  });

  it('shows some of the answers only, where it was made for these', async () => {
    const { body } = await readBehind(await make({ answers: { campaignId } }));
    expect([body.results.answered, body.trend.by]).toEqual([12, 'month']);
  });

  it('is told once, and kept by its hash', async () => {
    const { link, ...report } = await make({ name: 'Once' });
    const { body: list } = await manager.reports.listReports({ params: { surveyId } });
    expect(list.items.find(({ id }) => id === report.id)).toEqual(report);
    const { body: trail } = await manager.audit.listAudit({ query: { record: report.id } });
    expect(trail.items.map(({ type, actor }) => [type, actor.id])).toEqual([['report.created', 'li.na']]);
    expect(JSON.stringify([list, trail])).not.toContain(link.split('/').at(-1));
  });

  it('leads nowhere once it was revoked, which the trail tells', async () => {
    const report = await make();
    const params = { reportId: report.id };
    expect(await refusal(manager.reports.revokeReport({ params }, { ifMatch: 7 }))).toMatchObject({
      status: 412,
    });
    await manager.reports.revokeReport({ params }, { ifMatch: report.version });
    expect((await readBehind(report)).status).toBe(404);
    expect(await refusal(manager.reports.revokeReport({ params }, { ifMatch: '*' }))).toMatchObject({
      status: 404,
    });
    const { body: list } = await manager.reports.listReports({ params: { surveyId } });
    expect(list.items.map(({ id }) => id)).not.toContain(report.id);
    const { body: trail } = await manager.audit.listAudit({ query: { record: report.id } });
    expect(trail.items.map(({ type }) => type)).toEqual(['report.revoked', 'report.created']);
    expect(trail.items[0]?.notRestored).toContain('a link that was revoked stays so');
  });

  it('says the same of one that was never made', async () => {
    const report = await make({ expiresAfterDays: 1 });
    const never = await readBehind({ link: 'A'.repeat(43) });
    await cloud.advance({ duration: 'P2D' });
    const expired = await readBehind(report);
    expect([never.status, expired.status]).toEqual([404, 404]);
    const said = ({ title, detail }: { title: string; detail: string }) => [title, detail];
    expect(said(expired.body)).toEqual(said(never.body));
  });

  it('is not for agents and analysts to make, and says what is wrong with one', async () => {
    for (const person of ['wang.fang', 'zhao.wei'])
      expect(await refusal(make({}, await cloud.as(person)))).toMatchObject({ status: 403 });
    const long = await refusal(make({ expiresAfterDays: 400, answers: { from: 'May' } }));
    expect(long).toMatchObject({ status: 400 });
    expect(JSON.stringify(long)).toContain('/body/expiresAfterDays');
    expect(JSON.stringify(long)).toContain('/body/answers/from');
    for (const [answers, field] of [
      [{ from: '2026-12', to: '2026-01' }, 'to'],
      [{ campaignId: 'campaign_01jd3x5y9hf1bvt6w0k2m4n8pq' }, 'campaignId'],
    ] as const) {
      const { status, problem } = await refusal(make({ answers }));
      expect([status, problem.errors?.[0]?.pointer]).toEqual([400, `/body/answers/${field}`]);
    }
  });

  it('leads nowhere when whoever made it works here no more', async () => {
    const admin = await cloud.as('chen.jing', 3);
    const report = await make();
    expect((await readBehind(report)).status).toBe(200);
    const body = {
      name: 'Li Na',
      email: 'li.na@rapport.example',
      language: 'en',
      timeZone: 'Asia/Shanghai',
    } as const;
    await admin.staff.putStaff(
      { params: { staffId: 'li.na' }, body: { ...body, active: false } },
      { ifMatch: '*' },
    );
    expect((await readBehind(report)).status).toBe(404);
  });
});
