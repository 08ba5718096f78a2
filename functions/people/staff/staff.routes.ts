/** Binds the routes of the staff domain. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { endAbsence, planAbsence } from './operations/plan-absence.ts';
import { putOwnHours } from './operations/put-own-hours.ts';
import { putStaff } from './operations/put-staff.ts';
import { readMe, readStaff } from './operations/read-staff.ts';
import { restoreStaff } from './operations/restore-staff.ts';
import { staffContract } from './staff.contract.ts';
import { shownStaff } from './staff.rules.ts';
import { staffSentences } from './staff.sentences.ts';
import { createHoldingsReader, createStaffStore } from './staff.store.ts';

export const staffRoutes = routes(staffContract, { sentences: staffSentences }, ({ table }) => {
  const staff = createStaffStore(table);
  const countHeld = createHoldingsReader(table);
  return {
    putStaff: async ({ params, body, ifMatch, principal, origin }) => {
      const input = { staffId: params.staffId, version: ifMatch, entry: body };
      const change = await putStaff(input, { staff, countHeld, principal, origin });
      return answerAfter(change.created ? 201 : 200, { ...change, result: shownStaff(change.result) });
    },

    getStaff: async ({ params, principal, origin: { at } }) =>
      answer(200, await readStaff(params.staffId, { staff, principal, at })),

    planAbsence: async ({ params, body, origin }) => {
      const input = { staffId: params.staffId, input: body };
      return answerAfter(201, await planAbsence(input, { staff, origin }));
    },

    endAbsence: async ({ params, origin }) => emptyAfter(204, await endAbsence(params, { staff, origin })),

    restoreStaff: async ({ params: { staffId, eventId: changeId }, principal, origin }) => {
      const context = { staff, countHeld, principal, origin };
      const change = await restoreStaff({ staffId, changeId }, context);
      return answerAfter(200, { ...change, result: shownStaff(change.result) });
    },

    getMe: async ({ principal, origin: { at } }) => answer(200, await readMe({ staff, principal, at })),

    putOwnHours: async ({ principal, body, ifMatch, origin }) => {
      const input = { ...body, version: ifMatch };
      const change = await putOwnHours(input, { staff, principal, origin });
      return answerAfter(200, { ...change, result: shownStaff(change.result) });
    },

    listStaff: async ({ query: { active, ...page } }) =>
      answer(
        200,
        await staff.list({ ...page, active: active === undefined ? undefined : active === 'true' }),
      ),
  };
});
