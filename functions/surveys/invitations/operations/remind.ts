import type { EventContext } from '../../../../shared/events/event.ts';
import { hashOfToken, type LinkSecrets } from '../../../../shared/messaging/links.ts';
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import {
  type MessageReader,
  type MessageRequest,
  messageId,
  requestMessages,
} from '../../../contact/messaging/index.ts';
import type { CampaignReader } from '../../campaigns/index.ts';
import type { InvitationRun, Reminder } from '../invitations.items.ts';
import { template } from '../invitations.mail.ts';
import type { Invitation } from '../invitations.schema.ts';
import type { InvitationsStore } from '../invitations.store.ts';
import { invitationIdOf } from './plan-invitations.ts';

interface Context {
  readonly invitations: Pick<
    InvitationsStore,
    'find' | 'findMany' | 'findRun' | 'findReminder' | 'goOnReminding' | 'remind'
  >;
  readonly campaigns: Pick<CampaignReader, 'sending'>;
  readonly messages: Pick<MessageReader, 'findMany'>;
  readonly links: LinkSecrets;
  readonly origin: EventContext;
}

/** So many invitations are reminded of in a transaction: two writes each, and the count of the run. */
const together = 10;

/** Mails of a run go one after another: who was sent theirs within so long is reminded with the first. */
const slackHours = 1;

/** An invitation that has not gone yet, and a campaign that is paused, is looked at again after so long. */
const lookAgainHours = 6;

/** What the reminders of a run are counted with. */
export function reminderGroupOf(runId: string): string {
  return `${runId}-reminders`;
}

/**
 * Reminds those of some customers of a run who were sent their invitation long enough ago and have not answered. Each is
 * marked in the transaction that asks for the message, so a reminder that is due twice reminds once, and an answer of the
 * same moment wins. Whose invitation went later, or not yet, is looked at again. Whether the message goes is decided
 * when its turn comes: consent, suppression, policy.
 */
export async function remind(id: string, context: Context): Promise<void> {
  const { invitations, campaigns, origin } = context;
  const reminder = await invitations.findReminder(id);
  if (reminder === undefined || reminder.dueAt > origin.at) return;
  const run = await invitations.findRun(reminder.runId);
  const sending = reminder.expiresAt <= origin.at ? 'over' : await campaigns.sending(reminder.campaignId);
  if (run === undefined || sending === 'over') return invitations.goOnReminding(reminder, undefined);
  if (sending === 'waits') {
    const dueAt = instantAfter(origin.at, { hours: lookAgainHours });
    return invitations.goOnReminding(reminder, { ...reminder, dueAt });
  }
  const silent = await silentOf(reminder, run, context);
  const ripe = silent.filter(({ ripeAt }) => ripeAt <= origin.at).map(({ invitation }) => invitation);
  for (let first = 0; first < ripe.length; first += together)
    await remindEach(ripe.slice(first, first + together), run, reminder, context);
  const later = silent.filter(({ ripeAt }) => ripeAt > origin.at && ripeAt < reminder.expiresAt);
  const dueAt = later
    .map(({ ripeAt }) => ripeAt)
    .toSorted()
    .at(-1);
  const customerIds = later.map(({ invitation }) => invitation.customerId);
  await invitations.goOnReminding(
    reminder,
    dueAt === undefined ? undefined : { ...reminder, customerIds, dueAt },
  );
}

interface Silent {
  readonly invitation: Invitation;
  /** When they may be reminded. */
  readonly ripeAt: Instant;
}

/**
 * Who has not answered and was not reminded yet; not those who were never sent it, and will not be, nor those who have
 * answered too late for a quota.
 */
async function silentOf(
  reminder: Reminder,
  { secretVersion }: InvitationRun,
  { invitations, messages, links, origin }: Context,
): Promise<readonly Silent[]> {
  const hashes = reminder.customerIds.map(async (customerId) =>
    hashOfToken(await links.tokenOf(secretVersion, invitationIdOf(reminder, customerId))),
  );
  const open = (await invitations.findMany(await Promise.all(hashes))).filter(isSilent);
  const sent = await messages.findMany(open.flatMap((invitation) => invitation.messageId ?? []));
  const byId = new Map(sent.map((message) => [message.id, message]));
  return open.flatMap((invitation) => {
    const { state, sentAt } = byId.get(invitation.messageId ?? '') ?? {};
    if (state === undefined || state === 'failed' || state === 'skipped') return [];
    const ripeAt =
      sentAt === undefined
        ? instantAfter(origin.at, { hours: lookAgainHours })
        : instantAfter(sentAt, { days: reminder.remindAfterDays, hours: -slackHours });
    return [{ invitation, ripeAt }];
  });
}

function isSilent({ responseId, remindedAt, refusedAt }: Invitation): boolean {
  return responseId === undefined && remindedAt === undefined && refusedAt === undefined;
}

async function remindEach(
  found: readonly Invitation[],
  run: InvitationRun,
  reminder: Reminder,
  context: Context,
): Promise<void> {
  const { invitations, origin } = context;
  const requests = found.map((invitation) => requestOf(invitation, run, reminder));
  try {
    await invitations.remind(
      found,
      origin.at,
      requestMessages(requests, { ...origin, correlationId: reminder.runId }),
    );
  } catch (error) {
    if (!(error instanceof ConcurrentModification)) throw error;
    // One of them was answered, or reminded by another delivery, meanwhile.
    const present = (await invitations.findMany(found.map(({ hash }) => hash))).filter(isSilent);
    for (const each of present) await remindEach([each], run, reminder, context);
  }
}

function requestOf(
  { id, customerId, messageId: reminds, language, channel, campaignId, surveyId, expiresAt }: Invitation,
  { secretVersion }: InvitationRun,
  { runId, startedAt }: Reminder,
): MessageRequest {
  return {
    id: derivedId(messageId, startedAt, `${id}\nreminder`),
    recipient: { kind: 'customer', id: customerId },
    purpose: 'surveys',
    channel,
    language,
    template,
    content: runId,
    data: { reminder: true },
    link: { secretVersion, subject: id },
    ...(reminds === undefined ? {} : { reminds }),
    group: reminderGroupOf(runId),
    // It does not go once this invitation is answered.
    topics: [campaignId, surveyId, id],
    expiresAt,
  };
}
