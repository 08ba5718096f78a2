/** The closed loop at the desk: which answers are followed up, and what has come of each that was. */
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { pageReplies } from '../desk/desk.schema.ts';
import { LoopsFilter } from './closed-loop-desk.schema.ts';

export const closedLoopDeskContract = contract('closed-loop-desk', 'The closed loop, at the desk.', {
  showClosedLoop: {
    method: 'GET',
    path: '/desk/closed-loop',
    permission: 'session',
    summary: 'See which answers are followed up, how long the steps took, and what came of each',
    query: LoopsFilter.extend({ cursor: cursorSchema.optional() }),
    replies: pageReplies,
    errors: [],
  },
});
