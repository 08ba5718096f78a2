/** A cloud of their own: rules decide on every callback that is entered without an owner. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newestChange } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent] = await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)]);
});
afterAll(() => cloud?.close());

const params = { kind: 'callbacks' } as const;
type Rules = Parameters<Api['assignments']['putAssignmentRules']>[0]['body']['rules'];

const setRules = async (rules: Rules, ifMatch: number | '*' = '*') =>
  (await manager.assignments.putAssignmentRules({ params, body: { rules } }, { ifMatch })).body;

const refusal = (status: number, ...pointers: string[]) => ({
  status,
  problem: { errors: pointers.map((pointer) => expect.objectContaining({ pointer })) },
});

async function promise(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({ body: { name: '李雷', owner: null, ...fields } });
  const due = { wallTime: '2036-11-21T10:00' };
  const call = { customerId: body.id, why: 'Asked to be called', due };
  return (await manager.callbacks.createCallback({ body: call })).body;
}

describe('rules', () => {
  it('are none in the beginning, and are set by whoever has read them', async () => {
    const { body } = await agent.assignments.getAssignmentRules({ params });
    expect(body).toEqual({ kind: 'callbacks', version: 1, rules: [] });
    const set = await setRules([{ name: 'All', by: 'round-robin' }], 1);
    const all = { name: 'All', when: {}, candidates: { team: null, skills: [], speaksLanguage: false } };
    expect(set).toMatchObject({ kind: 'callbacks', version: 2, rules: [{ ...all, by: 'round-robin' }] });
    expect((await agent.assignments.getAssignmentRules({ params })).body).toEqual(set);
    expect(await setRules([{ name: 'All', by: 'round-robin' }], 2)).toEqual(set);
    await expect(setRules([], 1)).rejects.toMatchObject({ status: 412 });
    const attempt = agent.assignments.putAssignmentRules({ params, body: { rules: [] } }, { ifMatch: 2 });
    await expect(attempt).rejects.toMatchObject({ status: 403 });
  });

  it('name only teams that are there and skills that somebody has, each rule by another name', async () => {
    const team = 'team_01jd3x5y9hf1bvt6w0k2m4n8pq';
    const attempt = setRules([
      { name: 'One', by: 'owner' },
      { name: 'Two', by: 'least-busy', candidates: { team, skills: ['juggling'] } },
    ]);
    const place = '/body/rules/1/candidates';
    await expect(attempt).rejects.toMatchObject(refusal(400, `${place}/team`, `${place}/skills/0`));
    const twice = setRules([
      { name: 'One', by: 'owner' },
      { name: 'One', by: 'round-robin' },
    ]);
    await expect(twice).rejects.toMatchObject(refusal(400, '/body/rules/1'));
    const unknown = setRules([{ name: 'One', by: 'owner', when: { tags: [] } }]);
    await expect(unknown).rejects.toMatchObject(refusal(400, '/body/rules/0/when/tags'));
  });
});

describe('rules that were changed', () => {
  const restore = async (eventId: string) =>
    (await manager.assignments.restoreAssignmentRules({ params: { ...params, eventId } })).body;
  const newest = async () => {
    const { body } = await manager.audit.listAudit({ query: { record: 'assignment-rules/callbacks' } });
    return body.items[0]?.id ?? '';
  };

  it('come back, unless they have changed again since or one of their teams is gone', async () => {
    const { id } = (await manager.teams.createTeam({ body: { name: 'Silver', leads: ['li.na'] } })).body;
    const before = await setRules([{ name: 'Silver', by: 'owner', candidates: { team: id } }]);
    await setRules([]);
    const change = await newest();
    expect(await restore(change)).toMatchObject({ rules: before.rules, version: before.version + 2 });
    const newer = await newest();
    await expect(restore(change)).rejects.toMatchObject({
      status: 409,
      problem: { changedSince: ['rules'], newer: { eventId: newer } },
    });
    await setRules([]);
    const again = await newest();
    await manager.teams.deleteTeam({ params: { teamId: id } }, { ifMatch: '*' });
    await expect(restore(again)).rejects.toMatchObject(
      refusal(422, '/changes/before/rules/0/candidates/team'),
    );
  });
});

describe('a team that rules name', () => {
  it('is not taken apart, and the rules are said, also in Chinese', async () => {
    const { id } = (await manager.teams.createTeam({ body: { name: 'Gold', leads: ['li.na'] } })).body;
    await setRules([{ name: 'Gold first', by: 'least-busy', candidates: { team: id } }]);
    const takeApart = () => manager.teams.deleteTeam({ params: { teamId: id } }, { ifMatch: '*' });
    await expect(takeApart()).rejects.toMatchObject({
      status: 422,
      problem: { detail: expect.stringMatching(/rules for callbacks .* Gold first\. .*PUT/) },
    });
    await setRules([]);
    await takeApart();
  });
});

/** Everything in the table, by its key. */
async function itemsOfTable(): Promise<Readonly<Record<string, unknown>>> {
  await cloud.idle();
  const client = new DynamoDBClient({
    ...{ endpoint: cloud.endpointUrl, region: cloud.local.cloud.region },
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) => /^AWS::DynamoDB::/.test(type));
  const items: Record<string, unknown> = {};
  const pages = paginateScan({ client: DynamoDBDocumentClient.from(client) }, { TableName: table?.ref });
  for await (const { Items = [] } of pages) for (const item of Items) items[`${item.pk} ${item.sk}`] = item;
  return items;
}

