/** The HTTP function of the staff domain: one line for each route of the contract. */
import { answer, answerAfter, httpHandler } from '../../../shared/runtime/http.ts';
import { openTable } from '../../../shared/table/client.ts';
import { getStaff } from './operations/get-staff.ts';
import { putStaff } from './operations/put-staff.ts';
import { staffContract } from './staff.contract.ts';
import { staffHttpEnvironment } from './staff.environment.ts';
import { createStaffStore } from './staff.store.ts';

const table = openTable(staffHttpEnvironment.read().TABLE_NAME);
const staff = createStaffStore(table);

export const handler = httpHandler(staffContract, table, {
  putStaff: async ({ params, body, origin }) => {
    const change = await putStaff({ staffId: params.staffId, entry: body }, { staff, origin });
    return answerAfter(change.created ? 201 : 200, change);
  },

  getStaff: async ({ params }) => answer(200, await getStaff(params.staffId, { staff })),

  listStaff: async ({ query }) => answer(200, await staff.list(query)),
});
