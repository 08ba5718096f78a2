import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;

beforeAll(async () => {
  [manager, agent] = (await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)])) as [Api, Api];
});

const unique = () => `staff-${crypto.randomUUID().slice(0, 13)}`;
const newEntry = () => ({ name: '孙丽', email: `${unique()}@rapport.example` });
const businessHours = {
  week: { tuesday: [{ from: '10:00', to: '16:00' }], monday: [{ from: '09:00', to: '12:00' }] },
  holidays: ['2026-12-25'],
  makeUpDays: [],
  holidaysKnown: null,
};

describe('staff', () => {
  it('are registered once and replaced by the next entry', async () => {
    const entry = newEntry();
    const params = { staffId: unique() };
    const first = await manager.staff.putStaff({ params, body: { ...entry, businessHours } });
    expect(first).toMatchObject({
      status: 201,
      body: { id: params.staffId, version: 1, ...entry, language: 'zh-CN', active: true, businessHours },
    });
    const second = await manager.staff.putStaff(
      { params, body: { ...entry, active: false } },
      { ifMatch: 1 },
    );
    expect(second).toMatchObject({ status: 200, body: { version: 2, active: false } });
    expect(second.body).not.toHaveProperty('businessHours');
    // Hours that say nothing of the statutory holidays keep those of offices, as the usual ones do.
    expect(first.body.holidaysKnown).toMatchObject({ from: '2026-01-01' });
    expect(second.body.holidaysKnown).toMatchObject({ from: '2026-01-01' });
    const { body } = await agent.staff.getStaff({ params });
    expect(body).toEqual({ ...second.body, standsInFor: [] });
  });

  it('stay the same version when told the same again', async () => {
    const entry = newEntry();
    const params = { staffId: unique() };
    const { body: made } = await manager.staff.putStaff({ params, body: { ...entry, businessHours } });
    const again = await manager.staff.putStaff({ params, body: { ...entry, businessHours } });
    expect(again).toMatchObject({ status: 200, body: made });
  });

  it('are not replaced by who has read an older version, or does not say which', async () => {
    const entry = newEntry();
    const params = { staffId: unique() };
    const { body: made } = await manager.staff.putStaff({ params, body: entry });
    const put = (skills: string[], ifMatch?: number) =>
      manager.staff.putStaff(
        { params, body: { ...entry, skills } },
        ifMatch === undefined ? {} : { ifMatch },
      );
    await put(['returns'], made.version);
    await expect(put(['tax'], made.version)).rejects.toMatchObject({ status: 412 });
    await expect(put(['tax'])).rejects.toMatchObject({
      status: 428,
      problem: { errors: [{ pointer: '/headers/if-match', reason: 'Required.' }] },
    });
    // Whoever repeats what was never answered says nothing new.
    expect((await put(['returns'])).body).toMatchObject({ skills: ['returns'], version: 2 });
  });

  it('cannot have hours without a working hour, unless they have left', async () => {
    const entry = newEntry();
    const params = { staffId: unique() };
    const aDay = 24 * 60 * 60 * 1000;
    const start = (await cloud.now()).getTime();
    // Every day that they could work on is a holiday, for longer than the search goes on.
    const holidays = Array.from({ length: 420 }, (_, day) =>
      new Date(start + (day - 2) * aDay).toISOString().slice(0, 10),
    );
    const hours = { ...businessHours, holidays };
    const attempt = manager.staff.putStaff({ params, body: { ...entry, businessHours: hours } });
    await expect(attempt).rejects.toMatchObject({
      status: 400,
      problem: {
        errors: [
          { pointer: '/body/businessHours', reason: expect.stringContaining('within the next 400 days') },
        ],
      },
    });
    const gone = { ...entry, active: false, businessHours: hours };
    expect(await manager.staff.putStaff({ params, body: gone })).toMatchObject({ status: 201 });
  });

  it('are one person however many register them at once', async () => {
    const entry = newEntry();
    const params = { staffId: unique() };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => manager.staff.putStaff({ params, body: entry })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.every(({ body }) => body.version === 1)).toBe(true);
  });

  it('are listed by name, page by page', async () => {
    const entry = newEntry();
    const staffId = unique();
    await manager.staff.putStaff({ params: { staffId }, body: { ...entry, name: `Zz ${staffId}` } });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await agent.staff.listStaff({ query });
      names.push(...body.items.map(({ name }) => name));
      cursor = body.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toContain(`Zz ${staffId}`);
    expect(names).toEqual([...names].sort());
  });

  it('are listed as those who take on work, or as those who do not any more', async () => {
    const [staying, leaving] = [unique(), unique()];
    for (const [staffId, active] of [
      [staying, true],
      [leaving, false],
    ] as const) {
      await manager.staff.putStaff({ params: { staffId }, body: { ...newEntry(), active } });
    }
    const listed = async (active?: 'true' | 'false') => {
      const found: string[] = [];
      let cursor: string | null | undefined;
      do {
        const query = { limit: 100, ...(active ? { active } : {}), ...(cursor ? { cursor } : {}) };
        const { body } = await agent.staff.listStaff({ query });
        found.push(...body.items.map(({ id }) => id));
        cursor = body.cursor;
      } while (cursor !== null);
      return found.filter((id) => id === staying || id === leaving).sort();
    };
    expect(await listed('true')).toEqual([staying]);
    expect(await listed('false')).toEqual([leaving]);
    expect(await listed()).toEqual([staying, leaving].sort());
  });

  it('can be changed by nobody but managers', async () => {
    const entry = newEntry();
    const attempt = agent.staff.putStaff({ params: { staffId: 'wang.fang' }, body: entry });
    await expect(attempt).rejects.toMatchObject({ status: 403, problem: { code: 'forbidden' } });
  });

  it('who are unknown are not found', async () => {
    const attempt = agent.staff.getStaff({ params: { staffId: unique() } });
    await expect(attempt).rejects.toMatchObject({ status: 404, problem: { code: 'not-found' } });
  });
});

