/** The campaign from firing to count, on the real engine; only what lies outside (queues, mail, clock) is at hand. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { directoryEntryItem } from '../../../functions/customers/customers/customers.items.ts';
import type { Contact } from '../../../functions/customers/customers/index.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createResponseReader } from '../../../functions/surveys/surveys/index.ts';
import { countAnswers } from '../../../functions/surveys/surveys/operations/count-answers.ts';
import { planPage } from '../../../functions/surveys/surveys/operations/plan-page.ts';
import { recordAnswer } from '../../../functions/surveys/surveys/operations/record-answer.ts';
import { sendInvitation } from '../../../functions/surveys/surveys/operations/send-invitation.ts';
import { settleDelivery } from '../../../functions/surveys/surveys/operations/settle-delivery.ts';
import { startRun } from '../../../functions/surveys/surveys/operations/start-run.ts';
import { unsubscribe } from '../../../functions/surveys/surveys/operations/unsubscribe.ts';
import type { Invitation } from '../../../functions/surveys/surveys/surveys.answers.schema.ts';
import { createInvitationsStore } from '../../../functions/surveys/surveys/surveys.invitations.store.ts';
import {
  type CampaignRecord,
  campaignItem,
  surveyItem,
} from '../../../functions/surveys/surveys/surveys.items.ts';
import {
  type PageMessage,
  RunsMessage,
  sendIdOf,
} from '../../../functions/surveys/surveys/surveys.messages.ts';
import { npsBand } from '../../../functions/surveys/surveys/surveys.rules.ts';
import { createRunsStore } from '../../../functions/surveys/surveys/surveys.runs.store.ts';
import { createStatisticsStore } from '../../../functions/surveys/surveys/surveys.statistics.store.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { tokenOf } from '../../../functions/surveys/surveys/surveys.tokens.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Email, SendOutcome } from '../../../shared/messaging/email.ts';
import { shards } from '../../../shared/table/pattern.ts';
import { insert } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { anInvitation, aSurvey, at, secret } from '../../support/survey-samples.ts';

let engine: TestTable;
let surveys: ReturnType<typeof createSurveysStore>;
let invitations: ReturnType<typeof createInvitationsStore>;
let runs: ReturnType<typeof createRunsStore>;
let statistics: ReturnType<typeof createStatisticsStore>;

beforeAll(async () => {
  engine = await startTable();
  surveys = createSurveysStore(engine.table);
  invitations = createInvitationsStore(engine.table);
  runs = createRunsStore(engine.table);
  statistics = createStatisticsStore(engine.table);
});
afterAll(() => engine?.close());

const secretVersion = '0f5c6d1e-8a43-4f6e-9a1c-2f7f2c0c9a11';
const links = {
  currentVersion: async () => secretVersion,
  tokenOf: async (_: string, runId: string, customerId: string) => tokenOf(secret, runId, customerId),
};

const origin = (instant = at): EventContext => ({
  actor: { kind: 'customer', id: '' },
  correlationId: 'JKJaXmPLvHcESHA=',
  hops: 0,
  at: instant,
});

async function aCampaign(fields: Partial<CampaignRecord> = {}): Promise<CampaignRecord> {
  const survey = aSurvey();
  const campaign: CampaignRecord = {
    id: newId('campaign'),
    version: 1,
    surveyId: survey.id,
    name: 'Every Monday',
    schedule: { cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' },
    audience: { kind: 'all' },
    expiresAfterDays: 30,
    status: 'active',
    schedulingState: 'scheduled',
    scheduleVersion: 1,
    scheduledSince: at,
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
  await engine.table.commit([
    ...surveys.createSurvey(survey, origin()),
    insert(campaignItem, campaign, { onConflict: 'retry' }),
  ]);
  return campaign;
}

/** A queue that keeps what is put into it, and can break off in the middle. */
function aQueue() {
  const messages: object[] = [];
  let allowed = Number.POSITIVE_INFINITY;
  return {
    messages,
    breakAfter(count: number) {
      allowed = count;
    },
    async send(sent: readonly object[]) {
      for (const message of sent) {
        if (allowed <= 0) throw new Error('The queue broke');
        allowed -= 1;
        messages.push(message);
      }
    },
  };
}

