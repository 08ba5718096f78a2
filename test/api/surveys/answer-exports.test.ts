/** Exports of the answers to a survey: what stands in the files, whose answers they hold, and how a job goes on and ends. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import { linkIn, type OpenedForm, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let admin: Api;
let agent: Api;
let surveyId: string;
let campaignId: string;
let customerOf: (name: string) => string;
const zone = 'Asia/Shanghai';
const words = (chinese: string, english: string) => ({ 'zh-CN': chinese, en: english });
const anyVersion = { ifMatch: '*' } as const;

const people = [
  { name: 'Ann Own', email: 'ann@example.test', owner: 'wang.fang', tags: ['vip', 'only-ann'] },
  { name: 'Bob Other', email: 'bob@example.test', owner: 'liu.yang', tags: ['vip'] },
  { name: 'Cleo Nobody', email: 'cleo@example.test', owner: null, tags: [] },
] as const;

const choice = (id: string, chinese: string, english: string) => ({ id, text: words(chinese, english) });
const survey = {
  ...newSurvey,
  questions: [
    newSurvey.questions[0],
    newSurvey.questions[1],
    {
      ...{ kind: 'multiple-choice', id: 'what', required: false, other: true },
      text: words('哪方面？', 'What about?'),
      choices: [choice('speed', '速度', 'Speed'), choice('price', '价格', 'Price')],
    },
    {
      ...{ kind: 'matrix', id: 'parts', required: false, text: words('各方面如何？', 'How were') },
      rows: [choice('shop', '门店', 'the shop'), choice('app', '应用', 'the app')],
      columns: [choice('good', '好', 'Good'), choice('bad', '不好', 'Bad')],
    },
    { kind: 'number', id: 'times', required: false, text: words('几次？', 'How often?') },
    { kind: 'consent', id: 'again', required: false, text: words('可以再问吗？', 'May we ask again?') },
  ],
};

const given = {
  ann: {
    ...{ 'q-recommend': '2', 'q-why': '=HYPERLINK("http://evil.test")', 'q-times': '3', 'q-again': 'yes' },
    ...{ 'q-parts.shop': 'good', 'q-parts.app': 'bad' },
  },
  bob: { 'q-recommend': '10', 'q-why': 'Quick,\n"good"', 'q-what': 'speed' },
  cleo: { 'q-recommend': '8', 'q-what': 'other', 'q-what.other': '开门时间' },
};

async function ask(fields: object) {
  // Nobody is asked twice within some days.
  await cloud.advance({ duration: 'P8D' });
  const body = { ...structuredClone(survey), ...fields } as never;
  const { body: made } = await manager.surveys.createSurvey({ body });
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const { body: campaign } = await manager.campaigns.createCampaign({
    body: { surveyId: made.id, name: '=Once', schedule: { at: wallTimeAt(at, zone), timeZone: zone } },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  return { surveyId: made.id, campaignId: campaign.id };
}

async function answer(name: string, fields: Record<string, string>) {
  const mails = (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(`${name}@`)));
  const link = linkIn(mails.toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]!);
  const form = await openForm(link);
  await cloud.advance({ duration: 'PT1H' });
  expect((await sendForm(link, form, fields)).page).toContain('Thank you!');
  await cloud.idle();
}

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, admin, agent] = (await Promise.all(
    ['li.na', 'chen.jing', 'wang.fang'].map((name) => cloud.as(name, 3)),
  )) as [Api, Api, Api];
  for (const staffId of ['wang.fang', 'liu.yang']) {
    const body = { name: staffId, email: `${staffId}@example.test`, language: 'en', timeZone: zone } as const;
    await manager.staff.putStaff({ params: { staffId }, body }, anyVersion);
  }
  const ids = new Map<string, string>();
  for (const person of people) {
    const { body } = await manager.customers.createCustomer({
      body: { ...person, tags: [...person.tags], language: 'en' },
    });
    ids.set(person.name.slice(0, 3).toLowerCase(), body.id);
  }
  customerOf = (name) => ids.get(name) ?? '';
  await cloud.idle();
  ({ surveyId, campaignId } = await ask({}));
  for (const [name, fields] of Object.entries(given)) await answer(name, fields);
}, 240_000);
afterAll(() => cloud?.close());

type Row = Readonly<Record<string, string>>;

/** A link for anybody at a counter. */
async function linkOf(of: string) {
  const { body } = await manager.collectors.createCollector({
    params: { surveyId: of },
    body: { name: 'Counter', channel: 'link', language: 'en', place: 'Counter 3' } as never,
  });
  return body;
}

