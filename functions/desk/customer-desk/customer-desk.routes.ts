/** The page of one customer: contacts are recorded there, and merges taken back. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import { ordersContract } from '../../commerce/orders/orders.contract.ts';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import type { Interaction } from '../../customers/customers/customers.schema.ts';
import type { UnmergeResult } from '../../customers/merges/merges.schema.ts';
import { readDefinitions } from '../customer-form-desk/index.ts';
import { bringBack, deletedTexts, findDeletion, showGone } from '../deleted-desk/index.ts';
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
import {
  attachTo,
  contactFrom,
  faultOfFile,
  fileIn,
  periodOf,
  readKnown,
  refusedFile,
  type TimelineView,
} from '../timeline-desk/index.ts';
import { customerDeskContract } from './customer-desk.contract.ts';
import { profilePage } from './customer-desk.page.ts';
import { texts } from './customer-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

interface Asked {
  readonly customerId: string;
  readonly filter?: TimelineView['filter'];
  readonly cursor?: string | undefined;
  readonly filled?: Filled;
  readonly note?: string | undefined;
}

export const customerDeskPages = deskPages(customerDeskContract, () => ({
  showProfile: async ({ params, query: { cursor, done = '', ...filter }, ...visit }) => {
    try {
      return await showProfile(visit, { ...params, filter, cursor, note: noteOf(done, visit) });
    } catch (error) {
      const isNotThere = error instanceof ApiError && error.status === 404;
      const deletion = isNotThere ? await findDeletion(visit, params.customerId) : undefined;
      if (deletion === undefined) throw error;
      const note = done === 'deleted' ? deletedTexts[visit.reader.language].wasDeleted : undefined;
      return showGone(visit, deletion, { note });
    }
  },

  sendProfile: async ({ params, body, ...visit }) => {
    const { customerId } = params;
    if (valueIn(body, 'action') === 'undo') return undo(visit, customerId, body);
    if (valueIn(body, 'action') === 'restore') return bringBack(visit, customerId, body);
    return record(visit, customerId, body);
  },
}));

/** Writes down a contact, with a file if one was chosen. */
async function record(visit: Visit, customerId: string, form: DeskForm) {
  const file = fileIn(form);
  const fault = file && faultOfFile(file, visit);
  // A file is not shown again: a browser wants it chosen anew.
  const { file: _, ...typed } = form;
  if (fault !== undefined)
    return showProfile(visit, { customerId, filled: refusedFile(typed, { said: fault }) });
  const key = valueIn(form, 'key');
  const params = { customerId };
  let isWhole = true;
  try {
    const entry = contactFrom(form, visit.reader.timeZone) as Typed;
    const options = { idempotencyKey: key };
    const { body } = await visit.api.customers.recordInteraction({ params, body: entry }, options);
    const place = { ...params, interactionId: (body as Interaction).id };
    if (file !== undefined) isWhole = await attachTo(visit, place, file, `${key}-file`);
  } catch (error) {
    return showProfile(visit, { customerId, filled: filledIn(typed, error, visit) });
  }
  return goTo(`/desk/customers/${customerId}?done=${isWhole ? 'recorded' : 'without-file'}#timeline`);
}

/** What was done just now, by the address. */
function noteOf(done: string, { reader }: Pick<Visit, 'reader'>): string | undefined {
  const {
    saved,
    nothingToSave,
    created,
    recorded,
    recordedWithout,
    corrected,
    removed,
    merged,
    undone,
    restored,
  } = texts[reader.language];
  const notes: Readonly<Record<string, string>> = {
    saved,
    unchanged: nothingToSave,
    created,
    recorded,
    'without-file': recordedWithout,
    corrected,
    removed,
    merged,
    undone,
    restored,
  };
  return Object.hasOwn(notes, done) ? notes[done] : undefined;
}

