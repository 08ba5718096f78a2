/** Loads a small believable department through the public API, as any client could. Safe to repeat. */

import { createControl } from '../control-client.ts';
import type { ClientOf, DemoClient } from '../demo-client.ts';
import { inParallel } from '../in-parallel.ts';
import { people } from '../people.ts';
import { demoCustomers, orderSystem } from './customers.ts';
import { arrangeFollowUp } from './follow-up.ts';
import { pastContacts, promisedCalls } from './histories.ts';
import { promiseCall, recordContacts } from './history-loader.ts';
import {
  afterCallSurvey,
  type NewSurvey,
  purchaseSurvey,
  serviceSurvey,
  weeklyCampaign,
} from './questionnaires.ts';

export interface DepartmentOptions {
  /** Of the API, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly clientOf: ClientOf;
  /** How many customers there are. @default all 200 of the demo */
  readonly customers?: number | undefined;
  /** Told now and then how many of what are loaded: 120 of 200 customers. */
  readonly progress?: ((done: number, total: number, what: string) => void) | undefined;
}

/** A file that waits to be looked at, checked and imported: two of its rows are not as they should be. */
const guestsOfFair = {
  name: '展会名单.csv',
  text: '姓名,手机,邮箱,城市\n丁一,139 9000 2001,ding.yi@fair.example,杭州\n,139 9000 2002,,上海\n沈二,12345,shen.er@fair.example,宁波\n',
  mapping: { defaults: { country: 'CN', tags: ['fair-2026'] } },
};

/** Requests under way at once. */
const parallel = 8;
/** Often enough to look alive, seldom enough for a log. */
const reportedSteps = 20;

/** Answers false, having changed nothing, when the department is there already. */
export async function loadDepartment(options: DepartmentOptions): Promise<boolean> {
  const { url, clientOf, progress, customers: count = demoCustomers.length } = options;
  const manager = clientOf('li.na');
  // The campaign is made last, so where it is everything else is too.
  const { body: campaigns } = await manager.campaigns.listCampaigns({ query: {} });
  if (campaigns.items.some(({ name }) => name === weeklyCampaign.name)) return false;
  const present = ({ customer }: { readonly customer: number }) => customer < count;
  const histories = Map.groupBy(pastContacts.filter(present), ({ customer }) => customer);
  const promised = promisedCalls.filter(present);
  const totals = {
    staff: people.length,
    customers: count,
    timelines: histories.size,
    callbacks: promised.length,
    surveys: 3,
    campaigns: 1,
  };
  const loaded = new Map<string, number>();
  async function counted<Result>(what: keyof typeof totals, work: Promise<Result>): Promise<Result> {
    const result = await work;
    const done = (loaded.get(what) ?? 0) + 1;
    loaded.set(what, done);
    if (done % reportedSteps === 0 || done === totals[what]) progress?.(done, totals[what], what);
    return result;
  }

  await inParallel(people, parallel, (person) => counted('staff', registerStaff(clientOf, person)));
  await giveOutWork(manager);
  const replies = await inParallel(demoCustomers.slice(0, count), parallel, ({ number, input }) => {
    const params = { source: orderSystem, externalId: number };
    return counted('customers', clientOf('erp').customers.upsertCustomer({ params, body: input }));
  });
  const customers = replies.map(({ body }) => body);
  const now = await createControl(url).now();
  await inParallel([...histories], parallel, ([customer, contacts]) =>
    counted('timelines', recordContacts(clientOf, customers[customer], contacts, now)),
  );
  await inParallel(promised, parallel, (call) =>
    counted('callbacks', promiseCall(clientOf, customers[call.customer], call, now)),
  );
  await manager.imports.createImport({ body: guestsOfFair }, { idempotencyKey: 'demo-import' });
  const service = await counted('surveys', openSurvey(manager, serviceSurvey));
  const afterCall = await counted('surveys', openSurvey(manager, afterCallSurvey));
  const surveyId = await counted('surveys', openSurvey(manager, purchaseSurvey));
  await arrangeFollowUp(manager, { purchase: surveyId, service, afterCall });
  const campaign = { body: { ...weeklyCampaign, surveyId } };
  const idempotencyKey = `demo-campaign-${surveyId}`;
  await counted('campaigns', manager.campaigns.createCampaign(campaign, { idempotencyKey }));
  return true;
}

function registerStaff(clientOf: ClientOf, person: (typeof people)[number]) {
  const { id, name, nativeName, email, locale: language, timeZone, role } = person;
  const body = {
    ...{ name: nativeName ?? name, email, language, timeZone, spokenLanguages: [language] },
    takesWork: role !== 'analyst',
  };
  return clientOf('chen.jing').staff.putStaff({ params: { staffId: id }, body });
}

/** A team, and whose calls are that were entered without an owner; poor answers stay with owners, or with nobody. */
async function giveOutWork(manager: DemoClient): Promise<void> {
  const members = people.filter(({ role }) => role === 'agent').map(({ id }) => id);
  const name = 'Service';
  // There already where an earlier attempt was interrupted: no two teams have one name.
  const known = (await manager.teams.listTeams({ query: { limit: 100 } })).body.items;
  const team =
    known.find((each) => each.name === name) ??
    (
      await manager.teams.createTeam(
        { body: { name, leads: ['li.na'], members } },
        { idempotencyKey: 'demo-team' },
      )
    ).body;
  const rules = [
    { name: 'Keep with the owner', by: 'owner' },
    {
      name: 'Calls in English',
      when: { language: 'en', reason: 'manual' },
      candidates: { team: team.id, speaksLanguage: true },
      by: 'least-busy',
    },
  ] as const;
  const params = { kind: 'callbacks' } as const;
  await manager.assignments.putAssignmentRules({ params, body: { rules: [...rules] } }, { ifMatch: '*' });
}

/** Answers the id of the survey of this name, which is made if there is none. */
async function openSurvey(manager: DemoClient, survey: NewSurvey): Promise<string> {
  const { body: surveys } = await manager.surveys.listSurveys({ query: { limit: 100 } });
  const existing = surveys.items.find(({ name }) => name === survey.name);
  if (existing !== undefined) return existing.id;
  const { body: made } = await manager.surveys.createSurvey({ body: survey });
  return made.id;
}
