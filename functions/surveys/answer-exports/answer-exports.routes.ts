/** Binds the routes of exports of answers. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createPartCheck } from '../campaigns/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { answerExportsContract } from './answer-exports.contract.ts';
import { answerExportsHttpEnvironment } from './answer-exports.environment.ts';
import { answerExportsSentences } from './answer-exports.sentences.ts';
import { createAnswerExportsStore } from './answer-exports.store.ts';
import { cancelExport, requestExport, showExport } from './operations/direct-export.ts';

/** A link is good for so many seconds; whoever comes later asks for another. */
const linkSeconds = 3600;

export const answerExportsRoutes = routes(
  answerExportsContract,
  { environment: answerExportsHttpEnvironment, sentences: answerExportsSentences },
  ({ table, env }) => {
    const exports = createAnswerExportsStore(table);
    const surveys = createSurveyReader(table);
    const assertPart = createPartCheck(table);
    // The client of S3 is as large as all else that this function is, and only this needs it.
    const linkTo = async (key: string, name: string) => {
      const { createFileLinks } = await import('../../../shared/runtime/file-links.ts');
      return createFileLinks(env.PERSONAL_FILES_BUCKET).downloadLink(key, { name, seconds: linkSeconds });
    };
    return {
      createAnswerExport: async ({ params, body, principal, origin }) => {
        const context = { exports, surveys, assertPart, principal, origin };
        return answerAfter(202, await requestExport({ ...params, ...body }, context));
      },

      listAnswerExports: async ({ params, query, principal }) => {
        await surveys.get(params.surveyId);
        return answer(200, await exports.list(params.surveyId, principal, query));
      },

      getAnswerExport: async ({ params, principal, origin }) =>
        answerAfter(200, await showExport(params.exportId, { exports, surveys, principal, linkTo, origin })),

      cancelAnswerExport: async ({ params, principal, origin }) =>
        answerAfter(200, await cancelExport(params.exportId, { exports, principal, origin })),
    };
  },
);
