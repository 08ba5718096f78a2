import type { Instant } from '../../../../shared/values/instant.ts';
import { type Contact, idsOf } from '../../../customers/customers/index.ts';
import type { HeldBecause } from '../../budgets/budgets.schema.ts';
import type { ContactForecast } from '../../budgets/index.ts';
import type { Channel } from '../../consents/consents.schema.ts';
import { type ConsentsReader, newestOf, refusalOf } from '../../consents/index.ts';
import { fieldOfChannel, hashOfAddress, stops } from '../messaging.rules.ts';
import type { SkipReason, Suppression } from '../messaging.schema.ts';

interface Context {
  readonly consents: ConsentsReader;
  readonly findSuppressions: (hashes: readonly string[]) => Promise<readonly Suppression[]>;
  readonly contacts: ContactForecast;
  readonly sendsTexts: boolean;
}

/**
 * What would become of an invitation to each of these customers at an instant, in their order; undefined where it would
 * go. The same checks as at the moment of sending, but for holds of topics, from reads that may be a second old.
 */
export async function foreseeSending(
  customers: readonly Contact[],
  { channel, at }: { readonly channel: Channel; readonly at: Instant },
  { consents, findSuppressions, contacts, sendsTexts }: Context,
): Promise<readonly (SkipReason | HeldBecause | undefined)[]> {
  const purpose = 'surveys';
  const hashOf = ({ [fieldOfChannel[channel]]: address }: Contact) =>
    address === undefined ? undefined : hashOfAddress(channel, address);
  const hashes = [...new Set(customers.flatMap((each) => hashOf(each) ?? []))];
  const [said, suppressions, policy] = await Promise.all([
    consents.findOf(customers.flatMap(idsOf), { purpose, channel }),
    findSuppressions(hashes),
    contacts.foresee(customers, { purpose, channel, at }),
  ]);
  const saidBy = Map.groupBy(said, ({ customerId }) => customerId);
  const stopped = new Set(
    suppressions.filter((each) => stops(each, purpose)).map(({ addressHash }) => addressHash),
  );
  return customers.map((customer, index) => {
    if (channel === 'sms' && !sendsTexts) return 'channel-off';
    const hash = hashOf(customer);
    if (hash === undefined) return 'no-address';
    const consent = newestOf(idsOf(customer).flatMap((id) => saidBy.get(id) ?? []));
    const refusal = refusalOf(purpose, consent);
    if (refusal !== undefined) return refusal;
    return stopped.has(hash) ? 'suppressed' : policy[index];
  });
}
