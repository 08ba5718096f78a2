/** Binds the routes of corrections. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { askedOwner } from '../../../shared/identity/principal.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCustomerReader } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { createListReader } from '../lists/index.ts';
import { correctionsContract } from './corrections.contract.ts';
import { shown } from './corrections.rules.ts';
import { correctionsSentences } from './corrections.sentences.ts';
import { createCorrectionsStore } from './corrections.store.ts';
import * as direct from './operations/direct-correction.ts';
import { listRows } from './operations/list-rows.ts';

type Headers = Readonly<Record<string, string | undefined>>;
const languageIn = (headers: Headers) => languageOf(headers['accept-language']);

export const correctionsRoutes = routes(
  correctionsContract,
  { sentences: correctionsSentences },
  ({ table }) => {
    const corrections = createCorrectionsStore(table);
    const customers = createCustomerReader(table);
    const lists = createListReader(table);
    const teams = createTeamReader(table);
    const fields = createFieldReader(table);
    type Request = Pick<direct.Directing, 'principal' | 'origin'> & {
      readonly headers: Headers;
      readonly params: { readonly correctionId: string };
    };
    const directed =
      (act: typeof direct.startCorrection) =>
      async ({ params, headers, ...request }: Request) => {
        const { result, writes } = await act(params.correctionId, { corrections, ...request });
        return answerAfter(200, { result: shown(result, languageIn(headers)), writes });
      };
    return {
      createCorrection: async ({ body, headers, ...request }) => {
        const context = { corrections, lists, teams, fields, ...request };
        const { result, writes } = await direct.createCorrection(body, context);
        return answerAfter(201, { result: shown(result, languageIn(headers)), writes });
      },

      listCorrections: async ({ query: { by, status, ...page }, principal }) => {
        const seesAll = principal.rowAccess['customers.write'] === 'all';
        const whose = seesAll ? askedOwner(principal, by) : principal.id;
        return answer(200, await corrections.list({ by: whose, status }, page));
      },

      getCorrection: async ({ params, principal, headers }) => {
        const correction = await direct.ownCorrection(params.correctionId, { corrections, principal });
        return answer(200, shown(correction, languageIn(headers)));
      },

      listCorrectionRows: async ({ params, query, principal, headers }) => {
        const correction = await direct.ownCorrection(params.correctionId, { corrections, principal });
        const context = { corrections, customers, principal, language: languageIn(headers) };
        return answer(200, await listRows(correction, query, context));
      },

      startCorrection: directed(direct.startCorrection),
      cancelCorrection: directed(direct.cancelCorrection),
      undoCorrection: directed(direct.undoCorrection),
    };
  },
);
