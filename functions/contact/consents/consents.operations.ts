/** The use cases of the consents domain. */
import type { EventContext } from '../../../shared/events/event.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Change } from '../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/customers/index.ts';
import type { Consent, ConsentEntry, ConsentRecord } from './consents.schema.ts';
import { type ConsentReader, grantConsent, withdrawConsent } from './index.ts';

interface Context {
  readonly consents: ConsentReader;
  readonly customers: Pick<CustomerReader, 'getReachable' | 'getChangeable'>;
  readonly principal: Principal;
}

/** Everything that a customer whom the caller may reach has said. */
export async function listConsents(customerId: string, context: Context): Promise<Consent[]> {
  await context.customers.getReachable(customerId, 'contact.read', context.principal);
  return (await context.consents.list(customerId)).map(shown);
}

/** Notes what a customer has told somebody. Told the same again, nothing changes. */
export async function putConsent(
  said: Pick<Consent, 'customerId' | 'purpose' | 'channel'> & ConsentEntry,
  { origin, ...context }: Context & { readonly origin: EventContext },
): Promise<Change<Consent>> {
  await context.customers.getChangeable(said.customerId, 'contact.write', context.principal);
  const { status, ...rest } = said;
  const before = await context.consents.find(said);
  const write = status === 'granted' ? grantConsent : withdrawConsent;
  const writes = write(before, rest, origin);
  const version = (before?.version ?? 0) + 1;
  const result =
    writes.length > 0 || before === undefined ? { ...said, version, since: origin.at } : shown(before);
  return { result, writes };
}

function shown({ undone, ...consent }: ConsentRecord): Consent {
  return consent;
}
