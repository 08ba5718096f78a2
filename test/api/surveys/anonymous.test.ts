/** Anonymous surveys: whoever was invited answers once, and nothing that is kept or said leads from an answer to them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { tap } from '../../support/personal-values.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';
import { signedInAt } from '../../support/visitor.ts';

const zone = 'Asia/Shanghai';
const names = ['ann', 'bob', 'cleo', 'dora'] as const;
const lines: string[] = [];
/** What went through the bus, the queues and the schedules. */
const sent: string[] = [];
let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;

interface Asked {
  readonly surveyId: string;
  readonly campaignId: string;
  /** When each of them has answered. */
  readonly answered: Map<string, string>;
}
let anonymous: Asked;
let named: Asked;

beforeAll(async () => {
  cloud = await ownCloud({ log: (line) => void lines.push(line) });
  tap(cloud.local, (_, text) => void sent.push(text));
  manager = await cloud.as('li.na', 3);
  for (const name of names)
    await manager.customers.createCustomer({
      body: { name, email: `${name}@example.test`, language: name === 'ann' ? 'en' : 'zh-CN' },
    });
  anonymous = await ask({ anonymous: true });
  for (const [index, name] of names.slice(0, 3).entries()) await answer(anonymous, name, String(2 * index));
  await cloud.advance({ duration: 'P7D' });
  named = await ask({});
  await answer(named, 'bob', '3');
}, 120_000);
afterAll(() => cloud?.close());

async function ask(fields: object): Promise<Asked> {
  const body = { ...structuredClone(newSurvey), ...fields };
  const { body: survey } = await manager.surveys.createSurvey({ body: body as never });
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: wallTimeAt(at, zone), timeZone: zone };
  const { body: campaign } = await manager.campaigns.createCampaign({
    body: { surveyId: survey.id, name: 'Once', schedule },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  return { surveyId: survey.id, campaignId: campaign.id, answered: new Map() };
}

async function linkTo(name: string): Promise<string> {
  const mails = (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(`${name}@`)));
  return linkIn(mails.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]!);
}

async function answer({ answered }: Asked, name: string, score: string): Promise<void> {
  const link = `${await linkTo(name)}?lang=en`;
  await cloud.advance({ duration: 'PT3H' });
  const form = await openForm(link);
  // Too fast at first, so that it is sent again.
  if (name === 'bob')
    expect((await sendForm(link, form, { 'q-recommend': score })).page).toContain('One more');
  await cloud.advance({ duration: 'PT20S' });
  answered.set(name, (await cloud.now()).toISOString());
  const said = await sendForm(link, form, { 'q-recommend': score, 'q-why': `Because ${score}` });
  expect(said.page).toContain('Thank you!');
  await cloud.idle();
}

/** Every record of the table, every event, message and line of the logs. */
async function everything(): Promise<string[]> {
  const documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.endpointUrl,
      region: cloud.local.cloud.region,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    }),
  );
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) =>
    type.startsWith('AWS::DynamoDB::'),
  );
  const records: string[] = [];
  for await (const page of paginateScan({ client: documents }, { TableName: String(table?.ref) }))
    records.push(...(page.Items ?? []).map((item) => JSON.stringify(item)));
  return [...records, ...sent.map((text) => decodeURIComponent(text.replaceAll('%', '%25'))), ...lines];
}

const anyId = /\b[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;
const uuid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const hash = /(?<![\w-])[\w-]{43}(?![\w-])/g;
const anyInstant = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const joinable = (text: string) => [anyId, uuid, hash].flatMap((kind) => text.match(kind) ?? []);

/** Whatever can be reached from these ids, from what says one of them to whatever else that says. */
function reachedFrom(ids: readonly string[], texts: readonly string[], beside: string): Set<string> {
  const reached = new Set(ids);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const text of texts) {
      const found = joinable(text).filter((id) => id !== beside);
      if (found.some((id) => reached.has(id))) for (const id of found) reached.add(id);
    }
  }
  return reached;
}

const listed = async ({ surveyId }: Asked) =>
  (await manager.responses.listSurveyResponses({ params: { surveyId } })).body.items;
const isPersonal = (id: string) => /^(customer|invitation|message|campaign|run|callback)_/.test(id);

