/** What staff see of the messages to a customer, and the addresses that take no mail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { greet, ownCloud } from '../../support/cloud.ts';
import { keepMeasuredUnits } from '../../support/measured-units.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
let surveyId: string;
/** Customers of wang.fang, by their address. */
const customers = { good: '', bounce: '', complaint: '', none: '' };
let runId: string;

beforeAll(async () => {
  cloud = await ownCloud();
  context = await openDepartment(cloud);
  const addresses = {
    good: 'good@example.test',
    bounce: 'bounce@simulator.amazonses.com',
    complaint: 'complaint@simulator.amazonses.com',
    none: undefined,
  };
  for (const [name, email] of Object.entries(addresses))
    customers[name as keyof typeof customers] = await context.customer('wang.fang', { email });
  const { body } = await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  surveyId = body.id;
  runId = (await runCampaign()).id;
});
afterAll(() => cloud?.close());

/** Asks everybody ten minutes from now. */
async function runCampaign(id = surveyId) {
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: at.slice(0, 16), timeZone: 'UTC' };
  const body = { surveyId: id, name: 'Once', schedule };
  const { body: campaign } = await context.manager.campaigns.createCampaign({ body });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  const params = { campaignId: campaign.id };
  return (await context.manager.results.listCampaignRuns({ params })).body.items[0]!;
}

const messagesTo = async (customerId: string, query = {}) =>
  (await context.wangFang.messaging.listMessages({ params: { customerId }, query })).body;
const mailsTo = async (address: string) =>
  (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(address)));
const toCorrect = async (api = context.manager) => {
  await cloud.idle();
  const { items } = (await api.customers.listCustomers({ query: { addressInvalid: 'true' } })).body;
  expect(items.every(({ addressInvalid }) => addressInvalid)).toBe(true);
  return items.map(({ id }) => id);
};
const suppressions = async (query = {}) => (await context.manager.messaging.listSuppressions({ query })).body;

describe('the messages to a customer', () => {
  it('say when each was planned, sent and settled, and nothing of what it says', async () => {
    const { items, cursor, suppressed } = await messagesTo(customers.good);
    expect([cursor, suppressed]).toEqual([null, null]);
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^message_/),
        ...{ purpose: 'surveys', template: 'survey-invitation', channel: 'email', language: 'zh-CN' },
        ...{ group: runId, state: 'sent' },
        ...{ plannedAt: expect.any(String), sentAt: expect.any(String), settledAt: expect.any(String) },
        expiresAt: expect.any(String),
      },
    ]);
    const [{ plannedAt, sentAt, settledAt } = { plannedAt: '' }] = items;
    expect([plannedAt, sentAt, settledAt]).toEqual([plannedAt, sentAt, settledAt].toSorted());
  });

  it('tell what became of those that did not arrive or were not welcome', async () => {
    const fates = await Promise.all(
      Object.values(customers).map(async (id) => {
        const [message] = (await messagesTo(id)).items;
        return [message?.state, message?.reason, message?.sentAt !== undefined];
      }),
    );
    expect(fates).toEqual([
      ['sent', undefined, true],
      ['bounced', undefined, true],
      ['complained', undefined, true],
      ['skipped', 'no-address', false],
    ]);
  });

  it('cost a read unit each, beside 2.5 for the customer, the index and the list of suppressed addresses', async () => {
    // Whoever has not opened the customer in this hour: 2 for keeping that they did.
    const admin = await cloud.as('chen.jing');
    await greet(admin);
    await cloud.idle();
    await cloud.resetMeter();
    await admin.messaging.listMessages({ params: { customerId: customers.bounce } });
    const route = 'GET /customers/{customerId}/messages';
    const { readUnits = 0, writeUnits = 0, calls } = (await cloud.meter()).routes[route] ?? {};
    expect(calls).toEqual({ GetItem: 2, Query: 1, BatchGetItem: 1, PutItem: 1 });
    expect([readUnits, writeUnits]).toEqual([1 + 2.5, 2]);
    keepMeasuredUnits([{ route, case: 'one message', readUnits, writeUnits }]);
  });

  it('are for whoever may reach the customer', async () => {
    const params = { customerId: customers.good };
    const foreign = await context.customer('wang.fang');
    const ofForeign = context.davidBrown.messaging.listMessages({ params: { customerId: foreign } });
    expect(await refusal(ofForeign)).toMatchObject({ status: 404 });
    expect(await refusal(context.analyst.messaging.listMessages({ params }))).toMatchObject({ status: 403 });
    expect((await context.manager.messaging.listMessages({ params })).body.items).toHaveLength(1);
  });
});

