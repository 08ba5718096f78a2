/** How a message goes from state to state. */
import { epochSeconds, instantAfter } from '../../../shared/time/clock.ts';
import { hashOfEmail, hashOfPhone } from '../../../shared/values/address-hash.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { HeldBecause, WantedContact } from '../budgets/budgets.schema.ts';
import type { Channel, ConsentPurpose } from '../consents/consents.schema.ts';
import type { PaceLane, PauseCause } from '../pacing/pacing.schema.ts';
import {
  type Message,
  type MessageCount,
  type MessageCounts,
  type Purpose,
  type SkipReason,
  type Suppression,
  skipReasonSchema,
} from './messaging.schema.ts';

/** What customers need to agree to: a complaint about one of them stops them all. */
export const consentedPurposes: readonly Purpose[] = ['surveys', 'marketing', 'care'];

/** Whether nothing of a purpose goes to an address. */
export function stops({ purposes }: Pick<Suppression, 'purposes'>, purpose: Purpose): boolean {
  return purposes === undefined || purposes.includes(purpose);
}

/** The address that a hash stands for, among those of a customer. */
export function addressOf({ addressHash, channel }: Pick<Suppression, 'addressHash' | 'channel'>) {
  const isIt = (address: string) => hashOfAddress(channel, address) === addressHash;
  return { field: fieldOfChannel[channel], isIt };
}

/** Where customers are written to. */
export const fieldOfChannel = { email: 'email', sms: 'phone' } as const satisfies Record<Channel, string>;

/** What is kept of an address of a channel. No phone number is an e-mail address. */
export function hashOfAddress(channel: Channel, address: string): string {
  return channel === 'email' ? hashOfEmail(address) : hashOfPhone(address);
}

interface Policy {
  /** The consent without which none is sent (see consents.rules.ts); those that have one keep to the contact policy, too. */
  readonly consent?: ConsentPurpose;
  /** Whether a message of unknown fate is sent again: better two of them than none. */
  readonly mayRepeat: boolean;
  /** Among which others it waits for its turn. */
  readonly lane: PaceLane;
}

/** Whether a message offers something, which carriers treat otherwise: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
export function isPromotional(purpose: Purpose): boolean {
  return purpose === 'marketing' || purpose === 'care';
}

/** What is right for each purpose. */
export const policies: Readonly<Record<Purpose, Policy>> = {
  surveys: { consent: 'surveys', mayRepeat: false, lane: 'bulk' },
  marketing: { consent: 'marketing', mayRepeat: false, lane: 'bulk' },
  care: { consent: 'care', mayRepeat: false, lane: 'bulk' },
  service: { mayRepeat: false, lane: 'urgent' },
  notifications: { mayRepeat: true, lane: 'urgent' },
};

/**
 * So long a service may take to tell what became of a message: events about a mail are redelivered for a day; what a carrier
 * tells of a text may take three (https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html).
 */
const unknownHours = { email: 24, sms: 72 } as const satisfies Record<Channel, number>;
/** After an error of its own SES has nothing to tell; who sends texts tells nothing within the hour at all. */
const errorHours = { email: 1, sms: unknownHours.sms } as const satisfies Record<Channel, number>;
/** While events of the mail service wait in our queue, we look again this often … */
const lagHours = 1;
/** … but no longer than dead letters are kept. */
const maximumUnknownDays = 14;
/** How often a message that may repeat is sent at most. */
const maximumAttempts = 3;
/** A queue delays a message for 15 minutes at most. */
const maximumDelaySeconds = 900;
/**
 * Scheduler fires somewhere within the minute, so between two sweeps of the due list may lie nearly two: who leaves it
 * so long before their turn is there in time, and once, for an entry is told again only after two minutes
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 */
const earlySeconds = 115;
/** Who can only be written to when the account leaves the sandbox is tried again after so long. */
const sandboxHours = 1;
/** Minutes until the next try after the mail service could not be reached once, twice, … */
const deferralMinutes = [1, 2, 4, 8, 15];

