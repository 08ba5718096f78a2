/** Imports of customers: a file is sent, mapped, checked, run, stopped, and taken back. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { importsContract } from '../../customers/imports/imports.contract.ts';
import { readDefinitions } from '../customer-form-desk/index.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  listStaff,
  mayCall,
  namesOf,
  refuseRight,
  unlessRefused,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { importsDeskContract } from './imports-desk.contract.ts';
import { importPage, importsPage } from './imports-desk.page.ts';
import { fileFrom, goesOn, mappingFrom, type ShownImport } from './imports-desk.rules.ts';
import { texts } from './imports-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

/** After so many seconds a page of work that goes on is loaded again. */
const refreshSeconds = 3;

const { createImport } = importsContract.routes;

export const importsDeskPages = deskPages(
  importsDeskContract,
  () => ({
    showImports: ({ query, ...visit }) => showImports(visit, query.cursor, untouched),

    sendFile: async ({ body, ...visit }) => {
      if (!mayCall(visit.reader, createImport)) return refuseRight(visit);
      const isLarger = valueIn(body, 'action') === 'larger';
      const name = valueIn(body, isLarger ? 'name' : 'file.name');
      // A file is not shown again: a browser wants it chosen anew.
      const typed: DeskForm = { name: isLarger ? name : '', mappingId: valueIn(body, 'mappingId') };
      if (!isLarger && name === '') {
        const { chooseFile } = texts[visit.reader.language];
        const refused = {
          status: 400,
          detail: chooseFile,
          errors: [{ pointer: '/body/file', reason: chooseFile }],
        };
        return showImports(visit, undefined, fillForm(typed, refused));
      }
      try {
        return await begin(visit, body, { name, base64: isLarger ? undefined : valueIn(body, 'file') });
      } catch (error) {
        return showImports(visit, undefined, filledIn(typed, error, visit));
      }
    },

    showImport: ({ params, query, ...visit }) => showImport(visit, { ...params, ...query }, untouched),

    sendImport: async ({ params, body, ...visit }) => {
      try {
        await direct(visit, params, body);
      } catch (error) {
        return showImport(visit, params, filledIn(body, error, visit));
      }
      return goTo(`/desk/imports/${params.importId}`);
    },
  }),
  { showImports: createImport, showImport: createImport },
);

interface ChosenFile {
  readonly name: string;
  readonly base64: string | undefined;
}

/** A file that is too large for a request is sent once more, to S3. */
async function begin({ api }: Visit, form: DeskForm, { name, base64 }: ChosenFile) {
  const mappingId = valueIn(form, 'mappingId');
  const entry = { name, ...(mappingId !== '' && { mappingId }) };
  const key = valueIn(form, 'key');
  try {
    const { body } = await api.imports.createImport(
      { body: { ...entry, base64 } as Typed },
      { idempotencyKey: key },
    );
    return goTo(`/desk/imports/${(body as ShownImport).id}`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 413)) throw error;
    const { body } = await api.imports.createImport(
      { body: entry as Typed },
      { idempotencyKey: `${key}-413` },
    );
    return goTo(`/desk/imports/${(body as ShownImport).id}?large=1`);
  }
}

/** Does what a button says. */
async function direct({ api }: Visit, params: { readonly importId: string }, form: DeskForm): Promise<void> {
  const { imports } = api;
  const options = { idempotencyKey: valueIn(form, 'key') };
  switch (valueIn(form, 'action')) {
    case 'start':
      return void (await imports.startImport({ params }, options));
    case 'check':
      return void (await imports.checkImport({ params }, options));
    case 'run':
      return void (await imports.runImport({ params }, options));
    case 'cancel':
      return void (await imports.cancelImport({ params }, options));
    case 'revert':
      return void (await imports.revertImport({ params }, options));
    case 'read':
      return void (await imports.patchImport({ params, body: fileFrom(form) }, { ifMatch: versionIn(form) }));
    default: {
      const { body: importing } = await imports.getImport({ params });
      if (valueIn(form, 'action') === 'keep') {
        const body = { name: valueIn(form, 'name'), mapping: importing.mapping } as Typed;
        return void (await imports.createMapping({ body }, options));
      }
      const body = { mapping: mappingFrom(form, importing) };
      await imports.patchImport({ params, body }, { ifMatch: versionIn(form) });
    }
  }
}

async function showImports(visit: Visit, cursor: string | undefined, filled: Filled) {
  const { api, reader, show } = visit;
  const [{ body: page }, { body: mappings }, everybody] = await Promise.all([
    api.imports.listImports({ query: { limit: 20, cursor } }),
    api.imports.listMappings({ query: { limit: 100 } }),
    listStaff(api),
  ]);
  const options = mappings.items.map(({ id, name }) => ({ value: id, label: name }));
  const view = {
    imports: page.items,
    cursor: page.cursor,
    names: namesOf(everybody),
    mappings: options,
    filled,
    key: randomUUID(),
  };
  return show(
    { title: texts[reader.language].title, part: 'customers', main: importsPage(view, reader) },
    filled.status,
  );
}

interface Asked {
  readonly importId: string;
  readonly outcome?: 'created' | 'updated' | 'unchanged' | 'skipped' | 'refused' | undefined;
  readonly cursor?: string | undefined;
  readonly large?: '1' | undefined;
}

async function showImport(visit: Visit, { importId, outcome, cursor, large }: Asked, filled: Filled) {
  const { api, reader, show } = visit;
  const params = { importId };
  const [{ body: importing }, { settable }] = await Promise.all([
    api.imports.getImport({ params }),
    readDefinitions(visit),
  ]);
  const { check, run, status } = importing;
  const hasRows = check !== undefined || run !== undefined;
  const refused = (run ?? check)?.counts.refused ?? 0;
  const isStill = !goesOn(importing);
  const [preview, rows, rejected] = await Promise.all([
    status === 'ready' ? unlessMissing(api.imports.previewImport({ params })) : undefined,
    hasRows
      ? unlessMissing(api.imports.listImportRows({ params, query: { outcome, cursor, limit: 50 } }))
      : undefined,
    hasRows && isStill && refused > 0 ? unlessMissing(api.imports.getRejectedRows({ params })) : undefined,
  ]);
  const isTooLarge = status === 'waiting' && large !== undefined;
  const main = importPage(
    {
      importing,
      preview,
      rows,
      rejected,
      outcome,
      definitions: settable,
      filled,
      key: randomUUID(),
      isTooLarge,
    },
    reader,
  );
  const title = texts[reader.language].importOf(importing.name);
  const postsTo = importing.upload && new URL(importing.upload.url).origin;
  const refresh = isStill || filled.refused !== undefined ? {} : { refresh: String(refreshSeconds) };
  return show({ title, part: 'customers', main, postsTo }, filled.status, refresh);
}

/** What is not there yet, or not any more, is left out of the page. */
const unlessMissing = <Body>(asked: Promise<{ readonly body: Body }>) => unlessRefused(asked, [404, 409]);
