/** The routes of teams: who works together, and who answers for it. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { NewTeam, Team, TeamPage, TeamPatch, teamId } from './teams.schema.ts';

const oneTeam = z.strictObject({ teamId: teamId.schema });

export const teamsContract = contract('teams', 'Who works together, and who answers for it.', {
  createTeam: {
    method: 'POST',
    path: '/teams',
    permission: 'people.write',
    summary: 'Create a team',
    description:
      'Its leads see and change the rows of everybody in it, as if they were their own; with `shared` everybody in it does. No two teams have the same name, whatever the case of its letters: the conflict names the other in `existing`.',
    body: NewTeam,
    replies: { 201: Team },
    errors: ['conflict'],
    example: { body: { name: 'Shanghai', leads: ['agent-lin'] } },
  },
  listTeams: {
    method: 'GET',
    path: '/teams',
    permission: 'people.read',
    summary: 'List the teams by name, or those of a person',
    query: pageQuery.extend({
      member: z
        .union([z.literal('me'), staffIdSchema])
        .optional()
        .describe('Only teams that this person belongs to, as a lead or not; `me` for the caller. One page.'),
    }),
    replies: { 200: TeamPage },
    errors: [],
  },
  getTeam: {
    method: 'GET',
    path: '/teams/{teamId}',
    permission: 'people.read',
    summary: 'Read a team',
    params: oneTeam,
    replies: { 200: Team },
    errors: ['not-found'],
  },
  patchTeam: {
    method: 'PATCH',
    path: '/teams/{teamId}',
    permission: 'people.write',
    summary: 'Change a team',
    description:
      'Somebody named in one list leaves the other. What people may see and do follows with their next request.',
    params: oneTeam,
    body: TeamPatch,
    ifMatch: true,
    replies: { 200: Team },
    errors: ['not-found', 'conflict'],
    example: { body: { shared: true } },
  },
  restoreTeam: {
    method: 'POST',
    path: '/teams/{teamId}/changes/{eventId}/restore',
    permission: 'people.write',
    summary: 'Give a team back what it was before a change',
    description:
      'The change is a `team.changed` of the trail, named by its id, and goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneTeam.extend({ eventId: eventId.schema }),
    replies: { 200: Team },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteTeam: {
    method: 'DELETE',
    path: '/teams/{teamId}',
    permission: 'people.write',
    summary: 'Take a team apart',
    description:
      'What its people look after stays theirs. A team that `GET /assignment-rules/{kind}` names is refused, and the rules are said.',
    params: oneTeam,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found', 'not-allowed-now'],
  },
});
