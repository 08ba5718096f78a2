/** A survey that two waves of customers have answered: those of one person are content, those of the other are not. */
import { instantAfter } from '../../shared/time/clock.ts';
import { wallTimeAt } from '../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from './answer-page.ts';
import type { Api, OwnCloud } from './cloud.ts';
import { newSurvey } from './samples.ts';

const zone = 'Asia/Shanghai';
const text = (chinese: string, english: string) => ({ 'zh-CN': chinese, en: english });

const survey = {
  ...newSurvey,
  name: 'After <purchase>',
  questions: [
    newSurvey.questions[0],
    { kind: 'csat', id: 'service', required: false, text: text('服务如何？', 'How was our service?') },
    {
      ...{
        kind: 'multiple-choice',
        id: 'what',
        required: false,
        text: text('因为什么？', 'What was it about?'),
      },
      choices: [
        { id: 'speed', text: text('速度', 'Speed') },
        { id: 'price', text: text('价格', 'Price <and> terms') },
      ],
    },
    {
      ...{
        kind: 'matrix',
        id: 'parts',
        required: false,
        text: text('分别如何？', 'How were the parts of it?'),
      },
      rows: [{ id: 'shop', text: text('门店', 'Shop') }],
      columns: [
        { id: 'good', text: text('好', 'Good') },
        { id: 'bad', text: text('不好', 'Bad') },
      ],
    },
  ],
};

const answers = {
  content: [10, 9, 10, 9, 9, 8, 10, 9, 10, 7, 9, 10],
  not: [3, 6, 0, 5, 2, 8, 4, 6, 1, 7, 3, 5],
} as const;

/** @returns the survey and its campaign, of which each of two runs has asked and heard half of 24 customers */
export async function answeredSurvey(cloud: OwnCloud, manager: Api) {
  const asked = Object.entries(answers).flatMap(([mood, scores]) =>
    scores.map((score, index) => ({ score, name: `${mood}-${index}`, wave: index % 2 })),
  );
  const { body: made } = await manager.surveys.createSurvey({ body: structuredClone(survey) as never });
  const { body: lists } = await Promise.all(
    [0, 1].map((wave) => manager.lists.createList({ body: { name: `Wave ${wave}` } })),
  ).then((created) => ({ body: created.map(({ body }) => body.id) }));
  for (const { name, wave } of asked) {
    const owner = name.startsWith('content') ? 'wang.fang' : 'david.brown';
    const { body: customer } = await manager.customers.createCustomer({
      body: { name, email: `${name}@example.test`, owner, language: 'en', tags: [owner] },
    });
    await manager.lists.addMembers({
      params: { listId: lists[wave] ?? '' },
      body: { customerIds: [customer.id] },
    });
  }
  await cloud.idle();
  const campaigns: string[] = [];
  for (const [wave, listId] of lists.entries()) {
    const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
    const { body: campaign } = await manager.campaigns.createCampaign({
      body: {
        ...{ surveyId: made.id, name: `Wave ${wave}`, audience: { kind: 'list', listId } },
        schedule: { at: wallTimeAt(at, zone), timeZone: zone },
      },
    });
    campaigns.push(campaign.id);
    await cloud.idle();
    await cloud.advance({ to: at });
    await cloud.idle();
    const inbox = await cloud.inbox();
    const opened = await Promise.all(
      asked
        .filter((each) => each.wave === wave)
        .map(async ({ name, score }) => {
          const mail = inbox.find(({ to }) => to.some((each) => each.includes(`${name}@`)));
          if (mail === undefined) throw new Error(`Nothing was sent to ${name}`);
          return { link: linkIn(mail), score };
        }),
    );
    const forms = [];
    for (const { link, score } of opened) forms.push({ link, score, form: await openForm(link) });
    await cloud.advance({ duration: 'PT1H' });
    for (const { link, score, form } of forms)
      await sendForm(link, form, {
        ...{ 'q-recommend': String(score), 'q-service': score > 6 ? '5' : '2' },
        ...{ 'q-what': score > 6 ? 'speed' : 'price', 'q-parts.shop': 'good' },
      });
    await cloud.idle();
    await cloud.advance({ duration: 'P8D' });
  }
  await cloud.idle();
  return { surveyId: made.id, campaignIds: campaigns };
}
