import { randomUUID } from 'node:crypto';
import { systemContext } from '../../../../shared/events/event.ts';
import type { Channel, SendOutcome } from '../../../../shared/messaging/channel.ts';
import type { Email } from '../../../../shared/messaging/email.ts';
import type { Text } from '../../../../shared/messaging/sms.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { epochSeconds } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { ContactBudget } from '../../budgets/index.ts';
import type { Pacer } from '../../pacing/index.ts';
import type { SendTurn } from '../messaging.messages.ts';
import {
  afterSending,
  claim,
  contactOf,
  hashOfAddress,
  hold,
  isOurFailure,
  isPromotional,
  isSettled,
  isStopped,
  markUnknown,
  pauseAfter,
  policies,
  resolveUnknown,
  sendIdOf,
  skip,
  turnOf,
  waitForTurn,
} from '../messaging.rules.ts';
import type { Message } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { composeMail } from './compose-mail.ts';
import { composeText, type TextContext } from './compose-text.ts';
import { findRecipient, type Recipient, type RecipientContext } from './find-recipient.ts';
import { optOut, type StopContext, stopSending } from './stop-sending.ts';

interface Context extends RecipientContext, TextContext, Omit<StopContext, 'origin'> {
  readonly messages: RecipientContext['messages'] &
    TextContext['messages'] &
    StopContext['messages'] &
    Pick<MessagesStore, 'find' | 'advance'>;
  readonly consents: RecipientContext['consents'] & StopContext['consents'];
  readonly budget: ContactBudget;
  readonly email: Channel<Email>;
  readonly sms: Channel<Text>;
  readonly pacers: Readonly<Record<Message['channel'], Pacer>>;
  /** Has the message handled again when its turn has come. */
  readonly sendLater: (turn: SendTurn, delaySeconds: number) => Promise<void>;
  /** Whether events of the mail service wait to be read. */
  readonly isLagging: () => Promise<boolean>;
  /** Makes an alarm ring that no failed message of the queue would. */
  readonly countFailure: () => void;
  /** Tells people that for some time no mail goes at all. */
  readonly countPause: () => void;
  readonly now: () => Instant;
}

/** What is to be sent, once, by the channel of its message. */
interface Composed {
  readonly send: (sendId: string) => Promise<SendOutcome>;
  /** Stands beside the claim. */
  readonly writes: readonly Write[];
  readonly segments?: number;
}

/** A claimed message and what is now to be sent. */
interface Claimed extends Pick<Composed, 'send'> {
  readonly message: Message;
}

/**
 * Does what there is to do about a message: wait for its turn, claim, send, settle. Whoever finds a claim without a result (the process
 * died, or the message was handled twice) does not send, for nobody knows whether the mail went: it waits for the
 * events of the mail service.
 *
 * @param turn the second, since the epoch, that it was given before
 * @returns the message as it is afterwards; undefined when there was nothing to do
 */
export async function sendMessage(
  messageId: string,
  context: Context,
  turn?: number,
): Promise<Message | undefined> {
  const taken = await retryOnConflict(() => takeUp(messageId, context, turn));
  if (taken === undefined || !('send' in taken)) return taken;
  const { message, send } = taken;
  return settleAttempt(message, await send(sendIdOf(message)), context);
}

async function compose(message: Message, recipient: Recipient, context: Context): Promise<Composed> {
  const { email, sms, now } = context;
  if (message.channel === 'email') {
    const mail = await composeMail(message, recipient, context);
    return { send: (sendId) => email.send({ ...mail, id: message.id, sendId }), writes: [] };
  }
  const { text, segments, writes } = await composeText(message, recipient, context);
  const validSeconds = epochSeconds(message.expiresAt) - epochSeconds(now());
  const fields = { ...text, id: message.id, validSeconds, isPromotional: isPromotional(message.purpose) };
  const send = (sendId: string) => sms.send({ ...fields, sendId });
  return { send, segments, writes };
}

