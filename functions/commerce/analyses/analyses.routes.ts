/** Binds the routes of purchase analyses. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { analysesContract } from './analyses.contract.ts';
import { analysesSentences } from './analyses.sentences.ts';
import { createAnalysesStore } from './analyses.store.ts';
import { startAnalysis } from './operations/start-analysis.ts';

export const analysesRoutes = routes(analysesContract, { sentences: analysesSentences }, ({ table }) => {
  const analyses = createAnalysesStore(table);
  return {
    startAnalysis: async ({ origin }) => {
      const { result, writes } = await startAnalysis({ analyses, origin });
      if (writes.length === 0) return answer(200, result);
      return answerAfter(result.version === 1 ? 201 : 200, { result, writes });
    },

    listAnalyses: async ({ query }) => answer(200, await analyses.list(query)),

    getAnalysis: async ({ params }) => answer(200, await analyses.get(params.analysisId)),
  };
});
