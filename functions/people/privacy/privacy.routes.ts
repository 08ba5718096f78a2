/** Binds the routes of the privacy domain. */
import { notFound } from '../../../shared/errors/app-error.ts';
import { createLinkSecrets } from '../../../shared/messaging/links.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createErasure } from './operations/create-erasure.ts';
import { createExport } from './operations/create-export.ts';
import { showExport } from './operations/show-export.ts';
import { privacyContract } from './privacy.contract.ts';
import { privacyHttpEnvironment } from './privacy.environment.ts';
import { shownErasure } from './privacy.rules.ts';
import { privacySentences } from './privacy.sentences.ts';
import { createPrivacyStore } from './privacy.store.ts';

export const privacyRoutes = routes(
  privacyContract,
  { environment: privacyHttpEnvironment, sentences: privacySentences },
  ({ table, env }) => {
    const privacy = createPrivacyStore(table);
    const links = createLinkSecrets(createSecretsClient(), env.LINK_SECRET_ARN);
    return {
      createExport: async ({ body, origin }) => {
        const { result, writes } = await createExport(body, { privacy, origin });
        return { status: 202, body: result, writes };
      },

      listExports: async ({ query }) => answer(200, await privacy.listExports(query)),

      getExport: async ({ params, origin }) => {
        const context = { privacy, links, publicUrl: env.PUBLIC_URL, origin };
        return answer(200, await showExport(params.exportId, context));
      },

      createErasure: async ({ body, origin }) => {
        const context = { privacy, erasureDays: env.ERASURE_DAYS, origin };
        const { result, writes } = await createErasure(body, context);
        return answerAfter(202, { result: shownErasure(result), writes });
      },

      listErasures: async ({ query }) => answer(200, await privacy.listErasures(query)),

      getErasure: async ({ params }) => {
        const erasure = await privacy.findErasure(params.erasureId);
        if (erasure === undefined) throw notFound('erasure');
        return answer(200, shownErasure(erasure));
      },
    };
  },
);
