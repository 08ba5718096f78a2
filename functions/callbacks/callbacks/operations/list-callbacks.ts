import { AppError } from '../../../../shared/errors/app-error.ts';
import { askedOwner, type Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Page } from '../../../../shared/values/page.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { isOpen } from '../callbacks.rules.ts';
import type { CallbackSummary, StatusFilter } from '../callbacks.schema.ts';
import type { CallbacksStore, Whose } from '../callbacks.store.ts';
import { accessibleContact } from './callback-access.ts';

interface ListRequest extends PageRequest {
  readonly status?: StatusFilter | undefined;
}

type Lists = Pick<CallbacksStore, 'listOpen' | 'listClosed'>;

/** Callbacks of one person, with the owner `none` of the team, with `all` of the whole department. */
export async function listCallbacks(
  { owner, ...request }: ListRequest & { readonly owner?: string | undefined },
  { callbacks, principal }: { callbacks: Lists; principal: Principal },
): Promise<Page<CallbackSummary>> {
  if (owner === 'none') return list('team', request, callbacks);
  const whose = askedOwner(principal, owner) ?? principal.id;
  if (whose !== principal.id && principal.rowAccess['callbacks.read'] !== 'all') {
    throw new AppError('forbidden', 'Your role shows you your own queue and, with owner=none, the team’s.');
  }
  return list(owner === 'all' ? 'department' : { owner: whose }, request, callbacks);
}

/** Callbacks of a customer whom the caller may reach. */
export async function listCustomerCallbacks(
  { customerId, ...request }: ListRequest & { readonly customerId: string },
  context: { callbacks: Lists; customers: Pick<CustomerReader, 'findContact'>; principal: Principal },
): Promise<Page<CallbackSummary>> {
  await accessibleContact(customerId, 'callbacks.read', context);
  return list({ customerId }, request, context.callbacks);
}

function list(
  whose: Whose,
  { status, ...page }: ListRequest,
  callbacks: Lists,
): Promise<Page<CallbackSummary>> {
  if (status === 'closed') return callbacks.listClosed(whose, page);
  const isOfOpen = status === undefined || isOpen({ status });
  return isOfOpen
    ? callbacks.listOpen(whose, { ...page, status })
    : callbacks.listClosed(whose, { ...page, status });
}
