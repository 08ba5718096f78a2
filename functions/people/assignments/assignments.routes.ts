/** Binds the routes of the assignments domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../staff/index.ts';
import { createTeamReader } from '../teams/index.ts';
import { assignmentsContract } from './assignments.contract.ts';
import { assignmentsSentences } from './assignments.sentences.ts';
import { createAssignmentsStore } from './assignments.store.ts';
import { putRules, restoreRules } from './operations/put-rules.ts';

export const assignmentsRoutes = routes(
  assignmentsContract,
  { sentences: assignmentsSentences },
  ({ table }) => {
    const assignments = createAssignmentsStore(table);
    const staff = createStaffReader(table);
    const teams = createTeamReader(table);
    return {
      getAssignmentRules: async ({ params }) => answer(200, await assignments.rulesOf(params.kind)),

      putAssignmentRules: async ({ params, body, ifMatch, origin }) => {
        const input = { kind: params.kind, version: ifMatch, entry: body };
        return answerAfter(200, await putRules(input, { assignments, staff, teams, origin }));
      },

      restoreAssignmentRules: async ({ params: { kind, eventId: changeId }, origin }) => {
        const context = { assignments, staff, teams, origin };
        return answerAfter(200, await restoreRules({ kind, changeId }, context));
      },
    };
  },
);
