/** The routes of links for anybody, served by the HTTP function of the area. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { collectorsContract } from './collectors.contract.ts';
import { collectorsHttpEnvironment } from './collectors.environment.ts';
import type { CollectorRecord } from './collectors.items.ts';
import { linkOfCode } from './collectors.rules.ts';
import type { Collector } from './collectors.schema.ts';
import { collectorsSentences } from './collectors.sentences.ts';
import { createCollectorsStore } from './collectors.store.ts';
import {
  createCollector,
  deleteCollector,
  patchCollector,
  restoreCollector,
} from './operations/change-collector.ts';
import { drawCode } from './operations/draw-code.ts';

export const collectorsRoutes = routes(
  collectorsContract,
  { environment: collectorsHttpEnvironment, sentences: collectorsSentences },
  ({ table, env }) => {
    const collectors = createCollectorsStore(table);
    const surveys = createSurveyReader(table);
    const linkOf = ({ code }: CollectorRecord) => linkOfCode(env.PUBLIC_URL, code);
    const shown = ({ code, status, ...collector }: CollectorRecord, answered: number): Collector => ({
      ...collector,
      // A deleted one is found by nobody.
      status: status === 'deleted' ? 'closed' : status,
      link: linkOfCode(env.PUBLIC_URL, code),
      answered,
    });
    const withCount = async (collector: CollectorRecord) =>
      shown(collector, await collectors.answeredBy(collector.id));
    return {
      createCollector: async ({ params, body, origin }) => {
        const context = { surveys, collectors, origin };
        const { result, writes } = await createCollector({ ...params, ...body }, context);
        return answerAfter(201, { result: shown(result, 0), writes });
      },

      listCollectors: async ({ params, query }) => {
        await surveys.get(params.surveyId);
        return answer(200, await collectors.list(params.surveyId, query));
      },

      getCollector: async ({ params }) =>
        answer(200, await withCount(await collectors.get(params.collectorId))),

      drawCollector: async ({ params }) =>
        answer(200, drawCode(linkOf(await collectors.get(params.collectorId)))),

      patchCollector: async ({ params, body, ifMatch, origin }) => {
        const input = { id: params.collectorId, version: ifMatch, patch: body };
        const { result, writes } = await patchCollector(input, { surveys, collectors, origin });
        return answerAfter(200, { result: await withCount(result), writes });
      },

      restoreCollector: async ({ params: { collectorId, eventId: changeId }, origin }) => {
        const context = { surveys, collectors, origin };
        const { result, writes } = await restoreCollector({ id: collectorId, changeId }, context);
        return answerAfter(200, { result: await withCount(result), writes });
      },

      deleteCollector: async ({ params, ifMatch, origin }) => {
        const input = { id: params.collectorId, version: ifMatch };
        return emptyAfter(204, await deleteCollector(input, { collectors, origin }));
      },
    };
  },
);
