/** Staff and their absences, on a real engine: what a colleague stands in for, and two who change the same person. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planAbsence } from '../../../functions/people/staff/operations/plan-absence.ts';
import { putStaff } from '../../../functions/people/staff/operations/put-staff.ts';
import { readStaff } from '../../../functions/people/staff/operations/read-staff.ts';
import { StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import { createStaffStore, type StaffStore } from '../../../functions/people/staff/staff.store.ts';
import type { IfMatch } from '../../../shared/events/entity.ts';
import { type Principal, personScope, principalOf } from '../../../shared/identity/principal.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aMember, manager, origin } from '../callbacks/department.ts';

let engine: TestTable;
let staff: StaffStore;

beforeAll(async () => {
  engine = await startTable();
  staff = createStaffStore(engine.table);
});
afterAll(() => engine?.close());

const week = { from: '2026-11-30', until: '2026-12-04' };

const planning = (staffId: string, fields: object = {}) =>
  planAbsence({ staffId, input: { ...week, deputy: null, ...fields } }, { staff, origin });

async function away(staffId: string, fields: object = {}) {
  const { result, writes } = await planning(staffId, fields);
  await engine.table.commit(writes);
  return result;
}

async function putting(
  staffId: string,
  fields: object = {},
  { version = '*', principal = manager }: { version?: IfMatch; principal?: Principal } = {},
) {
  const entry = StaffEntry.parse({ name: '王芳', email: `${staffId}@rapport.example`, ...fields });
  return putStaff(
    { staffId, version, entry },
    { staff, countHeld: async () => ({ teams: 0 }), principal, origin },
  );
}

describe('whoever stands in', () => {
  it('does so on the days of the absent one, also when these have moved to another time zone', async () => {
    const [absent, deputy] = [await aMember(engine.table), await aMember(engine.table)];
    const { id: absenceId } = await away(absent, { deputy });
    await engine.table.commit((await putting(absent, { timeZone: 'America/New_York' })).writes);
    expect(await staff.listDeputizing(deputy)).toEqual([
      { deputy, absenceId, absent, timeZone: 'America/New_York', ...week },
    ]);
    expect((await staff.get(absent)).absences).toHaveLength(1);
  });

  it('is told for whom and when, and so is who wants them to leave', async () => {
    const [absent, deputy] = [await aMember(engine.table), await aMember(engine.table)];
    const { id: absenceId } = await away(absent, { deputy });
    const context = { staff, principal: manager, at: origin.at };
    const standsInFor = [{ staffId: absent, absenceId, ...week }];
    expect(await readStaff(deputy, context)).toMatchObject({ standsInFor });
    expect(await readStaff(deputy, { ...context, at: '2026-12-05T10:00:00.000Z' })).toMatchObject({
      standsInFor: [],
    });
    await expect(putting(deputy, { active: false })).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: expect.stringContaining(`absences to stand in for: 1 (${absent} 2026-11-30/2026-12-04).`),
    });
  });
});

describe('whoever stood in for somebody who works here no longer', () => {
  it('may be away themselves and leave, until the other is back', async () => {
    const [absent, deputy] = [await aMember(engine.table), await aMember(engine.table)];
    await away(absent, { deputy });
    const put = async (id: string, active: boolean) =>
      engine.table.commit((await putting(id, { active })).writes);
    await put(absent, false);
    expect(await staff.listDeputizing(deputy)).toEqual([]);
    expect(await away(deputy)).toMatchObject(week);
    await put(deputy, false);
    await put(deputy, true);
    await put(absent, true);
    expect(await staff.listDeputizing(deputy)).toMatchObject([{ absent, ...week }]);
    expect((await staff.get(absent)).absences).toMatchObject([{ ...week, deputy }]);
  });
});

describe('an absence', () => {
  it('lies on days of its own, also when two plan at once', async () => {
    const staffId = await aMember(engine.table);
    const [one, other] = [await planning(staffId), await planning(staffId)];
    await engine.table.commit(one.writes);
    await expect(engine.table.commit(other.writes)).rejects.toBeInstanceOf(ConcurrentModification);
    await expect(planning(staffId, { from: '2026-12-04', until: '2026-12-10' })).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: expect.stringContaining(`from 2026-11-30 to 2026-12-04 already (${one.result.id})`),
    });
    await away(staffId, { from: '2026-12-05', until: '2026-12-10' });
    expect((await staff.get(staffId)).absences).toHaveLength(2);
  });

  it('has a note for the person, for whoever reaches their rows, and for those who may change staff', async () => {
    const staffId = await aMember(engine.table);
    await away(staffId, { note: '看病' });
    const agent = principalOf({ claims: { sub: 'agent-lin', scope: personScope } });
    const noteFor = async (principal: typeof agent) =>
      (await readStaff(staffId, { staff, principal, at: origin.at })).absences[0]?.note;
    expect(await noteFor(agent)).toBeUndefined();
    expect(await noteFor({ ...agent, id: staffId, reach: new Set([staffId]) })).toBe('看病');
    expect(await noteFor({ ...agent, reach: new Set(['agent-lin', staffId]) })).toBe('看病');
    expect(await noteFor(manager)).toBe('看病');
  });
});

describe('an entry', () => {
  it('replaces the version that was read, where one is named', async () => {
    const staffId = await aMember(engine.table);
    await engine.table.commit((await putting(staffId, { skills: ['returns'] }, { version: [1] })).writes);
    await expect(putting(staffId, { skills: ['tax'] }, { version: [1] })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    expect((await staff.get(staffId)).skills).toEqual(['returns']);
    await expect(putting(`${staffId}-new`, {}, { version: [1] })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    expect((await putting(`${staffId}-new`, {}, { version: 'unsaid' })).created).toBe(true);
  });
});

describe('letting somebody go', () => {
  it('is done by somebody else, and of two who let each other go, one stays', async () => {
    const [one, other] = [await aMember(engine.table), await aMember(engine.table)];
    const [byOne, byOther] = [one, other].map((id) => ({ principal: { ...manager, id } }));
    const inactive = { active: false };
    await expect(putting(one, inactive, byOne)).rejects.toMatchObject({
      code: 'not-allowed-now',
      message: 'Nobody makes themselves inactive. Ask somebody else who may change staff.',
    });
    const decided = [await putting(other, inactive, byOne), await putting(one, inactive, byOther)];
    await engine.table.commit(decided[0]?.writes ?? []);
    await expect(engine.table.commit(decided[1]?.writes ?? [])).rejects.toBeInstanceOf(
      ConcurrentModification,
    );
    // Decided again, as the runtime does: whoever has been let go decides nothing.
    await expect(putting(one, inactive, byOther)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await staff.get(one)).active).toBe(true);
  });
});