describe('a run', () => {
  const audience = Array.from({ length: 130 }, () => newId('customer'));

  beforeAll(async () => {
    const row = { kind: 'person' as const, name: 'x', owner: null };
    for (const customerId of audience) {
      const member = { customerId, sourceVersion: 1, summary: { id: customerId, ...row } };
      await engine.table.commit([insert(directoryEntryItem, member, { onConflict: 'retry' })]);
    }
  });

  async function live(campaign: CampaignRecord, disturb?: (page: PageMessage, count: number) => boolean) {
    const runsQueue = aQueue();
    const sendingQueue = aQueue();
    const context = {
      ...{ surveys, runs, invitations, links, runsQueue, sendingQueue },
      customers: createCustomerReader(engine.table),
      now: () => at,
    };
    const firing = { kind: 'run' as const, campaignId: campaign.id, scheduledTime: at, version: 1 };
    await startRun(firing, context);
    let handled = 0;
    while (runsQueue.messages.length > 0) {
      const message = RunsMessage.parse(runsQueue.messages.shift());
      if (message.kind !== 'page') throw new Error('Only pages were expected');
      handled += 1;
      if (disturb?.(message, handled)) {
        runsQueue.messages.push(message);
        sendingQueue.breakAfter(3);
        await planPage(message, context).catch(() => undefined);
        sendingQueue.breakAfter(Number.POSITIVE_INFINITY);
      } else {
        await planPage(message, context);
      }
    }
    return { context, firing, sendingQueue, runsQueue, handled };
  }

  async function planned(campaign: CampaignRecord) {
    const { items } = await surveys.listRuns(campaign.id, { limit: 10 });
    return items;
  }

  it('plans one invitation for each customer, page by page in each shard', async () => {
    const campaign = await aCampaign();
    const { sendingQueue } = await live(campaign);
    expect(new Set(sendingQueue.messages.map((message) => JSON.stringify(message))).size).toBe(130);
    expect(sendingQueue.messages).toHaveLength(130);
    expect(await planned(campaign)).toMatchObject([{ status: 'planned', planned: 130, scheduledTime: at }]);
  });

  it('ends the same when pages break in the middle and messages come twice', async () => {
    const campaign = await aCampaign();
    const { sendingQueue } = await live(campaign, (_, count) => count % 2 === 1 && count < 12);
    const hashes = new Set(sendingQueue.messages.map((message) => JSON.stringify(message)));
    expect(hashes.size).toBe(130);
    expect(await planned(campaign)).toMatchObject([{ status: 'planned', planned: 130 }]);
  });

  it('is the same run when its firing is delivered again, and plans nothing again', async () => {
    const campaign = await aCampaign();
    const { context, firing, sendingQueue, runsQueue } = await live(campaign);
    await startRun(firing, { ...context, now: () => '2026-11-23T01:05:00.000Z' });
    for (const message of runsQueue.messages.splice(0)) await planPage(message as PageMessage, context);
    expect(runsQueue.messages).toEqual([]);
    expect(sendingQueue.messages).toHaveLength(130);
    expect(await planned(campaign)).toHaveLength(1);
  });

  it.each([
    ['paused', { status: 'paused' as const }, 'not-active'],
    ['deleted', { status: 'deleted' as const }, 'not-active'],
    ['rescheduled', { scheduleVersion: 2 }, 'stale'],
  ])('does not start when the campaign was %s', async (_, fields, reason) => {
    const campaign = await aCampaign(fields);
    const runsQueue = aQueue();
    const context = { surveys, runs, links, runsQueue, now: () => at };
    const firing = { kind: 'run' as const, campaignId: campaign.id, scheduledTime: at, version: 1 };
    expect(await startRun(firing, context)).toBe(reason);
    expect(runsQueue.messages).toEqual([]);
  });

  it('stops at the ceiling of its pages', async () => {
    const campaign = await aCampaign();
    const { context } = await live(campaign);
    const page: PageMessage = {
      ...{ kind: 'page', campaignId: campaign.id, scheduledTime: at },
      ...{ shard: shards[0]!, page: 6, ceiling: 5 },
    };
    await expect(planPage(page, context)).rejects.toThrow('beyond page 5');
  });
});

