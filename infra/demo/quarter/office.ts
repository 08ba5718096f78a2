/** What goes on in the department besides callbacks: new customers, changed ones, contacts, the manager's decisions. */

import type { ClientOf, DemoClient } from '../demo-client.ts';
import {
  chineseGivenNames,
  chineseSurnames,
  englishGivenNames,
  englishSurnames,
} from '../department/names.ts';
import { purchaseSurvey, serviceSurvey, weeklyCampaign } from '../department/questionnaires.ts';
import { everyPage } from '../every-page.ts';
import type { Random } from '../random.ts';
import { workdayAfter } from '../workdays.ts';

export interface WeekOfWork {
  readonly created: number;
  readonly changed: number;
  readonly contacts: number;
}

/** So many of those who call are promised a call in return. */
const promisedAWeek = 3;
const officeZone = 'Asia/Shanghai';

/** One week of small things. */
export async function keepOfficeRunning(
  clientOf: ClientOf,
  random: Random,
  week: number,
  now: string,
): Promise<WeekOfWork> {
  const manager = clientOf('li.na');
  const listed = await everyPage((query) => manager.customers.listCustomers({ query }));
  const customers = listed.toSorted((one, other) => one.name.localeCompare(other.name));
  const unowned = customers.filter(({ owner }) => owner === null).slice(0, 1);
  for (const { id, email } of unowned) {
    const owner = random.pick(['wang.fang', 'david.brown'], 'new owner', email ?? id);
    await change(manager, id, { owner });
  }
  const moved = picked(customers, 2, random, 'moves', week);
  for (const { id } of moved) await change(manager, id, { tags: ['reviewed', `week-${week}`] });
  const talked = picked(
    customers.filter(({ owner }) => owner !== null),
    6,
    random,
    'talks',
    week,
  );
  for (const [index, { id, owner }] of talked.entries()) {
    const body = { channel: 'call', direction: 'inbound', subject: 'Question about an order' } as const;
    const { customers: api, callbacks } = clientOf(owner ?? 'wang.fang');
    await api.recordInteraction({ params: { customerId: id }, body });
    if (index >= promisedAWeek) continue;
    const inDays = 1 + Math.floor(9 * random.roll('promise', week, index));
    const wallTime = `${workdayAfter(now, inDays, officeZone)}T15:00`;
    const due = { wallTime, timeZone: officeZone };
    await callbacks.createCallback({ body: { customerId: id, why: 'Promised an answer', due } });
  }
  const arrivals = 1 + Math.floor(2 * random.roll('arrivals', week));
  for (let index = 0; index < arrivals; index += 1) {
    await welcome(clientOf, random, now.slice(0, 10), index);
  }
  return { created: arrivals, changed: unowned.length + moved.length, contacts: talked.length };
}

async function change(
  manager: DemoClient,
  customerId: string,
  patch: { owner?: string; tags?: string[] },
): Promise<void> {
  const params = { customerId };
  const { body: customer } = await manager.customers.getCustomer({ params });
  await manager.customers.patchCustomer({ params, body: patch }, { ifMatch: customer.version });
}

/** A new customer; `day` keeps the address apart from those of other weeks. */
async function welcome(clientOf: ClientOf, random: Random, day: string, index: number): Promise<void> {
  const about = ['newcomer', day, index] as const;
  const suffix = `${day.replaceAll('-', '')}${index === 0 ? '' : index}@shop.example`;
  if (index % 2 === 0) {
    const family = random.pick(chineseSurnames, 'family', ...about);
    const given = random.pick(chineseGivenNames, 'given', ...about);
    const name = family.written + given.written;
    const email = `${given.latin}.${family.latin}.${suffix}`;
    await clientOf('wang.fang').customers.createCustomer({
      body: { name, email, tags: ['new'], createAnyway: true },
    });
    return;
  }
  const family = random.pick(englishSurnames, 'family', ...about);
  const given = random.pick(englishGivenNames, 'given', ...about);
  const english = { language: 'en', timeZone: 'Europe/London' } as const;
  const email = `${given}.${family}.${suffix}`.toLowerCase();
  const body = { ...english, tags: ['new'], name: `${given} ${family}`, email, createAnyway: true };
  await clientOf('david.brown').customers.createCustomer({ body });
}

function picked<Value>(
  values: readonly Value[],
  count: number,
  random: Random,
  what: string,
  week: number,
): readonly Value[] {
  const indexes = Array.from({ length: count }, (_, index) =>
    Math.floor(values.length * random.roll(what, week, index)),
  );
  return [...new Set(indexes)].flatMap((index) => values[index] ?? []);
}

/** Which surveys and campaigns the quarter is about. */
export interface Programme {
  readonly surveys: readonly { readonly id: string; readonly name: string }[];
  readonly campaigns: readonly { readonly id: string; readonly name: string; readonly surveyId: string }[];
}

export async function findProgramme(manager: DemoClient): Promise<Programme> {
  const { body: surveys } = await manager.surveys.listSurveys({ query: { limit: 100 } });
  const { body: campaigns } = await manager.campaigns.listCampaigns({ query: { limit: 100 } });
  return { surveys: surveys.items, campaigns: campaigns.items };
}

/** From now on also the service is asked about: in the middle of each month, a week or more from the first Monday. */
export async function askAboutService(manager: DemoClient): Promise<void> {
  const { surveys, campaigns } = await findProgramme(manager);
  const survey = surveys.find(({ name }) => name === serviceSurvey.name);
  if (survey === undefined || campaigns.some(({ surveyId }) => surveyId === survey.id)) return;
  await manager.campaigns.createCampaign({
    body: {
      surveyId: survey.id,
      name: 'Third Wednesday of the month',
      schedule: { cron: '0 10 ? * WED#3 *', timeZone: 'Asia/Shanghai' },
      expiresAfterDays: 14,
    },
  });
}

/** People tire of being asked every week: from now on the first Monday of the month is enough. */
export async function askLessOften(manager: DemoClient): Promise<void> {
  const { surveys, campaigns } = await findProgramme(manager);
  const survey = surveys.find(({ name }) => name === purchaseSurvey.name);
  const campaign = campaigns.find(
    ({ surveyId, name }) => surveyId === survey?.id && name === weeklyCampaign.name,
  );
  if (campaign === undefined) return;
  const params = { campaignId: campaign.id };
  const { body: current } = await manager.campaigns.getCampaign({ params });
  const schedule = { cron: '0 9 ? * MON#1 *', timeZone: 'Asia/Shanghai' };
  await manager.campaigns.patchCampaign({ params, body: { schedule } }, { ifMatch: current.version });
}
