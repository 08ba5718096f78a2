/** The pages by which what somebody holds goes to somebody else. */
import { randomUUID } from 'node:crypto';
import { handoversContract } from '../../people/handovers/handovers.contract.ts';
import type { Handover } from '../../people/handovers/handovers.schema.ts';
import {
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  mayCall,
  type Names,
  namesOf,
  untouched,
  type Visit,
  valueIn,
} from '../desk/index.ts';
import { handoversDeskContract } from './handovers-desk.contract.ts';
import { handoverFormPage, handoverListPage, handoverPage } from './handovers-desk.page.ts';
import { handoverFrom } from './handovers-desk.rules.ts';
import { texts } from './handovers-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

export const handoversDeskPages = deskPages(
  handoversDeskContract,
  () => ({
    showHandoverForm: (visit) => showForm(visit, untouched),

    sendHandover: async ({ params, body, ...visit }) => {
      const entry = handoverFrom(params.staffId, body) as Typed;
      try {
        const options = { idempotencyKey: valueIn(body, 'key') };
        const { body: begun } = await visit.api.handovers.createHandover({ body: entry }, options);
        return goTo(`/desk/handovers/${(begun as Handover).id}?new=1`);
      } catch (error) {
        return showForm({ ...visit, params }, filledIn(body, error, visit));
      }
    },

    showHandoverList: async ({ api, query, show, ...visit }) => {
      const [{ body }, names] = await Promise.all([
        api.handovers.listHandovers({ query: { ...query, limit: 50 } }),
        readNames(api),
      ]);
      const reader = readerOf(visit);
      const main = handoverListPage(body, names, reader);
      return show({ title: texts[reader.language].handovers, part: 'staff', main });
    },

    showHandover: ({ params, ...visit }) => showHandover(visit, params.handoverId, untouched),

    leaveUndo: async ({ params }) => goTo(`/desk/handovers/${params.handoverId}`),

    sendUndo: async ({ params, body, ...visit }) => {
      const { handoverId } = params;
      try {
        await visit.api.handovers.undoHandover({ params }, { idempotencyKey: valueIn(body, 'key') });
      } catch (error) {
        return showHandover(visit, handoverId, filledIn(body, error, visit));
      }
      return goTo(`/desk/handovers/${handoverId}?new=1`);
    },
  }),
  { showHandoverForm: handoversContract.routes.createHandover },
);

function readerOf({ reader }: Pick<Visit, 'reader'>) {
  return { ...reader, mayUndo: mayCall(reader, handoversContract.routes.undoHandover) };
}

async function readNames(api: Visit['api']): Promise<Names> {
  return namesOf(await listStaff(api));
}

async function showForm(
  { api, show, reader, params, at }: Visit & { readonly params: { readonly staffId: string } },
  filled: Filled,
) {
  const [{ body: staff }, { body: holdings }, { body: rules }, others] = await Promise.all([
    api.staff.getStaff({ params }),
    api.handovers.getHoldings({ params }),
    api.assignments.getAssignmentRules({ params: { kind: 'callbacks' } }),
    listStaff(api),
  ]);
  const hasRules = rules.rules.length > 0;
  const view = { staff, holdings: holdings.kinds, others, hasRules, filled, key: randomUUID(), at };
  const title = texts[reader.language].handOverOf(staff.name);
  return show({ title, part: 'staff', main: handoverFormPage(view, reader) }, filled.status);
}

async function showHandover(visit: Visit, handoverId: string, filled: Filled) {
  const { api, show, at, address } = visit;
  const [{ body: handover }, names] = await Promise.all([
    api.handovers.getHandover({ params: { handoverId } }),
    readNames(api),
  ]);
  const reader = readerOf(visit);
  const isNew = filled.refused === undefined && /[?&]new=1(&|$)/.test(address);
  const title = texts[reader.language].title(names.get(handover.from) ?? handover.from);
  const main = handoverPage({ handover, names, at, filled, isNew, key: randomUUID() }, reader);
  return show({ title, part: 'staff', main }, filled.status);
}