describe('the mail of an invitation', () => {
  let invitation: Invitation & { token: string };
  let contact: Contact | undefined;
  let sent: Email[];
  let answers: (() => SendOutcome | Promise<SendOutcome>)[];
  let clock: string;

  const context = () => ({
    ...{ surveys, invitations, links },
    customers: { findContact: async () => contact },
    email: {
      async send(email: Email) {
        sent.push(email);
        return (await answers.shift()?.()) ?? { outcome: 'accepted' as const, messageId: 'm' };
      },
    },
    publicUrl: 'https://rapport.example',
    now: () => clock,
  });
  const send = () => sendInvitation(invitation.hash, context());
  const state = () => invitations.find(invitation.hash);

  beforeEach(async () => {
    const campaign = await aCampaign();
    invitation = anInvitation({ campaignId: campaign.id, surveyId: campaign.surveyId });
    const { token, ...stored } = invitation;
    await invitations.plan(stored);
    contact = {
      ...{ id: invitation.customerId, name: '王芳', email: 'wang.fang@example.test' },
      ...{ language: 'en' as const, timeZone: 'Asia/Shanghai', owner: null },
    };
    sent = [];
    answers = [];
    clock = at;
  });

  it('goes once, with the personal link, in the customer’s language', async () => {
    await send();
    await send();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ subject: 'Your purchase', sendId: sendIdOf(invitation.hash, 1) });
    expect(sent[0]?.text).toContain(`https://rapport.example/s/${invitation.token}`);
    expect(await state()).toMatchObject({ mail: 'sent', attempt: 1, language: 'en' });
  });

  it('goes once when the message is handled several times at once', async () => {
    await Promise.all([send(), send(), send(), send()]);
    expect(sent).toHaveLength(1);
    expect(['sent']).toContain((await state())?.mail);
  });

  it.each([
    ['there is no such customer any more', () => (contact = undefined), 'no-customer'],
    ['the customer has no address', () => (contact = { ...contact!, email: undefined }), 'no-address'],
    ['the link has expired', () => (clock = '2027-01-01T00:00:00.000Z'), 'expired'],
  ])('does not go when %s', async (_, change, reason) => {
    change();
    await send();
    expect(sent).toEqual([]);
    expect(await state()).toMatchObject({ mail: 'skipped', reason });
  });

  it('does not go to who has unsubscribed by another invitation in the meantime', async () => {
    const change = await unsubscribe(invitation.token, { invitations, origin: origin() });
    await engine.table.commit(change!.writes);
    const again = await unsubscribe(invitation.token, { invitations, origin: origin() });
    expect(again!.writes).toEqual([]);
    await send();
    expect(sent).toEqual([]);
    expect(await state()).toMatchObject({ mail: 'skipped', reason: 'unsubscribed' });
  });

  it('comes again when the mail service is too busy', async () => {
    answers = [() => ({ outcome: 'retry', reason: 'TooManyRequestsException: slow down' })];
    await expect(send()).rejects.toThrow('TooManyRequestsException');
    expect(await state()).toMatchObject({ mail: 'planned', attempt: 1 });
    await send();
    expect(sent.map(({ sendId }) => sendId)).toEqual([1, 2].map((n) => sendIdOf(invitation.hash, n)));
    expect(await state()).toMatchObject({ mail: 'sent' });
  });

  it('is given up when the mail service refuses it for good, without keeping the address', async () => {
    answers = [
      () => ({ outcome: 'refused', permanent: true, reason: 'MessageRejected: wang.fang@example.test' }),
    ];
    await send();
    await send();
    expect(sent).toHaveLength(1);
    expect(await state()).toMatchObject({ mail: 'failed', reason: 'MessageRejected' });
  });

  it('is not repeated when the reply was lost: news settle it', async () => {
    answers = [() => ({ outcome: 'unknown', reason: 'TimeoutError: lost' })];
    await send();
    await send();
    expect(sent).toHaveLength(1);
    expect(await state()).toMatchObject({ mail: 'unknown', settleAt: '2026-11-23T01:15:00.000Z' });
    await tell('Send', 1);
    expect(await state()).toMatchObject({ mail: 'sent' });
    clock = '2026-11-23T01:16:00.000Z';
    await send();
    expect(sent).toHaveLength(1);
  });

  it('is tried again after a while without news, and waits in the due list until then', async () => {
    answers = [() => ({ outcome: 'unknown', reason: 'TimeoutError: lost' })];
    await send();
    clock = '2026-11-23T01:16:00.000Z';
    await send();
    expect(sent).toHaveLength(2);
    expect(await state()).toMatchObject({ mail: 'sent', attempt: 2 });
    expect(await state()).not.toHaveProperty('settleAt');
  });

  it('is not sent over the claim of a process that died', async () => {
    answers = [
      () => {
        throw new Error('killed');
      },
    ];
    await expect(send()).rejects.toThrow('killed');
    expect(await state()).toMatchObject({ mail: 'sending' });
    await send();
    expect(sent).toHaveLength(1);
    expect(await state()).toMatchObject({ mail: 'unknown' });
  });

  async function tell(eventType: string, attempt: number, extra: object = {}) {
    const tags = { sendId: [sendIdOf(invitation.hash, attempt)] };
    await settleDelivery(
      { detail: { eventType, mail: { tags }, ...extra } },
      { invitations, now: () => clock },
    );
  }

  it('stops all mails to who complains, and to an address that does not exist until there is another', async () => {
    await send();
    const bounce = {
      bounceType: 'Permanent',
      bouncedRecipients: [{ emailAddress: 'Wang.Fang@example.test' }],
    };
    await tell('Bounce', 1, { bounce });
    await tell('Bounce', 1, { bounce });
    expect(await state()).toMatchObject({ mail: 'failed', reason: 'bounced' });
    expect(await invitations.findRefusal(invitation.customerId)).toMatchObject({
      source: 'bounce',
      version: 1,
    });

    const second = anInvitation({
      ...{ campaignId: invitation.campaignId, surveyId: invitation.surveyId },
      customerId: invitation.customerId,
    });
    const { token, ...stored } = second;
    await invitations.plan(stored);
    contact = { ...contact!, email: 'new.address@example.test' };
    await sendInvitation(second.hash, context());
    expect(await invitations.find(second.hash)).toMatchObject({ mail: 'sent' });

    await tell('Complaint', 1);
    expect(await invitations.findRefusal(invitation.customerId)).toMatchObject({ source: 'complaint' });
  });
});

