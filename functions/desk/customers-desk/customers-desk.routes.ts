/** Finding customers. */
import { randomUUID } from 'node:crypto';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { readDefinitions } from '../customer-form-desk/index.ts';
import { mayRestore } from '../deleted-desk/index.ts';
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
import { customersDeskContract } from './customers-desk.contract.ts';
import { type Content, customersPage, exportPage } from './customers-desk.page.ts';
import { type Asked, filterOf, listAsked, namesAsked, queryOf } from './customers-desk.rules.ts';
import { texts } from './customers-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

const limit = 50;

/** After so many seconds the page of an export that goes on is loaded again. */
const refreshSeconds = 3;

export const customersDeskPages = deskPages(customersDeskContract, () => ({
  showCustomers: ({ query: { cursor, done, ...query }, ...visit }) => {
    const asked = askedBy((name) => query[name] ?? '', visit);
    return showCustomers(visit, { asked, cursor, isAfterDeletion: done === 'deleted' }, untouched);
  },

  sendCustomers: async ({ body, ...visit }) => {
    const asked = askedBy((name) => valueIn(body, name), visit);
    try {
      return goTo(await direct(visit, asked, body));
    } catch (error) {
      return showCustomers(visit, { asked, cursor: undefined }, filledIn(body, error, visit));
    }
  },

  showExport: async ({ params, api, reader, show }) => {
    const { body: extract } = await api.lists.getExtract({ params });
    const { exportTitle: title } = texts[reader.language];
    const refresh = extract.state === 'running' ? { refresh: String(refreshSeconds) } : {};
    return show({ title, part: 'customers', main: exportPage(extract, reader) }, 200, refresh);
  },
}));

function seesAll({ reader }: Pick<Visit, 'reader'>): boolean {
  return reader.permissions['customers.read'] === 'all';
}

function askedBy(read: (name: keyof Asked) => string, visit: Visit): Asked {
  const asked = Object.fromEntries(namesAsked.map((name) => [name, read(name).trim()])) as unknown as Asked;
  return { ...asked, owner: asked.owner || (seesAll(visit) ? 'all' : 'me') };
}

/** Does what a button says, and answers where that leads. */
async function direct({ api, reader }: Visit, asked: Asked, form: DeskForm): Promise<string> {
  const options = { idempotencyKey: valueIn(form, 'key') };
  const { views, lists } = api;
  switch (valueIn(form, 'action')) {
    case 'forget': {
      const params = { viewId: asked.view };
      await views.deleteView({ params }, { ifMatch: '*' });
      return '/desk/customers';
    }
    case 'export': {
      const { body: view } =
        asked.view === '' ? { body: undefined } : await views.getView({ params: { viewId: asked.view } });
      const filter = view === undefined ? filterOf(asked, reader.staffId) : view.filter;
      const columns = view?.columns ?? (await columnsFor({ api, reader }));
      const body = { ...(filter === undefined ? {} : { filter }), columns, words: reader.language } as Typed;
      const { body: extract } = await lists.createExtract({ body }, options);
      return `/desk/customers/exports/${extract.id}`;
    }
    default: {
      const filter = filterOf(asked, reader.staffId);
      const body = {
        ...{ name: valueIn(form, 'name'), sharedWith: valueIn(form, 'sharedWith') || 'nobody' },
        ...(filter === undefined ? {} : { filter }),
      } as Typed;
      const { body: view } = await views.createView({ body }, options);
      return `/desk/customers?${queryOf({ view: view.id })}`;
    }
  }
}

/** Everything that the reader is shown of customers. */
async function columnsFor(visit: Pick<Visit, 'api' | 'reader'>): Promise<readonly string[]> {
  const { settable } = await readDefinitions(visit);
  const mayWrite = mayCall(visit.reader, customersContract.routes.createCustomer);
  return [
    ...['name', 'kind', 'company', 'gender', 'birthday', 'lunarBirthday', 'stage', 'tags', 'owner', 'source'],
    ...(mayWrite ? contactColumns : []),
    ...['externalIds', 'preferences.channel', 'preferences.interests', 'createdAt', 'updatedAt'],
    ...settable.map(({ name }) => `custom.${name}`),
  ].slice(0, mostColumns);
}

const contactColumns = [
  ...['email', 'otherEmails', 'phone', 'otherPhones', 'address.country', 'address.region', 'address.city'],
  ...['address.district', 'address.street', 'address.postcode'],
];
const mostColumns = 50;

interface Page {
  readonly asked: Asked;
  readonly cursor: string | undefined;
  readonly isAfterDeletion?: boolean;
}

async function showCustomers(visit: Visit, { asked, cursor, isAfterDeletion = false }: Page, said: Filled) {
  const { api, reader, show } = visit;
  const [everybody, { body: saved }, { content, filled }] = await Promise.all([
    listStaff(api),
    api.views.listViews({ query: { limit: 100 } }),
    read(visit, { asked, cursor }, said),
  ]);
  const names = namesOf(everybody);
  const view = {
    asked,
    names,
    views: saved.items,
    content,
    filled,
    key: randomUUID(),
    me: reader.staffId,
    isAfterDeletion,
  };
  const mayWrite = mayCall(reader, customersContract.routes.createCustomer);
  const main = customersPage(view, {
    ...reader,
    ...{ mayWrite, seesAll: seesAll(visit), mayRestore: mayRestore(reader) },
  });
  return show({ title: texts[reader.language].customers, part: 'customers', main }, filled.status);
}

/** Nothing is found where the API says why. */
async function read(
  visit: Visit,
  { asked, cursor }: Page,
  said: Filled,
): Promise<{ readonly content: Content; readonly filled: Filled }> {
  try {
    return { content: await contentOf(visit, asked, cursor), filled: said };
  } catch (error) {
    if (said !== untouched) throw error;
    const form: DeskForm = { ...asked };
    const filled = filledIn(form, error, visit);
    return { content: { kind: 'list', customers: [], cursor: null }, filled };
  }
}

async function contentOf({ api, at }: Visit, asked: Asked, cursor: string | undefined): Promise<Content> {
  if (asked.q !== '') {
    const { body } = await api.search.searchCustomers({ query: { q: asked.q, limit: 20, cursor } });
    return { kind: 'found', hits: body.items, cursor: body.cursor };
  }
  if (asked.view !== '') {
    const params = { viewId: asked.view };
    const [{ body: view }, { body }, definitions] = await Promise.all([
      api.views.getView({ params }),
      api.views.listViewed({ params, query: { limit, cursor } }),
      readDefinitions({ api }),
    ]);
    return { kind: 'view', view, customers: body.items, definitions: definitions.all, cursor: body.cursor };
  }
  const query = { ...listAsked(asked, at), limit, cursor } as Typed;
  const { body } = await api.customers.listCustomers({ query });
  return { kind: 'list', customers: body.items, cursor: body.cursor };
}
