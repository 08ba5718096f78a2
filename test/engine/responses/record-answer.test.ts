/** Answers from the form to the count, on the real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsentReader } from '../../../functions/contact/consents/index.ts';
import {
  createMessageCounts,
  createMessageReader,
  messageId,
} from '../../../functions/contact/messaging/index.ts';
import {
  countRowOf,
  messageCountItem,
  messageItem,
} from '../../../functions/contact/messaging/messaging.items.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createInvitationReader } from '../../../functions/surveys/invitations/index.ts';
import { invitationItem } from '../../../functions/surveys/invitations/invitations.items.ts';
import type { Invitation } from '../../../functions/surveys/invitations/invitations.schema.ts';
import { createResponseReader } from '../../../functions/surveys/responses/index.ts';
import { recordAnswer } from '../../../functions/surveys/responses/operations/record-answer.ts';
import { showAnswerForm } from '../../../functions/surveys/responses/operations/show-answer-form.ts';
import {
  readStanding,
  resubscribe,
  unsubscribe,
} from '../../../functions/surveys/responses/operations/unsubscribe.ts';
import { createResponsesStore } from '../../../functions/surveys/responses/responses.store.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { increment, insert, put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { anInvitation, aSurvey, at, origin } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let surveys: ReturnType<typeof createSurveysStore>;
let responses: ReturnType<typeof createResponsesStore>;
let context: Omit<Parameters<typeof recordAnswer>[1] & Parameters<typeof showAnswerForm>[1], 'origin'>;

beforeAll(async () => {
  engine = await startTable();
  surveys = createSurveysStore(engine.table);
  responses = createResponsesStore(engine.table);
  context = {
    surveys,
    responses,
    customers: createCustomerReader(engine.table),
    invitations: createInvitationReader(engine.table),
    messages: createMessageReader(engine.table),
  };
});
afterAll(() => engine?.close());

async function openSurvey(): Promise<string> {
  const survey = aSurvey();
  await engine.table.commit(surveys.create(survey, origin()));
  return survey.id;
}

async function keep(invitation: Invitation & { token: string }) {
  const { token, ...stored } = invitation;
  await engine.table.commit([
    insert(invitationItem, stored, { onConflict: 'retry' }),
    put(customerItem, aCustomer(stored.customerId)),
  ]);
  return invitation;
}

function aCustomer(id: string) {
  return {
    ...{ id, version: 1, name: '王芳', kind: 'person' as const, language: 'zh-CN' as const, externalIds: [] },
    ...{ timeZone: 'Asia/Shanghai', stage: 'potential' as const, tags: [], owner: null },
    ...{ createdAt: at, updatedAt: at },
  };
}

/** What remains of a customer who was deleted. */
const forget = (id: string) =>
  engine.table.commit([put(customerItem, { ...aCustomer(id), version: 2, deletedAt: at })]);