describe('an answer', () => {
  async function answer(
    invitation: { token: string },
    form: Record<string, string>,
    instant = '2026-11-23T02:00:00.000Z',
  ) {
    const shown = String(Date.parse(instant) - 60_000);
    const visit = { token: invitation.token, form: { version: '1', shown, ...form } };
    const { view, writes } = await recordAnswer(visit, { surveys, invitations, origin: origin(instant) });
    await engine.table.commit(writes);
    return view;
  }

  async function aPlannedInvitation(fields: Partial<Invitation> = {}) {
    const campaign = await aCampaign();
    const invitation = anInvitation({ campaignId: campaign.id, surveyId: campaign.surveyId, ...fields });
    const { token, ...stored } = invitation;
    await invitations.plan(stored);
    return invitation;
  }

  const listed = async ({ surveyId }: { surveyId: string }) =>
    (await surveys.listResponses(surveyId, { limit: 50 })).items;

  it('is recorded once, with the version of the survey that was shown', async () => {
    const invitation = await aPlannedInvitation();
    const before = await surveys.getSurvey(invitation.surveyId);
    const after = { ...before, version: 2, questions: before.questions.slice(0, 1) };
    await engine.table.commit(surveys.changeSurvey(before, after, origin()));
    const view = await answer(invitation, { 'q-recommend': '3', 'q-service': '2', 'q-why': '太慢' });
    expect(view.kind).toBe('thanks');
    expect((await answer(invitation, { 'q-recommend': '10' })).kind).toBe('answered');
    expect(await listed(invitation)).toMatchObject([{ score: 3, surveyVersion: 1 }]);
  });

  it('can be read by other domains from what its event says', async () => {
    const invitation = await aPlannedInvitation();
    await answer(invitation, { 'q-recommend': '3', 'q-why': '太慢' });
    const [{ id: responseId, answeredAt } = { id: '', answeredAt: '' }] = await listed(invitation);
    const reader = createResponseReader(engine.table);
    const found = await reader.find({ responseId, answeredAt, customerId: invitation.customerId });
    expect(found).toMatchObject({ score: 3, comment: '太慢', surveyId: invitation.surveyId });
    const other = { responseId, answeredAt, customerId: newId('customer') };
    expect(await reader.find(other)).toBeUndefined();
  });

  it('is taken from one of many that come at the same time', async () => {
    const invitation = await aPlannedInvitation();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, score) => answer(invitation, { 'q-recommend': String(score) })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await listed(invitation)).toHaveLength(1);
  });

  it('of a program is thanked for and dropped', async () => {
    const invitation = await aPlannedInvitation();
    const view = await answer(invitation, { 'q-recommend': '3', website: 'https://spam.example' });
    expect(view.kind).toBe('thanks');
    expect(await listed(invitation)).toEqual([]);
  });

  it('that came too fast is kept as suspect, once, and the person can still answer', async () => {
    const invitation = await aPlannedInvitation();
    const instant = '2026-11-23T02:00:00.000Z';
    const fast = { 'q-recommend': '0', shown: String(Date.parse(instant) - 500) };
    const asked = await answer(invitation, fast, instant);
    expect(asked).toMatchObject({ kind: 'form', confirmResubmit: true });
    await answer(invitation, fast, instant);
    expect(await listed(invitation)).toMatchObject([{ score: 0, suspect: true }]);
    const slow = { ...fast, 'q-recommend': '9' };
    expect((await answer(invitation, slow, '2026-11-23T02:00:05.000Z')).kind).toBe('thanks');
    expect((await listed(invitation)).filter(({ suspect }) => !suspect)).toMatchObject([{ score: 9 }]);
  });

  it('is not taken when the link has expired, the survey is closed or the token is made up', async () => {
    const expired = await aPlannedInvitation({ expiresAt: '2026-11-23T01:30:00.000Z' });
    expect((await answer(expired, { 'q-recommend': '3' })).kind).toBe('gone');
    const closed = await aPlannedInvitation();
    const survey = await surveys.getSurvey(closed.surveyId);
    const shut = { ...survey, version: 2, status: 'closed' as const };
    await engine.table.commit(surveys.changeSurvey(survey, shut, origin()));
    expect((await answer(closed, { 'q-recommend': '3' })).kind).toBe('gone');
    for (const token of ['', 'x', 'a'.repeat(43), '../'.repeat(10)]) {
      expect((await answer({ token }, { 'q-recommend': '3' })).kind).toBe('unknown');
    }
  });

  it('is counted exactly once, whatever is told twice and however batches overlap', async () => {
    const campaign = await aCampaign();
    const facts = [];
    for (let index = 0; index < 60; index += 1) {
      const invitation = anInvitation({ campaignId: campaign.id, surveyId: campaign.surveyId });
      const { token, ...stored } = invitation;
      await invitations.plan(stored);
      await answer(invitation, { 'q-recommend': String(index % 11) });
    }
    for (const summary of (await surveys.listResponses(campaign.surveyId, { limit: 100 })).items) {
      facts.push({
        ...{ responseId: summary.id, customerId: summary.customerId, answeredAt: summary.answeredAt },
        ...{ surveyId: campaign.surveyId, band: npsBand(summary.score) },
      });
    }
    expect(facts).toHaveLength(60);
    const context = { statistics, now: () => at, failed: () => undefined };
    const batches = [
      facts.slice(0, 25),
      facts.slice(10, 40),
      [...facts.slice(35), ...facts.slice(50)],
      facts,
    ];
    for (const batch of batches.slice(0, 2)) await countAnswers(batch, context);
    let left = await Promise.all(batches.slice(2).map((batch) => countAnswers(batch, context)));
    for (let round = 0; left.some(({ size }) => size > 0) && round < 5; round += 1) {
      left = await Promise.all(batches.slice(2).map((batch) => countAnswers(batch, context)));
    }
    const expected = { promoter: 0, passive: 0, detractor: 0 };
    for (const { band } of facts) expected[band] += 1;
    expect(await surveys.countNps(campaign.surveyId)).toEqual(expected);
    expect(await engine.table.find(surveyItem, { id: campaign.surveyId })).toBeDefined();
  });
});
