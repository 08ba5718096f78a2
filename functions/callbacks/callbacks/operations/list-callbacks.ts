import { AppError } from '../../../../shared/errors/app-error.ts';
import { askedOwner, type Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Page } from '../../../../shared/values/page.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { CallbackStatus, CallbackSummary } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleContact } from './callback-access.ts';

interface QueueRequest extends PageRequest {
  readonly owner?: string | undefined;
  readonly status?: CallbackStatus | undefined;
}

/** The open callbacks of one person, or with the owner `none` those of the team. */
export async function listCallbacks(
  { owner, ...page }: QueueRequest,
  { callbacks, principal }: { callbacks: CallbacksStore; principal: Principal },
): Promise<Page<CallbackSummary>> {
  if (owner === 'none') return callbacks.listOfTeam(page);
  const whose = askedOwner(principal, owner) ?? principal.id;
  if (whose !== principal.id && principal.rowAccess['callbacks.read'] !== 'all') {
    throw new AppError('forbidden', 'Your role shows you your own queue and, with owner=none, the team’s.');
  }
  return callbacks.listOfOwner(whose, page);
}

/** The open callbacks of a customer whom the caller may reach. */
export async function listCustomerCallbacks(
  { customerId, ...page }: PageRequest & { readonly customerId: string },
  context: {
    callbacks: CallbacksStore;
    customers: Pick<CustomerReader, 'findContact'>;
    principal: Principal;
  },
): Promise<Page<CallbackSummary>> {
  await accessibleContact(customerId, 'callbacks.read', context);
  return context.callbacks.listOfCustomer(customerId, page);
}
