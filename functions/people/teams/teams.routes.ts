/** Binds the routes of the teams domain. */
import { askedOwner } from '../../../shared/identity/principal.ts';
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../staff/index.ts';
import { teamsContract } from './teams.contract.ts';
import { createTeam, deleteTeam, patchTeam, restoreTeam } from './teams.operations.ts';
import { teamsSentences } from './teams.sentences.ts';
import { createTeamsStore } from './teams.store.ts';

export const teamsRoutes = routes(teamsContract, { sentences: teamsSentences }, ({ table }) => {
  const teams = createTeamsStore(table);
  const staff = createStaffReader(table);
  return {
    createTeam: async ({ body, origin }) =>
      answerAfter(201, await createTeam(body, { teams, staff, origin })),

    listTeams: async ({ query: { member, ...page }, principal }) =>
      answer(200, await teams.list(page, askedOwner(principal, member))),

    getTeam: async ({ params }) => answer(200, await teams.get(params.teamId)),

    patchTeam: async ({ params, body, ifMatch, origin }) => {
      const input = { id: params.teamId, version: ifMatch, patch: body };
      return answerAfter(200, await patchTeam(input, { teams, staff, origin }));
    },

    restoreTeam: async ({ params: { teamId, eventId: changeId }, origin }) =>
      answerAfter(200, await restoreTeam({ id: teamId, changeId }, { teams, staff, origin })),

    deleteTeam: async ({ params, ifMatch, origin }) =>
      emptyAfter(204, await deleteTeam({ id: params.teamId, version: ifMatch }, { teams, origin })),
  };
});
