/** Every form of the desk that carries a version, sent after somebody else has changed what it shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { everyMonday, newSurvey } from '../../support/samples.ts';
import { signedInAt, untouchedForm } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
let visitor: Awaited<ReturnType<typeof signedInAt>>;
let surveyId: string;
let customerId: string;

const any = { ifMatch: '*' } as const;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
  visitor = await signedInAt(cloud.url, 'li.na');
  surveyId = (await api.surveys.createSurvey({ body: { ...newSurvey, status: 'open' } as never })).body.id;
  const body = { name: 'Ada', owner: 'wang.fang', phone: '+442071838750' };
  customerId = (await api.customers.createCustomer({ body })).body.id;
});
afterAll(() => cloud?.close());

interface Form {
  /** Where it stands; it is sent to the same address unless `action` says another. */
  readonly path: string;
  readonly action?: string;
  /** What is typed over what it shows. */
  readonly typed: Readonly<Record<string, string>>;
  /** What somebody else does meanwhile. */
  readonly change: () => Promise<unknown>;
  /** What it says then, by field, and nothing at other fields. */
  readonly said: Readonly<Record<string, string>>;
}

const forms: Readonly<Record<string, () => Promise<Form>>> = {
  improvement: async () => {
    const begun = {
      surveyId,
      questionId: 'recommend',
      finding: 'Boxes',
      action: 'Fold them',
      owner: 'li.na',
    };
    const { body } = await api.improvements.createImprovement({ body: { ...begun, dueOn: '2036-11-27' } });
    const [path, params] = [`/desk/improvements/${body.id}`, { improvementId: body.id }];
    const others = { action: 'Burn them', dueOn: '2036-12-24', owner: null };
    return {
      ...{ path, typed: { finding: 'Old boxes' } },
      change: () => api.improvements.patchImprovement({ params, body: others }, any),
      said: {
        ...{ finding: 'Boxes', action: 'Burn them', dueOn: '24 Dec 2036', owner: 'nobody in particular' },
      },
    };
  },
  'member of staff': async () => {
    const params = { staffId: 'zhao.wei' };
    const entry = { name: 'Zhao Wei', email: 'zhao.wei@rapport.example', language: 'zh-CN' } as const;
    const others = { ...entry, skills: ['invoices', 'returns'], spokenLanguages: ['en' as const] };
    return {
      ...{ path: '/desk/staff/zhao.wei/edit', typed: { name: 'Zhao W.', takesWork: 'true' } },
      change: () => api.staff.putStaff({ params, body: { ...others, takesWork: false } }, any),
      said: {
        ...{
          name: 'Zhao Wei',
          skills: 'invoices\nreturns',
          spokenLanguages: 'English',
          takesWork: 'nothing',
        },
      },
    };
  },
  hours: async () => {
    const params = { staffId: 'chen.jing' };
    const { body: staff } = await api.staff.getStaff({ params });
    const { name, email } = staff;
    const businessHours = {
      week: { monday: [{ from: '09:00', to: '12:00' }] },
      holidays: ['2026-12-24'],
      makeUpDays: [],
      holidaysKnown: null,
    };
    return {
      path: '/desk/staff/chen.jing/hours',
      typed: { 'businessHours.week.monday': '10:00-12:00', 'businessHours.holidays': '' },
      change: () => api.staff.putStaff({ params, body: { name, email, businessHours } }, any),
      said: { 'businessHours.week.monday': '09:00–12:00', 'businessHours.holidays': '24 Dec 2026' },
    };
  },
  territories: async () => {
    const params = { staffId: 'david.brown' };
    const { body: staff } = await api.staff.getStaff({ params });
    const { name, email } = staff;
    const territories = [{ country: 'GB' }, { country: 'FR' }];
    return {
      path: '/desk/staff/david.brown/territories',
      typed: { 'territories.0.country': '', 'territories.1.country': 'IE' },
      change: () => api.staff.putStaff({ params, body: { name, email, territories } }, any),
      said: { 'territories.0.country': 'GB', 'territories.1.country': 'FR' },
    };
  },
  team: async () => {
    const { body: team } = await api.teams.createTeam({ body: { name: 'North', leads: ['wang.fang'] } });
    const params = { teamId: team.id };
    return {
      ...{ path: `/desk/teams/${team.id}/edit`, typed: { name: 'North-west' } },
      change: () => api.teams.patchTeam({ params, body: { members: ['li.na'], shared: true } }, any),
      said: { name: 'North', members: 'Li Na', shared: expect.any(String) },
    };
  },
  'settings of duplicates': async () => ({
    ...{ path: '/desk/duplicates/settings', typed: { threshold: '85' } },
    change: () => api.duplicates.putDuplicateSettings({ body: { threshold: 77, checkOnCreate: false } }, any),
    said: { threshold: '77', checkOnCreate: 'nothing' },
  }),
  campaign: async () => {
    const campaign = { surveyId, name: 'Weekly', schedule: everyMonday };
    const { body: made } = await api.campaigns.createCampaign({ body: campaign });
    const params = { campaignId: made.id };
    const others = { channel: 'sms', expiresAfterDays: 9 } as const;
    return {
      ...{ path: `/desk/campaigns/${made.id}/change`, typed: { name: 'Every week', expiresAfterDays: '20' } },
      change: () => api.campaigns.patchCampaign({ params, body: others }, any),
      said: { name: 'Weekly', channel: expect.any(String), expiresAfterDays: '9' },
    };
  },
  'link for anybody': async () => {
    const body = { name: 'Till', channel: 'qr' } as const;
    const { body: made } = await api.collectors.createCollector({ params: { surveyId }, body });
    const params = { collectorId: made.id };
    const others = { endsAt: '2026-12-31T10:00:00.000Z', language: 'en' } as const;
    return {
      path: `/desk/surveys/${surveyId}/collectors/${made.id}/change`,
      typed: { place: 'Door' },
      change: () => api.collectors.patchCollector({ params, body: others }, any),
      said: { place: 'nothing', endsAt: '31 Dec 2026, 18:00', language: 'English' },
    };
  },
  'rule of the closed loop': async () => {
    const rule = (withinHours: number, tags: string[]) => ({
      ...{ name: 'Unhappy', when: { score: { to: 6 }, tags }, do: { withinHours } },
    });
    await api.closedLoop.putLoopRules({ body: { rules: [rule(4, ['vip'])] } }, any);
    return {
      ...{ path: '/desk/closed-loop/rule?name=Unhappy', action: '/desk/closed-loop/rule' },
      typed: { action: 'save', 'do.note': 'Kindly' },
      change: () => api.closedLoop.putLoopRules({ body: { rules: [rule(8, ['vip', 'new'])] } }, any),
      said: { 'when.tags': 'vip, new', 'do.withinHours': '8', 'do.note': 'nothing' },
    };
  },
  call: async () => {
    const due = { wallTime: '2026-11-24T10:00', timeZone: 'Asia/Shanghai' };
    const promised = { customerId, owner: 'wang.fang', why: 'Asked', due };
    const { body: made } = await api.callbacks.createCallback({ body: promised });
    const params = { callbackId: made.id };
    const others = {
      priority: 'high',
      wantedHours: { from: '16:00', to: '18:00', days: ['friday'] },
    } as const;
    return {
      ...{ path: `/desk/callbacks/${made.id}/change`, typed: { note: 'Be kind' } },
      change: () => api.callbacks.patchCallback({ params, body: others as never }, any),
      said: {
        ...{ note: 'nothing', priority: 'high', 'wantedHours.from': '16:00', 'wantedHours.to': '18:00' },
        'wantedHours.days': 'Friday',
      },
    };
  },
  'owner of a call': async () => {
    const due = { wallTime: '2026-11-25T10:00', timeZone: 'Asia/Shanghai' };
    const promised = { customerId, owner: 'wang.fang', why: 'Whose?', due };
    const { body: made } = await api.callbacks.createCallback({ body: promised });
    const params = { callbackId: made.id };
    return {
      ...{ path: `/desk/callbacks/${made.id}/owner`, typed: { owner: 'david.brown' } },
      change: () => api.callbacks.patchCallback({ params, body: { owner: 'chen.jing' } }, any),
      said: { owner: 'Chen Jing' },
    };
  },
  contact: async () => {
    const body = { channel: 'call', direction: 'inbound', subject: 'Asked' } as const;
    const place = { params: { customerId } };
    const { body: made } = await api.customers.recordInteraction({ ...place, body });
    const params = { customerId, interactionId: made.id };
    const path = `/desk/customers/${customerId}/contacts/${made.id}`;
    const others = { direction: 'outbound', text: 'Twice\nat least' } as const;
    return {
      ...{ path, typed: { action: 'save', subject: 'Has asked' } },
      change: () => api.customers.patchInteraction({ params, body: others }, any),
      said: { subject: 'Asked', direction: expect.any(String), text: 'Twice\nat least' },
    };
  },
  relation: async () => {
    const { body: other } = await api.customers.createCustomer({ body: { name: 'Bea', owner: 'li.na' } });
    const params = { customerId, kind: 'referral', otherId: other.id } as const;
    await api.relations.putRelation({ params, body: { role: 'friend' } });
    const path = `/desk/customers/${customerId}/relations`;
    return {
      ...{ path: `${path}?other=${other.id}&kind=referral`, action: path },
      typed: { action: 'save', role: 'sister' },
      change: () => api.relations.putRelation({ params, body: { role: 'cousin' } }, any),
      said: { role: 'cousin' },
    };
  },
};

