import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { hashOfEmail } from '../../../../shared/values/address-hash.ts';
import { type CustomerReader, customerStays } from '../../../customers/customers/index.ts';
import type { ConsentPurpose, ConsentText } from '../../consents/consents.schema.ts';
import { type ConsentReader, type ConsentTexts, grantConsent } from '../../consents/index.ts';
import type { ConsentRequest } from '../preferences.schema.ts';
import type { ConsentRequests } from '../preferences.store.ts';
import type { LinkHolder } from './change-preferences.ts';

interface Context {
  readonly requests: Pick<ConsentRequests, 'findByToken' | 'confirm'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly texts: Pick<ConsentTexts, 'find'>;
  readonly origin: EventContext;
}

/** What whoever follows the link of a confirming mail gets to see. */
export type ConsentView =
  | { readonly kind: 'unknown' | 'gone' | 'used' }
  | {
      readonly kind: 'open';
      readonly purpose: ConsentPurpose;
      /** As it stood in the mail, where the organisation has put one. */
      readonly words: ConsentText['text'] | undefined;
    }
  | { readonly kind: 'thanks'; readonly purpose: ConsentPurpose };

/** What a customer is asked to agree to; records nothing. */
export async function showConsentRequest(token: string, context: Context): Promise<ConsentView> {
  const request = await openRequest(token, context);
  if ('kind' in request) return request;
  const { purpose, wording } = request;
  const text = wording === undefined ? undefined : await context.texts.find(purpose, wording);
  return { kind: 'open', purpose, words: text?.text };
}

/** The customer agrees, once, to the text that stood in the mail; the mail is the evidence. */
export async function confirmConsent(
  token: string,
  context: Context,
): Promise<{ readonly view: ConsentView; readonly writes: readonly Write[] }> {
  const request = await openRequest(token, context);
  if ('kind' in request) return { view: request, writes: [] };
  const { customerId, purpose, channel, wording, messageId } = request;
  const key = { customerId, purpose, channel };
  const before = await context.consents.find(key);
  const said = { ...key, source: 'confirmation', wording, evidence: messageId } as const;
  return {
    view: { kind: 'thanks', purpose },
    writes: [
      customerStays(customerId),
      context.requests.confirm(request, context.origin.at),
      ...grantConsent(before, said, customerContext(context.origin, customerId)),
    ],
  };
}

/** What is asked behind a link and can be answered now; else what to show instead. */
async function openRequest(
  token: string,
  { requests, customers, origin }: Context,
): Promise<ConsentRequest | { readonly kind: 'unknown' | 'gone' | 'used' }> {
  const request = await requests.findByToken(token);
  if (request === undefined) return { kind: 'unknown' };
  if (request.confirmedAt !== undefined) return { kind: 'used' };
  const isTheirs = await isStillTheirs(request, customers);
  return isTheirs && request.expiresAt > origin.at ? request : { kind: 'gone' };
}

/** Whether the mail went to the address that the customer has now: who has the link of another is somebody else. */
async function isStillTheirs(
  { customerId, addressHash }: ConsentRequest,
  customers: Context['customers'],
): Promise<boolean> {
  const contact = await customers.findContact(customerId);
  if (contact === undefined || addressHash === undefined) return contact !== undefined;
  return contact.email !== undefined && hashOfEmail(contact.email) === addressHash;
}

/** Whose preferences stand behind the link of a confirming mail; undefined when nobody's do (any more). */
export async function findLinkHolder(
  token: string,
  { requests, customers, origin }: Pick<Context, 'requests' | 'customers' | 'origin'>,
): Promise<LinkHolder | undefined> {
  const request = await requests.findByToken(token);
  if (request === undefined || !(await isStillTheirs(request, customers))) return undefined;
  const { customerId, confirmedAt, expiresAt } = request;
  return { customerId, isWorn: confirmedAt === undefined && expiresAt <= origin.at };
}
