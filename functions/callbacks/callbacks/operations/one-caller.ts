import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { Callback, CustomerCall } from '../callbacks.schema.ts';
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
  const [customer, ...merged] = await recordsOf(customerId, customers);
  // Whoever was calling one of two records goes on when these are merged.
  for (const call of await callsOf(merged, callbacks))
    if (call.until > at && call.by !== claim.by) throw await calledBy(call, staff);
  const call = { customerId: customer, callbackId, by: claim.by, until: claim.until };
  const whoCalls = async () => calledBy(await callbacks.findCall(customer), staff);
  return [callbacks.takeCall(call, at, whoCalls)];
}

/** The customer can be called by others again. */
export async function freeCustomer(
  { id, customerId, claim }: Callback,
  { callbacks, customers }: Context,
): Promise<readonly Write[]> {
  if (claim === null) return [];
  const calls = await callsOf(await recordsOf(customerId, customers), callbacks);
  return calls.filter(({ callbackId }) => callbackId === id).map(callbacks.endCall);
}

/** Their record first, then those that were merged into it. */
async function recordsOf(
  customerId: string,
  customers: Context['customers'],
): Promise<readonly [string, ...string[]]> {
  const contact = await customers.findContact(customerId);
  return [contact?.id ?? customerId, ...(contact?.mergedFrom ?? [])];
}

async function callsOf(
  records: readonly string[],
  callbacks: Pick<CallbacksStore, 'findCall'>,
): Promise<readonly CustomerCall[]> {
  const found = await Promise.all(records.map(callbacks.findCall));
  return found.filter((call) => call !== undefined);
}

async function calledBy(call: CustomerCall | undefined, staff: Pick<StaffReader, 'find'>): Promise<AppError> {
  const { by = '', until = '' } = call ?? {};
  const name = (await staff.find(by))?.name;
  const who = name === undefined ? by : `${name} (${by})`;
  return new AppError('conflict', `${who} is calling this customer until ${until}, for another callback.`, {
    members: { claim: { by, until, ...(name === undefined ? {} : { name }) } },
  });
}
