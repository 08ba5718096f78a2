/** Counting on the real engine: each answer once, told apart by what was true then, equal to a recount whatever happens. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createTeamReader } from '../../../functions/people/teams/index.ts';
import { membershipItem } from '../../../functions/people/teams/teams.items.ts';
import { teamId } from '../../../functions/people/teams/teams.schema.ts';
import { campaignId, runId } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { invitationId } from '../../../functions/surveys/invitations/invitations.schema.ts';
import { createUncountedResponses } from '../../../functions/surveys/responses/index.ts';
import { responseItem } from '../../../functions/surveys/responses/responses.items.ts';
import { personalResponses } from '../../../functions/surveys/responses/responses.personal.ts';
import { type Response, responseId } from '../../../functions/surveys/responses/responses.schema.ts';
import { createResponsesStore } from '../../../functions/surveys/responses/responses.store.ts';
import { countResponses } from '../../../functions/surveys/results/operations/count-responses.ts';
import { countedTagItem, surveyCounterItem } from '../../../functions/surveys/results/results.items.ts';
import {
  countsOf,
  dayOf,
  monthOf,
  sumOf,
  type Tally,
} from '../../../functions/surveys/results/results.rules.ts';
import {
  createAnsweredCounts,
  createResultsStore,
} from '../../../functions/surveys/results/results.store.ts';
import { surveyId as surveyIds } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { at, origin } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let results: ReturnType<typeof createResultsStore>;
let responses: ReturnType<typeof createResponsesStore>;
let counting: Parameters<typeof countResponses>[1];

beforeAll(async () => {
  engine = await startTable();
  results = createResultsStore(engine.table);
  responses = createResponsesStore(engine.table);
  counting = {
    results,
    uncounted: createUncountedResponses(engine.table),
    customers: createCustomerReader(engine.table),
    teams: createTeamReader(engine.table),
    now: () => at,
    failed: () => undefined,
  };
});
afterAll(() => engine?.close());

async function aCustomer(fields: { owner?: string | null; tags?: string[]; deletedAt?: string } = {}) {
  const id = newId(customerId);
  const customer = {
    ...{ id, version: 1, name: '王芳', kind: 'person' as const, language: 'zh-CN' as const, externalIds: [] },
    ...{ timeZone: 'Asia/Shanghai', stage: 'potential' as const, tags: [], owner: null },
    ...{ createdAt: at, updatedAt: at, ...fields },
  };
  await engine.table.commit([put(customerItem, customer)]);
  return id;
}

async function anAnswer(fields: Partial<Response> & Pick<Response, 'surveyId' | 'customerId'>) {
  const response: Response = {
    ...{
      id: newId(responseId),
      surveyVersion: 1,
      invitationId: newId(invitationId),
      campaignId: newId(campaignId),
    },
    ...{ answeredAt: at, language: 'en', channel: 'email', answers: {}, scores: [], ...fields },
  };
  await engine.table.commit([responses.record(response, origin(response.answeredAt))]);
  return response;
}

const scored = (value: number): Partial<Response> => ({
  ...{ score: value, scale: 'nps', scores: [{ questionId: 'recommend', scale: 'nps', value }] },
  answers: {
    recommend: value,
    what: value > 5 ? ['speed', 'price'] : ['price'],
    sum: value / 4,
    why: 'Slow',
  },
});

/** Every answer of a survey as it lies in the table, counted anew without a counter. */
async function recount(surveyId: string) {
  const rows = (await responses.list({ surveyId }, { limit: 100 })).items.filter(({ suspect }) => !suspect);
  const facts = await engine.table.findMany(
    responseItem,
    rows.map((row) => ({ ...row })),
  );
  expect(facts).toHaveLength(rows.length);
  const tally = (some: readonly Response[]): Tally =>
    sumOf(some.map((each) => ({ answered: 1, counts: countsOf(each) })));
  const by = (keysOf: (response: Response) => readonly string[]) => {
    const pairs = facts.flatMap((fact) => keysOf(fact).map((key) => ({ key, fact })));
    return plainly(
      [...Map.groupBy(pairs, ({ key }) => key)].map(([key, found]) => [
        key,
        tally(found.map(({ fact }) => fact)),
      ]),
    );
  };
  return {
    all: plain(tally(facts)),
    months: by(({ answeredAt }) => [monthOf(answeredAt)]),
    runs: by(({ runId: run }) => (run === undefined ? [] : [run])),
    owners: by(({ group }) => [group?.ownerThen ?? 'none']),
    teams: by(({ group }) => group?.teams ?? []),
    tags: by(({ group }) => group?.tags ?? []),
    channels: by(({ channel }) => [channel ?? 'unknown']),
    languages: by(({ language }) => [language]),
  };
}

/** Sums of broken numbers differ in the last digit by the order of the parts. */
const plain = ({ answered, counts }: Tally) => ({
  answered,
  ...Object.fromEntries([...counts].sort().map(([name, count]) => [name, Number(count.toPrecision(9))])),
});
const plainly = (entries: readonly (readonly [string, Tally])[]) =>
  Object.fromEntries(entries.toSorted().map(([key, tally]) => [key, plain(tally)]));

