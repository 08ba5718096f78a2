/** Binds the routes of the staff domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { staffContract } from './staff.contract.ts';
import { putStaff, readMe } from './staff.operations.ts';
import { staffSentences } from './staff.sentences.ts';
import { createHoldingsReader, createStaffStore } from './staff.store.ts';

export const staffRoutes = routes(staffContract, { sentences: staffSentences }, ({ table }) => {
  const staff = createStaffStore(table);
  const countHeld = createHoldingsReader(table);
  return {
    putStaff: async ({ params, body, origin }) => {
      const change = await putStaff({ staffId: params.staffId, entry: body }, { staff, countHeld, origin });
      return answerAfter(change.created ? 201 : 200, change);
    },

    getStaff: async ({ params }) => answer(200, await staff.get(params.staffId)),

    getMe: async ({ principal }) => answer(200, await readMe(principal, { staff })),

    listStaff: async ({ query: { active, ...page } }) =>
      answer(
        200,
        await staff.list({ ...page, active: active === undefined ? undefined : active === 'true' }),
      ),
  };
});