async function takeUp(
  messageId: string,
  context: Context,
  given?: number,
): Promise<Claimed | Message | undefined> {
  const { messages, isLagging, countFailure, now } = context;
  const message = await messages.find(messageId);
  const turn = message && turnOf(message, now());
  if (message === undefined || turn === 'nothing') return undefined;
  if (turn === 'send') return claimMessage(message, context, given);
  const next =
    turn === 'mark-unknown' ? markUnknown(message, now()) : resolveUnknown(message, now(), await isLagging());
  if (next === 'repeat') return claimMessage(message, context);
  await messages.advance(message, next);
  if (isSettled(next)) countFailure();
  return next;
}

/** The message is composed before the claim, so that a mistake in it leaves the message as it was. */
async function claimMessage(before: Message, context: Context, given?: number): Promise<Claimed | Message> {
  const { messages, now } = context;
  const recipient = await findRecipient(before, now(), context);
  if ('reason' in recipient) {
    const skipped = skip(before, recipient.reason, now());
    await messages.advance(before, skipped, await placeGivenUp(before, context));
    return skipped;
  }
  if ('until' in recipient) {
    const held = hold(before, recipient);
    await messages.advance(before, held, recipient.writes);
    return held;
  }
  const { send, writes, segments } = await compose(before, recipient, context);
  const second = await turnOfMail(before, given ?? before.turn, context, segments);
  if (second > epochSeconds(now())) return postpone(before, second, context);
  const { address, language, insteadOf, beside } = recipient;
  const by = {
    ...{ writer: randomUUID(), addressHash: hashOfAddress(before.channel, address), language, sentAt: now() },
    ...(segments === undefined ? {} : { segments }),
    ...(insteadOf === undefined ? {} : { redirected: true as const }),
  };
  const message = claim(before, by);
  await messages.advance(before, message, [...beside, ...writes]);
  return { message, send };
}

/** What was held and is not wanted any more keeps no place. */
async function placeGivenUp(message: Message, { budget, now }: Context): Promise<readonly Write[]> {
  const contact = message.heldBecause === undefined ? undefined : contactOf(message);
  return contact === undefined ? [] : budget.giveUp(contact.customerId, message.id, now());
}

/** The second in which the mail may go: the one it was given if that is still good, or a new one. */
async function turnOfMail(
  message: Message,
  given: number | undefined,
  { pacers }: Context,
  parts = 1,
): Promise<number> {
  const pacer = pacers[message.channel];
  if (given !== undefined && (await pacer.use(given)) !== 'give-back') return given;
  // Carriers count parts (https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-mps.html).
  const turns = Array.from({ length: parts }, () => pacer.turn(policies[message.purpose].lane));
  return Math.max(...(await Promise.all(turns)));
}

async function postpone(before: Message, second: number, context: Context): Promise<Message> {
  const waiting = waitForTurn(before, second, context.now());
  if ('delaySeconds' in waiting) {
    const turn = { kind: 'turn', messageId: before.id, second } as const;
    await context.sendLater(turn, waiting.delaySeconds);
    return before;
  }
  await context.messages.advance(before, waiting);
  return waiting;
}

/** What stands beside the last word when the service itself says that nothing goes there any more. */
async function stoppedBy(
  outcome: SendOutcome,
  message: Message,
  context: StopContext,
): Promise<readonly Write[]> {
  const why = isStopped(outcome);
  if (why === undefined) return [];
  return why === 'address' ? stopSending(message, 'bounced', context) : optOut(message, context);
}

/** Writes what came of an attempt, unless the mail service has told of it in the meantime. */
async function settleAttempt(
  claimed: Message,
  outcome: SendOutcome,
  context: Context,
): Promise<Message | undefined> {
  const { messages, pacers, countFailure, countPause, now } = context;
  const cause = pauseAfter(outcome);
  const pause = cause && (await pacers[claimed.channel].pause(cause));
  if (pause?.told) countPause();
  let present: Message | undefined = claimed;
  return retryOnConflict(async () => {
    // Hardly ever has anybody else written since the claim, so it is read again only then.
    const before = present ?? (await messages.find(claimed.id));
    present = undefined;
    if (before === undefined || before.writer !== claimed.writer || isSettled(before)) return before;
    const after = afterSending(before, outcome, now(), pause?.until);
    const origin = systemContext('messaging-sending', before.correlationId, now());
    const beside = await stoppedBy(outcome, after, { ...context, origin });
    await messages.advance(before, after, beside);
    if (isOurFailure(outcome, after)) countFailure();
    return after;
  });
}
