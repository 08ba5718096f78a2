import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { hashOfToken, type LinkSecrets } from '../../../../shared/messaging/links.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { hashOfEmail } from '../../../../shared/values/address-hash.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Channel, Consent } from '../../consents/consents.schema.ts';
import { type ConsentReader, type ConsentTexts, saidByLink } from '../../consents/index.ts';
import { messageId, putContent, requestMessage, type SuppressionReader } from '../../messaging/index.ts';
import { template } from '../preferences.mail.ts';
import type { AskedConsent } from '../preferences.schema.ts';
import type { ConsentRequests } from '../preferences.store.ts';

interface Context {
  readonly customers: Pick<CustomerReader, 'getChangeable'>;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly texts: Pick<ConsentTexts, 'findNewest' | 'publishBuiltIn'>;
  readonly suppressions: SuppressionReader;
  readonly requests: Pick<ConsentRequests, 'find' | 'create'>;
  readonly links: LinkSecrets;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** So long the link confirms. */
const daysToConfirm = 7;

/**
 * Mails a customer the link by which they confirm that they agree. Its token follows from what is asked, the address and
 * the day, so that nobody gets two such mails on one day, however often they are asked for.
 */
export async function requestConsent(
  asked: Pick<Consent, 'customerId' | 'purpose'> & { readonly channel: Channel },
  context: Context,
): Promise<Change<AskedConsent>> {
  const { customerId, purpose, channel } = asked;
  const { consents, texts, requests, links, origin } = context;
  const contact = await context.customers.getChangeable(customerId, 'contact.write', context.principal);
  const address = await addressOf(contact.email, context);
  assertWelcome(await consents.find(asked));
  const secretVersion = await links.currentVersion();
  const addressHash = hashOfEmail(address);
  const subject = ['consent', customerId, purpose, channel, dayOf(origin.at), addressHash].join('/');
  const hash = hashOfToken(await links.tokenOf(secretVersion, subject));
  const before = await requests.find(hash);
  if (before?.confirmedAt !== undefined) {
    throw notNow('They have confirmed and withdrawn it today. Ask again tomorrow.');
  }
  if (before !== undefined) {
    return { result: { messageId: before.messageId, expiresAt: before.expiresAt }, writes: [] };
  }
  const newest = await texts.findNewest(purpose);
  const { text, writes } =
    newest === undefined ? texts.publishBuiltIn(purpose, origin) : { text: newest, writes: [] };
  const expiresAt = instantAfter(origin.at, { days: daysToConfirm });
  const id = derivedId(messageId, origin.at, hash);
  const message = {
    ...({ id, purpose: 'service', channel, template, expiresAt } as const),
    topics: [],
    recipient: { kind: 'customer', id: customerId } as const,
    data: { purpose },
    link: { secretVersion, subject },
    content: id,
  };
  return {
    result: { messageId: id, expiresAt },
    writes: [
      ...writes,
      requests.create(
        { ...asked, hash, version: 1, wording: text.version, addressHash, messageId: id, expiresAt },
        origin,
      ),
      putContent(id, { text: text.text }, expiresAt),
      ...requestMessage(message, origin),
    ],
  };
}

async function addressOf(email: string | undefined, { suppressions }: Context): Promise<string> {
  if (email === undefined) throw notNow('They have no e-mail address.');
  const suppression = await suppressions.ofAddress(email);
  if (suppression !== undefined) {
    throw notNow(
      `Nothing is sent to their address since ${suppression.since}, because of "${suppression.reason}".`,
    );
  }
  return email;
}

/** What staff have noted that they agreed to, they may confirm; what they refused by word of mouth is not asked again. */
function assertWelcome(consent: Pick<Consent, 'status' | 'source' | 'since'> | undefined): void {
  if (consent === undefined) return;
  const isTheirOwn = saidByLink(consent) || consent.source === 'confirmation';
  if (consent.status === 'granted' && isTheirOwn) throw notNow('They have agreed already.');
  if (consent.status === 'withdrawn' && !isTheirOwn) {
    throw notNow(
      `They have refused it since ${consent.since}. Note first what they say now, then ask them to confirm it.`,
    );
  }
}

function notNow(why: string): AppError {
  return new AppError('not-allowed-now', why);
}

function dayOf(at: string): string {
  return at.slice(0, '2026-11-23'.length);
}