describe('an address that bounces', () => {
  it('is suppressed, listed for managers and seen beside what is written to its customer', async () => {
    const { suppressed } = await messagesTo(customers.bounce);
    const [message] = (await messagesTo(customers.bounce)).items;
    expect(suppressed).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      ...{ channel: 'email', reason: 'bounce', since: expect.any(String), messageId: message?.id },
      recipient: { kind: 'customer', id: customers.bounce },
    });
    const one = { items: [suppressed], cursor: null, lifted: null };
    expect(await suppressions({ reason: 'bounce', channel: 'email' })).toEqual(one);
    expect(await suppressions({ email: 'Bounce@simulator.amazonses.com' })).toEqual(one);
    expect(await suppressions({ email: 'good@example.test' })).toEqual({
      items: [],
      cursor: null,
      lifted: null,
    });
  });

  it('is shown beside the customer and in a list of those to correct, for whoever looks after them', async () => {
    const params = { customerId: customers.bounce };
    const { body } = await context.wangFang.customers.getCustomer({ params });
    const [message] = (await messagesTo(customers.bounce)).items;
    expect(body.emailInvalid).toEqual({ reason: 'bounce', since: message?.settledAt });
    expect(await toCorrect()).toEqual([customers.bounce]);
    expect(await toCorrect(context.wangFang)).toEqual([customers.bounce]);
    expect(await toCorrect(context.davidBrown)).toEqual([]);
    const dayAgo = instantAfter((await cloud.now()).toISOString(), { days: -1 });
    const query = { updatedSince: dayAgo, addressInvalid: 'true' } as const;
    const changed = (await context.manager.customers.listCustomers({ query })).body.items;
    expect(changed.map(({ id }) => id)).toEqual([customers.bounce]);
  });

  it('is lifted by managers only, who say why', async () => {
    const suppressionId = (await suppressions({ reason: 'bounce' })).items[0]!.id;
    const params = { suppressionId };
    const query = { reason: 'Their domain was down.' };
    expect(await refusal(context.wangFang.messaging.listSuppressions({}))).toMatchObject({ status: 403 });
    for (const api of [context.wangFang, context.analyst])
      expect(await refusal(api.messaging.liftSuppression({ params, query }))).toMatchObject({ status: 403 });
    const silent = context.manager.messaging.liftSuppression({ params, query: {} as typeof query });
    expect(await refusal(silent)).toMatchObject({ status: 400, errors: [{ pointer: '/query/reason' }] });
    const other = { suppressionId: 'x'.repeat(43) };
    const unknown = context.manager.messaging.liftSuppression({ params: other, query });
    expect(await refusal(unknown)).toMatchObject({ status: 404 });
    expect((await suppressions({ reason: 'bounce' })).items).toHaveLength(1);
  });

  it('gets mail again once it is lifted, which stands in the timeline', async () => {
    // The survey asks nobody twice within days, so the next mail to the address is one to a member of staff who has it.
    const email = 'bounce@simulator.amazonses.com';
    const member = { name: 'Bounce', email, language: 'en', timeZone: 'Europe/London' } as const;
    await context.manager.staff.putStaff({ params: { staffId: 'bounce' }, body: member });
    const mailAgain = async () => {
      const body = { language: 'en', staffId: 'bounce' } as const;
      await context.manager.responses.sendTest({ params: { surveyId }, body });
      await cloud.idle();
      return (await mailsTo('bounce@')).length;
    };
    expect(await refusal(mailAgain())).toMatchObject({ status: 422 });
    const [found] = (await suppressions({ reason: 'bounce' })).items;
    const params = { suppressionId: found!.id };
    const query = { reason: 'Their domain was down.' };
    await context.manager.messaging.liftSuppression({ params, query });
    const again = context.manager.messaging.liftSuppression({ params, query });
    expect(await refusal(again)).toMatchObject({ status: 404 });
    await cloud.idle();
    expect((await suppressions({ reason: 'bounce' })).items).toEqual([]);
    expect(await suppressions({ email })).toMatchObject({
      lifted: { by: 'li.na', reason: 'bounce', note: query.reason, recipient: { id: customers.bounce } },
    });
    const trail = (await context.manager.audit.listAudit({ query: { record: customers.bounce } })).body.items;
    expect(trail.find(({ type }) => type === 'address.released')).toMatchObject({
      changes: { after: { email: 'released', note: query.reason } },
    });
    expect(await toCorrect()).toEqual([]);
    expect((await messagesTo(customers.bounce)).suppressed).toBeNull();
    const timeline = { params: { customerId: customers.bounce }, query: { type: 'address' } };
    expect((await context.wangFang.customers.listTimeline(timeline)).body.items).toMatchObject([
      {
        type: 'address.released',
        actor: { kind: 'person', id: 'li.na' },
        data: { reason: 'bounce' },
        changes: { before: { email: 'suppressed' }, after: { email: 'released', note: query.reason } },
      },
      { type: 'address.suppressed' },
    ]);
    expect(await mailAgain()).toBe(2);
    // Nobody has made the mailbox of the simulator work meanwhile.
    expect((await suppressions({ reason: 'bounce' })).items).toMatchObject([
      { recipient: { kind: 'staff', id: 'bounce' } },
    ]);
    expect(await refusal(mailAgain())).toMatchObject({ status: 422 });
    expect(await mailsTo('bounce@')).toHaveLength(2);
  });

  it('is to be corrected no more when it is another', async () => {
    const fixed = await context.customer('wang.fang', { email: 'bounce+2@simulator.amazonses.com' });
    const again = await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
    await runCampaign(again.body.id);
    expect(await toCorrect()).toEqual([fixed]);
    const { version } = (await context.wangFang.customers.getCustomer({ params: { customerId: fixed } }))
      .body;
    const correction = { params: { customerId: fixed }, body: { email: 'found@example.test' } };
    const answer = await context.wangFang.customers.patchCustomer(correction, { ifMatch: version });
    expect(answer.body).not.toHaveProperty('emailInvalid');
    expect(await toCorrect()).toEqual([]);
  });

  it('is told apart from one that SES holds on its own list, of which the run counts nothing as bounced', async () => {
    const email = 'suppressionlist@simulator.amazonses.com';
    const listed = await context.customer('wang.fang', { email });
    const survey = await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
    const run = await runCampaign(survey.body.id);
    expect(run).toMatchObject({ bounced: 0, withheld: 1 });
    const { items, suppressed } = await messagesTo(listed);
    expect([items[0]?.state, suppressed?.reason]).toEqual(['withheld', 'withheld']);
  });
});

it('a run counts complaints apart', async () => {
  const { items: campaigns } = (await context.manager.campaigns.listCampaigns({ query: { surveyId } })).body;
  const runs = await Promise.all(
    campaigns.map(async ({ id }) => {
      const { body } = await context.manager.results.listCampaignRuns({ params: { campaignId: id } });
      return body.items[0]!;
    }),
  );
  const first = runs.find(({ id }) => id === runId);
  expect(first).toMatchObject({ invited: 4, sent: 1, bounced: 1, complained: 1, skipped: 1 });
});
