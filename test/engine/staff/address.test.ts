/** Addresses on a real engine, of people who were registered before an address was anybody's own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putStaff } from '../../../functions/people/staff/operations/put-staff.ts';
import { StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import { createStaffStore } from '../../../functions/people/staff/staff.store.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aMember, manager, origin } from '../callbacks/department.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const putting = (staffId: string, fields: object) =>
  commitWithRetry(engine.table, () => {
    const entry = StaffEntry.parse({ name: '王芳', ...fields });
    const context = { staff: createStaffStore(engine.table), countHeld: async () => ({}) };
    return putStaff({ staffId, version: '*', entry }, { ...context, principal: manager, origin });
  });

it('is theirs from the next entry on, and of two who shared one each keeps it', async () => {
  const email = 'shared@rapport.example';
  const [first, second] = [await aMember(engine.table, { email }), await aMember(engine.table, { email })];
  await putting(first, { email, skills: ['returns'] });
  await putting(second, { email, skills: ['tax'] });
  const taken = { code: 'conflict', members: { existing: { id: first } } };
  await expect(putting(await aMember(engine.table), { email })).rejects.toMatchObject(taken);
  // Whoever gives up what is another one's does not free it.
  await putting(second, { email: 'own@rapport.example' });
  await expect(putting(second, { email })).rejects.toMatchObject(taken);
  await putting(first, { email: 'other@rapport.example' });
  await putting(second, { email });
  await expect(putting(first, { email })).rejects.toMatchObject({ members: { existing: { id: second } } });
});