describe('an answer', () => {
  const later = '2026-11-24T01:00:00.000Z';

  async function answer(
    invitation: { token: string },
    form: Record<string, string>,
    instant = '2026-11-23T02:00:00.000Z',
  ) {
    const shown = String(Date.parse(instant) - 60_000);
    const visit = { token: invitation.token, form: { version: '1', shown, ...form } };
    const { view, writes } = await recordAnswer(visit, { ...context, origin: origin(instant) });
    await engine.table.commit(writes);
    return view;
  }

  async function aPlannedInvitation(fields: Partial<Invitation> = {}) {
    const surveyId = await openSurvey();
    return keep(anInvitation({ surveyId, ...fields }));
  }

  const listed = async ({ surveyId }: { surveyId: string }) =>
    (await responses.list({ surveyId }, { limit: 50 })).items;

  it('is recorded once, with the version of the survey that was shown', async () => {
    const invitation = await aPlannedInvitation();
    const before = await surveys.get(invitation.surveyId);
    const after = { ...before, version: 2, questions: before.questions.slice(0, 1) };
    await engine.table.commit(surveys.change(before, after, origin()));
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
    const other = { responseId, answeredAt, customerId: newId(customerId) };
    expect(await reader.find(other)).toBeUndefined();
  });

  it('has one comment for lists and other domains, the first asked, in whatever order the table gives the answers', async () => {
    const survey = aSurvey();
    const text = { 'zh-CN': '为什么？', en: 'Why?' };
    // Many of them, because the engine gives them in any order, too.
    const more = Array.from({ length: 17 }, (_, index) => `also-${index}`);
    const questions = [
      ...survey.questions,
      ...more.map((id) => ({ id, kind: 'text' as const, text, required: false })),
    ];
    await engine.table.commit(surveys.create({ ...survey, questions }, origin()));
    const invitation = await keep(anInvitation({ surveyId: survey.id }));
    const others = Object.fromEntries(more.map((id) => [`q-${id}`, '还有']));
    await answer(invitation, { 'q-recommend': '3', 'q-why': '太慢', ...others });
    const [row] = await listed(invitation);
    expect(row).toMatchObject({ comment: '太慢', commentedOn: 'why', moreComments: more.length });
    expect(row).not.toHaveProperty('commentCut');
    const { customerId } = invitation;
    const { id, answeredAt } = row!;
    // DynamoDB keeps no order in a map: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    const read = createResponseReader(engine.table).find({ responseId: id, customerId, answeredAt });
    expect(await read).toMatchObject({ comment: '太慢' });
  });

  it('says in lists that its comment goes on', async () => {
    const invitation = await aPlannedInvitation();
    await answer(invitation, { 'q-recommend': '9', 'q-service': '1', 'q-why': '慢'.repeat(301) });
    const [row] = await listed(invitation);
    expect(row).toMatchObject({ comment: '慢'.repeat(300), commentCut: true, band: 'high', low: true });
    expect(row).not.toHaveProperty('moreComments');
    const { surveyId } = invitation;
    expect((await responses.list({ surveyId, low: true }, { limit: 50 })).items).toEqual([row]);
  });

  it('is taken from one of many that come at the same time', async () => {
    const invitation = await aPlannedInvitation();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, score) => answer(invitation, { 'q-recommend': String(score) })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await listed(invitation)).toHaveLength(1);
  });

  it.each([
    ['answered with an error', { state: 'unknown', waitsUntil: later, wasError: true }, 'sent'],
    ['of which nobody has heard', { state: 'unknown' }, 'sent'],
    ['whose sender has died', { state: 'sending', writer: 'w' }, 'sent'],
    ['that is to be tried again', { state: 'planned', attempt: 0, waitsUntil: later }, 'sent'],
    ['that has come back', { state: 'failed', reason: 'bounced' }, 'failed'],
  ] as const)('settles its mail %s, so that no second one goes', async (_, fields, state) => {
    const invitation = await aPlannedInvitation({ messageId: newId(messageId) });
    const { messageId: id = '', runId: group } = invitation;
    const message = {
      ...{ id, group, version: 2, expiresAt: later, correlationId: group, attempt: 1 },
      ...{ recipient: { kind: 'customer' as const, id: invitation.customerId }, template: 'invitation' },
      ...{ purpose: 'surveys' as const, channel: 'email' as const, topics: [], data: {}, ...fields },
    };
    const counted = fields.state === 'unknown' ? { unknown: 1 } : {};
    await engine.table.commit([
      insert(messageItem, message, { onConflict: 'retry' }),
      increment(messageCountItem, countRowOf(group, id), { planned: 1, ...counted }),
    ]);
    expect((await answer(invitation, { 'q-recommend': '3' })).kind).toBe('thanks');
    const settled = await context.messages.find(id);
    expect(settled).toMatchObject({ state });
    expect(settled).not.toHaveProperty('waitsUntil');
    expect((await createMessageCounts(engine.table).ofGroups([group])).get(group)).toMatchObject({
      ...{ planned: 1, sent: state === 'sent' ? 1 : 0, unknown: 0 },
    });
  });

  it('of a program, or of one that fills in forms for people, is suspect until it is sent without the trap', async () => {
    const invitation = await aPlannedInvitation();
    const view = await answer(invitation, { 'q-recommend': '3', website: 'https://spam.example' });
    expect(view).toMatchObject({ kind: 'form', confirmResubmit: true });
    expect(await listed(invitation)).toMatchObject([{ score: 3, suspect: true }]);
    expect((await answer(invitation, { 'q-recommend': '3' })).kind).toBe('thanks');
    const [confirmed, ...others] = await listed(invitation);
    expect([confirmed?.suspect, others]).toEqual([undefined, []]);
  });

  it('of a deleted customer is not taken, nor when they are deleted between form and answer', async () => {
    const invitation = await aPlannedInvitation();
    const form = { version: '1', shown: '1', 'q-recommend': '3' };
    const visit = { token: invitation.token, form };
    const sent = await recordAnswer(visit, { ...context, origin: origin('2026-11-23T02:00:00.000Z') });
    const fast = { ...visit, form: { ...form, website: 'x' } };
    const suspected = await recordAnswer(fast, { ...context, origin: origin('2026-11-23T02:00:00.000Z') });
    await forget(invitation.customerId);
    await expect(engine.table.commit(sent.writes)).rejects.toThrow(ConcurrentModification);
    await expect(engine.table.commit(suspected.writes)).rejects.toThrow(ConcurrentModification);
    expect((await answer(invitation, { 'q-recommend': '3' })).kind).toBe('gone');
    const shown = await showAnswerForm({ token: invitation.token }, { ...context, origin: origin() });
    expect(shown).toEqual({ kind: 'gone', language: invitation.language });
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
    const [confirmed, ...others] = await listed(invitation);
    expect(confirmed).toMatchObject({ score: 9 });
    expect(confirmed).not.toHaveProperty('suspect');
    expect(others).toEqual([]);
    const { customerId } = invitation;
    expect((await responses.list({ customerId }, { limit: 50 })).items).toEqual([confirmed]);
  });

  it('stands once, also when it comes too fast and is confirmed at the same time', async () => {
    const instant = '2026-11-23T02:00:00.000Z';
    const fast = { 'q-recommend': '0', shown: String(Date.parse(instant) - 500) };
    for (let round = 0; round < 5; round += 1) {
      const invitation = await aPlannedInvitation();
      const sent = Array.from({ length: 6 }, (_, index) =>
        index % 2 ? answer(invitation, { 'q-recommend': '9' }) : answer(invitation, fast, instant),
      );
      await Promise.allSettled(sent);
      await answer(invitation, { 'q-recommend': '9' });
      const rows = await listed(invitation);
      expect(rows).toMatchObject([{ score: 9 }]);
      expect(rows[0]).not.toHaveProperty('suspect');
    }
  });

  it('is not taken when the link has expired, the survey is closed or the token is made up', async () => {
    const expired = await aPlannedInvitation({ expiresAt: '2026-11-23T01:30:00.000Z' });
    expect((await answer(expired, { 'q-recommend': '3' })).kind).toBe('gone');
    const closed = await aPlannedInvitation();
    const survey = await surveys.get(closed.surveyId);
    const shut = { ...survey, version: 2, status: 'closed' as const };
    await engine.table.commit(surveys.change(survey, shut, origin()));
    expect((await answer(closed, { 'q-recommend': '3' })).kind).toBe('closed');
    for (const token of ['', 'x', 'a'.repeat(43), '../'.repeat(10)]) {
      expect((await answer({ token }, { 'q-recommend': '3' })).kind).toBe('unknown');
    }
  });
});

