/** Corrections of many customers: begun, looked through, made, given up, and undone. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../../shared/contract/client.ts';
import { correctionsContract } from '../../customers/corrections/corrections.contract.ts';
import type { Correction, Outcome } from '../../customers/corrections/corrections.schema.ts';
import { readDefinitions } from '../customer-form-desk/index.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  listStaff,
  type Names,
  namesOf,
  unlessRefused,
  untouched,
  type Visit,
  valueIn,
} from '../desk/index.ts';
import { correctionsDeskContract } from './corrections-desk.contract.ts';
import { correctionFormPage, correctionPage, correctionsPage } from './corrections-desk.page.ts';
import { correctionFrom, goesOn, ofList, ofView, viewChosen } from './corrections-desk.rules.ts';
import { texts } from './corrections-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

/** After so many seconds a page of work that goes on is loaded again. */
const refreshSeconds = 3;

const { createCorrection } = correctionsContract.routes;

export const correctionsDeskPages = deskPages(
  correctionsDeskContract,
  () => ({
    showCorrections: ({ query, ...visit }) => showCorrections(visit, query.cursor, untouched),

    sendSuggestions: async ({ body, ...visit }) => {
      const [code, owner] = [valueIn(body, 'code'), valueIn(body, 'owner')];
      const findings = { code, ...(owner !== 'all' && { owner }) };
      try {
        return await begin(visit, body, { change: { suggestions: code }, findings });
      } catch (error) {
        return showCorrections(visit, undefined, filledIn(body, error, visit));
      }
    },

    showCorrectionForm: ({ query: { list, view }, ...visit }) => {
      const whom = list === undefined ? (view === undefined ? '' : ofView(view)) : ofList(list);
      return showForm(visit, whom, untouched);
    },

    sendCorrectionForm: async ({ body, ...visit }) => {
      const viewId = viewChosen(body);
      try {
        const view =
          viewId === undefined ? undefined : (await visit.api.views.getView({ params: { viewId } })).body;
        return await begin(visit, body, correctionFrom(body, view));
      } catch (error) {
        return showForm(visit, '', refusedIn(body, error, visit));
      }
    },

    showCorrection: ({ params, query, ...visit }) =>
      showCorrection(visit, { ...params, ...query }, untouched),

    directCorrection: async ({ params, body, ...visit }) => {
      try {
        await direct(visit, params, body);
      } catch (error) {
        return showCorrection(visit, params, filledIn(body, error, visit));
      }
      return goTo(`/desk/customer-corrections/${params.correctionId}`);
    },
  }),
  {
    showCorrections: createCorrection,
    showCorrectionForm: createCorrection,
    showCorrection: createCorrection,
  },
);

/** The form as it was sent, also where the list or the view has gone meanwhile. */
function refusedIn(form: DeskForm, error: unknown, visit: Visit): Filled {
  if (!(error instanceof ApiError && error.status === 404)) return filledIn(form, error, visit);
  const { whomGone } = texts[visit.reader.language];
  return fillForm(form, {
    ...{ status: 404, detail: whomGone, errors: [{ pointer: '/body/whom', reason: whomGone }] },
  });
}

async function begin({ api }: Visit, form: DeskForm, asked: object) {
  const options = { idempotencyKey: valueIn(form, 'key') };
  const { body } = await api.corrections.createCorrection({ body: asked as Typed }, options);
  return goTo(`/desk/customer-corrections/${body.id}`);
}

/** Does what a button says. */
async function direct({ api }: Visit, params: { readonly correctionId: string }, form: DeskForm) {
  const options = { idempotencyKey: valueIn(form, 'key') };
  switch (valueIn(form, 'action')) {
    case 'start':
      return void (await api.corrections.startCorrection({ params }, options));
    case 'undo':
      return void (await api.corrections.undoCorrection({ params }, options));
    default:
      return void (await api.corrections.cancelCorrection({ params }, options));
  }
}

async function showCorrections(visit: Visit, cursor: string | undefined, filled: Filled) {
  const { api, reader, show } = visit;
  const [{ body: page }, everybody, { all }] = await Promise.all([
    api.corrections.listCorrections({ query: { limit: 20, cursor } }),
    listStaff(api),
    readDefinitions(visit),
  ]);
  const view = { corrections: page.items, cursor: page.cursor, names: namesOf(everybody), definitions: all };
  const main = correctionsPage({ ...view, filled }, reader);
  return show({ title: texts[reader.language].title, part: 'customers', main }, filled.status);
}

async function showForm({ api, reader, show }: Visit, whom: string, filled: Filled) {
  const [{ body: lists }, { body: views }] = await Promise.all([
    api.lists.listLists({ query: { limit: 100 } }),
    api.views.listViews({ query: { limit: 100 } }),
  ]);
  const narrowing = views.items.filter(({ filter }) => filter !== undefined);
  const view = { lists: lists.items, views: narrowing, whom, filled, key: randomUUID() };
  const main = correctionFormPage(view, reader);
  return show({ title: texts[reader.language].begin, part: 'customers', main }, filled.status);
}

interface Asked {
  readonly correctionId: string;
  readonly outcome?: Outcome | undefined;
  readonly cursor?: string | undefined;
}

async function showCorrection(visit: Visit, { correctionId, outcome, cursor }: Asked, filled: Filled) {
  const { api, reader, show, at } = visit;
  const params = { correctionId };
  const [{ body: correction }, { body: rows }, everybody, { all }] = await Promise.all([
    api.corrections.getCorrection({ params }),
    api.corrections.listCorrectionRows({ params, query: { outcome, cursor, limit: 50 } }),
    listStaff(api),
    readDefinitions(visit),
  ]);
  const names = namesOf(everybody);
  const whom = await whomOf(correction, names, visit);
  const view = { correction, whom, rows, outcome, names, definitions: all, filled, key: randomUUID(), at };
  const main = correctionPage(view, reader);
  const isStill = !goesOn(correction) || filled.refused !== undefined;
  const refresh = isStill ? {} : { refresh: String(refreshSeconds) };
  return show({ title: texts[reader.language].title, part: 'customers', main }, filled.status, refresh);
}

/** Whom a correction is about, in words; a filter by the view that has it. */
async function whomOf(
  { findings, listId, filter, by }: Correction,
  names: Names,
  { api, reader }: Visit,
): Promise<string> {
  const words = texts[reader.language];
  if (findings !== undefined) {
    const { code, owner = 'all', team } = findings;
    // Of whoever has begun it, whoever reads it.
    const whoseId = owner === 'me' && by.id !== reader.staffId ? by.id : owner;
    const titles: Readonly<Record<string, string>> = {
      me: words.mine,
      none: words.ofNobody,
      all: team === undefined ? words.everybody : words.ofTeam,
    };
    const whose = titles[whoseId] ?? words.customersOf(names.get(whoseId) ?? whoseId);
    return words.withFinding(whose, words.codes[code]);
  }
  if (listId !== undefined) {
    const list = await unlessRefused(api.lists.getList({ params: { listId } }), [404]);
    return list === undefined ? words.goneList : words.ofList(list.name, list.members);
  }
  if (filter === undefined) return words.named;
  const { body: views } = await api.views.listViews({ query: { limit: 100 } });
  const view = views.items.find((each) => isDeepStrictEqual(each.filter, filter));
  return view === undefined ? words.byFilter : words.ofView(view.name);
}
