/** Pairs of customers who may be one: merged, or said to be two. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { DuplicateSettingsEntry } from '../../customers/duplicates/duplicates.schema.ts';
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
  numberFrom,
  unlessRepeated,
  untouched,
  type Visit,
  valueIn,
  valuesIn,
  versionIn,
} from '../desk/index.ts';
import { duplicatesDeskContract } from './duplicates-desk.contract.ts';
import {
  pairField,
  pairPage,
  pairsPage,
  settingsPage,
  settingsPath,
  type Whose,
  whose,
} from './duplicates-desk.page.ts';
import { texts } from './duplicates-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

interface Pair {
  readonly customerId: string;
  readonly otherId: string;
}

export const duplicatesDeskPages = deskPages(
  duplicatesDeskContract,
  () => ({
    showPairs: ({ query, ...visit }) => showPairs(visit, query, untouched),

    sendPairs: async ({ body, ...visit }) => {
      const owner = whose.find((each) => each === valueIn(body, 'owner'));
      const chosen = valuesIn(body, pairField);
      try {
        for (const ids of chosen) {
          const [customerId = '', otherId = ''] = ids.split(' ');
          await dismiss(visit, { customerId, otherId });
        }
      } catch (error) {
        return showPairs(visit, { owner }, filledIn(body, error, visit));
      }
      const done = chosen.length === 0 ? 'nothing' : 'several';
      return goTo(`/desk/duplicates?${new URLSearchParams({ ...(owner && { owner }), done })}`);
    },

    showDuplicateSettings: ({ query, ...visit }) => showSettings(visit, untouched, query.saved === '1'),

    sendDuplicateSettings: async ({ body, ...visit }) => {
      const sent = {
        threshold: numberFrom(valueIn(body, 'threshold')),
        checkOnCreate: valuesIn(body, 'checkOnCreate').includes('true'),
      };
      const { duplicates } = visit.api;
      try {
        await duplicates
          .putDuplicateSettings({ body: sent as Typed }, { ifMatch: versionIn(body) })
          .catch((error: unknown) =>
            unlessRepeated(error, {
              ...{ sent, schema: DuplicateSettingsEntry.strip() },
              read: async () => (await duplicates.getDuplicateSettings()).body,
            }),
          );
      } catch (error) {
        return showSettings(visit, filledIn(body, error, visit));
      }
      return goTo(`${settingsPath}?saved=1`);
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

interface Asked {
  readonly owner?: Whose | undefined;
  readonly cursor?: string | undefined;
  readonly done?: string | undefined;
}

async function showPairs(visit: Visit, { owner, cursor, done = '' }: Asked, filled: Filled) {
  const { api, reader, show } = visit;
  const seesAll = reader.permissions['customers.read'] === 'all';
  const whoseShown = owner ?? (seesAll ? 'all' : 'me');
  const filter = whoseShown === 'all' ? {} : { owner: whoseShown };
  const [{ body }, everybody] = await Promise.all([
    api.duplicates.listDuplicates({ query: { ...filter, limit: 50, cursor } }),
    listStaff(api),
  ]);
  const words = texts[reader.language];
  const note = Object.hasOwn(words.done, done) ? words.done[done] : undefined;
  const view = {
    ...{ pairs: body.items, owner: whoseShown, cursor: body.cursor, names: namesOf(everybody), note, filled },
  };
  const mayMerge = mayCall(reader, mergesContract.routes.mergeCustomers);
  const main = pairsPage(view, { ...reader, mayMerge, seesAll });
  return show({ title: words.title, part: 'customers', main }, filled.status);
}

/** Says that two are two; where one of them is not there any more, neither is the pair. */
async function dismiss({ api }: Pick<Visit, 'api'>, params: Pair): Promise<void> {
  try {
    await api.duplicates.putDuplicate({ params, body: { status: 'dismissed' } });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

async function showSettings(visit: Visit, filled: Filled, isSaved = false) {
  const { api, reader, show } = visit;
  const { body: settings } = await api.duplicates.getDuplicateSettings();
  const maySet = reader.permissions['customers.write'] === 'all';
  const main = settingsPage({ settings, isSaved, filled }, { ...reader, maySet });
  return show({ title: texts[reader.language].settings, part: 'customers', main }, filled.status);
}

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
