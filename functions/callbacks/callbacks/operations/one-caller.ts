import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'findCall' | 'takeCall' | 'endCall'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
}

/**
 * Has one person call a customer at a time, whatever there is to call them for. Beside the claim of a callback; conflicts with
 * whoever is calling them because of another one.
 */
export async function takeCustomer(
  { id: callbackId, customerId, claim }: Callback,
  at: Instant,
  { callbacks, customers, staff }: Context & { readonly staff: Pick<StaffReader, 'find'> },
): Promise<readonly Write[]> {
  if (claim === null) return [];
  const customer = (await customers.findContact(customerId))?.id ?? customerId;
  const call = { customerId: customer, callbackId, by: claim.by, until: claim.until };
  return [callbacks.takeCall(call, at, () => whoCalls(customer, { callbacks, staff }))];
}

/** The customer can be called by others again. */
export async function freeCustomer(
  { id, customerId, claim }: Callback,
  { callbacks, customers }: Context,
): Promise<readonly Write[]> {
  if (claim === null) return [];
  const customer = (await customers.findContact(customerId))?.id ?? customerId;
  const call = await callbacks.findCall(customer);
  return call?.callbackId === id ? [callbacks.endCall(call)] : [];
}

async function whoCalls(
  customerId: string,
  { callbacks, staff }: Pick<Context, 'callbacks'> & { readonly staff: Pick<StaffReader, 'find'> },
): Promise<Error> {
  const call = await callbacks.findCall(customerId);
  const { by = '', until = '' } = call ?? {};
  const name = (await staff.find(by))?.name;
  const who = name === undefined ? by : `${name} (${by})`;
  return new AppError('conflict', `${who} is calling this customer until ${until}, for another callback.`, {
    members: { claim: { by, until, ...(name === undefined ? {} : { name }) } },
  });
}
