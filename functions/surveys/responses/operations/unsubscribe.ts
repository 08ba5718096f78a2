import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Channel, ConsentRecord } from '../../../contact/consents/consents.schema.ts';
import {
  type ConsentReader,
  grantConsent,
  refusalByLink,
  saidByLink,
  withdrawConsent,
} from '../../../contact/consents/index.ts';
import { type CustomerReader, customerStays } from '../../../customers/customers/index.ts';
import type { InvitationReader } from '../../invitations/index.ts';

interface Readers {
  readonly invitations: InvitationReader;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
}

type Context = Readers & { readonly origin: EventContext };

/** Whether whoever a link was for gets surveys. */
export interface Standing {
  /**
   * `unsubscribed for good`: no link takes it back. `unsubscribed for today`: links have done so often enough today;
   * whoever plays with them, or a program, would otherwise fill the customer's timeline.
   */
  readonly is: 'subscribed' | 'unsubscribed' | 'unsubscribed for today' | 'unsubscribed for good';
  /** Behind the link of a test there is nobody whose mails could be stopped. */
  readonly isTest: boolean;
  /** Of the invitation. */
  readonly language: Language;
  readonly channel: Channel;
}

type Decision = Standing & { readonly writes: readonly Write[] };

/** What the page behind the link begins with; undefined when there is no such link. */
export async function readStanding(token: string, context: Readers): Promise<Standing | undefined> {
  const found = await findSubscriber(token, context);
  if (found === undefined) return undefined;
  const { is, language, channel } = found;
  return { is, isTest: found.customerId === undefined, language, channel };
}

/** Stops survey mails to the customer of a link, be it expired or answered; undefined when there is no such link. */
export function unsubscribe(token: string, context: Context): Promise<Decision | undefined> {
  return decide(token, 'unsubscribed', context);
}

/** Takes that back, some times a day, where a link may. */
export function resubscribe(token: string, context: Context): Promise<Decision | undefined> {
  return decide(token, 'subscribed', context);
}

const changes = {
  unsubscribed: { change: withdrawConsent, source: 'unsubscribe' },
  subscribed: { change: grantConsent, source: 'resubscribe' },
} as const;

async function decide(
  token: string,
  wanted: keyof typeof changes,
  context: Context,
): Promise<Decision | undefined> {
  const found = await findSubscriber(token, context);
  if (found === undefined) return undefined;
  const { customerId, before, language, channel } = found;
  if (customerId === undefined) return { is: wanted, isTest: true, language, channel, writes: [] };
  const shown = { isTest: false, language, channel };
  if (found.is === 'unsubscribed for good') return { is: found.is, ...shown, writes: [] };
  if (wanted === 'subscribed' && refusalByLink(before, context.origin.at) === 'for today') {
    return { is: 'unsubscribed for today', ...shown, writes: [] };
  }
  const { change, source } = changes[wanted];
  const said = { ...consentOf(customerId, channel), source };
  const writes = change(before, said, customerContext(context.origin, customerId));
  const isChanged = writes.length > 0;
  return { is: wanted, ...shown, writes: isChanged ? [customerStays(customerId), ...writes] : [] };
}

interface Subscriber {
  readonly is: Standing['is'];
  readonly language: Language;
  /** Undefined behind the link of a test. */
  readonly customerId?: string;
  readonly channel: Channel;
  readonly before?: ConsentRecord | undefined;
}

async function findSubscriber(
  token: string,
  { invitations, consents, customers }: Readers,
): Promise<Subscriber | undefined> {
  const invitation = await invitations.findByToken(token);
  if (invitation === undefined) {
    const test = await invitations.findTestByToken(token);
    return test && { is: 'subscribed', language: test.language, channel: 'email' };
  }
  const { customerId, channel = 'email', language } = invitation;
  const [customer, before] = await Promise.all([
    customers.findContact(customerId),
    consents.find(consentOf(customerId, channel)),
  ]);
  const is = standingOf(customer !== undefined, before);
  return { is, language, customerId, channel, before };
}

/** Nobody writes to a deleted customer. */
function standingOf(isThere: boolean, consent: ConsentRecord | undefined): Standing['is'] {
  if (!isThere) return 'unsubscribed for good';
  if (consent?.status !== 'withdrawn') return 'subscribed';
  return saidByLink(consent) ? 'unsubscribed' : 'unsubscribed for good';
}

/** The way out is that of the message which had the link. */
function consentOf(customerId: string, channel: Channel) {
  return { customerId, purpose: 'surveys', channel } as const;
}
