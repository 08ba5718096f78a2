/** One firing of a campaign for many, planned, queued and sent, while calls fail and messages come twice. */
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomerReader } from '../../functions/customers/customers/index.ts';
import { campaignItem } from '../../functions/surveys/campaigns/campaigns.items.ts';
import { AudiencePage, RunsMessage } from '../../functions/surveys/campaigns/campaigns.messages.ts';
import { createCampaignsStore, createRunsStore } from '../../functions/surveys/campaigns/campaigns.store.ts';
import { handOverPage } from '../../functions/surveys/campaigns/operations/hand-over-page.ts';
import { startRun } from '../../functions/surveys/campaigns/operations/start-run.ts';
import { invitationRenderer } from '../../functions/surveys/invitations/index.ts';
import { createInvitationsStore } from '../../functions/surveys/invitations/invitations.store.ts';
import { planInvitations } from '../../functions/surveys/invitations/operations/plan-invitations.ts';
import { createSurveysStore } from '../../functions/surveys/surveys/surveys.store.ts';
import { createRandom } from '../../infra/demo/random.ts';
import type { Table } from '../../shared/table/table.ts';
import { put } from '../../shared/table/write.ts';
import { openOutbox } from '../engine/messaging/outbox.ts';
import { aCampaign, aSurvey, at, links, origin, readersOf } from './campaign-samples.ts';
import { type FaultyTable, startFaultyTable } from './faulty-table.ts';
import { sendAll } from './paced-campaign.ts';
import { makeCrowd, meteredTable } from './planned-crowd.ts';

/** Of a hundred calls so many fail in each way, and of a hundred messages so many come twice. */
const failing = 1;
const twice = 5;

/** What SES has granted, and the setting `mailsPerSecond`. */
const mailsPerSecond = 200;

/** At most so many pages of an audience are planned at once: the concurrency of the function. */
const planners = 5;

/**
 * A transaction of ten customers takes so long at least, which bounds how many of them are planned a second. DynamoDB
 * answers single writes in less than ten milliseconds, and transactions later
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html).
 */
const customersPerSecond = (planners * 10 * 1000) / 10;

/** Neither does what a sender does with one message: it reads it, takes a turn and hands it on, one call after the other. */
const deliveryMilliseconds = 10;

/** Declares the tests. */
export function proveFiring({ people }: { readonly people: number }): void {
  describe(`a firing for ${people} customers`, { timeout: Math.max(180_000, people * 100) }, () => {
    let faulty: FaultyTable;

    beforeAll(
      async () => {
        faulty = await startFaultyTable();
        await makeCrowd(faulty.plain.table, people, at);
      },
      Math.max(120_000, people * 10),
    );
    afterAll(() => faulty?.close());

    it('asks each of them once, none is lost, and no key takes more than 1,000 write units a second', async () => {
      const metered = meteredTable(faulty.table);
      const survey = aSurvey();
      const campaign = aCampaign({ surveyId: survey.id });
      await faulty.plain.table.commit([
        ...createSurveysStore(faulty.plain.table).create(survey, origin()),
        put(campaignItem, campaign),
      ]);
      const outbox = await openOutbox({ ...faulty.plain, table: metered.table });
      faulty.faults(
        ...(['drop-reply', 'error', 'throttle', 'conflict'] as const).map((kind) => ({
          ...{ rate: failing / 100, kind },
        })),
      );

      await plan(metered.table, campaign.id);
      const planning = Math.ceil((hottest(metered.units()) / people) * customersPerSecond);

      const ids = await messagesIn(faulty);
      expect(new Set(ids.map(({ customerId }) => customerId)).size).toBe(people);
      expect(ids).toHaveLength(people);

      const bySecond = new Map<string, number>();
      metered.units();
      let time = 0;
      const sent = await sendAll(
        outbox,
        ids.map(({ id }) => id),
        {
          ...{ mailsPerSecond, account: { mailsPerSecond }, twice, comesAgain: true },
          renderers: [invitationRenderer],
          after(clock) {
            // The clock stands still while all that waits is delivered, as many at once as there are senders.
            time = Math.max(clock, time + deliveryMilliseconds);
            for (const [key, units] of metered.units()) {
              const second = `${Math.floor(time / 1000)} ${key}`;
              bySecond.set(second, (bySecond.get(second) ?? 0) + units);
            }
          },
        },
      );
      const sending = hottest(bySecond);
      faulty.faults();
      const after = await messagesIn(faulty);
      expect([...sent.sentAt.values()].filter((times) => times.length > 1)).toEqual([]);
      // Of what was cut off in the middle nobody knows whether it went: it is not sent again, and known.
      const unknown = after.filter(({ state }) => state !== 'sent');
      expect(unknown.filter(({ state }) => state !== 'unknown')).toEqual([]);
      expect(sent.sentAt.size).toBeGreaterThan(people * 0.9);
      console.log(
        `${people} invitations: at most ${planning} write units a second on a key while planned, ${sending} while sent`,
      );
      expect(planning).toBeLessThanOrEqual(1000);
      expect(sending).toBeLessThanOrEqual(1000);
    });
  });
}

const hottest = (units: ReadonlyMap<string, number>) =>
  [...units.values()].reduce((most, each) => Math.max(most, each), 0);

/** What waits in a queue, of which some come twice, and what fails again. */
async function drain<Message>(queue: Message[], handle: (message: Message) => Promise<void>): Promise<void> {
  const random = createRandom('deliveries');
  for (let turn = 0; queue.length > 0; turn += planners) {
    const taken = queue.splice(0, planners);
    const deliveries = taken.flatMap((message, index) =>
      random.roll(turn, index) * 100 < twice ? [message, message] : [message],
    );
    await Promise.all(deliveries.map((message) => handle(message).catch(() => void queue.push(message))));
  }
}

/** Runs the campaign: pages of its audience go from queue to queue until each customer has an invitation. */
async function plan(table: Table, campaignId: string): Promise<void> {
  const pages: object[] = [];
  const audiences: object[] = [];
  const context = {
    ...readersOf(table),
    campaigns: createCampaignsStore(table),
    runs: createRunsStore(table),
    runsQueue: { send: async (messages: readonly object[]) => void pages.push(...messages) },
    audienceQueue: { send: async (messages: readonly object[]) => void audiences.push(...messages) },
    now: () => at,
  };
  const firing = { kind: 'run' as const, campaignId, scheduledTime: at, version: 1 };
  await drain([firing], async (message) => void (await startRun(message, context)));
  await drain(pages, async (message) => {
    const page = RunsMessage.parse(message);
    if (page.kind === 'page') await handOverPage(page, context);
  });
  const planning = {
    invitations: createInvitationsStore(table),
    surveys: createSurveysStore(table),
    customers: createCustomerReader(table),
    links,
    origin: { ...origin(), actor: { kind: 'system' as const, id: 'invitations-planning' } },
  };
  await drain(audiences, (message) => planInvitations(AudiencePage.parse(message), planning));
}

interface Found {
  readonly id: string;
  readonly customerId: string;
  readonly state: string;
}

/** Every message of the table. */
async function messagesIn({ plain }: FaultyTable): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const { Items = [] } of paginateScan({ client: plain.client }, { TableName: plain.name })) {
    for (const { type, id, recipient, state } of Items)
      if (type === 'message') found.push({ id, customerId: recipient.id, state });
  }
  return found;
}
