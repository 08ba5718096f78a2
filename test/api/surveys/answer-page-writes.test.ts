/** Pages behind the links in our mails: opened by whom and as often as it may be, they write nothing; and one answer stays one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { responsesContract } from '../../../functions/surveys/responses/responses.contract.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
let collectorLink: string;
let previewLink: string;
const zone = 'Asia/Shanghai';
const names = ['crowd', 'open', 'begun', 'suspect', 'stopped'] as const;
const [first, why] = newSurvey.questions;
const survey = {
  ...newSurvey,
  // Worded by what was answered before, so that it stands on a page of its own.
  questions: [
    first,
    { ...why, text: { 'zh-CN': '为什么 {{answer.recommend}}？', en: 'Why {{answer.recommend}}?' } },
  ],
};

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  for (const name of names)
    await manager.customers.createCustomer({
      body: { name, email: `${name}@example.test`, language: 'en' },
    });
  const { body } = await manager.surveys.createSurvey({ body: structuredClone(survey) as never });
  surveyId = body.id;
  const params = { surveyId };
  const { body: collector } = await manager.collectors.createCollector({ params, body: { name: 'Poster' } });
  collectorLink = collector.link;
  const { body: preview } = await manager.responses.createPreviewLink({ params, body: { language: 'en' } });
  previewLink = preview.link;
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: wallTimeAt(at, zone), timeZone: zone };
  await manager.campaigns.createCampaign({ body: { surveyId, name: 'Once', schedule, expiresAfterDays: 2 } });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
}, 120_000);
afterAll(() => cloud?.close());

async function linkTo(name: string): Promise<string> {
  const mail = (await cloud.inbox()).find(({ to }) => to.some((each) => each.includes(`${name}@`)));
  return linkIn(mail!);
}

const later = () => cloud.advance({ duration: 'PT1M' });

it('takes one answer of a hundred that are sent at once', async () => {
  const link = await linkTo('crowd');
  await sendForm(link, await openForm(link), { 'q-recommend': '2', go: 'on' });
  const last = await openForm(link);
  expect(last.page).toContain('Why 2?');
  await later();
  const fields = { 'q-why': 'Too slow', go: 'on' };
  const sent = await Promise.all(Array.from({ length: 100 }, () => sendForm(link, last, fields, 50)));
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
  expect(sent.filter(({ page }) => !page.includes('You have answered already'))).toHaveLength(1);
  await cloud.idle();
  const { body: rows } = await manager.responses.listSurveyResponses({ params: { surveyId } });
  expect(rows.items).toHaveLength(1);
  const { body: results } = await manager.results.getSurveyResults({ params: { surveyId } });
  expect(results).toMatchObject({ answered: 1, detractors: 1 });
  expect((await manager.callbacks.listCallbacks({ query: { owner: 'none' } })).body.items).toHaveLength(1);
}, 120_000);

it('writes nothing for GET and HEAD of any page, whatever stands behind the link', async () => {
  const begun = await linkTo('begun');
  await sendForm(begun, await openForm(begun), { 'q-recommend': '9', go: 'on' });
  const suspect = await linkTo('suspect');
  await sendForm(suspect, await openForm(suspect), {
    'q-recommend': '9',
    website: 'https://spam.test',
    go: 'on',
  });
  const stopped = await linkTo('stopped');
  await fetch(`${stopped}/unsubscribe`, { method: 'POST' });
  const unknown = previewLink.replace(/[^/]+$/, 'R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo');
  const links = [...(await Promise.all(names.map(linkTo))), previewLink, unknown];
  const tokens = links.map((link) => link.split('/').at(-1) ?? '');
  const codes = [collectorLink.split('/').at(-1) ?? '', 'R4nd0mC0de12'];
  const shown = Object.values(responsesContract.routes).filter(
    ({ method, permission }) => method === 'GET' && permission === 'public',
  );
  expect(shown.map(({ path }) => path).toSorted()).toEqual([
    ...['/q/{code}', '/s/{token}', '/s/{token}/preferences', '/s/{token}/unsubscribe'],
  ]);
  const addresses = shown.flatMap(({ path }) =>
    (path.includes('{code}') ? codes : tokens).flatMap((secret) => {
      const address = `${cloud.url}${path.replace(/\{\w+\}/, secret)}`;
      return [address, `${address}?score=9&lang=en`, `${address}?lang=zh-CN&utm_source=mail`];
    }),
  );
  const openAll = async () => {
    await cloud.idle();
    await cloud.resetMeter();
    for (const address of addresses)
      for (const method of ['GET', 'HEAD', 'GET']) {
        const response = await fetch(address, { method });
        expect([address, response.status]).toEqual([address, expect.toBeOneOf([200, 404, 410])]);
        expect((await response.arrayBuffer()).byteLength).toBeLessThan(100_000);
      }
    await cloud.idle();
    const { routes, functions } = await cloud.meter();
    const opened = Object.keys(routes).filter((key) => /^(GET|HEAD) \/[qs]\//.test(key));
    expect(opened).toHaveLength(2 * shown.length);
    for (const [name, { writeUnits, calls }] of Object.entries({ ...routes, ...functions })) {
      const writing = Object.keys(calls).filter((call) => !/^(Get|BatchGet|Query|Scan)/.test(call));
      expect([name, writeUnits, writing]).toEqual([name, 0, []]);
    }
  };
  await openAll();
  const { body: present } = await manager.surveys.getSurvey({ params: { surveyId } });
  const closing = { params: { surveyId }, body: { status: 'closed' } } as const;
  await manager.surveys.patchSurvey(closing, { ifMatch: present.version });
  await openAll();
  await cloud.advance({ duration: 'P8D' });
  await openAll();
}, 120_000);
