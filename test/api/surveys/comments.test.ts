/** What customers wrote, as the staff reads it: word for word, by topic and sentiment, and understood otherwise by hand. */
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
let surveyId: string;
const zone = 'Asia/Shanghai';
const words = (said: string) => ({ 'zh-CN': said, en: said });
const anyVersion = { ifMatch: '*' } as const;

const people = [
  { name: 'Ann Own', email: 'ann@example.test', owner: 'wang.fang' },
  { name: 'Bob Other', email: 'bob@example.test', owner: 'liu.yang' },
  { name: 'Cleo Nobody', email: 'cleo@example.test', owner: null },
] as const;
const given = {
  ann: { 'q-recommend': '2', 'q-why': '快递太慢了，包装也破了，很失望' },
  bob: { 'q-recommend': '10', 'q-why': 'Great price, and the STAFF was very friendly.', 'q-more': '=1+1 😀' },
  cleo: { 'q-recommend': '8', 'q-how': 'other', 'q-how.other': '20:15' },
};

const survey = {
  ...newSurvey,
  questions: [
    newSurvey.questions[0],
    newSurvey.questions[1],
    { kind: 'text', id: 'more', required: false, text: words('Anything else?') },
    {
      ...{ kind: 'single-choice', id: 'how', required: false, text: words('How did it come?'), other: true },
      choices: [
        { id: 'post', text: words('By post') },
        { id: 'shop', text: words('I fetched it') },
      ],
    },
  ],
};

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent] = (await Promise.all(['li.na', 'wang.fang'].map((name) => cloud.as(name, 3)))) as [
    Api,
    Api,
  ];
  for (const staffId of ['wang.fang', 'liu.yang']) {
    const body = { name: staffId, email: `${staffId}@example.test`, language: 'en', timeZone: zone } as const;
    await manager.staff.putStaff({ params: { staffId }, body }, anyVersion);
  }
  for (const person of people)
    await manager.customers.createCustomer({ body: { ...person, language: 'en' } });
  const { body: made } = await manager.surveys.createSurvey({ body: structuredClone(survey) as never });
  surveyId = made.id;
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  await manager.campaigns.createCampaign({
    body: { surveyId, name: 'Once', schedule: { at: wallTimeAt(at, zone), timeZone: zone } },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  for (const [name, fields] of Object.entries(given)) {
    const mail = (await cloud.inbox()).find(({ to }) => to.some((each) => each.includes(`${name}@`)));
    const link = linkIn(mail!);
    const form = await openForm(link);
    await cloud.advance({ duration: 'PT1H' });
    expect((await sendForm(link, form, fields)).page).toContain('Thank you!');
  }
  await cloud.idle();
}, 240_000);
afterAll(() => cloud?.close());

const list = async (query: object = {}, api = manager) =>
  (await api.texts.listSurveyComments({ params: { surveyId }, query })).body.items;
const textsOf = async (query: object, api = manager) => (await list(query, api)).map(({ text }) => text);
const counts = async () => (await manager.texts.countTopics({ params: { surveyId } })).body;

const [slow, friendly, formula, pigeon] = [
  given.ann['q-why'],
  given.bob['q-why'],
  given.bob['q-more'],
  given.cleo['q-how.other'],
];

