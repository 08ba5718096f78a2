/** Binds the routes of the closed loop. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createResponseReader } from '../../surveys/responses/index.ts';
import { createSurveyReader } from '../../surveys/surveys/index.ts';
import { createCommentReader } from '../../surveys/texts/index.ts';
import { closedLoopContract } from './closed-loop.contract.ts';
import { closedLoopSentences } from './closed-loop.sentences.ts';
import { createClosedLoopStore } from './closed-loop.store.ts';
import { listLoops, readLoop } from './operations/list-loops.ts';
import { loopResults } from './operations/loop-results.ts';
import { putLoopRules, restoreLoopRules } from './operations/put-loop-rules.ts';
import { withShadowed } from './operations/shadowed-rules.ts';
import { tryLoopRules } from './operations/try-loop-rules.ts';

export const closedLoopRoutes = routes(
  closedLoopContract,
  { sentences: closedLoopSentences },
  ({ table }) => {
    const loops = createClosedLoopStore(table);
    const customers = createCustomerReader(table);
    const responses = createResponseReader(table);
    const surveys = createSurveyReader(table);
    const comments = createCommentReader(table);
    const known = { staff: createStaffReader(table), teams: createTeamReader(table), surveys, comments };
    return {
      getLoopRules: async () => answer(200, withShadowed(await loops.getRules())),

      putLoopRules: async ({ body, ifMatch, principal, origin }) => {
        const input = { entry: body, version: ifMatch };
        const { result, writes } = await putLoopRules(input, { loops, ...known, principal, origin });
        return answerAfter(200, { result: withShadowed(result), writes });
      },

      restoreLoopRules: async ({ params, principal, origin }) => {
        const context = { loops, ...known, principal, origin };
        const { result, writes } = await restoreLoopRules(params.eventId, context);
        return answerAfter(200, { result: withShadowed(result), writes });
      },

      tryLoopRules: async ({ body, principal }) =>
        answer(200, await tryLoopRules(body, { loops, responses, comments, surveys, customers, principal })),

      listLoops: async ({ query, principal }) =>
        answer(200, await listLoops(query, { loops, customers, principal })),

      getLoop: async ({ params, principal }) =>
        answer(200, await readLoop(params.loopId, { loops, customers, principal })),

      getLoopResults: async ({ query, principal, origin: { at } }) =>
        answer(200, await loopResults(query, { loops, customers, principal, at })),
    };
  },
);
