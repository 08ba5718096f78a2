/** A cloud of their own: hand-overs through the API, what they move, whom they tell, and what was left behind. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { createTable } from '../../../shared/table/table.ts';
import { put } from '../../../shared/table/write.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  // A Thursday, 10:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-26T02:00:00.000Z') });
  [manager, agent] = await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)]);
});
afterAll(() => cloud?.close());
beforeEach(() => cloud.local.inbox.clear());

const due = { wallTime: '2026-12-21T10:00' };
const entryOf = (staffId: string) => ({
  name: `孙${staffId.slice(-4)}`,
  email: `${staffId}@rapport.example`,
});

async function aMember(fields: object = {}): Promise<string> {
  const staffId = `staff-${crypto.randomUUID().slice(0, 13)}`;
  await manager.staff.putStaff({ params: { staffId }, body: { ...entryOf(staffId), ...fields } });
  return staffId;
}

const leave = (staffId: string) =>
  manager.staff.putStaff(
    { params: { staffId }, body: { ...entryOf(staffId), active: false } },
    { ifMatch: '*' },
  );

async function aCustomer(owner: string | null, fields: object = {}): Promise<string> {
  const { body } = await manager.customers.createCustomer({ body: { name: '李雷', owner, ...fields } });
  return body.id;
}

async function promise(owner?: string | null, customerId?: string) {
  const body = { customerId: customerId ?? (await aCustomer(null)), why: 'Asked', due, owner };
  return (await manager.callbacks.createCallback({ body })).body;
}

const callback = async (callbackId: string) =>
  (await manager.callbacks.getCallback({ params: { callbackId } })).body;
const customer = async (customerId: string) =>
  (await manager.customers.getCustomer({ params: { customerId } })).body;
const handover = async (handoverId: string) =>
  (await manager.handovers.getHandover({ params: { handoverId } })).body;
const mailsTo = (staffId: string) =>
  cloud.local.inbox.mails().filter(({ to }) => JSON.stringify(to).includes(staffId));

async function handOver(body: Omit<Parameters<Api['handovers']['createHandover']>[0]['body'], 'reason'>) {
  const started = await manager.handovers.createHandover({ body: { reason: '离职', ...body } });
  await cloud.idle();
  return handover(started.body.id);
}

const setRules = async (rules: Parameters<Api['assignments']['putAssignmentRules']>[0]['body']['rules']) => {
  const params = { kind: 'callbacks' } as const;
  await manager.assignments.putAssignmentRules({ params, body: { rules } }, { ifMatch: '*' });
};

describe('a hand-over', () => {
  it('gives nothing to somebody who takes on no work, nor does anything else', async () => {
    const [from, analyst] = [await aMember(), await aMember({ takesWork: false })];
    const theirs = await aCustomer(from);
    const call = await promise(from, theirs);
    const reason = expect.stringMatching(/^Takes on no work/);
    const because = (pointer: string) => ({ problem: { errors: [{ pointer, reason }] } });
    await expect(handOver({ from, to: analyst, kinds: ['callbacks'] })).rejects.toMatchObject(
      because('/body/to'),
    );
    const given = { ifMatch: '*' } as const;
    await expect(
      manager.customers.patchCustomer({ params: { customerId: theirs }, body: { owner: analyst } }, given),
    ).rejects.toMatchObject(because('/body/owner'));
    await expect(aCustomer(analyst)).rejects.toMatchObject(because('/body/owner'));
    await expect(
      manager.callbacks.patchCallback({ params: { callbackId: call.id }, body: { owner: analyst } }, given),
    ).rejects.toMatchObject(because('/body/owner'));
    const absence = { from: '2026-12-07', until: '2026-12-11', deputy: analyst };
    await expect(
      manager.staff.planAbsence({ params: { staffId: from }, body: absence }),
    ).rejects.toMatchObject(because('/body/deputy'));
    await expect(callback(call.id)).resolves.toMatchObject({ owner: from });
    const { items } = (await manager.staff.listStaff({ query: { limit: 100 } })).body;
    expect(items.find(({ id }) => id === analyst)).toMatchObject({ takesWork: false });
    expect(items.find(({ id }) => id === from)).toMatchObject({ takesWork: true });
  });

  it('is previewed, moves everything, is told once, listed, and lets the giver go', async () => {
    const [from, to] = [await aMember({ territories: [{ tag: 'gold' }] }), await aMember()];
    const customers = [await aCustomer(from), await aCustomer(from)];
    const calls = [await promise(from), await promise(from, customers[0]), await promise(from)];
    const team = { name: 'Calls', leads: [from], members: [] };
    const { body: made } = await manager.teams.createTeam({ body: team });
    const absence = { from: '2026-12-07', until: '2026-12-11', deputy: from };
    const absent = await aMember();
    await manager.staff.planAbsence({ params: { staffId: absent }, body: absence });
    const { body: survey } = await manager.surveys.createSurvey({
      body: structuredClone(newSurvey) as never,
    });
    const improving = { surveyId: survey.id, questionId: 'recommend', owner: from, dueOn: '2036-12-18' };
    const { body: improvement } = await manager.improvements.createImprovement({
      body: { ...improving, finding: 'Late', action: 'Answer within a day' },
    });
    await cloud.idle();
    cloud.local.inbox.clear();
    const preview = await manager.handovers.getHoldings({ params: { staffId: from } });
    const counts = { customers: 2, callbacks: 3, teams: 1, standIns: 1, territories: 1, improvements: 1 };
    expect(preview.body).toEqual({
      staffId: from,
      kinds: Object.entries(counts).map(([kind, found]) => ({ kind, found })),
    });
    await expect(leave(from)).rejects.toMatchObject({
      problem: { open: { callbacks: 3, customers: 2, standIns: 1, teams: 1, improvements: 1 } },
    });
    const done = await handOver({ from, to });
    expect(done).toMatchObject({ status: 'done', to, reason: '离职', left: [], by: { id: 'li.na' } });
    expect(done.progress).toEqual(
      Object.entries(counts).map(([kind, found]) => ({ kind, found, moved: found, left: 0 })),
    );
    for (const id of customers) expect(await customer(id)).toMatchObject({ owner: to, version: 2 });
    for (const { id } of calls) expect(await callback(id)).toMatchObject({ owner: to, version: 2 });
    expect((await manager.teams.getTeam({ params: { teamId: made.id } })).body.leads).toEqual([to]);
    const params = { improvementId: improvement.id };
    expect((await manager.improvements.getImprovement({ params })).body).toMatchObject({ owner: to });
    const mails = mailsTo(to);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('客户：2 位');
    expect(mails[0]?.text).toContain('离职');
    expect(mails[0]?.html).toContain(`href="${cloud.url}/desk/handovers/${done.id}"`);
    expect((await manager.handovers.listHandovers({})).body.items[0]).toMatchObject({
      ...{ id: done.id, from, to, status: 'done', moved: 9, left: 0 },
    });
    expect((await leave(from)).body.active).toBe(false);
  });

  it('of customers alone leaves their callbacks with who makes them', async () => {
    const [from, to] = [await aMember(), await aMember()];
    const customerId = await aCustomer(from);
    const call = await promise(from, customerId);
    await handOver({ from, to, kinds: ['customers'] });
    expect((await customer(customerId)).owner).toBe(to);
    expect(await callback(call.id)).toEqual(call);
  });

  it('costs for each row what its change by hand costs, and one small write', async () => {
    const [from, to] = [await aMember(), await aMember()];
    const unitsOf = async (act: () => Promise<unknown>) => {
      await cloud.idle();
      await cloud.resetMeter();
      await act();
      await cloud.idle();
      return cloud.meter();
    };
    const customerId = await aCustomer(from);
    const byHand = await unitsOf(() =>
      manager.customers.patchCustomer({ params: { customerId }, body: { owner: to } }, { ifMatch: 1 }),
    );
    const ordinary = byHand.routes['PATCH /customers/{customerId}']?.writeUnits ?? 0;
    const costOf = async (rows: number) => {
      for (let made = 0; made < rows; made += 1) await aCustomer(from);
      const { functions } = await unitsOf(() => handOver({ from, to, kinds: ['customers'] }));
      return functions.HandoversMoving?.writeUnits ?? 0;
    };
    const [few, more] = [await costOf(2), await costOf(22)];
    expect(ordinary).toBeGreaterThan(0);
    // A small item takes two write units in a transaction.
    expect((more - few) / 20).toBeLessThanOrEqual(ordinary + 2);
    expect(few).toBeGreaterThan(2 * ordinary);
  });

  it('stands in the timeline and in the audit trail, under the hand-over', async () => {
    const [from, to] = [await aMember(), await aMember()];
    const customerId = await aCustomer(from);
    const { id } = await handOver({ from, to });
    const { body } = await manager.customers.listTimeline({ params: { customerId } });
    expect(body.items[0]).toMatchObject({
      type: 'customer.changed',
      data: { handoverId: id, previousOwner: from },
      changes: { before: { owner: from }, after: { owner: to } },
    });
    const trail = await manager.audit.listAudit({ query: { record: id } });
    expect(trail.body.items.map(({ type }) => type)).toEqual(['handover.done', 'handover.started']);
    expect(trail.body.items[1]).toMatchObject({ actor: { kind: 'person', id: 'li.na' } });
  });

  it('is taken back, except for what somebody has decided since', async () => {
    const [from, to] = [await aMember(), await aMember()];
    const [given, kept] = [await aCustomer(from), await aCustomer(from)];
    const call = await promise(from);
    const { id } = await handOver({ from, to });
    await manager.customers.patchCustomer(
      { params: { customerId: given }, body: { owner: 'wang.fang' } },
      { ifMatch: 2 },
    );
    const params = { handoverId: id };
    expect((await manager.handovers.undoHandover({ params })).body.status).toBe('undoing');
    await cloud.idle();
    expect(await handover(id)).toMatchObject({
      status: 'undone',
      undo: { left: [{ kind: 'customers', id: given, because: 'changed-since' }], by: { id: 'li.na' } },
    });
    expect((await customer(given)).owner).toBe('wang.fang');
    expect((await customer(kept)).owner).toBe(from);
    expect((await callback(call.id)).owner).toBe(from);
    expect(mailsTo(from)).toHaveLength(1);
    // What was left can be asked for again, and stays while it is somebody else's.
    expect((await manager.handovers.undoHandover({ params })).body.status).toBe('undoing');
    await cloud.idle();
    expect(await handover(id)).toMatchObject({
      status: 'undone',
      undo: { left: [{ kind: 'customers', id: given, because: 'changed-since' }] },
    });
    expect((await customer(given)).owner).toBe('wang.fang');
  });

  it('is a matter of managers, and says in Chinese why it cannot be', async () => {
    const [from, to] = [await aMember(), await aMember()];
    const body = { from, to, reason: 'Leaves' };
    await expect(agent.handovers.createHandover({ body })).rejects.toMatchObject({ status: 403 });
    await expect(agent.handovers.getHoldings({ params: { staffId: from } })).rejects.toMatchObject({
      status: 403,
    });
    const token = await cloud.token('li.na');
    const post = async (fields: object) => {
      const reply = await fetch(`${cloud.url}/handovers`, {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${token}`, 'accept-language': 'zh-CN' },
          ...{ 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        },
        body: JSON.stringify({ ...body, ...fields }),
      });
      const { errors = [] } = (await reply.json()) as { errors?: { pointer: string; reason: string }[] };
      return [reply.status, errors[0]?.pointer, errors[0]?.reason];
    };
    const away = await aMember();
    const absence = { from: '2026-11-26', until: '2026-11-27', deputy: null };
    await manager.staff.planAbsence({ params: { staffId: away }, body: absence });
    expect(await post({ to: from })).toEqual([400, '/body/to', '不能移交给本人。']);
    expect(await post({ to: away })).toEqual([
      ...[400, '/body/to', '2026-11-26 至 2026-11-27 缺勤。请另选一位在岗人员。'],
    ]);
    expect(await post({ to: 'nobody.known' })).toEqual([
      ...[400, '/body/to', '此人不在此工作。请从 GET /staff 中选一位在职人员。'],
    ]);
    expect(await post({ from: 'nobody.known' })).toEqual([
      ...[400, '/body/from', '从未登记过此编号的人员。请从 GET /staff 中选一位。'],
    ]);
    expect(await post({ kinds: ['orders'] })).toEqual([
      400,
      '/body/kinds/0',
      expect.stringMatching(/必须是/),
    ]);
    expect(await post({ rules: true })).toEqual([400, '/body', expect.stringMatching(/其中一项/)]);
  });
});

/** The table itself, for a write that was decided before somebody left and comes after. */
function openTable() {
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) => /^AWS::DynamoDB::/.test(type));
  const client = new DynamoDBClient({
    ...{ endpoint: cloud.endpointUrl, region: cloud.local.cloud.region },
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const options = { marshallOptions: { removeUndefinedValues: true } };
  return createTable(DynamoDBDocumentClient.from(client, options), table?.ref ?? '');
}

describe('what whoever leaves is given in that moment', () => {
  it.each([
    ['some minutes later', 'PT3M'],
    ['by the sweep of the day', 'P1D'],
  ])('is found %s, given out by the rules, and told to the department', async (when, duration) => {
    const [from, next, other] = [await aMember(), await aMember(), await aMember()];
    const team = { name: `Next ${when}`, leads: [next], members: [other] };
    const { body: made } = await manager.teams.createTeam({ body: team });
    const candidates = { team: made.id, skills: [], speaksLanguage: false };
    await setRules([{ name: 'Next', by: 'round-robin', candidates }]);
    const [customerId, call] = [await aCustomer(null), await promise(null)];
    await leave(from);
    // The look at what was left behind is over by then.
    if (duration === 'P1D') await cloud.advance({ duration: 'PT5M' });
    const table = openTable();
    const [held, promised] = [
      await table.find(customerItem, { id: customerId }),
      await table.find(callbackItem, { id: call.id }),
    ];
    if (held === undefined || promised === undefined) throw new Error(`nothing to give ${when}`);
    await table.commit([
      put(customerItem, { ...held, owner: from, version: 2 }),
      put(callbackItem, { ...promised, owner: from, version: 2 }),
    ]);
    await cloud.idle();
    cloud.local.inbox.clear();
    await cloud.advance({ duration });
    expect(await customer(customerId)).toMatchObject({ owner: null });
    const given = await callback(call.id);
    expect(given).toMatchObject({ assigned: { rule: 'Next' } });
    expect([next, other]).toContain(given.owner);
    const { body } = await manager.handovers.listHandovers({});
    expect(body.items.filter((each) => each.from === from)).toMatchObject([
      { cause: 'left-behind', status: 'done', moved: 2, by: { kind: 'system' } },
    ]);
    const told = cloud.local.inbox.mails().filter(({ text }) => text.includes(body.items[0]?.id ?? '?'));
    expect(told).toHaveLength(1);
    await setRules([]);
  });

  it('cannot be more: who has left claims nothing', async () => {
    const call = await promise(null);
    await handOver({ from: 'wang.fang', to: 'li.na' });
    const params = { staffId: 'wang.fang' };
    const entry = { name: '王芳', email: 'wang.fang@rapport.example' };
    await manager.staff.putStaff({ params, body: { ...entry, active: false } }, { ifMatch: '*' });
    const claiming = agent.callbacks.claimCallback({ params: { callbackId: call.id } });
    await expect(claiming).rejects.toMatchObject({ status: 403 });
    await manager.staff.putStaff({ params, body: entry }, { ifMatch: '*' });
    await agent.callbacks.claimCallback({ params: { callbackId: call.id } });
  });
});

describe('the queue of a team', () => {
  it('holds what nobody was available for, is told to its leads, and is emptied when somebody is back', async () => {
    const [lead, absent] = [await aMember(), await aMember()];
    const team = { name: 'Away', leads: [lead], members: [absent] };
    const { body: made } = await manager.teams.createTeam({ body: team });
    const day = (await cloud.now()).toISOString().slice(0, 10);
    const away = { from: day, until: '2099-12-31', deputy: null };
    const absences = [
      (await manager.staff.planAbsence({ params: { staffId: lead }, body: away })).body,
      (await manager.staff.planAbsence({ params: { staffId: absent }, body: away })).body,
    ];
    const candidates = { team: made.id, skills: [], speaksLanguage: false };
    await setRules([{ name: 'Away', by: 'least-busy', candidates }]);
    const [waiting, claimed] = [await promise(), await promise()];
    expect(waiting).toMatchObject({ owner: null, team: made.id, assigned: { rule: null } });
    await cloud.idle();
    const about = ({ id }: { id: string }) => mailsTo(lead).filter(({ text }) => text.includes(id));
    expect(about(waiting)).toHaveLength(1);
    expect(about(waiting)[0]?.subject).toContain('团队队列');
    const queue = async () => {
      const query = { team: made.id, owner: 'none' } as const;
      return (await manager.callbacks.listCallbacks({ query })).body.items.map(({ id }) => id).toSorted();
    };
    expect(await queue()).toEqual([waiting.id, claimed.id].toSorted());
    await expect(
      manager.callbacks.listCallbacks({ query: { team: 'me', owner: 'none' } }),
    ).rejects.toMatchObject({ status: 400 });
    // Anybody may take one on; with nobody back, the sweep leaves the other.
    await agent.callbacks.claimCallback({ params: { callbackId: claimed.id } });
    await cloud.advance({ duration: 'PT11M' });
    expect(await queue()).toEqual([waiting.id, claimed.id].toSorted());
    const [, planned] = absences;
    await manager.staff.endAbsence({ params: { staffId: absent, absenceId: planned?.id ?? '' } });
    await cloud.advance({ duration: 'PT11M' });
    expect(await callback(waiting.id)).toMatchObject({ owner: absent, assigned: { rule: 'Away' } });
    expect(await callback(waiting.id)).not.toHaveProperty('team');
    expect(await callback(claimed.id)).toMatchObject({ owner: null, claim: { by: 'wang.fang' } });
    expect(await queue()).toEqual([claimed.id]);
    expect(about(waiting)).toHaveLength(1);
    expect(mailsTo(absent).filter(({ text }) => text.includes(waiting.id))).toHaveLength(1);
    await setRules([]);
  });
});
