/** The work that is open: what the desk shows first, that of a team, and who gets it. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { callbackIdSchema } from '../../callbacks/callbacks/callbacks.schema.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const oneCallback = z.strictObject({ callbackId: callbackIdSchema });
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
  showGiving: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}/owner',
    summary: 'Choose who makes a call',
    params: oneCallback,
  },
  sendGiving: {
    ...page,
    method: 'POST',
    path: '/desk/callbacks/{callbackId}/owner',
    summary: 'Give a call to somebody',
    params: oneCallback,
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
});
