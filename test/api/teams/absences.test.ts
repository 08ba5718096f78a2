/** A cloud of their own: whom absences open would be seen by tests that count on closed rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let deputy: Api;

beforeAll(async () => {
  // A Thursday, 10:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-26T02:00:00.000Z') });
  [manager, deputy] = await Promise.all([cloud.as('li.na', 3), cloud.as('david.brown', 3)]);
});
afterAll(() => cloud.close());

/** Somebody new, so that no test sees the absences of another. */
async function aMember(): Promise<string> {
  const staffId = `staff-${crypto.randomUUID().slice(0, 13)}`;
  await manager.staff.putStaff({
    params: { staffId },
    body: { name: '孙丽', email: `${staffId}@rapport.example` },
  });
  return staffId;
}

const week = { from: '2026-11-30', until: '2026-12-04' };
const away = async (staffId: string, fields: object = {}) =>
  (await manager.staff.planAbsence({ params: { staffId }, body: { ...week, ...fields } })).body;

const refused = (pointer: string, reason: RegExp) => ({
  status: 400,
  problem: { errors: [{ pointer, reason: expect.stringMatching(reason) }] },
});

describe('an absence', () => {
  it('stands with the person until it is taken back, whatever else is told of them', async () => {
    const staffId = await aMember();
    const planned = await away(staffId, { deputy: 'david.brown', note: '年假' });
    expect(planned).toEqual({
      ...{ id: expect.stringMatching(/^absence_/), deputy: 'david.brown', note: '年假' },
      ...week,
    });
    const body = { name: '孙丽丽', email: `${staffId}@rapport.example` };
    const { body: replaced } = await manager.staff.putStaff({ params: { staffId }, body }, { ifMatch: '*' });
    expect(replaced).toMatchObject({ name: '孙丽丽', absences: [planned] });
    const params = { staffId, absenceId: planned.id };
    await manager.staff.endAbsence({ params });
    expect((await manager.staff.getStaff({ params })).body.absences).toEqual([]);
    await expect(manager.staff.endAbsence({ params })).rejects.toMatchObject({ status: 404 });
  });

  it('tells why to the lead of a team, and to nobody else beside the person and who may change staff', async () => {
    const staffId = await aMember();
    await away(staffId, { note: '看病' });
    const params = { staffId };
    const noteFor = async (api: Api) => (await api.staff.getStaff({ params })).body.absences[0]?.note;
    expect(await noteFor(deputy)).toBeUndefined();
    expect(await noteFor(manager)).toBe('看病');
    const team = { name: 'Shanghai', leads: ['david.brown'], members: [staffId] };
    await manager.teams.createTeam({ body: team });
    expect(await noteFor(deputy)).toBe('看病');
  });

  it('is neither over nor backwards', async () => {
    const staffId = await aMember();
    await expect(away(staffId, { from: '2026-11-20', until: '2026-11-25' })).rejects.toMatchObject(
      refused('/body/until', /today is 2026-11-26/),
    );
    await expect(away(staffId, { until: '2026-11-29' })).rejects.toMatchObject(
      refused('/body/until', /before `from`/),
    );
  });

  it('has a deputy who is there', async () => {
    const [one, other] = [await aMember(), await aMember()];
    await expect(away(one, { deputy: one })).rejects.toMatchObject(refused('/body/deputy', /for themselves/));
    await expect(away(one, { deputy: 'nobody.here' })).rejects.toMatchObject(
      refused('/body/deputy', /GET \/staff/),
    );
    await away(other, { from: '2026-12-04', until: '2026-12-04' });
    await expect(away(one, { deputy: other })).rejects.toMatchObject(
      refused('/body/deputy', /away from 2026-12-04/),
    );
    await away(one, { until: '2026-12-03', deputy: other });
    await expect(away(other, { until: '2026-12-01' })).rejects.toMatchObject(
      refused('/body/from', new RegExp(`Stands in for .+ \\(${one}\\)`)),
    );
  });

  it('cannot go round in a circle, however close the two are planned', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await aMember(), await aMember()];
      const outcomes = await Promise.allSettled([away(one, { deputy: other }), away(other, { deputy: one })]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('keeps whoever stands in from leaving before somebody else does', async () => {
    const [absent, deputyId] = [await aMember(), await aMember()];
    const { id: absenceId } = await away(absent, { deputy: deputyId });
    const body = { name: '孙丽', email: `${deputyId}@rapport.example`, active: false };
    const leave = () => manager.staff.putStaff({ params: { staffId: deputyId }, body }, { ifMatch: '*' });
    await expect(leave()).rejects.toMatchObject({
      status: 422,
      problem: {
        open: { standIns: 1 },
        detail: expect.stringContaining(`absences to stand in for: 1 (${absent} 2026-11-30/2026-12-04)`),
      },
    });
    await manager.staff.endAbsence({ params: { staffId: absent, absenceId } });
    expect((await leave()).body.active).toBe(false);
  });

  it('opens the rows of the absent one to the deputy, on its days only', async () => {
    const staffId = await aMember();
    const { body: customer } = await manager.customers.createCustomer({
      body: { name: '李雷', owner: staffId },
    });
    const read = () => deputy.customers.getCustomer({ params: { customerId: customer.id } });
    await away(staffId, { deputy: 'david.brown' });
    await expect(read()).rejects.toMatchObject({ status: 404 });
    await cloud.advance({ to: '2026-11-29T16:00:00.000Z' });
    expect((await read()).body).toEqual(customer);
    await cloud.advance({ to: '2026-12-04T16:00:00.000Z' });
    await expect(read()).rejects.toMatchObject({ status: 404 });
  });
});
