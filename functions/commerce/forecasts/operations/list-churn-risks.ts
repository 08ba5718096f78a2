import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Page } from '../../../../shared/values/page.ts';
import { type CustomerReader, ownersAsked } from '../../../customers/customers/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { ValueReader } from '../../insights/index.ts';
import type { ChurnRiskRow } from '../forecasts.schema.ts';
import type { ForecastsStore } from '../forecasts.store.ts';

interface Asked extends PageRequest {
  /** In per cent. */
  readonly from: number;
  readonly to: number;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
}

interface Context {
  readonly forecasts: Pick<ForecastsStore, 'listByRisk'>;
  readonly values: Pick<ValueReader, 'findMany'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly teams: TeamReader;
  readonly principal: Principal;
}

/**
 * A page of customers by their risk as it was reckoned last, with their present names, and whether they have bought since; without
 * those who were deleted, or have nothing that counts any more.
 */
export async function listChurnRisks(
  { from, to, owner, team, ...page }: Asked,
  context: Context,
): Promise<Page<ChurnRiskRow>> {
  if (from > to)
    throw new AppError('invalid-request', 'No risk lies between these.', {
      violations: [{ pointer: '/query/from', reason: 'Must not be more than `to`.' }],
    });
  const owners = await ownersAsked({ owner, team }, context, 'commerce.read');
  const bounds = { least: from / 100, most: to / 100 };
  const { items, cursor } = await context.forecasts.listByRisk(owners, { ...page, ...bounds });
  const ids = items.map(({ customerId }) => customerId);
  const [contacts, values] = await Promise.all([
    context.customers.findContacts(ids, { consistent: false }),
    context.values.findMany(ids),
  ]);
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  const lastOrders = new Map(values.map(({ id, lastOrderAt }) => [id, lastOrderAt]));
  const rows = items.flatMap((risk) => {
    const [customerName, lastOrderAt] = [names.get(risk.customerId), lastOrders.get(risk.customerId)];
    if (customerName === undefined || lastOrderAt === undefined) return [];
    return [{ ...risk, customerName, boughtSince: lastOrderAt > risk.lastOrderAt }];
  });
  return { items: rows, cursor };
}
