/** Whom a run hands over: a list, a filter, a sample, and not who was asked lately; on the real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactsItem } from '../../../functions/contact/budgets/budgets.items.ts';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import { customerId, NewCustomer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/index.ts';
import { listItem, membershipItem } from '../../../functions/customers/lists/lists.items.ts';
import { type ListRecord, listId } from '../../../functions/customers/lists/lists.schema.ts';
import { createListsStore } from '../../../functions/customers/lists/lists.store.ts';
import { type CampaignRecord, campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import { AudiencePage, RunsMessage } from '../../../functions/surveys/campaigns/campaigns.messages.ts';
import type { Audience } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import {
  createCampaignsStore,
  createRunsStore,
} from '../../../functions/surveys/campaigns/campaigns.store.ts';
import { handOverPage } from '../../../functions/surveys/campaigns/operations/hand-over-page.ts';
import { startRun } from '../../../functions/surveys/campaigns/operations/start-run.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { shards } from '../../../shared/table/pattern.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCampaign, aSurvey, at, origin, readersOf } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let campaigns: ReturnType<typeof createCampaignsStore>;
let runs: ReturnType<typeof createRunsStore>;
const people: string[] = [];
const list: ListRecord = {
  ...{ id: newId(listId), version: 1, name: 'Fair', members: 60 },
  ...{ createdBy: { kind: 'person', id: 'li.na' }, createdAt: at, updatedAt: at },
};
const tagged = { kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'fair' } } as const;

beforeAll(async () => {
  engine = await startTable();
  campaigns = createCampaignsStore(engine.table);
  runs = createRunsStore(engine.table);
  const store = createCustomersStore(engine.table);
  const uniqueness = { whenTaken: async () => new Error('taken'), uniqueFields: new Set<string>() };
  for (let index = 0; index < 240; index += 1) {
    const fields = NewCustomer.parse({ name: '李雷', tags: index % 3 === 0 ? ['fair'] : [] });
    const customer = newCustomer(newId(customerId), fields, at);
    await engine.table.commit(store.create(customer, origin(), uniqueness));
    await store.refreshDirectory(customer.id);
    people.push(customer.id);
  }
  await engine.table.commit([insert(listItem, list, { onConflict: 'retry' })]);
  for (const id of people.slice(0, 60)) await join(id, list.id);
}, 60_000);
afterAll(() => engine?.close());

const join = (id: string, list: string) =>
  engine.table.commit([
    insert(membershipItem, { customerId: id, listId: list, addedAt: at }, { onConflict: 'retry' }),
  ]);

interface Faults {
  /** What breaks when it is used for the first time for each page. */
  readonly broken?: 'audience' | 'pages' | 'mark';
  readonly beforePage?: (count: number, campaign: CampaignRecord) => Promise<void>;
}

/** Lives through a run of a campaign with this audience; answers whom it has handed over, and what the run tells. */
async function run(audience: Audience, { broken, beforePage }: Faults = {}) {
  const survey = aSurvey();
  const campaign = aCampaign({ surveyId: survey.id, audience });
  await engine.table.commit([
    ...createSurveysStore(engine.table).create(survey, origin()),
    insert(campaignItem, campaign, { onConflict: 'retry' }),
  ]);
  const waiting: object[] = [];
  const handedOver: string[] = [];
  let fault: Faults['broken'];
  const context = {
    ...readersOf(engine.table),
    campaigns,
    runs: {
      ...runs,
      saveProgress: (...args: Parameters<typeof runs.saveProgress>) =>
        fault === 'mark' ? Promise.reject(new Error('killed')) : runs.saveProgress(...args),
    },
    runsQueue: {
      async send(sent: readonly object[]) {
        if (fault === 'pages') throw new Error('The queue broke');
        waiting.push(...sent);
      },
    },
    audienceQueue: {
      async send(sent: readonly object[]) {
        if (fault === 'audience') throw new Error('The queue broke');
        handedOver.push(...sent.flatMap((page) => AudiencePage.parse(page).customerIds));
      },
    },
    now: () => at,
  };
  const firing = { kind: 'run' as const, campaignId: campaign.id, scheduledTime: at, version: 1 };
  expect(await startRun(firing, context)).toBeUndefined();
  const seen = new Set<string>();
  for (let count = 0; waiting.length > 0; count += 1) {
    const message = RunsMessage.parse(waiting.shift());
    if (message.kind !== 'page') throw new Error('Only pages were expected');
    await beforePage?.(count, campaign);
    const place = `${message.shard} ${message.page}`;
    fault = seen.has(place) ? undefined : broken;
    seen.add(place);
    try {
      await handOverPage(message, context);
    } catch (error) {
      if (fault === undefined) throw error;
      waiting.push(message);
    }
  }
  const [shown] = (await runs.list(campaign.id, { limit: 1 })).items;
  return { handedOver: handedOver.toSorted(), shown };
}

