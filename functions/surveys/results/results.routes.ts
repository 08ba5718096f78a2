/** The routes of results, served by the HTTP function of the area. */
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createMessageCounts } from '../../contact/messaging/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCampaignReader, createPartCheck, createRunReader } from '../campaigns/index.ts';
import { createBegunCounts } from '../responses/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { assertRun } from './operations/assert-run.ts';
import { getResultsFindings } from './operations/find-points.ts';
import { listRuns } from './operations/list-runs.ts';
import { getResultsFunnel } from './operations/read-funnel.ts';
import {
  getResultsBreakdown,
  getResultsTrend,
  getResultsWaves,
  getSurveyResults,
} from './operations/read-results.ts';
import { resultsContract } from './results.contract.ts';
import type { Narrowing } from './results.schema.ts';
import { resultsSentences } from './results.sentences.ts';
import { createAnsweredCounts, createResultsStore } from './results.store.ts';

export const resultsRoutes = routes(resultsContract, { sentences: resultsSentences }, ({ table }) => {
  const context = {
    surveys: createSurveyReader(table),
    results: createResultsStore(table),
    campaigns: createCampaignReader(table),
    runs: createRunReader(table),
    messages: createMessageCounts(table),
    answers: createAnsweredCounts(table),
    begun: createBegunCounts(table),
    staff: createStaffReader(table),
    teams: createTeamReader(table),
  };
  const assertPart = createPartCheck(table);
  const pointers = {
    ...{ campaignId: '/query/campaignId', runId: '/query/runId', questionId: '/query/question' },
  };
  /** What is asked for, once it is known to be of the survey. */
  async function asked<Query extends Narrowing & { readonly question?: string | undefined }>(
    {
      params,
      query,
    }: {
      readonly params: { readonly surveyId: string };
      readonly query: Query;
    },
    about?: 'answers' | 'invitations',
  ): Promise<Query & { readonly surveyId: string }> {
    const all = { ...params, ...query };
    await assertPart({ ...all, questionId: query.question }, pointers, about);
    await assertRun(all, context);
    return all;
  }
  return {
    getSurveyResults: async ({ principal, ...request }) =>
      answer(200, await getSurveyResults(await asked(request), { ...context, principal })),

    getResultsTrend: async ({ principal, ...request }) =>
      answer(200, await getResultsTrend(await asked(request), { ...context, principal })),

    getResultsBreakdown: async ({ principal, ...request }) =>
      answer(200, await getResultsBreakdown(await asked(request), { ...context, principal })),

    getResultsFindings: async ({ principal, ...request }) =>
      answer(200, await getResultsFindings(await asked(request), { ...context, principal })),

    getResultsWaves: async ({ principal, ...request }) =>
      answer(200, await getResultsWaves(await asked(request), { ...context, principal })),

    getResultsFunnel: async (request) =>
      answer(200, await getResultsFunnel(await asked(request, 'invitations'), context)),

    listCampaignRuns: async ({ params, query }) =>
      answer(200, await listRuns({ ...params, ...query }, context)),
  };
});
