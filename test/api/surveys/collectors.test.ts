/** Links behind which anybody can answer: made, drawn, answered without a name, bounded, and kept from being stuffed. */
import { convertIndexedToRgb, decode } from 'fast-png';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewCollector } from '../../../functions/surveys/collectors/collectors.schema.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { type OpenedForm, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;
let surveyId: string;

const poster = { name: 'Poster at the till', channel: 'qr' as const, place: 'Store 12' };

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  agent = await cloud.as('wang.fang', 3);
  surveyId = await openSurvey();
});
afterAll(() => cloud?.close());

async function openSurvey(): Promise<string> {
  return (await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body.id;
}

async function collect(fields: Partial<NewCollector> = {}, survey = surveyId) {
  const body = { ...poster, ...fields };
  return (await manager.collectors.createCollector({ params: { surveyId: survey }, body })).body;
}

const read = async (collectorId: string) =>
  (await manager.collectors.getCollector({ params: { collectorId } })).body;
const listed = async (api: Api, query: object = {}, survey = surveyId) =>
  (await api.responses.listSurveyResponses({ params: { surveyId: survey }, query })).body.items;
const inHours = async (hours: number) => instantAfter((await cloud.now()).toISOString(), { hours });

/** Somebody takes ten seconds to answer. */
async function answer(link: string, fields: Readonly<Record<string, string>>, form?: OpenedForm) {
  const opened = form ?? (await openForm(`${link}?lang=en`));
  await cloud.advance({ duration: 'PT10S' });
  return sendForm(`${link}?lang=en`, opened, fields);
}

describe('a link for anybody', () => {
  it('is drawn as an SVG and a PNG that lead to its page', async () => {
    const { id: collectorId, link } = await collect();
    expect(link).toMatch(/\/q\/[\w-]{12}$/);
    const { body } = await agent.collectors.drawCollector({ params: { collectorId } });
    expect(body.link).toBe(link);
    expect(body.svg).toMatch(/^<\?xml[^>]*\?>\s*<svg/);
    const png = decode(Buffer.from(body.png, 'base64'));
    const { width, height } = png;
    expect(decodeQR({ width, height, data: convertIndexedToRgb(png) })).toBe(link);
  });

  it('is answered by nobody in particular, and its place stands on the answer', async () => {
    const { id, link } = await collect({}, surveyId);
    const opened = await openForm(`${link}?lang=en`);
    expect(opened.page).toContain('We do not record who you are');
    expect((await answer(link, { 'q-recommend': '3', 'q-why': 'Too slow' }, opened)).page).toContain(
      'Thank you!',
    );
    await cloud.idle();
    expect((await read(id)).answered).toBe(1);
    for (const api of [manager, agent]) {
      const [row, ...others] = await listed(api, { collectorId: id });
      expect(row).toMatchObject({
        collectorId: id,
        channel: 'qr',
        place: 'Store 12',
        score: 3,
        low: true,
      });
      expect(row).not.toHaveProperty('customerId');
      expect(others).toEqual([]);
      const { body } = await api.responses.getResponse({ params: { responseId: row!.id } });
      expect(body).toMatchObject({ place: 'Store 12', answers: [{ answer: 3 }, { answer: 'Too slow' }] });
    }
    // A low answer of nobody opens no callback.
    expect((await manager.callbacks.listCallbacks({})).body.items).toEqual([]);
    const { body: results } = await manager.results.getSurveyResults({ params: { surveyId } });
    expect(results).toMatchObject({ answered: 1, detractors: 1 });
  });

  it('counts for so long and so many as it says, to the last one', async () => {
    const early = await collect({ startsAt: await inHours(1), endsAt: await inHours(2) });
    expect((await openForm(`${early.link}?lang=en`)).page).toContain('This survey has not begun');
    await cloud.advance({ duration: 'PT1H' });
    expect((await openForm(early.link)).hidden).toHaveProperty('form');
    await cloud.advance({ duration: 'PT1H' });
    expect(await openForm(`${early.link}?lang=en`)).toMatchObject({ status: 410 });

    const few = await collect({ maximum: 2 });
    const forms = await Promise.all(Array.from({ length: 5 }, () => openForm(`${few.link}?lang=en`)));
    await cloud.advance({ duration: 'PT10S' });
    const said = await Promise.all(
      forms.map((form) => sendForm(`${few.link}?lang=en`, form, { 'q-recommend': '9' }, 9)),
    );
    const thanked = said.filter(({ page }) => page.includes('Thank you!'));
    expect(thanked).toHaveLength(2);
    expect(said.filter(({ page }) => page.includes('We have enough answers'))).toHaveLength(3);
    expect((await read(few.id)).answered).toBe(2);
    expect(await openForm(few.link)).toMatchObject({ status: 410 });
    await manager.collectors.patchCollector(
      { params: { collectorId: few.id }, body: { maximum: null } },
      { ifMatch: 1 },
    );
    expect(await openForm(few.link)).toMatchObject({ status: 200 });
  });

  it('is closed and opened, changed and given back, and leads nowhere once it is deleted', async () => {
    const { id: collectorId, link } = await collect();
    const patch = (body: object, version: number) =>
      manager.collectors.patchCollector({ params: { collectorId }, body }, { ifMatch: version });
    await patch({ status: 'closed' }, 1);
    expect((await openForm(`${link}?lang=en`)).page).toContain('This survey has been closed');
    await patch({ status: 'open', place: 'Store 13' }, 2);
    expect(await openForm(link)).toMatchObject({ status: 200 });
    await cloud.idle();
    const { body: trail } = await manager.audit.listAudit({ query: { record: collectorId } as never });
    expect(JSON.stringify(trail)).not.toContain('"key"');
    const change = trail.items.find(({ type }) => type === 'collector.changed')!;
    const { body: restored } = await manager.collectors.restoreCollector({
      params: { collectorId, eventId: change.id },
    });
    expect(restored).toMatchObject({ place: 'Store 12', status: 'closed', link });
    await manager.collectors.deleteCollector({ params: { collectorId } }, { ifMatch: '*' });
    const gone = await openForm(`${link}?lang=en`);
    expect(gone).toMatchObject({ status: 404 });
    // It hangs on a wall: nobody was sent it.
    expect(gone.page).toContain('Please scan the code again');
    for (const page of [gone.page, (await openForm(`${link}?lang=zh-CN`)).page])
      expect(page).not.toMatch(/our message|我们发给您/);
    const { body } = await manager.collectors.listCollectors({ params: { surveyId }, query: { limit: 100 } });
    expect(body.items.map(({ id }) => id)).not.toContain(collectorId);
  });

  it('is told by its name with what came by it, also once it is deleted', async () => {
    const survey = await openSurvey();
    const { id, link } = await collect({ name: 'Poster <3>' }, survey);
    await answer(link, { 'q-recommend': '8', 'q-why': 'Deleted since' });
    await cloud.idle();
    await manager.collectors.deleteCollector({ params: { collectorId: id } }, { ifMatch: '*' });
    const params = { surveyId: survey };
    const links = async (query: object) =>
      (await manager.collectors.listCollectors({ params, query })).body.items.map((each) => [
        each.id,
        each.name,
        each.status,
      ]);
    expect(await links({})).toEqual([]);
    expect(await links({ deleted: 'true' })).toEqual([[id, 'Poster <3>', 'deleted']]);
    const [row, ...others] = await listed(manager, { collectorId: id }, survey);
    expect([row?.collectorName, others]).toEqual(['Poster <3>', []]);
    const { body } = await agent.responses.getResponse({ params: { responseId: row!.id } });
    expect(body.collectorName).toBe('Poster <3>');
    const comments = await manager.texts.listSurveyComments({ params, query: { collectorId: id as never } });
    expect(comments.body.items).toMatchObject([{ text: 'Deleted since', collectorName: 'Poster <3>' }]);
  });

  it.each([
    [
      { startsAt: '2030-01-02T00:00:00.000Z', endsAt: '2030-01-01T00:00:00.000Z' },
      '/body/endsAt',
      'startsAt',
    ],
    [{ endsAt: '2020-01-01T00:00:00.000Z' }, '/body/endsAt', 'past'],
    [{ maximum: 0 }, '/body/maximum', '1'],
    [{ place: '' }, '/body/place', 'empty'],
  ])('refuses %j', async (fields, pointer, reason) => {
    const { problem } = await refusal(collect(fields));
    expect(problem.errors).toMatchObject([{ pointer }]);
    expect(JSON.stringify(problem.errors)).toContain(reason);
  });
});

describe('a survey that wants only so many answers', () => {
  it('takes these to the last one, and tells whoever comes later', async () => {
    const ending = { en: 'Seven were enough.', 'zh-CN': '七份已足够。' };
    const body = { ...structuredClone(newSurvey), quotas: [{ id: 'all', maximum: 7, ending }] };
    const { body: survey } = await manager.surveys.createSurvey({ body: body as never });
    const { link } = await collect({}, survey.id);
    const forms = await Promise.all(Array.from({ length: 20 }, () => openForm(`${link}?lang=en`, 9)));
    await cloud.advance({ duration: 'PT10S' });
    const said = await Promise.all(
      forms.map((form) => sendForm(`${link}?lang=en`, form, { 'q-recommend': '9' }, 30)),
    );
    expect(said.filter(({ page }) => page.includes('Thank you!'))).toHaveLength(7);
    expect(said.filter(({ page }) => page.includes('Seven were enough.'))).toHaveLength(13);
    const counted = said.findIndex(({ page }) => page.includes('Thank you!'));
    const again = await sendForm(`${link}?lang=en`, forms[counted]!, { 'q-recommend': '9' });
    expect(again).toMatchObject({ status: 200, page: expect.stringContaining('You have answered already') });
    expect((await openForm(`${link}?lang=zh-CN`)).page).toContain('七份已足够。');
    const { body: quotas } = await agent.responses.listSurveyQuotas({ params: { surveyId: survey.id } });
    expect(quotas.items).toEqual([{ id: 'all', maximum: 7, taken: 7, isFull: true }]);
    expect(await listed(manager, { limit: 100 }, survey.id)).toHaveLength(7);
  });
});

describe('whoever would stuff it', () => {
  it('gets one answer for a form, however often and however fast it is sent', async () => {
    const { id, link } = await collect();
    const form = await openForm(link);
    await cloud.advance({ duration: 'PT10S' });
    const all = await Promise.all(
      Array.from({ length: 100 }, () => sendForm(link, form, { 'q-recommend': '10' }, 30)),
    );
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await read(id)).answered).toBe(1);
    expect(await listed(manager, { collectorId: id })).toHaveLength(1);
  });

  it('is taken for a program when the form comes back at once, and asked to send it again', async () => {
    const { id, link } = await collect();
    const form = await openForm(`${link}?lang=en`);
    const hasty = await sendForm(`${link}?lang=en`, form, { 'q-recommend': '0' });
    expect(hasty.page).toContain('One more step');
    expect(await listed(manager, { collectorId: id })).toMatchObject([{ suspect: true, score: 0 }]);
    expect((await read(id)).answered).toBe(0);
    expect((await answer(link, { 'q-recommend': '0' }, form)).page).toContain('Thank you!');
    const [row, ...others] = await listed(manager, { collectorId: id });
    expect([row?.suspect, others]).toEqual([undefined, []]);
    expect((await read(id)).answered).toBe(1);
  });

  it('cannot make up a form, give it another time, or use that of another link or of yesterday', async () => {
    const { id, link } = await collect();
    const other = await collect();
    const { hidden, ...opened } = await openForm(link);
    const [time = '', nonce = '', signature = ''] = String(hidden.form).split('.');
    const earlier = (Number.parseInt(time, 36) - 60_000).toString(36);
    for (const made of ['', 'x', `${earlier}.${nonce}.${signature}`, `${time}.${nonce}.${'A'.repeat(22)}`]) {
      const said = await answer(
        link,
        { 'q-recommend': '10' },
        { ...opened, hidden: { ...hidden, form: made } },
      );
      expect(said.page).toContain('One more step');
    }
    expect((await answer(other.link, { 'q-recommend': '10' }, { ...opened, hidden })).page).toContain(
      'One more step',
    );
    await cloud.advance({ duration: 'PT25H' });
    const late = await answer(
      link,
      { 'q-recommend': '7', 'q-why': 'I went to lunch' },
      { ...opened, hidden },
    );
    expect(late.page).toContain('One more step');
    expect(late.page).toContain('I went to lunch</textarea>');
    expect(await listed(manager, { collectorId: id })).toEqual([]);
    expect(await listed(manager, { collectorId: other.id })).toEqual([]);
  });

  it('is bounded within the hour, and what programs send is kept a few times only', async () => {
    const { id, link } = await collect({ perHour: 1 });
    await cloud.advance({ to: `${(await inHours(1)).slice(0, 13)}:00:01.000Z` });
    expect((await answer(link, { 'q-recommend': '10' })).page).toContain('Thank you!');
    const busy = await openForm(`${link}?lang=en`);
    expect(busy).toMatchObject({ status: 429 });
    expect(busy.page).toContain('Many are answering right now');
    expect((await read(id)).answered).toBe(1);
    await cloud.advance({ duration: 'PT1H' });
    expect((await answer(link, { 'q-recommend': '9' })).page).toContain('Thank you!');
    expect((await read(id)).answered).toBe(2);

    const robots = await collect();
    for (let sent = 0; sent < 25; sent += 1)
      await sendForm(robots.link, await openForm(robots.link), { website: 'x', 'q-recommend': '0' });
    expect(await listed(manager, { collectorId: robots.id, limit: 100 })).toHaveLength(20);
  });

  it('costs nobody what they have typed meanwhile: the form comes back, and says when to send it again', async () => {
    const { id, link } = await collect({ perHour: 1 });
    await cloud.advance({ to: `${(await inHours(1)).slice(0, 13)}:40:00.000Z` });
    const [first, late, hasty] = [
      await openForm(`${link}?lang=en`),
      await openForm(`${link}?lang=en`),
      await openForm(`${link}?lang=zh-CN`),
    ];
    expect((await answer(link, { 'q-recommend': '10' }, first)).page).toContain('Thank you!');
    const fields = { 'q-recommend': '4', 'q-why': 'I typed <this> for long' };
    const kept = await sendForm(`${link}?lang=en`, late, fields);
    expect(kept.status).toBe(429);
    expect(kept.page).toContain('I typed &lt;this&gt; for long</textarea>');
    expect(kept.page).toMatch(/value="4" checked/);
    expect(kept.page).toContain('press “Send” again in 20 minutes');
    expect(kept.page).toContain(`name="form" value="${late.hidden.form}"`);
    expect((await sendForm(`${link}?lang=zh-CN`, hasty, fields)).page).toContain('20 分钟后再次点击“提交”');
    // Whoever has sent theirs is told so all the same.
    const again = await sendForm(`${link}?lang=en`, first, { 'q-recommend': '10' });
    expect(again.page).toContain('You have answered already');
    expect((await read(id)).answered).toBe(1);
    await cloud.advance({ duration: 'PT20M' });
    expect((await sendForm(`${link}?lang=en`, late, fields)).page).toContain('Thank you!');
    await cloud.idle();
    expect(await listed(manager, { collectorId: id, band: 'low' })).toMatchObject([{ score: 4 }]);
  });

  it('guesses no link', async () => {
    for (const code of ['', 'R4nd0mC0de12', '%00', 'a'.repeat(200)])
      expect((await fetch(`${cloud.url}/q/${code}`)).status).toBe(404);
  });
});