async function answerBehind(link: string, score: string) {
  const form = await openForm(link);
  await cloud.advance({ duration: 'PT1M' });
  await sendForm(link, form, { 'q-recommend': score });
  await cloud.idle();
}

const getExport = async (api: Api, exportId: string) =>
  (await api.answerExports.getAnswerExport({ params: { exportId } })).body;

/** As it came: `text()` would take the mark away. */
const textAt = async (link: string) => Buffer.from(await (await fetch(link)).arrayBuffer()).toString();

async function exported(api: Api, body: object = {}, of = surveyId) {
  const { body: asked } = await api.answerExports.createAnswerExport({ params: { surveyId: of }, body });
  await cloud.idle();
  const made = await getExport(api, asked.id);
  const files = await Promise.all((made.links ?? []).map(textAt));
  const rows = files.flatMap((file) => parse(file, { columns: true, bom: true }) as Row[]);
  return { made, files, rows };
}

const scoresOf = (rows: readonly Row[]) => rows.map(({ score }) => score).toSorted();

describe('an export of answers', () => {
  it('has a column for each question and each row of a matrix, safe for spreadsheets', async () => {
    const { made, files, rows } = await exported(manager);
    expect(made).toMatchObject({ state: 'done', read: 3, rows: 3, expiresAt: expect.any(String) });
    expect(files.map((file) => file.startsWith('\uFEFFid,answeredAt,'))).toEqual([true]);
    // The newest first.
    expect(rows.map(({ score }) => score)).toEqual(['8', '10', '2']);
    const [cleo, bob, ann] = rows;
    expect(ann).toMatchObject({
      ...{ id: expect.stringMatching(/^response_/), answeredAt: expect.stringMatching(/^20.*Z$/) },
      ...{ campaignId, runId: expect.any(String), language: 'en', channel: 'email', score: '2' },
      ...{ owner: 'wang.fang', team: '', 'answers.recommend': '2' },
      ...{ 'answers.parts.shop': 'good', 'answers.parts.app': 'bad' },
      ...{ 'answers.times': '3', 'answers.again': 'true', 'answers.what': '' },
    });
    expect(ann?.['answers.why']).toBe('\'=HYPERLINK("http://evil.test")');
    expect(bob).toMatchObject({ 'answers.why': 'Quick,\n"good"', 'answers.what': 'speed' });
    expect(cleo).toMatchObject({ 'answers.what': 'other: 开门时间', owner: '', 'answers.times': '' });
    // A tag that only one customer has may tell who that is.
    expect([ann?.tags, bob?.tags, cleo?.tags]).toEqual(['vip', 'vip', '']);
    expect(files.join()).not.toMatch(/Ann Own|customer_|ann@/);
  });

  it('calls questions, choices, people and campaigns as people do', async () => {
    const { rows } = await exported(manager, { words: 'zh-CN' });
    const ann = rows.find((row) => row.分数 === '2');
    expect(ann).toMatchObject({
      ...{ 调查计划: "'=Once", 负责人: 'wang.fang', 渠道: '邮件', 语言: '英语' },
      ...{ '各方面如何？ – 门店': '好', '各方面如何？ – 应用': '不好', '可以再问吗？': '是' },
    });
    const english = (await exported(manager, { words: 'en' })).rows;
    expect(english.map((row) => row['What about?'])).toEqual(['开门时间', 'Speed', '']);
  });

  it('holds for agents what they may see of the answers', async () => {
    const { made, rows } = await exported(agent);
    expect(made).toMatchObject({ read: 3, rows: 2 });
    expect(scoresOf(rows)).toEqual(['2', '8']);
    const { body } = await agent.responses.listSurveyResponses({ params: { surveyId } });
    expect(rows.map(({ id }) => id).toSorted()).toEqual(body.items.map(({ id }) => id).toSorted());
  });

  it('stands in the list of whoever has asked for it, the newest first', async () => {
    const listed = async (api: Api) =>
      (await api.answerExports.listAnswerExports({ params: { surveyId }, query: { limit: 2 } })).body.items;
    const [first, second] = [(await exported(admin)).made, (await exported(admin, { words: 'en' })).made];
    const found = await listed(admin);
    expect(found.map(({ id }) => id)).toEqual([second.id, first.id]);
    const { links: _, ...told } = second;
    expect(found[0]).toEqual(told);
    expect((await listed(agent)).map(({ requestedBy }) => requestedBy.id)).not.toContain('chen.jing');
  });

  it('is narrowed by time and campaign, and says what of that is wrong', async () => {
    const all = (await exported(manager)).rows;
    const times = all.map((row) => row.answeredAt ?? '').toSorted();
    const between = { from: times[1], to: times[1] };
    expect(scoresOf((await exported(manager, between)).rows)).toEqual(['10']);
    expect((await exported(manager, { campaignId })).rows).toHaveLength(3);
    const other = await ask({ name: 'Another' });
    const wrong = async (body: object, of = surveyId) =>
      (
        await refusal(manager.answerExports.createAnswerExport({ params: { surveyId: of }, body }))
      ).problem.errors?.map(({ pointer }) => pointer);
    expect(await wrong({ campaignId: other.campaignId })).toEqual(['/body/campaignId']);
    expect(await wrong({ from: times[2], to: times[0] })).toEqual(['/body/to']);
    const none = await exported(manager, {}, other.surveyId);
    expect([none.made.state, none.made.rows, none.files]).toEqual(['done', 0, []]);
  });

  it('tells of nobody in particular only the day', async () => {
    const anonymous = await ask({ anonymous: true, name: 'Anonymous' });
    await answer('ann', { 'q-recommend': '1', 'q-why': 'Secret' });
    const { rows, files } = await exported(manager, { words: 'en' }, anonymous.surveyId);
    const [row = {}] = rows;
    const day = (await cloud.now()).toISOString().slice(0, 10);
    expect(row).toMatchObject({
      'Answered at': day,
      Campaign: '',
      Run: '',
      Owner: '',
      Tags: '',
      Channel: '',
    });
    expect(row).toMatchObject({ Score: '1', Language: 'Chinese' });
    expect(files.join()).not.toMatch(/T\d\d:\d\d/);
    expect(files.join()).not.toContain(customerOf('ann'));
    // Behind a link for anybody, too.
    const { link, id } = await linkOf(anonymous.surveyId);
    await answerBehind(link, '7');
    const list = (await manager.responses.listSurveyResponses({ params: anonymous })).body.items;
    const found = list.find(({ score }) => score === 7);
    expect(found).toMatchObject({ collectorId: id, answeredAt: `${day}T00:00:00.000Z` });
    expect(instantOfId(found?.id ?? '')).toBe(`${day}T00:00:00.000Z`);
    const file = await exported(manager, {}, anonymous.surveyId);
    expect(file.rows.find(({ score }) => score === '7')?.answeredAt).toBe(day);
    expect(file.files.join()).not.toMatch(/T\d\d:\d\d/);
  });

  it('tells the moment of what came by a link, as the list does', async () => {
    const { link, id } = await linkOf(surveyId);
    await answerBehind(link, '7');
    const row = (await exported(manager)).rows.find(({ score }) => score === '7');
    expect(row).toMatchObject({ place: 'Counter 3', collectorId: id, channel: 'link' });
    const list = (await manager.responses.listSurveyResponses({ params: { surveyId } })).body.items;
    expect(row?.answeredAt).toBe(list.find(({ score }) => score === 7)?.answeredAt);
    expect(row?.answeredAt).not.toMatch(/T00:00:00\.000Z$/);
  });

  it('keeps the column of a question that is asked no more', async () => {
    const questions = structuredClone(survey.questions).filter(({ id }) => id !== 'times');
    const { body: before } = await manager.surveys.getSurvey({ params: { surveyId } });
    await manager.surveys.patchSurvey(
      { params: { surveyId }, body: { questions } as never },
      { ifMatch: before.version },
    );
    const { rows } = await exported(manager);
    expect(rows.find(({ score }) => score === '2')).toMatchObject({ 'answers.times': '3' });
    expect(Object.keys(rows[0] ?? {}).at(-1)).toBe('answers.times');
  });

  it('is for whoever has asked for it, who is told so in the trail each time', async () => {
    const { made } = await exported(manager);
    const params = { exportId: made.id };
    await expect(admin.answerExports.getAnswerExport({ params })).rejects.toMatchObject({ status: 403 });
    await expect(admin.answerExports.cancelAnswerExport({ params })).rejects.toMatchObject({ status: 403 });
    const { body } = await manager.audit.listAudit({ query: { record: made.id } });
    expect(body.items.map(({ type, actor }) => `${type} ${actor.id}`)).toEqual([
      'answerexport.handed-out li.na',
      expect.stringContaining('answerexport.made'),
      'answerexport.requested li.na',
    ]);
  });

  it('can be cancelled while it goes on, and its files taken back afterwards', async () => {
    // No file can be put, so that it goes on until it can.
    await cloud.faults([{ service: 's3', operation: 'PutObject', rate: 1, kind: 'error', seed: 1 }]);
    const { body: asked } = await manager.answerExports.createAnswerExport({
      params: { surveyId },
      body: {},
    });
    const params = { exportId: asked.id };
    const { body: cancelled } = await manager.answerExports.cancelAnswerExport({ params });
    expect(cancelled.state).toBe('cancelled');
    expect((await manager.answerExports.cancelAnswerExport({ params })).body.version).toBe(cancelled.version);
    await cloud.faults([]);
    await cloud.advance({ duration: 'PT1H' });
    await cloud.idle();
    const left = await getExport(manager, asked.id);
    expect(left).toMatchObject({ state: 'cancelled', rows: 0 });
    expect(left.links).toBeUndefined();
    const { made } = await exported(manager);
    expect(made.links).toHaveLength(1);
    await manager.answerExports.cancelAnswerExport({ params: { exportId: made.id } });
    const taken = await getExport(manager, made.id);
    expect([taken.state, taken.links]).toEqual(['cancelled', undefined]);
  });

  it('has no files after some days', async () => {
    const { made } = await exported(manager);
    await cloud.advance({ to: made.expiresAt ?? '' });
    expect((await getExport(manager, made.id)).links).toBeUndefined();
  });

  it('stops when whoever asked for it has left', async () => {
    const leaver = await cloud.as('david.brown');
    await cloud.faults([{ service: 's3', operation: 'PutObject', rate: 1, kind: 'error', seed: 1 }]);
    const { body: asked } = await leaver.answerExports.createAnswerExport({ params: { surveyId }, body: {} });
    await cloud.idle();
    const body = { name: 'D', email: 'd@example.test', language: 'en', timeZone: zone } as const;
    const params = { staffId: 'david.brown' };
    await manager.staff.putStaff({ params, body: { ...body, active: false } }, anyVersion);
    await cloud.faults([]);
    await cloud.advance({ duration: 'PT1H' });
    await cloud.idle();
    await manager.staff.putStaff({ params, body }, anyVersion);
    expect(await getExport(leaver, asked.id)).toMatchObject({ state: 'stopped', rows: 0 });
  });

  it('goes on with the next file when one is full', async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `long-${index}`);
    const long = { ...newSurvey.questions[1], required: false };
    const questions = [newSurvey.questions[0], ...texts.map((id) => ({ ...long, kind: 'text', id }))];
    const { body: made } = await manager.surveys.createSurvey({
      body: { ...newSurvey, name: 'Long', questions } as never,
    });
    const { body: open } = await manager.collectors.createCollector({
      params: { surveyId: made.id },
      body: { name: 'Anybody', channel: 'link', perHour: 1000 } as never,
    });
    const fields = Object.fromEntries(texts.map((id) => [`q-${id}`, '很'.repeat(2000)]));
    const answers = 120;
    const forms: OpenedForm[] = [];
    while (forms.length < answers) forms.push(await openForm(open.link));
    await cloud.advance({ duration: 'PT1M' });
    for (const form of forms) {
      const { status, page } = await sendForm(open.link, form, { 'q-recommend': '5', ...fields });
      // Without the texts, of which one page has more than a terminal keeps.
      expect([status, page.replaceAll(/很+/g, '').slice(0, 4000)]).toEqual([
        200,
        expect.stringContaining('谢谢'),
      ]);
    }
    await cloud.idle();
    const { made: done, files, rows } = await exported(manager, {}, made.id);
    expect(done).toMatchObject({ state: 'done', read: answers, rows: answers });
    expect(files.length).toBeGreaterThan(1);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(answers);
  }, 120_000);
});
