/** A survey that customers of two people and one of nobody have answered in their own words. */
import { instantAfter } from '../../shared/time/clock.ts';
import { wallTimeAt } from '../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from './answer-page.ts';
import type { Api, OwnCloud } from './cloud.ts';
import { newSurvey } from './samples.ts';

const zone = 'Asia/Shanghai';
const words = (said: string) => ({ 'zh-CN': said, en: said });

const survey = {
  ...newSurvey,
  name: 'After <delivery>',
  questions: [
    newSurvey.questions[0],
    newSurvey.questions[1],
    {
      ...{ kind: 'single-choice', id: 'how', required: false, text: words('How did it come?'), other: true },
      choices: [
        { id: 'post', text: words('By <post>') },
        { id: 'shop', text: words('I fetched it') },
      ],
    },
  ],
};

const people = {
  ann: { name: 'Ann <Own>', owner: 'wang.fang' },
  bob: { name: 'Bob Other', owner: 'david.brown' },
  cleo: { name: 'Cleo Nobody', owner: null },
} as const;

const given: Readonly<Record<keyof typeof people, Readonly<Record<string, string>>>> = {
  ann: { 'q-recommend': '2', 'q-why': '快递太慢了，\n包装也破了，很失望', 'q-how': 'post' },
  bob: { 'q-recommend': '10', 'q-why': 'Great price & the <b>STAFF</b> was very friendly.' },
  cleo: { 'q-recommend': '8', 'q-how': 'other', 'q-how.other': 'By pigeon 🕊' },
};

/** @returns the ids of the survey, its campaign and the customers, of whom one after the other has answered, and what */
export async function commentedSurvey(cloud: OwnCloud, manager: Api) {
  const customers: Record<string, string> = {};
  for (const [key, person] of Object.entries(people)) {
    const { body } = await manager.customers.createCustomer({
      body: { ...person, email: `${key}@example.test`, language: 'en' },
    });
    customers[key] = body.id;
  }
  const { body: made } = await manager.surveys.createSurvey({ body: structuredClone(survey) as never });
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const { body: campaign } = await manager.campaigns.createCampaign({
    body: { surveyId: made.id, name: 'Once', schedule: { at: wallTimeAt(at, zone), timeZone: zone } },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  for (const [key, fields] of Object.entries(given)) {
    const mail = (await cloud.inbox()).find(({ to }) => to.some((each) => each.includes(`${key}@`)));
    if (mail === undefined) throw new Error(`Nothing was sent to ${key}`);
    const form = await openForm(linkIn(mail));
    await cloud.advance({ duration: 'PT1H' });
    await sendForm(linkIn(mail), form, fields);
  }
  await cloud.idle();
  const { body: answered } = await manager.responses.listSurveyResponses({ params: { surveyId: made.id } });
  const ids = Object.entries(customers).map(([key, id]) => [
    key,
    answered.items.find(({ customerId }) => customerId === id)?.id ?? '',
  ]);
  const responses: Record<string, string> = Object.fromEntries(ids);
  return { responses, surveyId: made.id, campaignId: campaign.id, customers };
}