/** The same out of the counters. */
async function counted(surveyId: string) {
  const [all, days, runs, groups] = await Promise.all([
    results.tallyOf(surveyId),
    results.daysOf(surveyId),
    results.runsOf(surveyId),
    results.groupsOf(surveyId),
  ]);
  const by = <Row extends { tally: Tally }>(
    rows: readonly Row[],
    keysOf: (row: Row) => readonly string[],
  ) => {
    const pairs = rows.flatMap((row) => keysOf(row).map((key) => ({ key, tally: row.tally })));
    return plainly(
      [...Map.groupBy(pairs, ({ key }) => key)].map(([key, found]) => [
        key,
        sumOf(found.map(({ tally }) => tally)),
      ]),
    );
  };
  expect(plain(sumOf(groups.map(({ tally }) => tally)))).toEqual(plain(all));
  return {
    all: plain(all),
    months: by(days, ({ day }) => [monthOf(day)]),
    runs: by(runs, ({ runId: run }) => [run]),
    owners: by(groups, ({ ownerThen }) => [ownerThen ?? 'none']),
    teams: by(groups, ({ teams }) => teams),
    tags: by(groups, ({ tags }) => tags),
    channels: by(groups, ({ channel }) => [channel ?? 'unknown']),
    languages: by(groups, ({ language }) => [language]),
  };
}

const withoutWords = (counts: object): unknown =>
  JSON.parse(JSON.stringify(counts, (name, value) => (name.startsWith('given#') ? undefined : value)));

