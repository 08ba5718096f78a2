import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { hashOfEmail } from '../../../../shared/values/address-hash.ts';
import { instantOfId } from '../../../../shared/values/derived-id.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { type CustomerReader, customerStays } from '../../../customers/customers/index.ts';
import type { ConsentPurpose, ConsentRecord, ConsentText } from '../../consents/consents.schema.ts';
import { type ConsentReader, type ConsentTexts, grantConsent, saidByLink } from '../../consents/index.ts';
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

/** What whoever follows the link of a confirming mail gets to see; its language is that of the customer, where it is still theirs. */
export type ConsentView = { readonly language?: Language | undefined } & (
  | { readonly kind: 'unknown' | 'gone' | 'used' }
  | {
      readonly kind: 'open';
      readonly purpose: ConsentPurpose;
      /** As it stood in the mail, where the organisation has put one. */
      readonly words: ConsentText['text'] | undefined;
    }
  | { readonly kind: 'thanks'; readonly purpose: ConsentPurpose }
);

/** What a customer is asked to agree to; records nothing. */
export async function showConsentRequest(token: string, context: Context): Promise<ConsentView> {
  const opened = await openRequest(token, context);
  if ('kind' in opened) return opened;
  const { language, request } = opened;
  const { purpose, wording } = request;
  const text = wording === undefined ? undefined : await context.texts.find(purpose, wording);
  return { kind: 'open', language, purpose, words: text?.text };
}

/** The customer agrees, once, to the text that stood in the mail; the mail is the evidence. */
export async function confirmConsent(
  token: string,
  context: Context,
): Promise<{ readonly view: ConsentView; readonly writes: readonly Write[] }> {
  const opened = await openRequest(token, context);
  if ('kind' in opened) return { view: opened, writes: [] };
  const { language, request, before } = opened;
  const { customerId, purpose, channel, wording, messageId } = request;
  const said = {
    customerId,
    purpose,
    channel,
    source: 'confirmation',
    wording,
    evidence: messageId,
  } as const;
  return {
    view: { kind: 'thanks', language, purpose },
    writes: [
      customerStays(customerId),
      context.requests.confirm(request, context.origin.at),
      ...grantConsent(before, said, customerContext(context.origin, customerId)),
    ],
  };
}

interface Opened {
  readonly request: ConsentRequest;
  /** What they have said by now. */
  readonly before: ConsentRecord | undefined;
  readonly language: Language;
}

/** What is asked behind a link and can be answered now; else what to show instead. */
async function openRequest(
  token: string,
  { requests, customers, consents, origin }: Context,
): Promise<Opened | (ConsentView & { readonly kind: 'unknown' | 'gone' | 'used' })> {
  const request = await requests.findByToken(token);
  if (request === undefined) return { kind: 'unknown' };
  const language = (await findOwner(request, customers))?.language;
  if (language === undefined) return { kind: 'gone' };
  if (request.confirmedAt !== undefined) return { kind: 'used', language };
  const { customerId, purpose, channel } = request;
  const before = await consents.find({ customerId, purpose, channel });
  return request.expiresAt > origin.at && !isRefusedSince(request, before)
    ? { request, language, before }
    : { kind: 'gone', language };
}

/** Whether they have refused, in another way than by a link, since they were asked: that stands. */
function isRefusedSince({ messageId }: ConsentRequest, before: ConsentRecord | undefined): boolean {
  return before?.status === 'withdrawn' && !saidByLink(before) && before.since >= instantOfId(messageId);
}

/** Whoever has the address now to which the mail went: who has the link of another is somebody else. */
async function findOwner({ customerId, addressHash }: ConsentRequest, customers: Context['customers']) {
  const contact = await customers.findContact(customerId);
  if (contact === undefined || addressHash === undefined) return contact;
  return contact.email !== undefined && hashOfEmail(contact.email) === addressHash ? contact : undefined;
}

/** Whose preferences stand behind the link of a confirming mail; undefined when nobody's do (any more). */
export async function findLinkHolder(
  token: string,
  { requests, customers, origin }: Pick<Context, 'requests' | 'customers' | 'origin'>,
): Promise<(LinkHolder & { readonly language: Language }) | undefined> {
  const request = await requests.findByToken(token);
  const owner = request && (await findOwner(request, customers));
  if (request === undefined || owner === undefined) return undefined;
  const { customerId, confirmedAt, expiresAt } = request;
  const isWorn = confirmedAt === undefined && expiresAt <= origin.at;
  return { customerId, isWorn, language: owner.language };
}
