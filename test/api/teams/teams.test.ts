/** A cloud of their own: what teams open would be seen by tests that count on closed rows. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let lead: Api;
let member: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, lead, member] = await Promise.all([
    cloud.as('li.na', 3),
    cloud.as('wang.fang', 3),
    cloud.as('david.brown', 3),
  ]);
});
afterAll(() => cloud.close());

const team = { name: 'Shanghai', leads: ['wang.fang'], members: ['david.brown'] };

/** No team of an earlier test opens anything. */
beforeEach(async () => {
  const { body } = await manager.teams.listTeams({});
  for (const { id, version } of body.items)
    await manager.teams.deleteTeam({ params: { teamId: id } }, { ifMatch: version });
});

async function createTeam(fields: Partial<typeof team> & { shared?: boolean } = {}) {
  return (await manager.teams.createTeam({ body: { ...team, ...fields } })).body;
}

async function customerOf(owner: string | null, name: string = crypto.randomUUID()) {
  return (await manager.customers.createCustomer({ body: { name, owner } })).body;
}

const refusal = (status: number, pointer: string) => ({
  status,
  problem: { errors: [expect.objectContaining({ pointer })] },
});

describe('a team', () => {
  it('is created, read, changed, listed and taken apart', async () => {
    const created = await createTeam();
    expect(created).toMatchObject({ ...team, shared: false, version: 1 });
    const params = { teamId: created.id };
    const patch = { body: { name: 'Shanghai East', shared: true } };
    const { body: changed } = await manager.teams.patchTeam({ params, ...patch }, { ifMatch: 1 });
    expect(changed).toMatchObject({ ...team, ...patch.body, version: 2 });
    expect((await member.teams.getTeam({ params })).body).toEqual(changed);
    const row = { id: created.id, name: 'Shanghai East', leads: ['wang.fang'], people: 2, shared: true };
    expect((await member.teams.listTeams({})).body.items).toMatchObject([row]);
    expect((await member.teams.listTeams({ query: { member: 'me' } })).body.items).toMatchObject([row]);
    expect((await member.teams.listTeams({ query: { member: 'li.na' } })).body.items).toEqual([]);
    await manager.teams.deleteTeam({ params }, { ifMatch: 2 });
    await expect(manager.teams.getTeam({ params })).rejects.toMatchObject({ status: 404 });
    expect((await member.teams.listTeams({ query: { member: 'me' } })).body.items).toEqual([]);
  });

  it('needs a lead, names everybody once and only those who work here', async () => {
    const attempts: [Partial<typeof team>, string][] = [
      [{ leads: [] }, '/body/leads'],
      [{ members: ['wang.fang'] }, '/body/members/0'],
      [{ members: ['david.brown', 'nobody.here'] }, '/body/members/1'],
      [{ leads: ['nobody.here'] }, '/body/leads/0'],
    ];
    for (const [fields, pointer] of attempts)
      await expect(createTeam(fields)).rejects.toMatchObject(refusal(400, pointer));
  });

  it('is changed by managers only, and by those who have read it', async () => {
    const { id: teamId } = await createTeam();
    const patch = { params: { teamId }, body: { shared: true } };
    await expect(lead.teams.patchTeam(patch, { ifMatch: 1 })).rejects.toMatchObject({ status: 403 });
    await expect(manager.teams.patchTeam(patch, { ifMatch: 7 })).rejects.toMatchObject({ status: 412 });
  });

  it('has a name of its own, which is free again when it is renamed or taken apart', async () => {
    const first = await createTeam({ name: 'Straße ＡＢ' });
    const taken = (id: string) => ({
      status: 409,
      problem: {
        code: 'conflict',
        existing: { id },
        errors: [{ pointer: '/body/name', reason: expect.stringContaining('Use another name') }],
      },
    });
    for (const name of ['Straße ＡＢ', ' STRASSE ab ', 'strasse AB'])
      await expect(createTeam({ name })).rejects.toMatchObject(taken(first.id));
    const second = await createTeam({ name: 'North' });
    const rename = (teamId: string, name: string) =>
      manager.teams.patchTeam({ params: { teamId }, body: { name } }, { ifMatch: '*' });
    await expect(rename(second.id, 'strasse ab')).rejects.toMatchObject(taken(first.id));
    // Another spelling of its own name.
    expect((await rename(first.id, 'Strasse AB')).body).toMatchObject({ name: 'Strasse AB', version: 2 });
    await rename(first.id, 'South');
    await rename(second.id, 'Straße AB');
    await manager.teams.deleteTeam({ params: { teamId: first.id } }, { ifMatch: '*' });
    const third = await createTeam({ name: 'south' });
    const trail = await manager.audit.listAudit({ query: { record: second.id } });
    await rename(third.id, 'NORTH');
    const params = { teamId: second.id, eventId: trail.body.items[0]?.id ?? '' };
    await expect(manager.teams.restoreTeam({ params })).rejects.toMatchObject({
      status: 409,
      problem: { existing: { id: third.id }, errors: [{ pointer: '/changes/before/name' }] },
    });
    await rename(third.id, 'West');
    expect((await manager.teams.restoreTeam({ params })).body.name).toBe('North');
  });

  it('is one of those that are given a name at the same moment', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => createTeam({ name: 'One' })));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ status: 409 });
  });

  it('loses nobody when two change it at once', async () => {
    const { id: teamId } = await createTeam();
    const params = { teamId };
    const outcomes = await Promise.allSettled(
      [['chen.jing'], ['zhao.wei']].map((members) =>
        manager.teams.patchTeam({ params, body: { members } }, { ifMatch: 1 }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { members } = (await manager.teams.getTeam({ params })).body;
    const of = async (id: string) => (await manager.teams.listTeams({ query: { member: id } })).body.items;
    expect(await of(members[0] as string)).toHaveLength(1);
    expect(await of(members[0] === 'chen.jing' ? 'zhao.wei' : 'chen.jing')).toEqual([]);
    expect(await of('david.brown')).toEqual([]);
  });

  it('has to be left before somebody is made inactive', async () => {
    await createTeam({ members: ['zhao.wei'] });
    const body = { name: 'Zhao Wei', email: 'zhao.wei@rapport.example', active: false };
    const attempt = manager.staff.putStaff({ params: { staffId: 'zhao.wei' }, body }, { ifMatch: '*' });
    await expect(attempt).rejects.toMatchObject({ status: 422, problem: { open: { teams: 1 } } });
  });
});

describe('rows', () => {
  it('of the people of a team are those of its lead, from the next request on', async () => {
    const customer = await customerOf('david.brown');
    const params = { customerId: customer.id };
    await expect(lead.customers.getCustomer({ params })).rejects.toMatchObject({ status: 404 });
    const { id: teamId, version } = await createTeam();
    expect((await lead.customers.getCustomer({ params })).body).toEqual(customer);
    const patched = await lead.customers.patchCustomer({ params, body: { tags: ['vip'] } }, { ifMatch: 1 });
    expect(patched.body).toMatchObject({ tags: ['vip'], owner: 'david.brown' });
    await manager.teams.deleteTeam({ params: { teamId } }, { ifMatch: version });
    await expect(lead.customers.getCustomer({ params })).rejects.toMatchObject({ status: 404 });
  });

  it('of the lead are not those of the people, unless the team shares them', async () => {
    const params = { customerId: (await customerOf('wang.fang')).id };
    const { id: teamId } = await createTeam();
    await expect(member.customers.getCustomer({ params })).rejects.toMatchObject({ status: 404 });
    await manager.teams.patchTeam({ params: { teamId }, body: { shared: true } }, { ifMatch: 1 });
    expect((await member.customers.getCustomer({ params })).body.id).toBe(params.customerId);
  });

  it('of a team are one list, newest first, page by page', async () => {
    const { id: teamId } = await createTeam();
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1)
      made.unshift((await customerOf(index % 2 === 0 ? 'wang.fang' : 'david.brown')).id);
    const stranger = (await customerOf('chen.jing')).id;
    for (const [api, team] of [
      [lead, 'me'],
      [lead, teamId],
      [manager, teamId],
    ] as const) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { team, limit: 3, ...(cursor === undefined ? {} : { cursor }) };
        const { body } = await api.customers.listCustomers({ query });
        expect(body.items.length).toBeLessThanOrEqual(3);
        ids.push(...body.items.map(({ id }) => id));
        cursor = body.cursor ?? undefined;
      } while (cursor !== undefined);
      expect(ids.slice(0, 7)).toEqual(made);
      expect(ids).not.toContain(stranger);
    }
  });

  it('of a colleague are listed for whoever reaches them, and refused to others with the reason', async () => {
    const { id: teamId } = await createTeam();
    const customer = await customerOf('david.brown');
    const { body } = await lead.customers.listCustomers({ query: { owner: 'david.brown' } });
    expect(body.items.map(({ id }) => id)).toContain(customer.id);
    for (const query of [{ owner: 'wang.fang' }, { team: teamId }])
      await expect(member.customers.listCustomers({ query })).rejects.toMatchObject({ status: 403 });
    const both = { owner: 'wang.fang', team: 'me' } as const;
    await expect(lead.customers.listCustomers({ query: both })).rejects.toMatchObject(
      refusal(400, '/query/team'),
    );
  });

  it('can be given by a lead within the team', async () => {
    await createTeam();
    const body = { name: 'Given', owner: 'david.brown' };
    expect((await lead.customers.createCustomer({ body })).body.owner).toBe('david.brown');
    const attempt = lead.customers.createCustomer({ body: { ...body, owner: 'chen.jing' } });
    await expect(attempt).rejects.toMatchObject({ status: 403 });
    await expect(
      member.customers.createCustomer({ body: { ...body, owner: 'wang.fang' } }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe('callbacks', () => {
  it('of the people of a team are one queue of its lead, who may take them over and hand them on', async () => {
    await createTeam();
    const customer = await customerOf('david.brown');
    const due = { wallTime: '2027-01-11T10:00', timeZone: 'Europe/London' };
    const body = { customerId: customer.id, why: 'Promised', due };
    const { body: promised } = await member.callbacks.createCallback({ body });
    await cloud.idle();
    const rows = async (api: Api, query: object) => (await api.callbacks.listCallbacks({ query })).body.items;
    const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);
    expect(ids(await rows(lead, {}))).not.toContain(promised.id);
    expect(ids(await rows(lead, { team: 'me' }))).toContain(promised.id);
    expect(ids(await rows(lead, { owner: 'david.brown' }))).toContain(promised.id);
    const params = { callbackId: promised.id };
    const { version } = (await lead.callbacks.getCallback({ params })).body;
    const give = (owner: string) =>
      lead.callbacks.patchCallback({ params, body: { owner } }, { ifMatch: version });
    await expect(give('chen.jing')).rejects.toMatchObject({ status: 403 });
    expect((await give('wang.fang')).body.owner).toBe('wang.fang');
    await expect(member.callbacks.listCallbacks({ query: { owner: 'wang.fang' } })).rejects.toMatchObject({
      status: 403,
    });
  });
});