describe('what customers wrote', () => {
  it('is listed word for word, each text by itself, with its language, topics and sentiment', async () => {
    const rows = await list();
    expect(new Map(rows.map((row) => [row.text, row]))).toEqual(
      new Map<string, unknown>([
        [pigeon, expect.objectContaining({ questionId: 'how', customerName: 'Cleo Nobody', topics: [] })],
        [formula, expect.objectContaining({ questionId: 'more', sentiment: 'positive', band: 'high' })],
        [
          friendly,
          expect.objectContaining({
            ...{ language: 'en', sentiment: 'positive', topics: ['service', 'price'], score: 10 },
            ...{ sentimentBy: 'reader', topicsBy: 'reader', customerName: 'Bob Other' },
          }),
        ],
        [
          slow,
          expect.objectContaining({
            language: 'zh-CN',
            sentiment: 'negative',
            topics: ['delivery'],
            band: 'low',
          }),
        ],
      ]),
    );
    expect(rows.at(-1)?.text).toBe(slow);
    expect(rows.every((row) => !('sought' in row))).toBe(true);
  });

  it.each([
    [{ questionId: 'how' }, [pigeon]],
    [{ band: 'low' }, [slow]],
    [{ sentiment: 'negative' }, [slow]],
    [{ topic: 'price' }, [friendly]],
    [{ topic: 'price', sentiment: 'negative' }, []],
    [{ language: 'zh-CN' }, [slow]],
    [{ word: 'staff' }, [friendly]],
    [{ word: '包装' }, [slow]],
    [{ owner: 'wang.fang' }, [slow]],
    [{ owner: 'none' }, [pigeon]],
  ])('is narrowed by %j', async (query, texts) => {
    expect(await textsOf(query)).toEqual(texts);
  });

  it('is narrowed by the time of the answer, and goes on from page to page', async () => {
    const [newest] = await list();
    expect(await textsOf({ from: newest!.answeredAt })).toEqual([pigeon]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await manager.texts.listSurveyComments({
        params: { surveyId },
        query: { limit: 1, cursor },
      });
      seen.push(...body.items.map(({ text }) => text));
      cursor = body.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual([slow, friendly, formula, pigeon].toSorted());
  });

  it('shows an agent the texts of own customers and of those of nobody', async () => {
    expect((await textsOf({}, agent)).toSorted()).toEqual([slow, pigeon].toSorted());
    expect(await textsOf({ owner: 'me' }, agent)).toEqual([slow]);
    const [other] = await list({ topic: 'price' });
    const read = agent.texts.getComment({ params: { commentId: other!.id } });
    expect((await refusal(read)).status).toBe(404);
  });

  it('names what is wrong with a question', async () => {
    const refused = await refusal(list({ sentiment: 'angry' }));
    expect([refused.status, JSON.stringify(refused)]).toEqual([
      400,
      expect.stringContaining('/query/sentiment'),
    ]);
  });

  it('of another campaign, or to another question, is refused', async () => {
    for (const [query, fault] of [
      [
        { campaignId: 'campaign_01jd3x5y9hf1bvt6w0k2m4n8pq' },
        { pointer: '/query/campaignId', reason: 'is no campaign of this survey' },
      ],
      [{ questionId: 'shoes' }, { pointer: '/query/questionId', reason: 'is no question of this survey' }],
    ] as const) {
      const { status, problem } = await refusal(list(query));
      expect([status, problem.errors]).toEqual([400, [fault]]);
    }
  });

  it('is counted by topic and sentiment', async () => {
    const { comments, topics } = await counts();
    expect(comments).toBe(4);
    expect(topics.filter(({ positive, neutral, negative }) => positive + neutral + negative > 0)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'delivery', negative: 1, positive: 0 }),
        expect.objectContaining({ id: 'price', positive: 1 }),
      ]),
    );
  });
});

describe('a text that was misunderstood', () => {
  it('is set right by a person, found by that, counted so, and given back', async () => {
    const [before] = await list({ topic: 'delivery' });
    const params = { commentId: before!.id };
    const body = { sentiment: 'neutral', topics: ['product', 'delivery'] } as const;
    const { body: after } = await manager.texts.patchComment(
      { params, body: { ...body, topics: [...body.topics] } },
      { ifMatch: before!.version },
    );
    expect(after).toMatchObject({
      ...body,
      sentimentBy: 'person',
      topicsBy: 'person',
      version: 2,
      text: slow,
    });
    expect((await manager.texts.getComment({ params })).body).toEqual(after);
    await cloud.idle();
    expect(await textsOf({ sentiment: 'negative' })).toEqual([]);
    expect(await textsOf({ topic: 'product' })).toEqual([slow]);
    const of = async (id: string) => (await counts()).topics.find((topic) => topic.id === id);
    expect(await of('delivery')).toMatchObject({ negative: 0, neutral: 1 });
    expect(await of('product')).toMatchObject({ neutral: 1 });

    const stale = manager.texts.patchComment({ params, body: { topics: [] } }, { ifMatch: 1 });
    expect((await refusal(stale)).status).toBe(412);
    const unknown = manager.texts.patchComment({ params, body: { topics: ['weather'] } }, anyVersion);
    expect(JSON.stringify(await refusal(unknown))).toContain('/body/topics/0');

    const { items } = (await manager.audit.listAudit({ query: { record: before!.id } })).body;
    const change = items.find(({ type }) => type === 'comment.changed');
    const { body: restored } = await manager.texts.restoreComment({
      params: { ...params, eventId: change!.id },
    });
    expect(restored).toMatchObject({ sentiment: 'negative', topics: ['delivery'], version: 3 });
    expect(await of('delivery')).toMatchObject({ negative: 1, neutral: 0 });
    expect(await of('product')).toMatchObject({ neutral: 0 });
  });
});

