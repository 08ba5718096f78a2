/** The routes of reports for staff and machines, served by the HTTP function of the area. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createPartCheck } from '../campaigns/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { createReport, revokeReport, shownReport } from './operations/share-report.ts';
import { reportsContract } from './reports.contract.ts';
import { reportsHttpEnvironment } from './reports.environment.ts';
import { reportsSentences } from './reports.sentences.ts';
import { createReportsStore } from './reports.store.ts';

export const reportsRoutes = routes(
  reportsContract,
  { environment: reportsHttpEnvironment, sentences: reportsSentences },
  ({ table, env }) => {
    const reports = createReportsStore(table);
    const surveys = createSurveyReader(table);
    const assertPart = createPartCheck(table);
    return {
      createReport: async ({ params, body, principal, origin }) => {
        const context = { reports, surveys, assertPart, principal, origin, publicUrl: env.PUBLIC_URL };
        return answerAfter(201, await createReport({ ...params, ...body }, context));
      },

      listReports: async ({ params, query }) => {
        await surveys.get(params.surveyId);
        const { items, cursor } = await reports.list(params.surveyId, query);
        return answer(200, { items: items.map(shownReport), cursor });
      },

      revokeReport: async ({ params, ifMatch, origin }) =>
        emptyAfter(204, await revokeReport({ id: params.reportId, version: ifMatch }, { reports, origin })),
    };
  },
);