/** What did not come back is said at once: it stands nowhere else. */
async function undo(visit: Visit, customerId: string, body: DeskForm) {
  const params = { customerId, mergedId: valueIn(body, 'merged') as Typed };
  const options = { idempotencyKey: valueIn(body, 'key') };
  const { body: result } = await visit.api.merges.undoMerge({ params }, options);
  const { survivor, lost } = result as UnmergeResult;
  if (lost.length === 0) return goTo(`/desk/customers/${survivor.id}?done=undone`);
  const words = texts[visit.reader.language];
  const values = lost.flatMap(({ value = [] }) => [value.join(' ')]).join(words.comma);
  return showProfile(visit, { customerId: survivor.id, note: `${words.undone} ${words.lost(values)}` });
}

async function showProfile(
  visit: Visit,
  { customerId, filter = {}, cursor, filled = untouched, note }: Asked,
) {
  const { api, reader, show } = visit;
  const params = { customerId };
  const [
    { body: profile },
    { body: quality },
    { body: duplicates },
    { body: merges },
    everybody,
    { all },
    beside,
  ] = await Promise.all([
    api.customers.getProfile({ params }),
    api.quality.getQuality({ params }),
    api.duplicates.listDuplicatesOfCustomer({ params }),
    api.merges.listMerges({ params }),
    listStaff(api),
    readDefinitions(visit),
    readBeside(visit, customerId),
  ]);
  const names = namesOf(everybody);
  const { customer } = profile;
  const { items, ...page } = (await readEntries(visit, { customerId, filter, cursor })) ?? {
    ...{ items: profile.timeline, cursor: profile.cursor, others: profile.others },
  };
  const writing = reader.permissions['customers.write'];
  const timeline: TimelineView = {
    ...{ customerId: customer.id, filter, names, definitions: all, entries: items, cursor: page.cursor },
    ...(await readKnown(visit, { entries: items, others: page.others, merges: merges.items })),
    mayCorrect: (by) => writing === 'all' || (writing === 'own' && by === reader.staffId),
  };
  const mayWrite = mayCall(reader, customersContract.routes.patchCustomer);
  const mayReadCalls = mayCall(reader, callbacksContract.routes.listCustomerCallbacks);
  const mayReadOrders = mayCall(reader, ordersContract.routes.listCustomerOrders);
  const view = {
    profile,
    timeline,
    names,
    definitions: all,
    quality,
    duplicates: duplicates.items,
    merges: merges.items,
    ...beside,
    note,
    filled,
    key: randomUUID(),
  };
  return show(
    {
      title: customer.name,
      part: 'customers',
      main: profilePage(view, { ...reader, mayWrite, mayReadCalls, mayReadOrders }),
    },
    filled.status,
  );
}

/** Whom the customer is related to, the lists that they are in, and what makes customers complete. */
async function readBeside({ api }: Visit, customerId: string) {
  const params = { customerId };
  const [{ body: relations }, { body: lists }, { body: counting }] = await Promise.all([
    api.relations.listRelations({ params, query: { limit: 10 } }),
    api.lists.listListsOfCustomer({ params, query: { limit: 50 } }),
    api.quality.getCompletenessRules(),
  ]);
  return {
    ...{ relations: relations.items, hasMoreRelations: relations.cursor !== null },
    ...{ lists: lists.items, rules: counting.rules },
  };
}

/** Undefined where the page begins as the profile does. */
async function readEntries({ api, reader }: Visit, { customerId, filter = {}, cursor }: Asked) {
  const { type, via, author } = filter;
  const period = periodOf(filter, reader.timeZone);
  if (!type && !via && !author && Object.keys(period).length === 0 && cursor === undefined) return undefined;
  const query = {
    ...(type && { type }),
    ...(via && { channel: via as Typed }),
    ...(author && { author }),
    ...period,
    cursor,
    limit: 20,
  };
  return (await api.customers.listTimeline({ params: { customerId }, query })).body;
}