/** What there is to do about a message now. */
export type Turn = 'nothing' | 'send' | 'mark-unknown' | 'resolve-unknown';

export function turnOf(message: Message, now: Instant): Turn {
  if (isSettled(message)) return 'nothing';
  // The claim of a process that died, or the same message handled twice: either way the mail may have gone.
  if (message.state === 'sending') return 'mark-unknown';
  if (message.waitsUntil !== undefined && message.waitsUntil > now) return 'nothing';
  return message.state === 'unknown' ? 'resolve-unknown' : 'send';
}

/** Whether this was the last word, unless the mail service tells otherwise. */
export function isSettled({ state, waitsUntil }: Message): boolean {
  return ['sent', 'failed', 'skipped'].includes(state) || (state === 'unknown' && waitsUntil === undefined);
}

/** The message while it is being sent. */
export function claim(
  message: Message,
  by: Pick<Message, 'sentAt'> & {
    readonly writer: string;
    readonly addressHash: string;
    readonly language: Language;
    readonly redirected?: true;
    readonly segments?: number | undefined;
  },
): Message {
  const { waitsUntil, heldBecause, turn, unknownSince, wasError, reason, redirected, ...rest } = message;
  return next({ ...rest, ...by, state: 'sending', attempt: message.attempt + 1 });
}

/**
 * What the contact policy has to know of a message; undefined of those it does not concern: what is for staff, and what
 * customers need no consent for, such as an answer to what they have asked.
 */
export function contactOf(
  message: Message,
): { readonly customerId: string; readonly wanted: WantedContact } | undefined {
  const { id: messageId, recipient, channel, reminds, expiresAt } = message;
  const purpose = policies[message.purpose].consent;
  if (recipient.kind !== 'customer' || purpose === undefined) return undefined;
  return {
    customerId: recipient.id,
    wanted: { messageId, purpose, channel, ...(reminds === undefined ? {} : { reminds }), expiresAt },
  };
}

/** The message that waits because of the contact policy; one of unknown fate stays one. */
export function hold(
  message: Message,
  { until, because }: { readonly until: Instant; readonly because: HeldBecause },
): Message {
  const { turn, reason, ...rest } = message;
  return next({ ...rest, waitsUntil: until, heldBecause: because });
}

/** The message that is not to be sent (again), for a reason. */
export function skip(message: Message, reason: SkipReason, now: Instant): Message {
  return settle(message, now, message.state === 'unknown' ? 'unknown' : 'skipped', reason);
}

/** What a message counts as beside `planned`; undefined while it is still to be sent. */
export function countedAs({
  state,
  reason,
  heldBecause,
}: Message): Exclude<keyof MessageCount, 'planned'> | undefined {
  switch (state) {
    case 'sent':
      return reason === 'complained' ? 'complained' : 'sent';
    case 'unknown':
      return 'unknown';
    case 'failed':
      return reason === 'bounced' || reason === 'withheld' ? reason : 'failed';
    case 'skipped':
      return `skipped-${skipReasonSchema.parse(reason)}`;
    case 'planned':
      return heldBecause === undefined ? undefined : 'held';
    case 'sending':
      return undefined;
  }
}

/** The counts of all rows of a group together. */
export function sumCounts(rows: readonly MessageCount[]): MessageCounts {
  const sum = (name: keyof MessageCount) => rows.reduce((total, row) => total + row[name], 0);
  const because = skipReasonSchema.options.map((reason) => [reason, sum(`skipped-${reason}`)] as const);
  return {
    planned: sum('planned'),
    held: sum('held'),
    sent: sum('sent'),
    failed: sum('failed'),
    bounced: sum('bounced'),
    withheld: sum('withheld'),
    complained: sum('complained'),
    unknown: sum('unknown'),
    skipped: because.reduce((total, [, count]) => total + count, 0),
    skippedBecause: Object.fromEntries(because.filter(([, count]) => count > 0)),
  };
}

