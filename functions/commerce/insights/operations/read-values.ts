import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Page } from '../../../../shared/values/page.ts';
import { type CustomerReader, ownersAsked } from '../../../customers/customers/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { ValueRow, ValueSummary } from '../insights.schema.ts';
import type { InsightsStore } from '../insights.store.ts';

interface Access {
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly teams: TeamReader;
  readonly principal: Principal;
}

interface Owners {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
}

/** A page of customers by what they have spent in a currency. */
export async function listValues(
  { currency, owner, team, ...page }: Owners & PageRequest & { readonly currency: string },
  context: Access & { readonly insights: Pick<InsightsStore, 'listBySpending'> },
): Promise<Page<ValueRow>> {
  const owners = await ownersAsked({ owner, team }, context, 'commerce.read');
  return named(await context.insights.listBySpending(currency, owners, page), context);
}

/** A page of customers by when they have last ordered. */
export async function listLastOrders(
  {
    from,
    to,
    owner,
    team,
    ...page
  }: Owners & PageRequest & { readonly from?: string | undefined; readonly to?: string | undefined },
  context: Access & { readonly insights: Pick<InsightsStore, 'listByLastOrder'> },
): Promise<Page<ValueRow>> {
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('invalid-request', 'Nothing lies between these instants.', {
      violations: [{ pointer: '/query/from', reason: 'Must not lie after `to`.' }],
    });
  const owners = await ownersAsked({ owner, team }, context, 'commerce.read');
  const found = await context.insights.listByLastOrder(owners, { ...page, between: { from, to } });
  return named(found, context);
}

/** With the present names of the customers, without those who were deleted in the last second. */
async function named(
  { items, cursor }: Page<ValueSummary>,
  { customers }: Pick<Access, 'customers'>,
): Promise<Page<ValueRow>> {
  const contacts = await customers.findContacts(
    items.map(({ customerId }) => customerId),
    { consistent: false },
  );
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  const rows = items.map((row) => ({ ...row, customerName: names.get(row.customerId) }));
  return { items: rows.filter(({ customerName }) => customerName !== undefined), cursor };
}