describe('a call that is entered without an owner', () => {
  it('takes one turn, however often it is sent', async () => {
    const team = { name: 'Turns', leads: ['li.na'], members: ['wang.fang'] };
    const { id } = (await manager.teams.createTeam({ body: team })).body;
    await setRules([{ name: 'Turns', by: 'round-robin', candidates: { team: id } }]);
    const customer = await manager.customers.createCustomer({ body: { name: '李雷', owner: null } });
    const due = { wallTime: '2036-11-21T10:00' };
    const call = JSON.stringify({ customerId: customer.body.id, why: 'Asked to be called', due });
    const headers = {
      ...{ authorization: `Bearer ${await cloud.token('li.na')}`, 'content-type': 'application/json' },
      'idempotency-key': crypto.randomUUID(),
    };
    const send = (body: string) => fetch(`${cloud.url}/callbacks`, { method: 'POST', headers, body });
    const first = await send(call);
    const given = await first.json();
    expect(given).toMatchObject({ assigned: { rule: 'Turns', by: 'round-robin' } });
    const before = await itemsOfTable();
    expect(Object.keys(before).filter((key) => key.startsWith('TURNS#'))).toHaveLength(1);
    const again = await send(call);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect([again.status, again.headers.get('etag'), await again.json()]).toEqual([
      ...[201, first.headers.get('etag'), given],
    ]);
    expect((await send(call.replace('Asked', 'Wants'))).status).toBe(422);
    expect(await itemsOfTable()).toEqual(before);
    await setRules([]);
  });

  it('is given out by the rules, and says why', async () => {
    const team = { name: 'Calls', leads: ['li.na'], members: ['wang.fang', 'david.brown'] };
    const { body: made } = await manager.teams.createTeam({ body: team });
    const absence = { from: '2020-01-01', until: '2099-12-31', deputy: null };
    await manager.staff.planAbsence({ params: { staffId: 'david.brown' }, body: absence });
    await setRules([
      { name: 'Owner', by: 'owner' },
      { name: 'Gold', when: { tags: ['gold'] }, candidates: { team: made.id }, by: 'least-busy' },
    ]);
    expect(await promise({ owner: 'wang.fang' })).toMatchObject({
      owner: 'wang.fang',
      assigned: { rule: 'Owner', by: 'owner', skipped: [] },
    });
    const nobodys = await promise();
    expect(nobodys).toMatchObject({
      owner: null,
      assigned: { rule: null, by: null, foundNobody: [{ rule: 'Owner', because: 'no-owner' }] },
    });
    await cloud.idle();
    const skipped = [{ staffId: 'david.brown', because: 'absent' }];
    const given = await promise({ tags: ['gold'] });
    expect(given).toMatchObject({ owner: 'li.na', assigned: { rule: 'Gold', by: 'least-busy', skipped } });
    const read = await manager.callbacks.getCallback({ params: { callbackId: given.id } });
    expect(read.body).toEqual(given);
    const { body: trail } = await manager.audit.listAudit({ query: { record: given.id } });
    expect(trail.items.at(-1)).toMatchObject({ changes: { after: { assigned: given.assigned } } });
    const owner = { owner: 'wang.fang' };
    const byHand = await manager.callbacks.patchCallback(
      { params: { callbackId: given.id }, body: owner },
      { ifMatch: '*' },
    );
    expect(byHand.body).toMatchObject(owner);
    expect(byHand.body).not.toHaveProperty('assigned');
    await cloud.idle();
    const [, eventId] = await newestChange(manager, { record: given.id });
    const params = { callbackId: given.id };
    await manager.callbacks.restoreCallback({ params: { ...params, eventId } });
    const restored = await manager.callbacks.getCallback({ params });
    expect(restored.body).toMatchObject({ owner: given.owner, assigned: given.assigned });
  });
});
