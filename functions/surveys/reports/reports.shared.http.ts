/** The function behind the links of reports: what answers come to, for whoever has the link. */
import { tableEnvironment } from '../../../shared/runtime/environment.ts';
import { answer, pagesFunction } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createResultsReader } from '../results/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { readSharedReport } from './operations/share-report.ts';
import { reportsContract } from './reports.contract.ts';
import { reportsSentences } from './reports.sentences.ts';
import { createReportsStore } from './reports.store.ts';

export const handler = pagesFunction(
  reportsContract,
  tableEnvironment,
  ({ table }) => {
    const context = {
      reports: createReportsStore(table),
      results: createResultsReader(table),
      surveys: createSurveyReader(table),
      staff: createStaffReader(table),
    };
    return {
      getSharedReport: async ({ params, origin }) => {
        const report = await readSharedReport({ token: params.token, at: origin.at }, context);
        return answer(200, report, { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      },
    };
  },
  { sentences: [reportsSentences] },
);
