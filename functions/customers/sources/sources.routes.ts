/** Binds the routes of the sources domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { putRules } from './operations/put-rules.ts';
import { sourcesContract } from './sources.contract.ts';
import { sourcesSentences } from './sources.sentences.ts';
import { createSourcesStore } from './sources.store.ts';

export const sourcesRoutes = routes(sourcesContract, { sentences: sourcesSentences }, ({ table }) => {
  const sources = createSourcesStore(table);
  return {
    getSourceRules: async () => answer(200, await sources.get()),

    putSourceRules: async ({ body: entry, ifMatch: version, ...request }) =>
      answerAfter(200, await putRules({ entry, version }, { sources, ...request })),
  };
});
