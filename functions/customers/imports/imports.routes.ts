/** Binds the routes of imports. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { askedOwner, type Principal } from '../../../shared/identity/principal.ts';
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { createListFiller } from '../lists/index.ts';
import { importsContract } from './imports.contract.ts';
import { importsHttpEnvironment } from './imports.environment.ts';
import { placesOf, shown } from './imports.rules.ts';
import { limits, type StoredImport } from './imports.schema.ts';
import { importsSentences } from './imports.sentences.ts';
import { createImportFiles, createImportsStore, createMappingsStore } from './imports.store.ts';
import { createImport } from './operations/create-import.ts';
import * as direct from './operations/direct-import.ts';
import { createMapping, deleteMapping, patchMapping } from './operations/keep-mapping.ts';
import { listRejected } from './operations/list-rejected.ts';
import { courseAsked, listRows, previewImport, withNames } from './operations/list-rows.ts';

type Headers = Readonly<Record<string, string | undefined>>;
const languageIn = (headers: Headers) => languageOf(headers['accept-language']);

/** An address is good for so many seconds; whoever comes later asks for another. */
const linkSeconds = 3600;

export const importsRoutes = routes(
  importsContract,
  { environment: importsHttpEnvironment, sentences: importsSentences },
  ({ table, env }) => {
    const imports = createImportsStore(table);
    const fields = createFieldReader(table);
    const mappings = createMappingsStore(table);
    const lists = createListFiller(table);
    const customers = createCustomerReader(table);
    // The client of S3 is half of all else that this function is, and only these routes need it.
    let opened: ReturnType<typeof openLinks> | undefined;
    const openLinks = async () => {
      const { createFileLinks } = await import('../../../shared/runtime/file-links.ts');
      return createFileLinks(env.PERSONAL_FILES_BUCKET);
    };
    const links = () => (opened ??= openLinks());
    const files = createImportFiles({
      find: async (key) => (await links()).find(key),
      put: async (key, content) => (await links()).put(key, content),
    });

    type Shown = Pick<direct.Directing, 'principal'> & { readonly headers: Headers };
    const show = async (stored: StoredImport, { principal, headers }: Shown) => {
      const language = languageIn(headers);
      const importing = await withNames(stored, { customers, principal });
      if (importing.status !== 'waiting') return shown(importing, language);
      const form = { bytes: [1, limits.fileBytes] as const, seconds: linkSeconds };
      const upload = await (await links()).uploadForm(placesOf(importing.id).file, form);
      return shown(importing, language, upload);
    };
    type Request = Pick<direct.Directing, 'principal' | 'origin'> & { readonly headers: Headers };
    const directed =
      (act: (importId: string, context: direct.Directing) => ReturnType<typeof direct.runImport>) =>
      async ({ params, ...request }: Request & { readonly params: { readonly importId: string } }) => {
        const { result, writes } = await act(params.importId, { imports, ...request });
        return answerAfter(200, { result: await show(result, request), writes });
      };
    const own = (importId: string, principal: Principal) =>
      direct.ownImport(importId, { imports, principal });
    const withRows = (importId: string, principal: Principal) =>
      direct.importWithRows(importId, { imports, fields, principal });

    return {
      createImport: async ({ body, ...request }) => {
        const context = { imports, mappings, files, lists, importDays: env.IMPORT_DAYS, ...request };
        const { result, writes } = await createImport(body, context);
        return answerAfter(201, { result: await show(result, request), writes });
      },

      listImports: async ({ query: { by, ...query }, principal }) => {
        const seesAll = principal.rowAccess['customers.write'] === 'all';
        const whose = seesAll ? askedOwner(principal, by) : principal.id;
        const { status, ...page } = query;
        return answer(200, await imports.list({ by: whose, status }, page));
      },

      getImport: async ({ params, ...request }) =>
        answer(200, await show(await own(params.importId, request.principal), request)),

      startImport: directed(direct.startImport),

      patchImport: async ({ params, body, ifMatch, ...request }) => {
        const input = { importId: params.importId, version: ifMatch, patch: body };
        const { result, writes } = await direct.patchImport(input, { imports, ...request });
        return answerAfter(200, { result: await show(result, request), writes });
      },

      previewImport: async ({ params, principal, headers }) => {
        const importing = await withRows(params.importId, principal);
        return answer(200, await previewImport(importing, { files, language: languageIn(headers) }));
      },

      checkImport: directed(direct.checkImport),
      runImport: directed(direct.runImport),
      cancelImport: directed(direct.cancelImport),
      revertImport: directed(direct.revertImport),

      listImportRows: async ({ params, query, principal, headers }) => {
        const importing = await withRows(params.importId, principal);
        const context = { imports, files, customers, principal, language: languageIn(headers) };
        return answer(200, await listRows(importing, query, context));
      },

      getRejectedRows: async ({ params, query, principal, headers, origin }) => {
        const importing = await withRows(params.importId, principal);
        const of = courseAsked(importing, query.of);
        const { downloadLink } = await links();
        const context = { downloadLink, language: languageIn(headers), seconds: linkSeconds, now: origin.at };
        return answer(200, await listRejected(importing, of, context));
      },

      createMapping: async ({ body, origin }) =>
        answerAfter(201, await createMapping(body, { mappings, origin })),

      listMappings: async ({ query }) => answer(200, await mappings.list(query)),

      getMapping: async ({ params }) => answer(200, await mappings.get(params.mappingId)),

      patchMapping: async ({ params, body, ifMatch, origin }) => {
        const input = { id: params.mappingId, version: ifMatch, patch: body };
        return answerAfter(200, await patchMapping(input, { mappings, origin }));
      },

      deleteMapping: async ({ params, ifMatch, origin }) => {
        const input = { id: params.mappingId, version: ifMatch };
        return emptyAfter(204, await deleteMapping(input, { mappings, origin }));
      },
    };
  },
);
