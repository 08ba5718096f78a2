/** The work that is open: what the desk shows first and that of a team. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';
import { callsNarrowing } from './callbacks-desk.schema.ts';

const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

export const callbacksDeskContract = contract('callbacks-desk', 'The open work of staff.', {
  showHome: {
    ...page,
    method: 'GET',
    path: '/desk',
    summary: 'See one’s open work, that of one’s teams and what waits for nobody',
  },
  showCalls: {
    ...page,
    method: 'GET',
    path: '/desk/calls',
    summary:
      'See one’s calls, or those of a colleague: those that are due, overdue, that come today or later, that are closed',
    query: z.strictObject({
      when: z.string().max(20).optional().describe('Which, e.g. `coming`; those of today if left out.'),
      owner: z
        .string()
        .max(128)
        .optional()
        .describe('Whose: a staff id, `all` or `none`; one’s own if left out.'),
      team: z
        .string()
        .max(128)
        .optional()
        .describe('Those of the people of this team, where no owner is named.'),
      ...callsNarrowing,
      cursor: cursorSchema.optional(),
    }),
  },
  sendTeamWork: {
    ...page,
    method: 'POST',
    path: '/desk/teams/{teamId}/work',
    summary: 'Give some calls of a team to somebody',
    params: z.strictObject({ teamId: teamId.schema }),
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
  showTeamWork: {
    ...page,
    method: 'GET',
    path: '/desk/teams/{teamId}/work',
    summary: 'See what waits in the queue of a team, and the open work of its people',
    params: z.strictObject({ teamId: teamId.schema }),
  },
});
