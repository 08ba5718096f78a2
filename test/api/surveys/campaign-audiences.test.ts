/** Whom campaigns ask, through the API, on a clock of their own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
const ids: string[] = [];
const zone = 'Asia/Shanghai';

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  manager = await cloud.as('li.na', 3);
  surveyId = (await manager.surveys.createSurvey({ body: newSurvey as never })).body.id;
  const rows = Array.from({ length: 6 }, (_, index) => ({
    ...{ key: String(index), name: `Customer ${index}`, email: `c${index}@example.test` },
    tags: index < 2 ? ['fair'] : [],
  }));
  const { body } = await manager.customers.batchCustomers({ body: { rows } as never });
  ids.push(...body.rows.map(({ id = '' }) => id));
  await cloud.idle();
});
afterAll(() => cloud?.close());

const create = async (audience: object, fields: object = {}) =>
  (
    await manager.campaigns.createCampaign({
      body: {
        ...{ surveyId, name: 'Asks', schedule: { at: '2026-11-24T09:00', timeZone: zone }, audience },
        ...fields,
      } as never,
    })
  ).body;
const read = async (campaignId: string) =>
  (await manager.campaigns.getCampaign({ params: { campaignId } })).body;
const askedBy = async () =>
  (await cloud.inbox())
    .filter(({ text }) => text.includes('/s/'))

    .flatMap(({ to }) => to.map((each) => each.replace(/^.*<|>$/g, '')))
    .toSorted();

async function aList(customerIds: readonly string[]) {
  const { body } = await manager.lists.createList({ body: { name: 'Fair' } });
  if (customerIds.length > 0)
    await manager.lists.addMembers({ params: { listId: body.id }, body: { customerIds: [...customerIds] } });
  await cloud.idle();
  return (await manager.lists.getList({ params: { listId: body.id } })).body;
}

describe('an audience that nobody is in', () => {
  it.each([
    [{ kind: 'list', listId: 'list_01jd3x5y9hf1bvt6w0k2m4n8pq' }, '/body/audience/listId'],
    [{ kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'nobody' } }, '/body/audience/filter'],
    [
      { kind: 'filter', filter: { field: 'custom.secret', op: 'eq', value: 1 } },
      '/body/audience/filter/field',
    ],
    [{ kind: 'all', sample: { percent: 10, count: 10 } }, '/body/audience/sample'],
  ])('is refused: %j', async (audience, pointer) => {
    const { status, problem } = await refusal(create(audience));
    expect([status, problem?.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('a list that is deleted under a campaign', () => {
  it('holds the campaign, until it has another audience', async () => {
    const list = await aList(ids.slice(0, 1));
    const { id } = await create(
      { kind: 'list', listId: list.id },
      { schedule: { at: '2027-11-24T09:00', timeZone: zone } },
    );
    await cloud.idle();
    await manager.lists.deleteList({ params: { listId: list.id } }, { ifMatch: list.version });
    await cloud.idle();
    const held = await read(id);
    expect(held).toMatchObject({ status: 'held', holdReason: 'list-deleted', nextRuns: [] });
    const params = { campaignId: id };
    const foreseen = (await manager.campaigns.getCampaignPreview({ params })).body;
    expect(foreseen).toMatchObject({ runs: [], holdReason: 'list-deleted', audience: { size: 0 } });
    expect(foreseen.warnings).toEqual(held.warnings);
    const { body } = await manager.campaigns.patchCampaign(
      { params, body: { audience: { kind: 'all' } } },
      { ifMatch: held.version },
    );
    expect(body).toMatchObject({ status: 'active', audience: { kind: 'all' } });
    expect(body).not.toHaveProperty('holdReason');
    const { body: after } = await manager.campaigns.getCampaignPreview({ params });
    expect(after.runs.map(({ local }) => local)).toEqual(['2027-11-24T09:00']);
    expect(after).not.toHaveProperty('holdReason');
  });
});

describe('a campaign to a part of all', () => {
  it('asks whoever is in its list, and then by a filter whom no survey has asked yet', async () => {
    const list = await aList([ids[0]!, ids[3]!]);
    await create({ kind: 'list', listId: list.id });
    await cloud.idle();
    await cloud.advance({ to: '2026-11-24T01:05:00Z' });
    await cloud.idle();
    expect(await askedBy()).toEqual(['c0@example.test', 'c3@example.test']);
    const filter = { field: 'tags', op: 'contains', value: 'fair' };
    const { id } = await create(
      { kind: 'filter', filter, excludeAskedWithinDays: 30 },
      { schedule: { at: '2026-11-25T09:00', timeZone: zone } },
    );
    await cloud.idle();
    await cloud.advance({ to: '2026-11-25T01:05:00Z' });
    await cloud.idle();
    expect(await askedBy()).toEqual(['c0@example.test', 'c1@example.test', 'c3@example.test']);
    const { items } = (await manager.results.listCampaignRuns({ params: { campaignId: id } })).body;
    expect(items).toMatchObject([{ status: 'planned', planned: 1, leftOut: 1 }]);
  });
});

describe('a filter that is refused to who reads Chinese', () => {
  const nested = (depth: number): object =>
    depth === 0 ? { field: 'stage', op: 'eq', value: 'active' } : { not: nested(depth - 1) };

  it.each([
    { field: 'custom.secret', op: 'eq', value: 1 },
    { field: 'shoes', op: 'eq', value: 1 },
    { field: 'tags', op: 'startsWith', value: 'a' },
    { field: 'tags', op: 'contains', value: '' },
    { field: 'birthday', op: 'inMonth', value: 13 },
    { field: 'stage', op: 'in', value: [] },
    { and: [] },
    { surprise: 1 },
    nested(8),
  ])('is refused in Chinese: %j', async (filter) => {
    const schedule = { cron: '0 9 ? * 2 *', timeZone: zone };
    const response = await fetch(`${cloud.url}/campaigns`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await cloud.token('li.na')}`,
        'content-type': 'application/json',
        'accept-language': 'zh-CN',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({ surveyId, name: 'Asks', schedule, audience: { kind: 'filter', filter } }),
    });
    const { errors } = (await response.json()) as { errors: { pointer: string; reason: string }[] };
    expect(response.status).toBe(400);
    expect(errors[0]?.pointer).toMatch(/^\/body\/audience\/filter/);
    for (const { reason } of errors) expect(reason).toMatch(/[\u4e00-\u9fff]/);
  });
});
