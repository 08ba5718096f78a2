import { randomUUID } from 'node:crypto';
import type { Email, EmailChannel, SendOutcome } from '../../../../shared/messaging/email.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import { languageFor } from '../surveys.answers.rules.ts';
import type { Invitation } from '../surveys.answers.schema.ts';
import type { InvitationsStore } from '../surveys.invitations.store.ts';
import type { LinkSecrets } from '../surveys.links.ts';
import { afterSending, beforeSending, type Outcome } from '../surveys.mail.rules.ts';
import { invitationMail } from '../surveys.mail.ts';
import { sendIdOf } from '../surveys.messages.ts';
import { stands } from '../surveys.refusals.ts';
import type { Survey } from '../surveys.schema.ts';
import type { SurveysStore } from '../surveys.store.ts';

interface Context {
  readonly invitations: Pick<InvitationsStore, 'find' | 'findRefusal' | 'advance'>;
  readonly surveys: Pick<SurveysStore, 'findCampaign' | 'findSurvey'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly links: Pick<LinkSecrets, 'tokenOf'>;
  readonly email: EmailChannel;
  readonly publicUrl: string;
  readonly now: () => Instant;
}

/** A claimed invitation and the mail that is now to be sent, once. */
interface Claimed {
  readonly invitation: Invitation;
  readonly mail: Omit<Email, 'sendId'>;
}

/**
 * Sends the mail of an invitation: claim, send, note the result. Whoever finds a claim without a result (the process
 * died, or the message came twice) does not send, for nobody knows whether the mail went: events of the mail service
 * settle it, or the due list brings it up after a while.
 *
 * @throws Error when the mail service cannot take the mail now; the message then comes again
 */
export async function sendInvitation(hash: string, context: Context): Promise<void> {
  const claimed = await retryOnConflict(() => claim(hash, context));
  if (claimed === undefined) return;
  const { invitation, mail } = claimed;
  const outcome = await context.email.send({ ...mail, sendId: sendIdOf(hash, invitation.attempt) });
  await note(invitation, outcome, context);
  if (outcome.outcome === 'retry' || (outcome.outcome === 'refused' && !outcome.permanent)) {
    throw new Error(`Invitation ${invitation.id} could not be mailed now: ${codeOf(outcome.reason)}`);
  }
}

async function claim(hash: string, context: Context): Promise<Claimed | undefined> {
  const { invitations, now } = context;
  const invitation = await invitations.find(hash);
  if (invitation === undefined) return undefined;
  const next = beforeSending(invitation, now(), settleLater(now()));
  if (next === 'nothing') return undefined;
  if (next !== 'send') {
    await invitations.advance(invitation, next);
    return undefined;
  }
  const found = await recipient(invitation, context);
  const { settleAt, ...rest } = invitation;
  if ('reason' in found) {
    await invitations.advance(invitation, { ...rest, mail: 'skipped', reason: found.reason });
    return undefined;
  }
  const { survey, contact } = found;
  const language = languageFor({ known: contact.language }, survey.languages, survey.defaultLanguage);
  // Written before the claim, so that a mail that cannot be written leaves no claim behind.
  const mail = await write(invitation, found, language, context);
  const attempt = invitation.attempt + 1;
  const claimed = { ...rest, mail: 'sending' as const, attempt, language, claim: randomUUID().slice(0, 13) };
  return { invitation: await invitations.advance(invitation, claimed), mail };
}

async function write(
  { secretVersion, runId, customerId }: Invitation,
  { survey, contact }: Reachable,
  language: Language,
  { links, publicUrl }: Context,
): Promise<Omit<Email, 'sendId'>> {
  const token = await links.tokenOf(secretVersion, runId, customerId);
  const link = `${publicUrl}/s/${token}`;
  const to = { address: contact.email, name: contact.name };
  return { ...invitationMail({ survey, language, name: contact.name, link }), to };
}

interface Reachable {
  readonly survey: Survey;
  readonly contact: Contact & { readonly email: string };
}

type Recipient = Reachable | { readonly reason: string };

/** Whom to send to, or why not: all of it is looked up at the moment of sending. */
async function recipient(invitation: Invitation, context: Context): Promise<Recipient> {
  const { invitations, surveys, customers, now } = context;
  const [contact, survey, campaign, refusal] = await Promise.all([
    customers.findContact(invitation.customerId),
    surveys.findSurvey(invitation.surveyId),
    surveys.findCampaign(invitation.campaignId),
    invitations.findRefusal(invitation.customerId),
  ]);
  if (invitation.expiresAt <= now()) return { reason: 'expired' };
  if (survey?.status !== 'open') return { reason: 'survey-not-open' };
  if (campaign === undefined || campaign.status === 'deleted') return { reason: 'campaign-deleted' };
  if (contact === undefined) return { reason: 'no-customer' };
  const { email } = contact;
  if (email === undefined) return { reason: 'no-address' };
  if (stands(refusal, email)) return { reason: 'unsubscribed' };
  return { survey, contact: { ...contact, email } };
}

/** Notes the result, unless an event of the mail service has settled this attempt in the meantime. */
async function note(claimed: Invitation, outcome: SendOutcome, { invitations, now }: Context): Promise<void> {
  const later = settleLater(now());
  const result = readOutcome(outcome);
  let present: Invitation | undefined = claimed;
  await retryOnConflict(async () => {
    // Hardly ever has anybody else written since the claim, so it is read again only then.
    const base = present ?? (await invitations.find(claimed.hash));
    present = undefined;
    if (base === undefined || base.attempt !== claimed.attempt) return;
    if (base.mail !== 'sending' && base.mail !== 'unknown') return;
    await invitations.advance(base, afterSending(base, result, later));
  });
}

/** So long the mail service has time to tell what became of a mail. */
function settleLater(now: Instant): Instant {
  return instantAfter(now, { minutes: 15 });
}

function readOutcome(outcome: SendOutcome): Outcome {
  switch (outcome.outcome) {
    case 'accepted':
    case 'unknown':
      return { outcome: outcome.outcome };
    case 'retry':
      return { outcome: 'retry', permanent: false, code: codeOf(outcome.reason) };
    case 'refused':
      return { outcome: 'refused', permanent: outcome.permanent, code: codeOf(outcome.reason) };
  }
}

/** Reasons may quote the address; their first word is the code of the mail service. */
function codeOf(reason: string): string {
  return reason.split(':')[0]?.slice(0, 80) ?? '';
}
