import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { patched } from '../customers.rules.ts';
import type { Customer, CustomerPatch } from '../customers.schema.ts';
import type { CustomersStore, ToldBy } from '../customers.store.ts';
import { customAfter, type DefinedFields } from './custom-values.ts';
import { assertMayChange, assertTakesCustomers, holderNamed, ownerFor } from './customer-access.ts';
import { kindAllowed } from './keep-kind.ts';

export interface PatchContext extends DefinedFields {
  readonly customers: Pick<
    CustomersStore,
    'find' | 'get' | 'hasOpenWork' | 'change' | 'findByUnique' | 'whatNeedsKind'
  >;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** The writes of a patch, after the checks of everything that it changes. A patch that changes nothing is free. */
export async function changeFields(
  before: Customer,
  patch: CustomerPatch,
  context: PatchContext,
  toldBy: ToldBy = {},
): Promise<Change<Customer>> {
  if (patch.owner !== undefined && patch.owner !== before.owner) {
    ownerFor(context.principal, patch.owner);
    await assertTakesCustomers(patch.owner, context);
  }
  const { custom, uniqueFields } = await customAfter(before, patch, context);
  const after = patched(before, { ...patch, custom }, context.origin.at);
  const uniqueness = { whenTaken: holderNamed(context), uniqueFields };
  const allowed = await kindAllowed(before, after, context);
  const writes = context.customers.change(before, after, context.origin, uniqueness, toldBy);
  return { result: writes.length === 0 ? before : after, writes: [...writes, ...allowed] };
}

/** Changes fields of a customer of which the caller has read this version. */
export async function patchCustomer(
  { customerId, version, patch }: { customerId: string; version: IfMatch; patch: CustomerPatch },
  context: PatchContext,
): Promise<Change<Customer>> {
  const before = await context.customers.get(customerId);
  await assertMayChange(before, 'customers.write', context);
  assertVersion(before, version);
  return changeFields(before, patch, context);
}
