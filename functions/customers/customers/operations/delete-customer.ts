import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { type FieldReader, uniqueFieldsOf } from '../../fields/index.ts';
import type { CustomersStore } from '../customers.store.ts';
import { assertMayChange } from './customer-access.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'get' | 'hasOpenWork' | 'delete'>;
  readonly fields: Pick<FieldReader, 'list'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Puts a customer out of sight and frees the unique values; the record is forgotten after 30 days. */
export async function deleteCustomer(
  { customerId, version }: { customerId: string; version: IfMatch },
  context: Context,
): Promise<Change<undefined>> {
  const customer = await context.customers.get(customerId);
  await assertMayChange(customer, 'customers.write', context);
  assertVersion(customer, version);
  const uniqueFields = uniqueFieldsOf(await context.fields.list());
  const writes = await context.customers.delete(customer, context.origin, { uniqueFields });
  return { result: undefined, writes };
}
