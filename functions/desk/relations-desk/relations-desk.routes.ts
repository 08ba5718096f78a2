/** Whom a customer is related to: somebody else is found, chosen and related, or a relation is taken away. */
import { ApiError } from '../../../shared/contract/client.ts';
import type { RelationKind } from '../../customers/customers/customers.schema.ts';
import { relationsContract } from '../../customers/relations/relations.contract.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  mayCall,
  told,
  unlessRefused,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { relationsDeskContract } from './relations-desk.contract.ts';
import { type Chosen, type RelationsView, relationsPage } from './relations-desk.page.ts';
import { kindNamed } from './relations-desk.rules.ts';
import { texts } from './relations-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

interface Asked {
  readonly customerId: string;
  readonly only?: string | undefined;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly other?: string | undefined;
  readonly kind?: string | undefined;
  readonly done?: string | undefined;
}

const limit = 20;

export const relationsDeskPages = deskPages(relationsDeskContract, () => ({
  showRelations: ({ params, query, ...visit }) => showRelations(visit, { ...params, ...query }, untouched),

  sendRelation: async ({ params, body, ...visit }) => {
    const { relations } = visit.api;
    const [other, kind] = [valueIn(body, 'other'), valueIn(body, 'kind')];
    const path = `/desk/customers/${params.customerId}/relations`;
    const place = { ...params, kind: kind as Typed, otherId: other as Typed };
    const isKnown = valueIn(body, 'version') !== '';
    const version = isKnown ? { ifMatch: versionIn(body) } : {};
    if (valueIn(body, 'action') === 'remove') {
      await relations.deleteRelation({ params: place }, { ifMatch: versionIn(body) });
      return goTo(`${path}?done=removed`);
    }
    try {
      await relations.putRelation({ params: place, body: entryIn(body) }, version);
    } catch (error) {
      const asked = { ...params, other, ...(isKnown && { kind }) };
      return showRelations(visit, asked, filledIn(body, error, visit));
    }
    return goTo(`${path}?done=saved`);
  },
}));

function entryIn(form: DeskForm) {
  const role = valueIn(form, 'role').trim();
  return { ...(role !== '' && { role }), primary: valueIn(form, 'primary') === 'true' };
}

async function showRelations(visit: Visit, asked: Asked, filled: Filled) {
  const { api, reader, show } = visit;
  const { customerId, other, cursor, done = '' } = asked;
  const params = { customerId };
  const only = kindNamed(asked.only);
  const query = (asked.q ?? '').trim();
  const [{ body: customer }, { body: page }, chosen, found] = await Promise.all([
    api.customers.getCustomer({ params }),
    api.relations.listRelations({ params, query: { kind: only, cursor, limit } }),
    other === undefined ? undefined : readChosen(visit, { customerId, other, kind: kindNamed(asked.kind) }),
    query === '' ? undefined : find(visit, query),
  ]);
  const words = texts[reader.language];
  const view: RelationsView = {
    ...{ customer, relations: page.items, only, cursor: page.cursor, query, chosen, hits: found?.hits },
    note: Object.hasOwn(words.notes, done) ? words.notes[done] : undefined,
    filled: found?.filled ?? filled,
  };
  const mayWrite = mayCall(reader, relationsContract.routes.putRelation);
  const title = words.title(customer.name);
  const main = relationsPage(view, { ...reader, mayWrite });
  return show({ title, part: 'customers', main }, view.filled.status);
}

async function readChosen(
  { api }: Visit,
  {
    customerId,
    other,
    kind,
  }: { readonly customerId: string; readonly other: string; readonly kind: RelationKind | undefined },
): Promise<Chosen> {
  const params = { customerId, otherId: other };
  const [{ body: customer }, known] = await Promise.all([
    api.customers.getCustomer({ params: { customerId: other } }),
    kind && unlessRefused(api.relations.getRelation({ params: { ...params, kind } }), [404]),
  ]);
  return { other: customer, known };
}

/** Who is found by words; words that cannot be looked for are said to be so. */
async function find(visit: Visit, q: string): Promise<Pick<RelationsView, 'hits'> & { filled?: Filled }> {
  try {
    return { hits: (await visit.api.search.searchCustomers({ query: { q, limit } })).body.items };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 400)) throw error;
    return { hits: undefined, filled: fillForm({ q }, told(error.problem, visit.reader)) };
  }
}
