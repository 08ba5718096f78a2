import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Permission } from '../../../../shared/identity/permissions.ts';
import { askedOwner, hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { askedTogether } from '../../../../shared/table/list-choice.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { idsAt } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { noSuchList } from '../customers.rules.ts';
import { type CustomerPage, customerId } from '../customers.schema.ts';
import type { CustomerFilters, CustomersStore } from '../customers.store.ts';
import { type LookUp, lookUpCustomer } from './look-up-customer.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'list' | 'listChanges' | 'findByUnique' | 'hasOpenWork'>;
  readonly teams: TeamReader;
  readonly principal: Principal;
}

interface ListRequest extends Pick<CustomerFilters, 'kind' | 'stage'>, LookUp, PageRequest {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly addressInvalid?: 'true' | undefined;
  readonly tag?: string | undefined;
  readonly source?: string | undefined;
  readonly createdFrom?: Instant | undefined;
  readonly createdTo?: Instant | undefined;
  readonly lastContactFrom?: Instant | undefined;
  readonly lastContactTo?: Instant | undefined;
  readonly updatedSince?: string | undefined;
}

/**
 * Lists customers, or what has changed, or finds the one who has a value. Who reaches only own rows sees those, with
 * `owner` or `team` the ones of colleagues whose rows they reach, and the ones of nobody.
 */
export async function listCustomers(
  { email, phone, externalId, limit, cursor, ...asked }: ListRequest,
  { customers, teams, principal }: Context,
): Promise<CustomerPage> {
  const one = await lookUpCustomer(
    { email, phone, externalId },
    { ...asked, cursor },
    { customers, principal },
  );
  if (one !== undefined) return one;
  assertOneOrder(asked);
  const { addressInvalid, kind, stage, source, tag, updatedSince: since } = asked;
  const filters = {
    owner: await ownersOf(asked, { teams, principal }),
    ...{ kind, stage, source, tag, addressInvalid: addressInvalid === 'true' || undefined },
  };
  const page = { limit, cursor };
  if (since !== undefined) return customers.listChanges(filters, { ...page, since });
  const { createdFrom, createdTo, lastContactFrom: from, lastContactTo: to } = asked;
  if (from !== undefined || to !== undefined)
    return customers.list(filters, { ...page, contacted: { from, to } });
  const between = {
    from: createdFrom && idsAt(customerId, createdFrom),
    to: createdTo && idsAt(customerId, createdTo),
  };
  return customers.list(filters, { ...page, between });
}

/**
 * A list has one order: of creation, of the last contact or of changes. Nothing is kept of what tags and sources were
 * before a change, so that nobody could be told who has left.
 */
function assertOneOrder(asked: Partial<Record<string, unknown>>): void {
  const given = (names: readonly string[]) => names.filter((name) => asked[name] !== undefined);
  const [created, contacted] = [
    given(['createdFrom', 'createdTo']),
    given(['lastContactFrom', 'lastContactTo']),
  ];
  const [order = undefined, ...others] = [
    ...given(['updatedSince']),
    ...contacted.slice(0, 1),
    ...created.slice(0, 1),
  ];
  const [other] = order === 'updatedSince' ? [...given(['tag', 'source']), ...others] : others;
  if (order !== undefined && other !== undefined) throw askedTogether(other, order, noSuchList);
  for (const [from, to] of [
    ['createdFrom', 'createdTo'],
    ['lastContactFrom', 'lastContactTo'],
  ] as const) {
    if (given([from, to]).length < 2 || String(asked[from]) <= String(asked[to])) continue;
    throw new AppError('invalid-request', 'Nothing lies between these instants.', {
      violations: [{ pointer: `/query/${from}`, reason: `Must not lie after \`${to}\`.` }],
    });
  }
}

/** Whose customers are listed. @throws AppError `forbidden` where some of them are not for the caller to see */
export async function ownersOf(
  { owner: asked, team }: Pick<ListRequest, 'owner' | 'team'>,
  { teams, principal }: Pick<Context, 'teams' | 'principal'>,
  permission: Permission = 'customers.read',
): Promise<CustomerFilters['owner']> {
  if (asked !== undefined && team !== undefined) throw askedTogether('team', 'owner', noSuchList);
  if (team !== undefined) return teams.peopleOf(team, permission, principal);
  const isOwn = principal.rowAccess[permission] === 'own';
  const owner = askedOwner(principal, asked) ?? (isOwn ? principal.id : undefined);
  if (owner === undefined || owner === 'none' || hasRowAccess(principal, permission, owner)) return owner;
  throw new AppError(
    'forbidden',
    'Your role shows you your own customers, with team=me those that your teams open to you and, with owner=none, those of nobody.',
  );
}