describe('the address of a member of staff', () => {
  const taken = (staffId: string, reason: RegExp) => ({
    status: 409,
    problem: {
      code: 'conflict',
      existing: { id: staffId },
      errors: [{ pointer: '/body/email', reason: expect.stringMatching(reason) }],
    },
  });
  const any = { ifMatch: '*' } as const;
  const register = async (email = newEntry().email) => {
    const params = { staffId: unique() };
    const { body } = await manager.staff.putStaff({ params, body: { name: '孙丽', email } });
    return { params, body, entry: { name: '孙丽', email: body.email } };
  };

  it('is nobody else’s, however it is spelt, and is kept by whoever has it', async () => {
    const one = await register();
    const other = await register();
    const spelt = { ...other.entry, email: ` ${one.entry.email.toUpperCase()} ` };
    const change = manager.staff.putStaff({ params: other.params, body: spelt }, any);
    await expect(change).rejects.toMatchObject(taken(one.params.staffId, /^Taken by .* Use another address/));
    await expect(register(spelt.email)).rejects.toMatchObject(taken(one.params.staffId, /^Taken by/));
    expect((await manager.staff.getStaff({ params: other.params })).body.email).toBe(other.entry.email);
    const kept = { ...one.entry, skills: ['returns'] };
    const { body } = await manager.staff.putStaff({ params: one.params, body: kept }, any);
    expect(body).toMatchObject({ ...kept, version: 2 });
  });

  it('stays with who works here no longer, and is free once theirs is changed', async () => {
    const gone = await register();
    const put = (fields: object) =>
      manager.staff.putStaff({ params: gone.params, body: { ...gone.entry, active: false, ...fields } }, any);
    await put({});
    const refused = taken(gone.params.staffId, /works here no longer and keeps it.*PUT \/staff\/{staffId}/);
    await expect(register(gone.entry.email)).rejects.toMatchObject(refused);
    await put(newEntry());
    const { body } = await register(gone.entry.email);
    expect(body.email).toBe(gone.entry.email);
  });

  it('goes to one of those who are given it at the same moment', async () => {
    const { email } = newEntry();
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => register(email)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ status: 409 });
  });

  it('does not come back by a restore once it is another one’s', async () => {
    const one = await register();
    const after = { ...one.entry, email: newEntry().email };
    await manager.staff.putStaff({ params: one.params, body: after }, any);
    const heir = await register(one.entry.email);
    const trail = await manager.audit.listAudit({ query: { record: one.params.staffId } });
    const params = { ...one.params, eventId: trail.body.items[0]?.id ?? '' };
    await expect(manager.staff.restoreStaff({ params })).rejects.toMatchObject({
      status: 409,
      problem: { existing: { id: heir.params.staffId }, errors: [{ pointer: '/changes/before/email' }] },
    });
    await manager.staff.putStaff({ params: heir.params, body: newEntry() }, any);
    expect((await manager.staff.restoreStaff({ params })).body.email).toBe(one.entry.email);
  });
});

describe('who is calling', () => {
  it('is told also to a machine that may not read the staff', async () => {
    const erp = await cloud.as('erp');
    expect((await erp.staff.getMe()).body).toMatchObject({
      ...{ kind: 'machine', roles: [], staff: null, permissions: { 'customers.read': 'all' } },
    });
    await expect(erp.staff.listStaff()).rejects.toMatchObject({ status: 403 });
  });

  it('learns who they are, what they may do and on whose rows', async () => {
    const { body } = await agent.staff.getMe();
    expect(body).toMatchObject({
      kind: 'person',
      id: 'wang.fang',
      roles: ['agent'],
      permissions: { 'people.read': 'all', 'customers.write': 'own', 'callbacks.read': 'own' },
      staff: { id: 'wang.fang', active: true },
    });
    expect(body.permissions).not.toHaveProperty('people.write');
    expect((await manager.staff.getMe()).body).toMatchObject({
      roles: ['manager'],
      permissions: { 'people.write': 'all', 'callbacks.write': 'all' },
    });
  });
});
