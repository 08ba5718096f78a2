/** What calls come to, at the desk. */
import { contract } from '../../../shared/contract/route.ts';
import { pageReplies } from '../desk/desk.schema.ts';
import { CallsFilter } from './call-results-desk.schema.ts';

export const callResultsDeskContract = contract('call-results-desk', 'What calls come to, at the desk.', {
  showCallResults: {
    method: 'GET',
    path: '/desk/call-results',
    permission: 'session',
    summary: 'See how many customers calls reach, how soon, and how scores change after them',
    query: CallsFilter,
    replies: pageReplies,
    errors: [],
  },
});