/** The message as it stays: what was only needed for sending is removed. */
function settle(message: Message, settledAt: Instant, state: Message['state'], reason?: string): Message {
  const {
    data,
    waitsUntil,
    turn,
    deferrals,
    unknownSince,
    wasError,
    reason: _,
    heldBecause,
    ...rest
  } = message;
  return next({
    ...rest,
    ...{ state, settledAt },
    ...(reason === undefined ? {} : { reason }),
    ...(state === 'skipped' && heldBecause !== undefined ? { heldBecause } : {}),
  });
}

/** How the message waits for a turn: in the queue, or, when that is too long, in the due list. */
export function waitForTurn(
  message: Message,
  second: number,
  now: Instant,
): { delaySeconds: number } | Message {
  const delaySeconds = second - epochSeconds(now);
  const isSoon = delaySeconds <= (message.waitsUntil === undefined ? maximumDelaySeconds : earlySeconds);
  if (isSoon) return { delaySeconds };
  const waitsUntil = instantAfter(now, { seconds: delaySeconds - earlySeconds });
  return next({ ...message, turn: second, waitsUntil });
}

/** The message after nobody could see whether it went: it waits for the mail service to tell. */
export function markUnknown(message: Message, now: Instant, isError = false): Message {
  const unknownSince = message.unknownSince ?? now;
  const hours = isError ? errorHours[message.channel] : unknownHours[message.channel];
  const waitsUntil = instantAfter(unknownSince, { hours });
  const wasError = isError && message.channel === 'email' ? ({ wasError: true } as const) : {};
  return next({ ...message, state: 'unknown', unknownSince, ...wasError, waitsUntil });
}

/** A message that comes back unsent from a backup: it may have gone since, as after a crash between claim and result. */
export function doubt(message: Message, now: Instant): Message {
  const attempt = message.state === 'planned' ? message.attempt + 1 : message.attempt;
  return markUnknown({ ...message, attempt }, now);
}

/**
 * The message after its time to be told of is over; `repeat` when it is to be sent again. An error of the mail service
 * of which nothing was heard afterwards was no mail (docs/decisions/errors-of-the-mail-service.md).
 *
 * @param isLagging whether events of the mail service are waiting to be read: then it is too early to say
 */
export function resolveUnknown(message: Message, now: Instant, isLagging: boolean): Message | 'repeat' {
  const since = message.unknownSince ?? now;
  if (isLagging && now < instantAfter(since, { days: maximumUnknownDays })) {
    return next({ ...message, waitsUntil: instantAfter(now, { hours: lagHours }) });
  }
  const mayRepeat = policies[message.purpose].mayRepeat || message.wasError === true;
  return mayRepeat && message.attempt < maximumAttempts ? 'repeat' : settle(message, now, 'unknown');
}

/** What an attempt to send came to, as the channel tells it. */
type Outcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'unknown'; readonly reason: string; readonly isError: boolean }
  | { readonly outcome: 'retry'; readonly reason: string; readonly limit?: 'rate' | 'quota' }
  | {
      readonly outcome: 'refused';
      readonly reason: string;
      readonly fault: 'account' | 'sandbox' | 'mail' | 'recipient' | 'address' | 'opted-out';
    };

/** Why nobody is to send for a while after this. */
export function pauseAfter(outcome: Outcome): PauseCause | undefined {
  if (outcome.outcome === 'retry') return outcome.limit;
  return outcome.outcome === 'refused' && outcome.fault === 'account' ? 'account' : undefined;
}

/**
 * The message after an attempt to send it; what was certainly not taken is planned again and has cost no attempt.
 *
 * @param pausedUntil when mails are sent again, if they are not now
 */
