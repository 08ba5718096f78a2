import { notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { upserted } from '../customers.rules.ts';
import { type Customer, type CustomerUpsert, type ExternalId, NewCustomer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { createCustomer } from './create-customer.ts';
import { ownerFor } from './customer-access.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'findByExternalId' | 'create' | 'change'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/**
 * Creates the customer with this external id or brings it up to date. Telling the same again changes nothing.
 * Two callers at once: the slower one finds the external id taken and tries again.
 */
export async function upsertCustomer(
  { externalId, input }: { externalId: ExternalId; input: CustomerUpsert },
  context: Context,
): Promise<Change<Customer> & { readonly created: boolean }> {
  const { customers, principal, origin } = context;
  const existing = await customers.findByExternalId(externalId.source, externalId.id);
  if (existing === undefined) {
    const complete = NewCustomer.parse({ ...withoutUndefined(input), externalIds: [externalId] });
    const change = await createCustomer(complete, context);
    return { ...change, writes: change.writes.map(againIfExternalIdTaken), created: true };
  }
  if (!hasRowAccess(principal, 'customers.write', existing.owner)) throw notFound('customer');
  const owner = input.owner === undefined ? existing.owner : ownerFor(principal, input.owner);
  const after = upserted(existing, { ...input, owner }, origin.at);
  const writes = customers.change(existing, after, origin);
  return { result: writes.length === 0 ? existing : after, writes, created: false };
}

function againIfExternalIdTaken(write: Change<Customer>['writes'][number]) {
  return write.key.pk.startsWith('U#external#') ? { ...write, onConflict: 'retry' as const } : write;
}

function withoutUndefined(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
