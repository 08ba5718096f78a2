import type { Write } from '../../../../shared/table/write.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { ContactBudget, Held } from '../../budgets/index.ts';
import { type ConsentReader, consentUnchanged, newestOf, refusalOf } from '../../consents/index.ts';
import { contactOf, fieldOfChannel, hashOfAddress, policies, stops } from '../messaging.rules.ts';
import type { Message, SkipReason } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';

export interface RecipientContext {
  readonly messages: Pick<MessagesStore, 'findSuppression' | 'isHeld'>;
  readonly budget: Pick<ContactBudget, 'ask'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly consents: Pick<ConsentReader, 'findAll'>;
  /** The mailbox of the department. */
  readonly department: Reachable;
  /** Whether texts can be sent. */
  readonly sendsTexts: boolean;
}

/** A member of staff. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
}

export interface Reachable {
  readonly name: string;
  readonly address: string;
  readonly language: Language;
}

export interface Recipient extends Reachable {
  /** The colleague whom it was for, when it goes to the department because their own address takes no mail. */
  readonly insteadOf?: Colleague | undefined;
  /** What stands beside the claim: it takes its place, and what they have said in the meantime wins. */
  readonly beside: readonly Write[];
}

/** Whom to send to, or why not, or not yet: all of it is looked up at the moment of sending. */
export async function findRecipient(
  message: Message,
  now: Instant,
  context: RecipientContext,
): Promise<Recipient | Held | { readonly reason: SkipReason }> {
  if (message.expiresAt <= now) {
    return { reason: message.heldBecause === undefined ? 'expired' : 'held-too-long' };
  }
  if (message.channel === 'sms' && !context.sendsTexts) return { reason: 'channel-off' };
  const [isHeld, person] = await Promise.all([
    anyHeld(message.topics, context),
    findPerson(message, context),
  ]);
  if (isHeld) return { reason: 'on-hold' };
  if (person === undefined) return { reason: 'no-recipient' };
  const ids = 'id' in person ? idsOf(person) : [];
  const consent = await findConsent(message, ids, context);
  const { name, [fieldOfChannel[message.channel]]: address, language } = person;
  if (address === undefined) return { reason: 'no-address' };
  if (consent?.refusal !== undefined) return { reason: consent.refusal };
  const [mailbox, contact] = await Promise.all([
    findMailbox(message, { name, address, language }, context),
    askBudget(message, { ids, timeZone: person.timeZone, now }, context),
  ]);
  if (mailbox === undefined) return { reason: 'suppressed' };
  if (contact?.kind === 'recently-asked') return { reason: contact.kind };
  if (contact?.kind === 'hold') return contact;
  return {
    ...mailbox,
    language: message.language ?? mailbox.language,
    beside: [...(consent?.checks ?? []), ...(contact?.writes ?? [])],
  };
}

/** Where mail arrives: what staff have to do goes to the department when their own address takes none. */
async function findMailbox(
  { recipient, purpose, channel }: Message,
  own: Reachable,
  { messages, department }: RecipientContext,
): Promise<(Reachable & Pick<Recipient, 'insteadOf'>) | undefined> {
  const takesMail = async ({ address }: Reachable) => {
    const suppression = await messages.findSuppression(hashOfAddress(channel, address));
    return suppression === undefined || !stops(suppression, purpose);
  };
  if (await takesMail(own)) return own;
  if (recipient.kind !== 'staff' || channel !== 'email' || !(await takesMail(department))) return undefined;
  return { ...department, insteadOf: { id: recipient.id, name: own.name } };
}

async function anyHeld(topics: readonly string[], { messages }: RecipientContext): Promise<boolean> {
  const holds = await Promise.all(topics.map((topic) => messages.isHeld(topic)));
  return holds.includes(true);
}

/** Whether the contact policy lets it go; undefined where it does not ask. */
async function askBudget(
  message: Message,
  { ids, ...moment }: { readonly ids: readonly string[]; readonly timeZone: string; readonly now: Instant },
  { budget }: RecipientContext,
) {
  const contact = contactOf(message);
  return contact && budget.ask([contact.customerId, ...ids], contact.wanted, moment);
}

/** Who is gone, or works here no longer, is nobody to write to. */
async function findPerson({ recipient }: Message, { customers, staff, department }: RecipientContext) {
  switch (recipient.kind) {
    case 'customer':
      return customers.findContact(recipient.id);
    case 'staff': {
      const member = await staff.find(recipient.id);
      // Nobody works with a number of their own here.
      return member?.active ? { ...member, phone: undefined } : undefined;
    }
    case 'department':
      return { ...department, email: department.address, phone: undefined, timeZone: 'UTC' };
  }
}

/** What a customer has said about messages of this purpose; undefined where nobody is asked for consent. */
async function findConsent(message: Message, ids: readonly string[], { consents }: RecipientContext) {
  const { recipient, channel, purpose: of } = message;
  const purpose = policies[of].consent;
  if (purpose === undefined || recipient.kind !== 'customer') return undefined;
  const all = await consents.findAll(ids, { purpose, channel });
  const checks = ids.map((customerId, index) =>
    consentUnchanged({ customerId, purpose, channel }, all[index]),
  );
  return { refusal: refusalOf(purpose, newestOf(all)), checks };
}
