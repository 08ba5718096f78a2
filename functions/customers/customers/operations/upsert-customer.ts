import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { patched, uniqueExternalId } from '../customers.rules.ts';
import {
  type Customer,
  type CustomerPatch,
  type CustomerRow,
  type CustomerUpsert,
  type ExternalId,
  NewCustomer,
} from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { createCustomer } from './create-customer.ts';
import { customAfter, type DefinedFields } from './custom-values.ts';
import {
  assertMayChange,
  assertTakesCustomers,
  holderNamed,
  notYoursToUpdate,
  ownerFor,
  reaches,
} from './customer-access.ts';

interface Context extends DefinedFields {
  readonly customers: Pick<CustomersStore, 'findByUnique' | 'hasOpenWork' | 'create' | 'change'>;
  readonly staff: Pick<StaffReader, 'find'>;
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
  const existing = await customers.findByUnique(uniqueExternalId(externalId));
  if (existing === undefined) {
    const complete = asNew({ ...input, externalIds: [externalId] });
    const change = await createCustomer(complete, context);
    return { ...change, writes: change.writes.map(againIfExternalIdTaken), created: true };
  }
  const isKnown =
    hasRowAccess(principal, 'customers.write', existing.owner) ||
    (await reaches(existing, 'customers.read', context));
  if (!isKnown) throw await notYoursToUpdate(existing, context);
  await assertMayChange(existing, 'customers.write', context);
  const owner = input.owner === undefined ? existing.owner : ownerFor(principal, input.owner);
  if (owner !== existing.owner) await assertTakesCustomers(owner, context);
  const { custom, uniqueFields } = await customAfter(existing, input, context);
  const after = patched(existing, { ...input, custom, owner }, origin.at);
  const uniqueness = { whenTaken: holderNamed(context), uniqueFields };
  const writes = customers.change(existing, after, origin, uniqueness);
  return { result: writes.length === 0 ? existing : after, writes, created: false };
}

function againIfExternalIdTaken(write: Change<Customer>['writes'][number]) {
  return write.key.pk.startsWith('U#external#') ? { ...write, onConflict: 'retry' as const } : write;
}

/** Carries out a row of a batch: an upsert where it bears the number of another system, else a new customer. */
export async function storeRow(
  { key, externalId, externalIds, ...input }: CustomerRow,
  context: Context,
): Promise<Change<Customer> & { readonly created: boolean }> {
  if (externalId !== undefined) return upsertCustomer({ externalId, input }, context);
  return { ...(await createCustomer(asNew({ ...input, externalIds }), context)), created: true };
}

/** For a new customer there is nothing that null could clear, and no name that could stay as it is. */
export function asNew(input: CustomerPatch): NewCustomer {
  if (input.name === undefined) {
    throw new AppError('invalid-request', 'A new customer needs a name.', {
      violations: [{ pointer: '/body/name', reason: 'Required: there is no such customer yet.' }],
    });
  }
  return NewCustomer.parse({
    ...withoutNull(input),
    custom: input.custom ? withoutNull(input.custom) : undefined,
  });
}

function withoutNull(values: object): Readonly<Record<string, unknown>> {
  const stated = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(stated);
}
