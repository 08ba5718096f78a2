import * as z from 'zod';
import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { questionOf, readPlace, writePlace } from '../../../../shared/table/cursor.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Page } from '../../../../shared/values/page.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import type { CustomerFilters, CustomerReader } from '../../customers/index.ts';
import { type FieldReader, fieldsSeenBy } from '../../fields/index.ts';
import { asFilter, type CustomerFilter } from '../../filters/filters.schema.ts';
import { filterTest, filterText, filterViolations, termOf } from '../../filters/index.ts';
import type { View, ViewInWords, ViewRecord } from '../views.schema.ts';
import type { ViewsStore } from '../views.store.ts';

type ReadContext = Omit<ShowContext, 'customers' | 'at'>;

export interface ShowContext {
  readonly views: Pick<ViewsStore, 'get' | 'list'>;
  readonly customers: Pick<CustomerReader, 'list' | 'findMany'>;
  readonly fields: Pick<FieldReader, 'listNow'>;
  /** Ids of the teams that somebody belongs to. */
  readonly teamsOf: (staffId: string) => Promise<readonly string[]>;
  readonly principal: Principal;
  /** To which days before are counted. */
  readonly at: Instant;
}

/**
 * The views that the caller sees, by name: their own, of their teams and of everybody. What others have saved is left out
 * where it asks for what the caller is not shown, since its words would tell of that.
 */
export async function listViews(page: PageRequest, context: ReadContext): Promise<Page<View>> {
  const { views, teamsOf, principal } = context;
  const { id } = principal;
  const { items, cursor } = await views.list({ id, teams: await teamsOf(id) }, page);
  const mayAsk = await asks(context);
  return { items: items.filter((view) => isOwn(view, principal) || mayAsk(view)), cursor };
}

/** A view that stands in that list. Throws `not-found` for others. */
async function getView(id: string, context: ReadContext): Promise<View> {
  const { views, teamsOf, principal } = context;
  const { deletedAt: _, ...view }: ViewRecord = await views.get(id);
  const { sharedWith } = view;
  if (isOwn(view, principal)) return view;
  const isShared =
    sharedWith === 'everybody' ||
    (sharedWith !== 'nobody' && (await teamsOf(principal.id)).includes(sharedWith));
  if (isShared && (await asks(context))(view)) return view;
  throw notFound('view');
}

/** The same, with its filter in words. */
export async function readView(
  id: string,
  { language, ...context }: ReadContext & { readonly language: Language },
): Promise<ViewInWords> {
  const view = await getView(id, context);
  if (view.filter === undefined) return view;
  const definitions = await context.fields.listNow();
  return { ...view, words: filterText(asFilter(view.filter), language, definitions) };
}

function isOwn({ createdBy }: View, { kind, id }: Principal): boolean {
  return createdBy.kind === kind && createdBy.id === id;
}

/** Whether the caller may ask what a view asks. */
async function asks({ fields, principal }: Pick<ShowContext, 'fields' | 'principal'>) {
  const definitions = await fields.listNow();
  const who = { definitions, sees: fieldsSeenBy(principal), seesContact: sees(principal, 'contact') };
  return ({ filter }: Pick<View, 'filter'>) =>
    filter === undefined || filterViolations(asFilter(filter), who, '').length === 0;
}

/** The list, one of those it consists of, and the cursor in that. */
const Place = z.tuple([z.int().min(0).max(1), z.string()]);

/** So many queries are made for a page, however few they find. */
const mostQueries = 8;

/**
 * Whom a view shows, newest first: among those of the stage, the kind or the owner that its filter demands, or among all
 * whom the caller sees, each is looked at. At most 8 queries of `limit` customers, and a read unit or so for each of them:
 * a page may be short although the list goes on.
 *
 * @throws AppError `forbidden` where the filter asks for what the caller is not shown
 */
export async function listViewed(
  { id, limit, cursor }: PageRequest & { readonly id: string },
  context: ShowContext,
): Promise<Page<Customer>> {
  const { customers, principal } = context;
  const view = await getView(id, context);
  const filter = view.filter && asFilter(view.filter);
  if (!(await asks(context))(view))
    throw new AppError(
      'forbidden',
      'This view asks for what your role is not shown, or for a field that is no more.',
    );
  const isMeant = filter === undefined ? () => true : filterTest(filter, context.at);
  const lists = listsOf(filter, principal);
  const question = questionOf('customers of a view', { id });
  let [at, after] = cursor === undefined ? [0, ''] : readPlace(cursor, question, Place);
  const items: Customer[] = [];
  for (let queries = 0; ; queries += 1) {
    const list = lists[at];
    if (list === undefined) return { items, cursor: null };
    if (items.length === limit || queries === mostQueries)
      return { items, cursor: writePlace([at, after], question) };
    const page = await customers.list(list, {
      limit: limit - items.length,
      ...(after === '' ? {} : { cursor: after }),
    });
    const found = new Map(
      (await customers.findMany(page.items.map((row) => row.id))).map((each) => [each.id, each]),
    );
    for (const row of page.items) {
      const customer = found.get(row.id);
      // The list lags behind by a second or so.
      if (customer === undefined || !hasRowAccess(principal, 'customers.read', customer.owner)) continue;
      if (isMeant(customer)) items.push(customer);
    }
    [at, after] = page.cursor === null ? [at + 1, ''] : [at, page.cursor];
  }
}

/** The lists of customers in which those of a filter are found, for somebody. */
function listsOf(filter: CustomerFilter | undefined, principal: Principal): readonly CustomerFilters[] {
  const stage = termOf(filter, 'stage') as CustomerFilters['stage'];
  const kind = stage === undefined ? (termOf(filter, 'kind') as CustomerFilters['kind']) : undefined;
  const owner = termOf(filter, 'owner');
  const narrowed = { stage, kind };
  if (owner !== undefined) {
    const isOpen = hasRowAccess(principal, 'customers.read', owner === 'none' ? null : owner);
    return isOpen ? [{ ...narrowed, owner }] : [];
  }
  if (principal.rowAccess['customers.read'] === 'all') return [narrowed];
  return [
    { ...narrowed, owner: principal.reach },
    { ...narrowed, owner: 'none' },
  ];
}
