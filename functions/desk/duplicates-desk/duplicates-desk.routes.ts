/** Pairs of customers who may be one: merged, or said to be two. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { mergesContract } from '../../customers/merges/merges.contract.ts';
import type { FieldChoices } from '../../customers/merges/merges.schema.ts';
import { readDefinitions } from '../customer-form-desk/index.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  mayCall,
  namesOf,
  untouched,
  type Visit,
  valueIn,
} from '../desk/index.ts';
import { duplicatesDeskContract } from './duplicates-desk.contract.ts';
import { pairPage, pairsPage } from './duplicates-desk.page.ts';
import { texts } from './duplicates-desk.texts.ts';

interface Pair {
  readonly customerId: string;
  readonly otherId: string;
}

export const duplicatesDeskPages = deskPages(
  duplicatesDeskContract,
  () => ({
    showPairs: async ({ query: { owner, cursor, done = '' }, api, reader, show }) => {
      const seesAll = reader.permissions['customers.read'] === 'all';
      const whose = owner ?? (seesAll ? 'all' : 'me');
      const filter = whose === 'all' ? {} : { owner: whose };
      const [{ body }, everybody] = await Promise.all([
        api.duplicates.listDuplicates({ query: { ...filter, limit: 50, cursor } }),
        listStaff(api),
      ]);
      const words = texts[reader.language];
      const note = Object.hasOwn(words.done, done) ? words.done[done] : undefined;
      const view = { pairs: body.items, owner: whose, cursor: body.cursor, names: namesOf(everybody), note };
      const mayMerge = mayCall(reader, mergesContract.routes.mergeCustomers);
      return show({
        title: words.title,
        part: 'customers',
        main: pairsPage(view, { ...reader, mayMerge, seesAll }),
      });
    },

    showPair: ({ params, ...visit }) => showPair(visit, params, {}, untouched),

    sendPair: async ({ params, body, ...visit }) => {
      const action = valueIn(body, 'action');
      const fields = choicesIn(body);
      if (action === 'look') return showPair(visit, params, fields, untouched);
      try {
        return await (action === 'merge' ? merge(visit, params, body) : decide(visit, params, body));
      } catch (error) {
        return showPair(visit, params, fields, filledIn(body, error, visit));
      }
    },
  }),
  { showPair: mergesContract.routes.mergeCustomers },
);

/** Which record each field is taken from. */
function choicesIn(form: DeskForm): FieldChoices {
  const chosen = Object.keys(form).flatMap((name) => {
    const side = valueIn(form, name);
    return name.startsWith('fields.') && (side === 'survivor' || side === 'loser')
      ? [[name.slice('fields.'.length), side] as const]
      : [];
  });
  return Object.fromEntries(chosen);
}

async function merge({ api }: Visit, { customerId, otherId }: Pair, form: DeskForm) {
  const versions = { survivor: Number(valueIn(form, 'survivor')), loser: Number(valueIn(form, 'loser')) };
  const body = { customerId: otherId, fields: choicesIn(form), versions };
  await api.merges.mergeCustomers({ params: { customerId }, body }, { idempotencyKey: valueIn(form, 'key') });
  return goTo(`/desk/customers/${customerId}?done=merged`);
}

async function decide({ api }: Visit, params: Pair, form: DeskForm) {
  const status = valueIn(form, 'action') === 'reopen' ? 'open' : 'dismissed';
  await api.duplicates.putDuplicate({ params, body: { status } });
  return goTo(`/desk/duplicates?done=${status === 'open' ? 'reopened' : 'dismissed'}`);
}

async function showPair(visit: Visit, { customerId, otherId }: Pair, fields: FieldChoices, filled: Filled) {
  const { api, reader, show } = visit;
  const [{ body: survivor }, { body: loser }, { body: pairs }, everybody, { all }] = await Promise.all([
    api.customers.getCustomer({ params: { customerId } }),
    api.customers.getCustomer({ params: { customerId: otherId } }),
    api.duplicates.listDuplicatesOfCustomer({ params: { customerId } }),
    listStaff(api),
    readDefinitions(visit),
  ]);
  const pair = pairs.items.find(({ other }) => other.id === otherId);
  const found = await preview(visit, { customerId, otherId }, fields, filled);
  const names = namesOf(everybody);
  const main = pairPage(
    { survivor, loser, pair, ...found, names, definitions: all, key: randomUUID() },
    reader,
  );
  const title = texts[reader.language].pairTitle(survivor.name, loser.name);
  return show({ title, part: 'customers', main }, found.filled.status);
}

/** What would come of it, or why nothing can; what was refused before stands first. */
async function preview(visit: Visit, { customerId, otherId }: Pair, fields: FieldChoices, filled: Filled) {
  try {
    const body = { customerId: otherId, fields };
    return { filled, preview: (await visit.api.merges.previewMerge({ params: { customerId }, body })).body };
  } catch (error) {
    if (!(error instanceof ApiError && error.status < 500)) throw error;
    return { filled: filled.refused === undefined ? filledIn({}, error, visit) : filled, preview: undefined };
  }
}