describe('the audience of a run', () => {
  it('is who is in a list', async () => {
    const { handedOver, shown } = await run({ kind: 'list', listId: list.id });
    expect(handedOver).toEqual(people.slice(0, 60).toSorted());
    expect(shown).toMatchObject({ status: 'planned', planned: 60 });
  });

  it('ends where its list is deleted, with a reason, and asks nobody twice', async () => {
    const second = { ...list, id: newId(listId) };
    await engine.table.commit([insert(listItem, second, { onConflict: 'retry' })]);
    for (const id of people) await join(id, second.id);
    const lists = createListsStore(engine.table);
    const beforePage = async (count: number) => {
      if (count === 2) await engine.table.commit(lists.delete(second, origin()));
    };
    const { handedOver, shown } = await run({ kind: 'list', listId: second.id }, { beforePage });
    expect(handedOver.length).toBeGreaterThan(0);
    expect(handedOver.length).toBeLessThanOrEqual(100);
    expect(new Set(handedOver).size).toBe(handedOver.length);
    expect(shown).toMatchObject({
      ...{ status: 'ended', endedBecause: 'list-deleted' },
      planned: handedOver.length,
    });
  });

  it('is whom a filter means', async () => {
    const { handedOver } = await run(tagged);
    expect(handedOver).toEqual(people.filter((_, index) => index % 3 === 0).toSorted());
  });

  it('leaves out who was asked lately, and says how many', async () => {
    const asked = (id: string, days: number) => ({
      ...{ customerId: id, version: 1, held: [] },
      sent: [
        {
          messageId: 'm',
          purpose: 'surveys',
          channel: 'email',
          at: instantAfter(at, { days: -days }),
        } as const,
      ],
    });
    const [lately = '', before = ''] = people;
    for (const each of [asked(lately, 79), asked(before, 81)])
      await engine.table.commit([insert(contactsItem, each, { onConflict: 'retry' })]);
    const { handedOver, shown } = await run({ ...tagged, excludeAskedWithinDays: 80 });
    expect(handedOver).toHaveLength(79);
    expect(handedOver).not.toContain(lately);
    expect(shown).toMatchObject({ planned: 79, leftOut: 1 });
  });
});

describe('a sample', () => {
  it.each([undefined, 'audience', 'pages', 'mark'] as const)(
    'of so many is exact and the same for the same seed (broken: %s)',
    async (broken) => {
      const drawn = await run({ kind: 'all', sample: { count: 70, seed: 'autumn' } });
      expect(drawn.handedOver).toHaveLength(70);
      const again = await run(
        { kind: 'all', sample: { count: 70, seed: 'autumn' } },
        broken === undefined ? {} : { broken },
      );
      expect([...new Set(again.handedOver)]).toEqual(drawn.handedOver);
      expect(again.shown).toMatchObject({ status: 'planned', planned: 70 });
    },
  );

  it('of a campaign that is stopped while lots are drawn asks nobody, and the run says so', async () => {
    for (const stopAt of [0, 1, shards.length - 1, shards.length]) {
      const { handedOver, shown } = await run(
        { kind: 'all', sample: { count: 70, seed: 'autumn' } },
        {
          async beforePage(count, campaign) {
            if (count === stopAt)
              await engine.table.commit([put(campaignItem, { ...campaign, status: 'stopped' })]);
          },
        },
      );
      expect(handedOver).toEqual([]);
      expect(shown).toMatchObject({ status: 'ended', endedBecause: 'not-active', planned: 0 });
    }
  });

  it('draws others by another seed, of those whom the filter means, and all where there are fewer', async () => {
    const one = await run({ ...tagged, sample: { count: 20, seed: 'one' } });
    const other = await run({ ...tagged, sample: { count: 20, seed: 'other' } });
    expect([one.handedOver.length, other.handedOver.length]).toEqual([20, 20]);
    expect(one.handedOver).not.toEqual(other.handedOver);
    const [first, second] = [
      await run({ kind: 'all', sample: { count: 20 } }),
      await run({ kind: 'all', sample: { count: 20 } }),
    ];
    expect(first.handedOver).not.toEqual(second.handedOver);
    const all = await run({ ...tagged, sample: { count: 2000, seed: 'one' } });
    expect(all.handedOver).toHaveLength(80);
  });

  it('of a part draws each customer by a lot of their own', async () => {
    const quarter = await run({ kind: 'all', sample: { percent: 25, seed: 'a' } });
    const half = await run({ kind: 'all', sample: { percent: 50, seed: 'a' } });
    expect(quarter.handedOver.length).toBeGreaterThan(35);
    expect(quarter.handedOver.length).toBeLessThan(90);
    expect(quarter.handedOver.every((id) => half.handedOver.includes(id))).toBe(true);
  });
});
