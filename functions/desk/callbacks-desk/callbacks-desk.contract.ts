/** The work that is open: what the desk shows first. */
import { contract } from '../../../shared/contract/route.ts';
import { pageReplies } from '../desk/desk.schema.ts';

export const callbacksDeskContract = contract('callbacks-desk', 'The open work of staff.', {
  showHome: {
    method: 'GET',
    path: '/desk',
    permission: 'session',
    summary: 'See one’s open work, that of one’s teams and what waits for nobody',
    replies: pageReplies,
    errors: [],
  },
});