const storedIn = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/<p class="stored" id="([^"]+)-stored">Stored now: ([^<]+)<\/p>/g)].map(
      ([, name = '', said = '']) => [name, said],
    ),
  );

/** The form of the page with these fields; other forms may lead to the same address. */
const formWith = (page: string, action: string, typed: Readonly<Record<string, string>>) =>
  page
    .split('<form')
    .filter((each) => each.includes(`action="${action}"`))
    .map((each) => `<form${each}`)
    .find((each) => Object.keys(typed).every((name) => each.includes(`name="${name}"`))) ?? '';

describe('a form that comes too late', () => {
  it.each(Object.keys(forms))('shows what is stored now and takes what is sent again: %s', async (name) => {
    const { path, action = path, typed, change, said } = await forms[name]!();
    const { page } = await visitor.ask(path);
    expect(storedIn(page)).toEqual({});
    await cloud.advance({ duration: 'PT1M' });
    await change();
    const sent = { ...untouchedForm(formWith(page, action, typed), action), ...typed };
    const late = await visitor.ask(action, { form: sent });
    expect(late.status).toBe(412);
    expect(storedIn(late.page)).toEqual(said);
    for (const field of Object.keys(said))
      expect(late.page).toMatch(
        new RegExp(`aria-describedby="[^"]*\\b${field.replaceAll('.', '\\.')}-stored"`),
      );
    expect(late.page).toMatch(/below each field that differs stands what is stored now/);
    const again = { ...untouchedForm(formWith(late.page, action, typed), action), ...typed };
    const taken = await visitor.ask(action, { form: again });
    expect([taken.status, taken.page]).toEqual([303, '']);
  });

  it('says when it was changed, by the clock of the reader', async () => {
    const { path, typed, change } = await forms.improvement!();
    const { page } = await visitor.ask(path);
    await change();
    const late = await visitor.ask(path, {
      form: { ...untouchedForm(formWith(page, path, typed), path), ...typed },
    });
    expect(late.page).toMatch(/in the meantime, the last time at 23 Nov 2026, 10:\d\d\. Look/);
  });
});