export function afterSending(
  message: Message,
  outcome: Outcome,
  now: Instant,
  pausedUntil?: Instant,
): Message {
  switch (outcome.outcome) {
    case 'accepted':
      return settle(message, now, 'sent');
    case 'unknown':
      return markUnknown(message, now, outcome.isError);
    case 'refused':
      // As if it had come back: nothing else goes there.
      if (outcome.fault === 'address') return settle(message, now, 'failed', 'bounced');
      if (outcome.fault === 'opted-out') return settle(message, now, 'failed', 'opted-out');
      if (outcome.fault === 'mail' || outcome.fault === 'recipient') {
        return settle(message, now, 'failed', codeOf(outcome.reason));
      }
      return defer(message, outcome, pausedUntil ?? instantAfter(now, { hours: sandboxHours }));
    case 'retry':
      return defer(message, outcome, pausedUntil ?? instantAfter(now, { minutes: deferralOf(message) }));
  }
}

/** Why the service says that nothing may go to this address any more; undefined when it does not. */
export function isStopped(outcome: Outcome): 'address' | 'opted-out' | undefined {
  if (outcome.outcome !== 'refused') return undefined;
  return outcome.fault === 'address' || outcome.fault === 'opted-out' ? outcome.fault : undefined;
}

/** Whether people have to look after it: the account or the mail is wrong, or the service cannot be reached for long. */
export function isOurFailure(outcome: Outcome, after: Message): boolean {
  if (outcome.outcome === 'refused') return !['recipient', 'address', 'opted-out'].includes(outcome.fault);
  return outcome.outcome === 'retry' && (after.deferrals ?? 0) > deferralMinutes.length;
}

function deferralOf({ deferrals = 0 }: Message): number {
  return deferralMinutes[Math.min(deferrals, deferralMinutes.length - 1)] ?? 1;
}

function defer(message: Message, { reason }: { readonly reason: string }, waitsUntil: Instant): Message {
  const { unknownSince, wasError, turn, sentAt, ...rest } = message;
  const attempt = message.attempt - 1;
  const deferrals = (message.deferrals ?? 0) + 1;
  return next({ ...rest, state: 'planned', reason: codeOf(reason), attempt, deferrals, waitsUntil });
}

/** What the mail service tells of a mail later on. */
export type DeliveryEvent = 'taken' | 'rejected' | 'undelivered' | 'bounced' | 'withheld' | 'complained';

/**
 * The message after news of one attempt; undefined when there is nothing to change. News of an earlier attempt count
 * too: a mail that has arrived after all is not sent again.
 */
export function applyDeliveryEvent(
  message: Message,
  { news, attempt, now }: { readonly news: DeliveryEvent; readonly attempt: number; readonly now: Instant },
): Message | undefined {
  const { state, reason } = message;
  const isCurrent = attempt === message.attempt;
  // Whoever complains has got it, and what was never sent cannot come back.
  if (reason === 'complained' || state === 'skipped') return undefined;
  if (news === 'rejected' || news === 'undelivered' || news === 'bounced' || news === 'withheld') {
    return isCurrent && state !== 'failed' ? settle(message, now, 'failed', news) : undefined;
  }
  if (state === 'sending' && !isCurrent) return undefined;
  if (news === 'complained') return settle(message, now, 'sent', news);
  return ['planned', 'sending', 'unknown'].includes(state) ? settle(message, now, 'sent') : undefined;
}

/** Names one attempt to send in the events that the mail service publishes. */
export function sendIdOf({ id, attempt }: Pick<Message, 'id' | 'attempt'>): string {
  return `${id}-${attempt}`;
}

/** The message and attempt behind a send id; undefined for mails of others. */
export function readSendId(sendId: string): { id: string; attempt: number } | undefined {
  const [, id, attempt] = /^(message_[0-7][0-9a-hjkmnp-tv-z]{25})-(\d{1,6})$/.exec(sendId) ?? [];
  return id === undefined || attempt === undefined ? undefined : { id, attempt: Number(attempt) };
}

/** Reasons may quote what we sent; their first word is the code of the mail service. */
function codeOf(reason: string): string {
  return reason.split(':')[0]?.slice(0, 80) ?? '';
}

function next(message: Message): Message {
  return { ...message, version: message.version + 1 };
}
