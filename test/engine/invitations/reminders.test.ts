/** Reminding who has not answered, on the real engine: once, never after an answer, later who was sent it later. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessageCounts, createMessageReader } from '../../../functions/contact/messaging/index.ts';
import { messageItem } from '../../../functions/contact/messaging/messaging.items.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import { runId } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { createCampaignReader } from '../../../functions/surveys/campaigns/index.ts';
import { invitationAnswered, reminderGroupOf } from '../../../functions/surveys/invitations/index.ts';
import { type Reminder, reminderItem } from '../../../functions/surveys/invitations/invitations.items.ts';
import { createInvitationsStore } from '../../../functions/surveys/invitations/invitations.store.ts';
import {
  invitationIdOf,
  planInvitations,
} from '../../../functions/surveys/invitations/operations/plan-invitations.ts';
import { remind } from '../../../functions/surveys/invitations/operations/remind.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { hashOfToken } from '../../../shared/messaging/links.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCampaign, aSurvey, at, links, origin, secretVersions } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const due = instantAfter(at, { days: 3 });

/** A page of a run whose invitations were planned, and sent so many hours later; undefined: not sent yet. */
async function aRun(sentAfter: readonly (number | undefined)[]) {
  const { table } = engine;
  const surveys = createSurveysStore(table);
  const invitations = createInvitationsStore(table);
  const survey = aSurvey();
  const campaign = aCampaign({ surveyId: survey.id });
  await table.commit([
    ...surveys.create(survey, origin()),
    insert(campaignItem, campaign, { onConflict: 'retry' }),
  ]);
  const customerIds: string[] = [];
  for (const _ of sentAfter) {
    const id = newId(customerId);
    const customer = {
      ...{
        id,
        version: 1,
        kind: 'person',
        name: '王芳',
        language: 'en',
        timeZone: 'Asia/Shanghai',
        owner: null,
      },
      ...{ stage: 'potential', tags: [], externalIds: [], createdAt: at, updatedAt: at },
    };
    await table.commit([insert(customerItem, customer as never, { onConflict: 'retry' })]);
    customerIds.push(id);
  }
  const page = {
    ...{ runId: newId(runId), campaignId: campaign.id, surveyId: survey.id, startedAt: at, customerIds },
    ...{ expiresAt: '2026-12-23T01:00:00.000Z', channel: 'email' as const, remindAfterDays: 3 },
  };
  const context = {
    ...{ invitations, surveys, links },
    customers: createCustomerReader(table),
    campaigns: createCampaignReader(table),
    messages: createMessageReader(table),
  };
  await planInvitations(page, { ...context, origin: origin() });
  await planInvitations(page, { ...context, origin: origin() });
  const invitationOf = async (index: number) => {
    const token = await links.tokenOf(secretVersions.first, invitationIdOf(page, customerIds[index]!));
    return (await invitations.find(hashOfToken(token)))!;
  };
  for (const [index, hours] of sentAfter.entries()) {
    const message = (await context.messages.find((await invitationOf(index)).messageId!))!;
    if (hours !== undefined)
      await table.commit([
        put(messageItem, { ...message, state: 'sent', sentAt: instantAfter(at, { hours }) }),
      ]);
  }
  const id = `${page.runId}-${hashOfParts(...customerIds)}`;
  return {
    ...{ page, campaign, invitationOf },
    remindAt: (instant: string) => remind(id, { ...context, origin: origin(instant) }),
    reminder: (): Promise<Reminder | undefined> => table.find(reminderItem, { id }),
    reminded: async () => {
      const group = reminderGroupOf(page.runId);
      return (await createMessageCounts(table).ofGroups([group])).get(group)?.planned ?? 0;
    },
  };
}

describe('reminding', () => {
  it('asks for one message each, however often and at once it is due', async () => {
    const run = await aRun(Array.from({ length: 13 }, () => 0));
    expect(await run.reminder()).toMatchObject({ dueAt: due });
    await run.remindAt(instantAfter(due, { minutes: -1 }));
    expect(await run.reminded()).toBe(0);
    await Promise.allSettled([run.remindAt(due), run.remindAt(due), run.remindAt(due)]);
    await run.remindAt(due);
    expect(await run.reminded()).toBe(13);
    expect(await run.reminder()).toBeUndefined();
    expect(await run.invitationOf(4)).toMatchObject({ remindedAt: due });
  });

  it('waits while the campaign is paused, and goes on when it is resumed', async () => {
    const run = await aRun([0, 0]);
    const paused = { ...run.campaign, status: 'paused' as const };
    await engine.table.commit([put(campaignItem, paused)]);
    await run.remindAt(due);
    const later = instantAfter(due, { hours: 6 });
    expect([await run.reminded(), (await run.reminder())?.dueAt]).toEqual([0, later]);
    await engine.table.commit([put(campaignItem, run.campaign)]);
    await run.remindAt(later);
    expect([await run.reminded(), await run.reminder()]).toEqual([2, undefined]);
  });

  it('passes over who has answered, and looks again at whose invitation went later or not yet', async () => {
    const run = await aRun([0, 0, 30, undefined]);
    await engine.table.commit([
      invitationAnswered(await run.invitationOf(0), 'response_01jd3x5y9hf1bvt6w0k2m4n8pq'),
    ]);
    await run.remindAt(due);
    expect(await run.reminded()).toBe(1);
    expect((await run.reminder())?.customerIds).toEqual(
      expect.arrayContaining(run.page.customerIds.slice(2)),
    );
    await run.remindAt(instantAfter(due, { hours: 30 }));
    expect(await run.reminded()).toBe(2);
    expect((await run.reminder())?.customerIds).toEqual([run.page.customerIds[3]]);
  });

  it('reminds nobody of a campaign that was stopped', async () => {
    const run = await aRun([0]);
    await engine.table.commit([put(campaignItem, { ...run.campaign, status: 'stopped' })]);
    await run.remindAt(due);
    expect(await run.reminded()).toBe(0);
    expect(await run.reminder()).toBeUndefined();
  });
});