describe('an anonymous survey', () => {
  it('is answered once by whoever was invited, and read without anybody’s name', async () => {
    const rows = await listed(anonymous);
    expect(rows.map(({ score }) => score).toSorted()).toEqual([0, 2, 4]);
    for (const row of rows) {
      expect(row).not.toHaveProperty('customerId');
      expect(row).not.toHaveProperty('campaignId');
      expect(row.answeredAt).toMatch(/T00:00:00\.000Z$/);
    }
    const { body } = await manager.results.getSurveyResults({ params: { surveyId: anonymous.surveyId } });
    expect(body).toMatchObject({ answered: 3, detractors: 3 });
    // Only the survey that is not anonymous has somebody called.
    expect((await manager.callbacks.listCallbacks({ query: { owner: 'none' } })).body.items).toHaveLength(1);
  });

  it('counts whom its runs have invited, and says that nobody knows by which run an answer came', async () => {
    const { surveyId, campaignId } = anonymous;
    const params = { surveyId };
    for (const query of [{}, { campaignId }]) {
      const { body: funnel } = await manager.results.getResultsFunnel({ params, query });
      const steps = new Map(funnel.steps.map(({ step, ...counted }) => [step, counted]));
      expect([funnel.runs, steps.get('invited')]).toEqual([1, { count: 4, share: 100 }]);
      expect(steps.get('completed')).toEqual({ count: null, share: null, reason: 'anonymous-names-no-run' });
    }
    const runsOf = async (asked: Asked) =>
      (await manager.results.listCampaignRuns({ params: { campaignId: asked.campaignId } })).body.items;
    const unknown = { invited: 4, answered: null, answeredUnknownBecause: 'anonymous-names-no-run' };
    expect(await runsOf(anonymous)).toMatchObject([unknown]);
    const known = await runsOf(named);
    expect(known).toMatchObject([{ answered: 1 }]);
    expect(known[0]).not.toHaveProperty('answeredUnknownBecause');
  });

  it('tells nothing of answers by campaign or run, rather than that there are none', async () => {
    const { surveyId, campaignId } = anonymous;
    const params = { surveyId };
    const { items } = (await manager.results.listCampaignRuns({ params: { campaignId } })).body;
    const { id: runId } = items[0]!;
    const reason = 'is not known of answers to an anonymous survey';
    const fault = (pointer: string) => [{ pointer, reason }];
    const { results, texts, responses, reports, answerExports } = manager;
    for (const [ask, pointer] of [
      [() => results.getSurveyResults({ params, query: { campaignId } }), '/query/campaignId'],
      [() => results.getResultsTrend({ params, query: { runId } }), '/query/runId'],
      [() => texts.listSurveyComments({ params, query: { campaignId } }), '/query/campaignId'],
      [() => responses.listSurveyResponses({ params, query: { campaignId } }), '/query/campaignId'],
      [
        () => reports.createReport({ params, body: { name: 'For all', answers: { campaignId } } }),
        '/body/answers/campaignId',
      ],
      [() => answerExports.createAnswerExport({ params, body: { campaignId } }), '/body/campaignId'],
    ] as const) {
      const { status, problem } = await refusal(ask());
      expect([pointer, status, problem.errors]).toEqual([pointer, 400, fault(pointer)]);
    }
  });

  it('says the same at the desk', async () => {
    const desk = await signedInAt(cloud.url, 'li.na');
    const campaign = `/desk/campaigns/${anonymous.campaignId}`;
    const { page: ofCampaign } = await desk.ask(campaign);
    const cell = (head: string) => new RegExp(`data-head="${head}">([^<]*)<`).exec(ofCampaign)?.[1];
    expect([cell('Invited'), cell('Answered'), cell('Of those sent')]).toEqual(['4', 'not known', '']);
    expect(ofCampaign).toContain('no answer says by which run it came');
    expect(ofCampaign).toContain(`href="/desk/surveys/${anonymous.surveyId}/comments"`);
    const { page: ofSurvey } = await desk.ask(`/desk/surveys/${anonymous.surveyId}/results`);
    expect(ofSurvey).toContain('<dt>Answers of people</dt><dd>3</dd>');
    expect(ofSurvey).toContain('not known: no anonymous answer says by which run it came');
    expect(ofSurvey).not.toContain('Answers: 0.');
    const { page: ofNamed } = await desk.ask(`/desk/campaigns/${named.campaignId}`);
    expect(ofNamed).not.toContain('no answer says by which run it came');
  });

  it('says so on its page', async () => {
    const { body } = await manager.surveys.createSurvey({
      body: { ...structuredClone(newSurvey), anonymous: true } as never,
    });
    const params = { surveyId: body.id };
    const { body: preview } = await manager.responses.previewSurvey({ params, body: { language: 'en' } });
    expect(preview.page).toContain('We do not record who you are');
    const { problem } = await refusal(
      manager.surveys.patchSurvey({ params, body: { anonymous: null } }, { ifMatch: 1 }),
    );
    expect(problem.errors).toEqual([{ pointer: '/body/anonymous', reason: 'must stay true' }]);
  });

  it('leaves no id by which an answer could be joined with whoever gave it', async () => {
    const texts = await everything();
    for (const { id } of await listed(anonymous)) {
      const reached = reachedFrom([id], texts, anonymous.surveyId);
      expect([...reached].filter(isPersonal)).toEqual([]);
    }
    // The same attack on a survey that promises nothing finds everybody.
    const [{ id } = { id: '' }] = await listed(named);
    expect([...reachedFrom([id], texts, named.surveyId)].filter(isPersonal).length).toBeGreaterThan(3);
  });

  it('leaves no time by which it could be', async () => {
    const texts = await everything();
    const records = texts.filter((text) => text.startsWith('{"'));
    for (const { id } of await listed(anonymous)) {
      expect(instantOfId(id)).toMatch(/T00:00:00\.000Z$/);
      for (const text of records.filter((each) => each.includes(id) && each.includes('"pk"'))) {
        const times = [
          ...(text.match(anyInstant) ?? []),
          ...(text.match(anyId) ?? []).filter((each) => each !== anonymous.surveyId).map(instantOfId),
        ];
        expect(times.length).toBeGreaterThan(1);
        expect(times.filter((time) => !time.endsWith('T00:00:00.000Z'))).toEqual([]);
      }
    }
    // When somebody has answered is said by nothing that says who they are.
    for (const at of anonymous.answered.values()) {
      const near = (time: string) => Math.abs(Date.parse(time) - Date.parse(at)) < 60_000;
      const telling = texts.filter(
        (text) =>
          joinable(text).some((id) => isPersonal(id)) &&
          [...(text.match(anyInstant) ?? []), ...(text.match(anyId) ?? []).map(instantOfId)].some(near),
      );
      expect(telling).toEqual([]);
    }
  });
});
