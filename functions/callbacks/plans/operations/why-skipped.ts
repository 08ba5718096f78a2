import type { ConsentReader } from '../../../contact/consents/index.ts';
import { newestOf, refusalOf } from '../../../contact/consents/index.ts';
import type { Customer } from '../../../customers/customers/customers.schema.ts';
import { idsOf } from '../../../customers/customers/index.ts';
import type { CallbackOpener } from '../../callbacks/index.ts';
import type { SkipReason } from '../plans.schema.ts';

export interface SkipContext {
  readonly consents: Pick<ConsentReader, 'findAll'>;
  readonly callbacks: Pick<CallbackOpener, 'isOpenFor'>;
}

/** Why a customer is not to be called at present; undefined when they are. Open complaints join here when there are tickets. */
export async function whySkipped(
  customer: Customer,
  { consents, callbacks }: SkipContext,
): Promise<Exclude<SkipReason, 'no-room'> | undefined> {
  if (customer.phone === undefined) return 'no-phone';
  const ids = idsOf(customer);
  const said = await consents.findAll(ids, { purpose: 'surveys', channel: 'phone' });
  if (refusalOf('surveys', newestOf(said)) !== undefined) return 'phone-consent';
  return (await callbacks.isOpenFor(ids)) ? 'open-callback' : undefined;
}