describe('unsubscribing', () => {
  it('stops survey mails to the customer behind the link, once, whatever has become of the link', async () => {
    const invitation = await keep(anInvitation({ expiresAt: '2026-11-23T01:30:00.000Z' }));
    const { customerId: id } = invitation;
    const consents = createConsentReader(engine.table);
    const later = { ...context, consents, origin: origin('2026-11-24T02:00:00.000Z') };
    const change = await unsubscribe(invitation.token, later);
    await engine.table.commit(change!.writes);
    const consent = { customerId: id, purpose: 'surveys', channel: 'email' } as const;
    expect(await consents.find(consent)).toMatchObject({ source: 'unsubscribe', status: 'withdrawn' });
    expect((await unsubscribe(invitation.token, later))!.writes).toEqual([]);
  });

  it('is told by the page from then on, and taken back as such', async () => {
    const invitation = await keep(anInvitation());
    const consents = createConsentReader(engine.table);
    const asked = { ...context, consents, origin: origin() };
    const { token, customerId } = invitation;
    expect(await readStanding(token, asked)).toMatchObject({ is: 'subscribed', isTest: false });
    await engine.table.commit((await unsubscribe(token, asked))!.writes);
    expect(await readStanding(token, asked)).toMatchObject({ is: 'unsubscribed', isTest: false });
    await engine.table.commit((await resubscribe(token, asked))!.writes);
    const consent = { customerId, purpose: 'surveys', channel: 'email' } as const;
    expect(await consents.find(consent)).toMatchObject({ source: 'resubscribe', status: 'granted' });
  });

  it('writes nothing to a customer who is deleted, before or meanwhile', async () => {
    const invitation = await keep(anInvitation());
    const consents = createConsentReader(engine.table);
    const asked = { ...context, consents, origin: origin() };
    const meanwhile = await unsubscribe(invitation.token, asked);
    await forget(invitation.customerId);
    await expect(engine.table.commit(meanwhile!.writes)).rejects.toThrow(ConcurrentModification);
    for (const change of [unsubscribe, resubscribe]) {
      expect(await change(invitation.token, asked)).toEqual({
        ...{ is: 'unsubscribed for good', isTest: false, channel: 'email', writes: [] },
        language: invitation.language,
      });
    }
  });

  it('names the customer as who did it', async () => {
    const invitation = await keep(anInvitation());
    const consents = createConsentReader(engine.table);
    const change = await unsubscribe(invitation.token, { ...context, consents, origin: origin() });
    const events = change!.writes.flatMap(({ record }) => record?.envelope ?? []);
    expect(events).toMatchObject([
      { type: 'consent.withdrawn', actor: { kind: 'customer', id: invitation.customerId } },
    ]);
  });

  it('can be taken back three times a day by the links of a customer, and is always possible', async () => {
    const first = await keep(anInvitation());
    const second = await keep(anInvitation({ customerId: first.customerId }));
    const consents = createConsentReader(engine.table);
    const act = async (change: typeof unsubscribe, { token }: { token: string }, day: number) => {
      const moment = origin(`2026-11-2${day}T02:00:00.000Z`);
      const decision = await change(token, { ...context, consents, origin: moment });
      await engine.table.commit(decision!.writes);
      return decision!.is === 'unsubscribed for today' ? 'too-often' : decision!.writes.length;
    };
    const alternate = async (day: number, link = first) => [
      await act(unsubscribe, link, day),
      await act(resubscribe, link, day),
    ];
    // The consent, its event, and the look at the customer.
    const changes = [3, 3];
    expect([await alternate(4), await alternate(4, second), await alternate(4)]).toEqual(
      Array(3).fill(changes),
    );
    expect(await alternate(4)).toEqual([3, 'too-often']);
    expect(await alternate(4, second)).toEqual([0, 'too-often']);
    const key = { customerId: first.customerId, purpose: 'surveys', channel: 'email' } as const;
    expect(await consents.find(key)).toMatchObject({ status: 'withdrawn', version: 7 });
    expect(await act(resubscribe, first, 5)).toBe(3);
    expect([await alternate(5), await alternate(5)]).toEqual([changes, changes]);
    expect(await alternate(5)).toEqual([3, 'too-often']);
  });

  it('is taken back only once by two at the same moment', async () => {
    const invitation = await keep(anInvitation());
    const consents = createConsentReader(engine.table);
    const now = { ...context, consents, origin: origin() };
    await engine.table.commit((await unsubscribe(invitation.token, now))!.writes);
    const both = await Promise.all([1, 2].map(() => resubscribe(invitation.token, now)));
    const outcomes = await Promise.allSettled(both.map((each) => engine.table.commit(each!.writes)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('needs a link that somebody was sent', async () => {
    const consents = createConsentReader(engine.table);
    for (const token of ['', 'a'.repeat(43)]) {
      expect(await unsubscribe(token, { ...context, consents, origin: origin() })).toBeUndefined();
    }
  });
});
