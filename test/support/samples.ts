/** A good request for every route of every contract: what the tests that loop over the contracts begin with. */
import type * as contracts from '../../functions/contracts.ts';
import type { Api } from './cloud.ts';

/** Things that exist, made by `makeFixtures`. */
export interface Fixtures {
  readonly customerId: string;
  readonly surveyId: string;
  readonly campaignId: string;
  readonly callbackId: string;
  readonly staffId: string;
}

export interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

type Contracts = typeof contracts;

/** Complete by its type: a new route without a sample does not compile. */
type Samples = {
  readonly [Domain in keyof Contracts]: {
    readonly [Name in keyof Contracts[Domain]['routes']]: (fixtures: Fixtures) => Sample;
  };
};

const nothing = (): Sample => ({});
const customer = ({ customerId }: Fixtures): Sample => ({ params: { customerId } });
const survey = ({ surveyId }: Fixtures): Sample => ({ params: { surveyId } });
const campaign = ({ campaignId }: Fixtures): Sample => ({ params: { campaignId } });
const callback = ({ callbackId }: Fixtures): Sample => ({ params: { callbackId } });
/** No invitation has this token. */
const invitation = (): Sample => ({ params: { token: 'nobody-was-ever-sent-this-token-0123456789a' } });

const unique = () => crypto.randomUUID().slice(0, 13);

export const newSurvey = {
  name: 'After purchase',
  status: 'open',
  languages: ['zh-CN', 'en'],
  defaultLanguage: 'zh-CN',
  title: { 'zh-CN': '您的购买体验', en: 'Your purchase' },
  questions: [
    {
      kind: 'nps',
      id: 'recommend',
      required: true,
      text: {
        'zh-CN': '您有多大可能向朋友推荐我们？',
        en: 'How likely are you to recommend us to a friend?',
      },
    },
    { kind: 'text', id: 'why', required: false, text: { 'zh-CN': '为什么？', en: 'Why?' } },
  ],
} as const;

export const everyMonday = { cron: '0 9 ? * 2 *', timeZone: 'Asia/Shanghai' } as const;

/** A time to call that is far enough ahead wherever the virtual clock of a test stands. */
const farAhead = { wallTime: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' } as const;

export const samples: Samples = {
  customers: {
    createCustomer: () => ({ body: { name: '王芳', email: `${unique()}@example.test` } }),
    upsertCustomer: () => ({
      params: { source: 'erp', externalId: unique() },
      body: { name: 'David Brown' },
    }),
    listCustomers: nothing,
    getCustomer: customer,
    getProfile: customer,
    patchCustomer: (fixtures) => ({ ...customer(fixtures), body: { name: 'Renamed' } }),
    deleteCustomer: customer,
    recordInteraction: (fixtures) => ({
      ...customer(fixtures),
      body: { channel: 'call', direction: 'outbound', subject: 'Asked about the delivery' },
    }),
    listTimeline: customer,
  },
  staff: {
    putStaff: ({ staffId }) => ({
      params: { staffId },
      body: { name: 'Wang Fang', email: 'wang.fang@rapport.example' },
    }),
    getStaff: ({ staffId }) => ({ params: { staffId } }),
    listStaff: nothing,
  },
  surveys: {
    createSurvey: () => ({ body: newSurvey }),
    listSurveys: nothing,
    getSurvey: survey,
    patchSurvey: (fixtures) => ({ ...survey(fixtures), body: { name: 'Renamed' } }),
  },
  campaigns: {
    createCampaign: ({ surveyId }) => ({ body: { surveyId, name: 'Every Monday', schedule: everyMonday } }),
    listCampaigns: nothing,
    getCampaign: campaign,
    patchCampaign: (fixtures) => ({ ...campaign(fixtures), body: { name: 'Renamed' } }),
    deleteCampaign: campaign,
    listCampaignRuns: campaign,
  },
  responses: {
    getSurveyResults: survey,
    listSurveyResponses: survey,
    showAnswerForm: invitation,
    recordAnswer: () => ({ ...invitation(), body: { 'q-recommend': '9' } }),
    showUnsubscribePage: invitation,
    unsubscribe: invitation,
  },
  callbacks: {
    createCallback: ({ customerId }) => ({ body: { customerId, why: 'Asked to be called', due: farAhead } }),
    listCallbacks: nothing,
    listCustomerCallbacks: customer,
    getCallback: callback,
    patchCallback: (fixtures) => ({ ...callback(fixtures), body: { priority: 'high' } }),
    claimCallback: callback,
    completeCallback: (fixtures) => ({ ...callback(fixtures), body: { outcome: 'reached' } }),
    cancelCallback: (fixtures) => ({ ...callback(fixtures), body: { why: 'Not needed any more' } }),
  },
  platform: {
    readOpenApi: nothing,
    readReference: nothing,
  },
};

/** Makes one of everything, as a manager. */
export async function makeFixtures(manager: Api): Promise<Fixtures> {
  const staffId = 'wang.fang';
  await manager.staff.putStaff({
    params: { staffId },
    body: { name: 'Wang Fang', email: 'wang.fang@rapport.example' },
  });
  const { body: made } = await manager.customers.createCustomer({
    body: { name: '李雷', email: `${unique()}@example.test`, owner: staffId },
  });
  const { body: asked } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const { body: running } = await manager.campaigns.createCampaign({
    body: { surveyId: asked.id, name: 'Every Monday', schedule: everyMonday },
  });
  const { body: promised } = await manager.callbacks.createCallback({
    body: { customerId: made.id, why: 'Asked to be called', due: farAhead },
  });
  return {
    customerId: made.id,
    surveyId: asked.id,
    campaignId: running.id,
    callbackId: promised.id,
    staffId,
  };
}
