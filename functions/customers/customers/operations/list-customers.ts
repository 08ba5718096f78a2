import { AppError } from '../../../../shared/errors/app-error.ts';
import { askedOwner, hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { askedTogether } from '../../../../shared/table/list-choice.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { CustomerPage } from '../customers.schema.ts';
import type { CustomerFilters, CustomersStore } from '../customers.store.ts';
import { type LookUp, lookUpCustomer } from './look-up-customer.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'list' | 'listChanges' | 'findByUnique' | 'hasOpenWork'>;
  readonly teams: TeamReader;
  readonly principal: Principal;
}

interface ListRequest extends Omit<CustomerFilters, 'owner' | 'addressInvalid'>, LookUp, PageRequest {
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly addressInvalid?: 'true' | undefined;
  readonly updatedSince?: string | undefined;
}

/**
 * Lists customers, or what has changed, or finds the one who has a value. Who reaches only own rows sees those, with
 * `owner` or `team` the ones of colleagues whose rows they reach, and the ones of nobody.
 */
export async function listCustomers(
  { owner: asked, team, kind, addressInvalid, updatedSince, email, phone, externalId, ...page }: ListRequest,
  { customers, teams, principal }: Context,
): Promise<CustomerPage> {
  const lookUp = { email, phone, externalId };
  const others = { owner: asked, team, kind, addressInvalid, updatedSince, cursor: page.cursor };
  const one = await lookUpCustomer(lookUp, others, { customers, principal });
  if (one !== undefined) return one;
  const filters = {
    owner: await ownersOf({ owner: asked, team }, { teams, principal }),
    kind,
    addressInvalid: addressInvalid === 'true' || undefined,
  };
  return updatedSince === undefined
    ? customers.list(filters, page)
    : customers.listChanges(filters, { ...page, since: updatedSince });
}

/** Whose customers are listed. @throws AppError `forbidden` where some of them are not for the caller to see */
export async function ownersOf(
  { owner: asked, team }: Pick<ListRequest, 'owner' | 'team'>,
  { teams, principal }: Pick<Context, 'teams' | 'principal'>,
): Promise<CustomerFilters['owner']> {
  if (asked !== undefined && team !== undefined) throw askedTogether('team', 'owner');
  if (team !== undefined) return teams.peopleOf(team, 'customers.read', principal);
  const isOwn = principal.rowAccess['customers.read'] === 'own';
  const owner = askedOwner(principal, asked) ?? (isOwn ? principal.id : undefined);
  if (owner === undefined || owner === 'none' || hasRowAccess(principal, 'customers.read', owner))
    return owner;
  throw new AppError(
    'forbidden',
    'Your role shows you your own customers, with team=me those that your teams open to you and, with owner=none, those of nobody.',
  );
}
