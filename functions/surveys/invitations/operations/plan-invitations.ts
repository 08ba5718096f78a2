import type { EventContext } from '../../../../shared/events/event.ts';
import { hashOfToken, type LinkSecrets } from '../../../../shared/messaging/links.ts';
import { hashOfParts } from '../../../../shared/table/key.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { languageFor } from '../../../../shared/values/language.ts';
import {
  type MessageRequest,
  messageId,
  putContent,
  requestMessages,
} from '../../../contact/messaging/index.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { AudiencePage } from '../../campaigns/campaigns.messages.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { InvitationRun, Reminder } from '../invitations.items.ts';
import { invitationContent, template } from '../invitations.mail.ts';
import { type Invitation, invitationId } from '../invitations.schema.ts';
import type { InvitationsStore } from '../invitations.store.ts';

interface Context {
  readonly invitations: Pick<InvitationsStore, 'findRun' | 'beginRun' | 'plan' | 'keepReminder'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly links: LinkSecrets;
  readonly origin: EventContext;
}

/** So many customers share a transaction: each has two items in it, and all of them one row of the run's counts. */
const together = 10;

/**
 * Plans an invitation and its message for each customer of a page, and counts them with the run. Ids and tokens follow
 * from the run and the customer, so a page that comes twice plans and counts nothing twice.
 */
export async function planInvitations(page: AudiencePage, context: Context): Promise<void> {
  const run = await runOf(page, context);
  if (run === undefined) return;
  // Who was deleted since the page was read is not asked.
  const contacts = await context.customers.findContacts(page.customerIds);
  for (let first = 0; first < contacts.length; first += together) {
    const group = contacts.slice(first, first + together);
    const planned = await Promise.all(group.map((contact) => invite(contact, run, page, context)));
    if ((await plan(planned, page, context)) === 'committed') continue;
    // Some were planned before, which is why none of the others was planned now.
    for (const each of planned) await plan([each], page, context);
  }
  const reminder = reminderOf(page);
  if (reminder !== undefined) await context.invitations.keepReminder(reminder);
}

/** The reminder of a page, which the same page has again. */
function reminderOf(page: AudiencePage): Reminder | undefined {
  const { remindAfterDays, runId, startedAt, customerIds } = page;
  if (remindAfterDays === undefined) return undefined;
  return {
    ...{ ...page, remindAfterDays },
    id: `${runId}-${hashOfParts(...customerIds)}`,
    version: 1,
    dueAt: instantAfter(startedAt, { days: remindAfterDays }),
  };
}

/** An invitation and the message that carries it. */
interface Planned {
  readonly invitation: Invitation;
  readonly request: MessageRequest;
}

function plan(planned: readonly Planned[], { runId }: AudiencePage, { invitations, origin }: Context) {
  const requests = planned.map(({ request }) => request);
  return invitations.plan(
    planned.map(({ invitation }) => invitation),
    requestMessages(requests, { ...origin, correlationId: runId }),
  );
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

/** The invitation of a customer by a run. */
export function invitationIdOf(
  { runId, startedAt }: Pick<AudiencePage, 'runId' | 'startedAt'>,
  customerId: string,
): string {
  return derivedId(invitationId, startedAt, `${runId}\n${customerId}`);
}

async function invite(
  { id: customerId, language: known }: Contact,
  { secretVersion, languages }: InvitationRun,
  { runId, campaignId, surveyId, startedAt, expiresAt, channel }: AudiencePage,
  { links, origin }: Context,
): Promise<Planned> {
  const [fallback] = languages;
  if (fallback === undefined) throw new Error(`Run ${runId} has no language`);
  const id = invitationIdOf({ runId, startedAt }, customerId);
  const language = languageFor({ known }, languages, fallback);
  const hash = hashOfToken(await links.tokenOf(secretVersion, id));
  const request: MessageRequest = {
    id: derivedId(messageId, startedAt, id),
    recipient: { kind: 'customer', id: customerId },
    purpose: 'surveys',
    channel,
    language,
    template,
    content: runId,
    data: {},
    link: { secretVersion, subject: id },
    group: runId,
    topics: [campaignId, surveyId],
    expiresAt,
  };
  const ids = { runId, campaignId, surveyId, customerId };
  return {
    invitation: {
      id,
      version: 1,
      hash,
      ...ids,
      messageId: request.id,
      channel,
      language,
      plannedAt: origin.at,
      expiresAt,
    },
    request,
  };
}
