/** The work that is open: what the desk shows first and that of a team. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { pageReplies } from '../desk/desk.schema.ts';

const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

export const callbacksDeskContract = contract('callbacks-desk', 'The open work of staff.', {
  showHome: {
    ...page,
    method: 'GET',
    path: '/desk',
    summary: 'See one’s open work, that of one’s teams and what waits for nobody',
  },
  showTeamWork: {
    ...page,
    method: 'GET',
    path: '/desk/teams/{teamId}/work',
    summary: 'See what waits in the queue of a team, and the open work of its people',
    params: z.strictObject({ teamId: teamId.schema }),
  },
});
