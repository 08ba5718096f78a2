import type { EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { purposeSchema } from '../../../contact/consents/consents.schema.ts';
import { type ConsentReader, newestOf, refusalOf, withdrawConsent } from '../../../contact/consents/index.ts';
import { type Contact, idsOf } from '../../../customers/customers/index.ts';

type Consents = Pick<ConsentReader, 'findAll'>;

/** What calls are about: to ask how it was, as surveys do. */
export const aboutCalls = { purpose: 'surveys', channel: 'phone' } as const;

/** Whether a customer may be called: until they have said that they want no calls. */
export async function mayBeCalled(customer: Contact, consents: Consents): Promise<boolean> {
  const said = newestOf(await consents.findAll(idsOf(customer), aboutCalls));
  return refusalOf(aboutCalls.purpose, said) === undefined;
}

/** Notes that a customer wants no calls: neither these, nor any to which they have agreed. */
export async function refuseCalls(
  customer: Contact,
  note: string | undefined,
  { consents, origin }: { readonly consents: Consents; readonly origin: EventContext },
): Promise<readonly Write[]> {
  const { id: customerId } = customer;
  const refusals = purposeSchema.options.map(async (purpose) => {
    const key = { purpose, channel: aboutCalls.channel };
    const all = await consents.findAll(idsOf(customer), key);
    const isAsked = purpose === aboutCalls.purpose || newestOf(all)?.status === 'granted';
    const said = { customerId, ...key, source: 'phone', note } as const;
    return isAsked ? withdrawConsent(all[0], said, origin) : [];
  });
  return (await Promise.all(refusals)).flat();
}