describe('the topics', () => {
  it('are data: they are replaced, and given back', async () => {
    const { body: before } = await manager.texts.getTextTopics({});
    expect(before).toMatchObject({ version: 1 });
    const topics = [{ id: 'pigeons', name: { 'zh-CN': '鸽子', en: 'Pigeons' }, words: ['pigeon'] }];
    await manager.texts.putTextTopics({ body: { topics } }, { ifMatch: before.version });
    const { body: after } = await manager.texts.putTextTopics(
      { body: { topics: before.topics } },
      anyVersion,
    );
    expect(after).toMatchObject({ version: 3, topics: before.topics });
    const { items } = (await manager.audit.listAudit({ query: { record: 'text-topics' } })).body;
    const { body: restored } = await manager.texts.restoreTextTopics({ params: { eventId: items[0]!.id } });
    expect(restored.topics).toEqual(topics);
    const twice = [...topics, ...topics];
    expect((await refusal(manager.texts.putTextTopics({ body: { topics: twice } }, anyVersion))).status).toBe(
      400,
    );
    expect((await refusal(agent.texts.putTextTopics({ body: { topics } }, anyVersion))).status).toBe(403);
  });
});

describe('a customer who is erased', () => {
  it('takes along what they wrote, and its counts', async () => {
    const [theirs] = await list({ topic: 'delivery' });
    const { customerId = '' } = theirs!;
    await manager.privacy.createErasure({ body: { customerId, reason: 'Asked by mail' } });
    await cloud.idle();
    await cloud.advance({ duration: 'P16D' });
    await cloud.idle();
    expect(await textsOf({})).toHaveLength(3);
    const gone = manager.texts.getComment({ params: { commentId: theirs!.id } });
    expect((await refusal(gone)).status).toBe(404);
    expect(await counts()).toMatchObject({ comments: 3, sentiments: { negative: 0 } });
  });
});

describe('what came by a link for anybody', () => {
  it('is found by that link', async () => {
    const { body: link } = await manager.collectors.createCollector({
      params: { surveyId },
      body: { name: 'Poster', place: 'Store 12' },
    });
    const form = await openForm(link.link);
    await cloud.advance({ duration: 'PT1M' });
    const fields = { 'q-recommend': '9', 'q-why': 'Read on a poster' };
    expect((await sendForm(link.link, form, fields)).status).toBe(200);
    await cloud.idle();
    const [found, ...others] = await list({ collectorId: link.id });
    expect([found?.text, found?.collectorId, others]).toEqual(['Read on a poster', link.id, []]);
    expect((await list({})).length).toBeGreaterThan(1);
    expect((await refusal(list({ collectorId: 'poster' }))).status).toBe(400);
  });

  it('is refused in Chinese to who reads that', async () => {
    for (const [name, value] of Object.entries({
      ...{ collectorId: 'poster', sentiment: 'angry', from: 'soon', topic: 'A B', word: '', band: 'x' },
      ...{ language: 'fr', campaignId: '1', team: 'x', limit: '0', questionId: '?', surprise: '1' },
    })) {
      const query = new URLSearchParams({ [name]: value });
      const response = await fetch(`${cloud.url}/surveys/${surveyId}/comments?${query}`, {
        headers: { authorization: `Bearer ${await cloud.token('li.na')}`, 'accept-language': 'zh-CN' },
      });
      const { errors = [] } = (await response.json()) as {
        errors?: { pointer: string; reason: string }[];
      };
      expect([name, response.status, errors[0]?.pointer]).toEqual([name, 400, `/query/${name}`]);
      for (const { reason } of errors)
        expect([name, reason]).toEqual([name, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    }
  });
});
