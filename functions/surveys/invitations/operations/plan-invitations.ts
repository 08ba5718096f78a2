import type { EventContext } from '../../../../shared/events/event.ts';
import { hashOfToken, type LinkSecrets } from '../../../../shared/messaging/links.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { languageFor } from '../../../../shared/values/language.ts';
import { putContent, requestMessage } from '../../../contact/messaging/index.ts';
import { messageId } from '../../../contact/messaging/messaging.schema.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { AudiencePage } from '../../campaigns/campaigns.messages.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { InvitationRun } from '../invitations.items.ts';
import { invitationContent, template } from '../invitations.mail.ts';
import { invitationId } from '../invitations.schema.ts';
import type { InvitationsStore } from '../invitations.store.ts';

interface Context {
  readonly invitations: Pick<InvitationsStore, 'findRun' | 'beginRun' | 'plan'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly links: LinkSecrets;
  readonly origin: EventContext;
}

/** So many transactions of a page run at the same time: more would wait for each other until they time out. */
const atOnce = 10;

/**
 * Plans an invitation and its message for each customer of a page, in one transaction each. Ids and tokens follow
 * from the run and the customer, so a page that comes twice plans nothing twice.
 */
export async function planInvitations(page: AudiencePage, context: Context): Promise<void> {
  const run = await runOf(page, context);
  if (run === undefined) return;
  // Who was deleted since the page was read is not asked.
  const contacts = await context.customers.findContacts(page.customerIds);
  for (let first = 0; first < contacts.length; first += atOnce) {
    const group = contacts.slice(first, first + atOnce);
    await Promise.all(group.map((contact) => plan(contact, run, page, context)));
  }
}

async function runOf(page: AudiencePage, context: Context): Promise<InvitationRun | undefined> {
  const { invitations, surveys, links } = context;
  const { runId, surveyId, expiresAt } = page;
  const begun = await invitations.findRun(runId);
  if (begun !== undefined) return begun;
  const survey = await surveys.find(surveyId);
  if (survey === undefined) return undefined;
  const languages = [...new Set([survey.defaultLanguage, ...survey.languages])];
  const run = { runId, secretVersion: await links.currentVersion(), languages, expiresAt };
  await invitations.beginRun(run, putContent(runId, invitationContent(survey), expiresAt));
  // Another page may have begun it a moment earlier: then what that page has fixed counts.
  return invitations.findRun(runId);
}

async function plan(
  { id: customerId, language: known }: Contact,
  { secretVersion, languages }: InvitationRun,
  { runId, campaignId, surveyId, startedAt, expiresAt }: AudiencePage,
  { invitations, links, origin }: Context,
): Promise<void> {
  const [fallback] = languages;
  if (fallback === undefined) throw new Error(`Run ${runId} has no language`);
  const id = derivedId(invitationId, startedAt, `${runId}\n${customerId}`);
  const language = languageFor({ known }, languages, fallback);
  const hash = hashOfToken(await links.tokenOf(secretVersion, id));
  const message = requestMessage(
    {
      id: derivedId(messageId, startedAt, id),
      recipient: { kind: 'customer', id: customerId },
      purpose: 'surveys',
      channel: 'email',
      language,
      template,
      content: runId,
      data: {},
      link: { secretVersion, subject: id },
      topics: [campaignId, surveyId],
      expiresAt,
    },
    { ...origin, correlationId: runId },
  );
  const ids = { runId, campaignId, surveyId, customerId };
  await invitations.plan(
    { id, version: 1, hash, ...ids, language, plannedAt: origin.at, expiresAt },
    message,
  );
}