describe('answers are counted', () => {
  it('exactly once, whatever is told twice and however batches overlap, and equal to a recount', async () => {
    const surveyId = newId(surveyIds);
    const campaign = newId(campaignId);
    const runs = [newId(runId), newId(runId)] as const;
    const team = newId(teamId);
    await engine.table.commit([put(membershipItem, { member: 'wang.fang', teamId: team })]);
    const facts: Response[] = [];
    for (let index = 0; index < 60; index += 1) {
      const owner = [null, 'wang.fang', 'liu.yang'][index % 3] ?? null;
      const customer = await aCustomer({ owner, tags: index % 4 ? ['vip'] : ['vip', '新客户'] });
      const fact = await anAnswer({
        ...{ surveyId, customerId: customer, campaignId: campaign },
        ...(index % 5 === 0 ? {} : { runId: runs[index % 3 ? 0 : 1] }),
        ...scored(index % 11),
        ...{ language: index % 2 ? 'zh-CN' : 'en', channel: index % 7 ? 'email' : 'sms' },
        answeredAt: `2026-1${index % 2}-2${index % 9}T0${index % 8}:00:00.000Z`,
      });
      facts.push(fact);
    }
    const batches = [
      facts.slice(0, 25),
      facts.slice(10, 40),
      [...facts.slice(35), ...facts.slice(50)],
      facts,
    ];
    for (const batch of batches.slice(0, 2)) await countResponses(batch, counting);
    let left = await Promise.all(batches.slice(2).map((batch) => countResponses(batch, counting)));
    for (let round = 0; left.some(({ size }) => size > 0) && round < 5; round += 1) {
      left = await Promise.all(batches.slice(2).map((batch) => countResponses(batch, counting)));
    }
    const found = await counted(surveyId);
    expect(found.all).toMatchObject({
      answered: 60,
      'nps#recommend#0': 6,
      'nps#recommend#5': 5,
      'choice#what': 60,
    });
    expect(found).toEqual(await recount(surveyId));
    expect(Object.keys(found.teams)).toEqual([team]);
    expect(found.owners).toMatchObject({ 'wang.fang': { answered: 20 }, none: { answered: 20 } });
    const byRun = await createAnsweredCounts(engine.table).ofRuns(
      [...runs, newId(runId)].map((id) => ({ id, surveyId, campaignId: campaign })),
    );
    expect([...byRun.values()].toSorted()).toEqual([16, 32]);
  });

  it('as their customers were then: later changes change nothing, and an answer told again is not told apart anew', async () => {
    const surveyId = newId(surveyIds);
    const customer = await aCustomer({ owner: 'wang.fang' });
    const fact = await anAnswer({ surveyId, customerId: customer, ...scored(9) });
    await countResponses([fact], counting);
    const before = await counted(surveyId);
    const [now] = await engine.table.findMany(customerItem, [{ id: customer }]);
    await engine.table.commit([
      put(customerItem, { ...now!, version: 2, owner: 'liu.yang', tags: ['late'] }),
    ]);
    await countResponses([fact, fact], counting);
    expect(await counted(surveyId)).toEqual(before);
    expect(before).toEqual(await recount(surveyId));
    expect(Object.keys(before.owners)).toEqual(['wang.fang']);
  });

  it('of a record that was merged into another one as of that customer', async () => {
    const surveyId = newId(surveyIds);
    const [into, merged] = [await aCustomer({ owner: 'liu.yang' }), await aCustomer({ owner: 'wang.fang' })];
    const fact = await anAnswer({ surveyId, customerId: merged, ...scored(9) });
    const [row] = await engine.table.findMany(customerItem, [{ id: merged }]);
    const merge = {
      ...{ into, version: 2, at, by: 'li.na', before: {}, after: {} },
      tags: [],
      addresses: [],
    };
    await engine.table.commit([put(customerItem, { ...row!, version: 2, merge })]);
    await countResponses([fact], counting);
    const found = await counted(surveyId);
    expect(Object.keys(found.owners)).toEqual(['liu.yang']);
    expect(found).toEqual(await recount(surveyId));
  });

  it('also of whoever was deleted a moment later, and stay when somebody is erased', async () => {
    const surveyId = newId(surveyIds);
    const gone = await anAnswer({ surveyId, customerId: await aCustomer({ deletedAt: at }), ...scored(2) });
    const kept = await anAnswer({
      ...{
        surveyId,
        customerId: await aCustomer({ owner: 'wang.fang', tags: ['王芳的母亲'] }),
        ...scored(10),
      },
      answeredAt: '2026-11-25T01:00:00.000Z',
    });
    await countResponses([gone, kept], counting);
    const before = await counted(surveyId);
    expect(before.owners).toMatchObject({ none: { answered: 1 }, 'wang.fang': { answered: 1 } });
    const [record] = await engine.table.findRecords(responseItem, [{ ...kept }]);
    const erased = personalResponses.items.find(({ item }) => item === responseItem)!.erase!(record!, {
      origin: origin(),
      table: engine.table,
    });
    expect(erased.result).toBe('cleaned');
    await engine.table.commit('writes' in erased ? (erased.writes ?? []) : []);
    expect(await counted(surveyId)).toEqual(before);
    // Of the answer itself the day and the words are gone: a recount finds the month, and all but that there were words.
    const found = await recount(surveyId);
    expect(withoutWords(before)).toEqual(withoutWords(found));
    expect([before.all, found.all]).toMatchObject([{ 'given#why': 2 }, { 'given#why': 1 }]);
    // Only one customer was ever called that.
    const tags = await results.findTags(Object.keys(before.tags));
    expect([...tags.values()]).toEqual([]);
  });

  it('apart by tags that more than one customer has by name, by the others without', async () => {
    const surveyId = newId(surveyIds);
    for (const tags of [['老客户', 'only hers'], ['老客户']]) {
      const fact = await anAnswer({ surveyId, customerId: await aCustomer({ tags }), ...scored(9) });
      await countResponses([fact], counting);
    }
    const { tags } = await counted(surveyId);
    const names = await results.findTags(Object.keys(tags));
    expect([...names.values()]).toEqual(['老客户']);
    const rows = await engine.table.findMany(
      countedTagItem,
      Object.keys(tags).map((hash) => ({ hash })),
    );
    expect(JSON.stringify(rows)).not.toContain('only hers');
  });

  it('however many questions they answer, in rows that hold no more than an expression adds', async () => {
    const surveyId = newId(surveyIds);
    const rows = Object.fromEntries(Array.from({ length: 10 }, (_, row) => [`row-${row}`, 'good']));
    const answers = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`grid-${index}`, rows]));
    const customer = await aCustomer();
    const facts = [];
    for (let index = 0; index < 3; index += 1)
      facts.push(await anAnswer({ surveyId, customerId: customer, answers }));
    expect(await countResponses(facts, counting)).toEqual(new Set());
    const found = await counted(surveyId);
    expect(found.all).toMatchObject({ answered: 3, 'matrix#grid-49': 3, 'matrix#grid-49#row-9#good': 3 });
    expect(found).toEqual(await recount(surveyId));
  });

  it('however far their numbers lie apart', async () => {
    const surveyId = newId(surveyIds);
    const customer = await aCustomer();
    // In each of the four partitions there are some of both, but for one time in a hundred thousand.
    const sums = Array.from({ length: 40 }, (_, index) => (index % 2 ? 0.0003 : 1e9));
    for (const sum of sums) {
      const fact = await anAnswer({ surveyId, customerId: customer, answers: { sum } });
      expect(await countResponses([fact], counting)).toEqual(new Set());
    }
    const { counts } = await results.tallyOf(surveyId);
    expect(counts.get('number#sum')).toBe(40);
    expect(counts.get('number#sum#sum')).toBeCloseTo((20 * (1e9 + 0.0003)) / 1e5, 9);
    expect(counts.get('number#sum#squares')).toBe(20e8);
  });

  it('over the partitions of a survey, none of which takes all of them', async () => {
    const surveyId = newId(surveyIds);
    for (let index = 0; index < 12; index += 1)
      await countResponses(
        [await anAnswer({ surveyId, customerId: await aCustomer(), ...scored(9) })],
        counting,
      );
    const rows = await engine.table.findRecords(
      surveyCounterItem,
      [0, 1, 2, 3].map((shard) => ({ surveyId, shard })),
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(Math.max(...rows.map(({ answered }) => Number(answered)))).toBeLessThan(12);
    expect(new Set(rows.map(({ pk }) => pk)).size).toBe(rows.length);
    expect(dayOf(at)).toBe('2026-11-23');
  });
});
