/** Messages to customers and staff: asked for by any domain, sent once. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { heldBecauseSchema } from '../budgets/budgets.schema.ts';
import { channelSchema } from '../consents/consents.schema.ts';

export const messageId = idKind('message');

/** Whoever is written to; the address is looked up at the moment of sending. */
export const Recipient = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('customer'), id: customerIdSchema }),
    z.strictObject({ kind: z.literal('staff'), id: staffIdSchema }),
    /** The mailbox of the department, for what concerns nobody in particular. */
    z.strictObject({ kind: z.literal('department') }),
  ])
  .meta({ id: 'Recipient', description: 'Whoever was written to.' });
export type Recipient = z.infer<typeof Recipient>;

/** `surveys` ask customers for their opinion, `marketing` and `care` are what they have agreed to, `service` is what they have asked for; `notifications` tell staff of their work. */
export const purposeSchema = z.enum(['surveys', 'marketing', 'care', 'service', 'notifications']);
export type Purpose = z.infer<typeof purposeSchema>;

const Fields = z.record(z.string(), z.unknown());

/** More does not belong into a message: what many of them share is content. */
export const maximumDataBytes = 4 * 1024;

export const MessageRequest = z.strictObject({
  /** Derived from the cause, so that asking twice asks once. */
  id: messageId.schema,
  recipient: Recipient,
  /** The customer of whom it tells somebody else: it goes when they are erased. */
  about: customerIdSchema.optional(),
  purpose: purposeSchema,
  channel: channelSchema,
  /** The recipient's own if left out. */
  language: languageSchema.optional(),
  /** Names the renderer. */
  template: z.string().max(40),
  /** Id of what many messages share, see `putContent`. */
  content: z.string().max(80).optional(),
  /** What the renderer needs of this one message. Removed when the message is settled. */
  data: Fields.refine((data) => bytesOf(data) <= maximumDataBytes, 'must have at most 4 KB'),
  /**
   * What the token of the links is computed from, or the token itself where it opens nothing that is a secret; without
   * it the message has no personal links.
   */
  link: z
    .union([
      z.strictObject({ secretVersion: z.string().max(64), subject: z.string().max(128) }),
      z.strictObject({ token: z.string().max(64) }),
    ])
    .optional(),
  /** The message that it reminds of: both ask for the same. */
  reminds: messageId.schema.optional(),
  /** What it is counted with, e.g. a run. */
  group: z.string().max(80).optional(),
  /** While one of them is held the message is not sent. */
  topics: z.array(z.string().max(80)).max(5),
  /** Not sent from then on. */
  expiresAt: instantSchema,
});
export type MessageRequest = z.infer<typeof MessageRequest>;

/**
 * `planned`: to be sent, now or at `waitsUntil`. `sending`: claimed, the result is not known yet. `unknown`: nobody
 * knows whether it went; with `waitsUntil` it still waits for the mail service to tell. `skipped`: not wanted any
 * more when its turn came.
 */
export const stateSchema = z.enum(['planned', 'sending', 'sent', 'unknown', 'failed', 'skipped']);

export const Message = MessageRequest.extend({
  version: z.int().min(1),
  correlationId: z.string(),
  data: Fields.optional(),
  state: stateSchema,
  /** Why it failed or was skipped. */
  reason: z.string().optional(),
  /** How often it was, or may have been, handed to the mail service; part of its send id. */
  attempt: z.int().min(0),
  /** Random, new with each claim: two processes that claim at once never write the same, so one of them loses. */
  writer: z.string().optional(),
  /** SHA-256 of the address of the last attempt. */
  addressHash: z.string().optional(),
  /** The last attempt went to the department, because the address of the member of staff takes no mail. */
  redirected: z.literal(true).optional(),
  /** Since when nobody knows whether the last attempt went. */
  unknownSince: instantSchema.optional(),
  /** The mail service answered the last attempt with an error of its own. */
  wasError: z.literal(true).optional(),
  /** The second, since the epoch, in which it may be sent. */
  turn: z.int().optional(),
  /** Into how many parts a text was cut, which is what it costs. */
  segments: z.int().min(1).optional(),
  /** How often in a row the mail service could not take it. */
  deferrals: z.int().optional(),
  /** When its turn comes again. */
  waitsUntil: instantSchema.optional(),
  /** What of the contact policy has it wait, or had when it expired. */
  heldBecause: heldBecauseSchema.optional(),
  /** When the last attempt was handed to the mail service. */
  sentAt: instantSchema.optional(),
  /** When it came to the state in which it stays. */
  settledAt: instantSchema.optional(),
});
export type Message = z.infer<typeof Message>;

/** Why a message was not wanted any more when its turn came. */
export const skipReasonSchema = z.enum([
  'expired',
  'on-hold',
  'no-recipient',
  'no-address',
  'consent-withdrawn',
  'consent-missing',
  'suppressed',
  'recently-asked',
  'held-too-long',
  'channel-off',
]);
export type SkipReason = z.infer<typeof skipReasonSchema>;

const count = z.int().min(0).default(0);

/** One row of the counts of a group: all that were asked for, and what each of them has come to. */
export const MessageCount = z.strictObject({
  ...{
    planned: count,
    held: count,
    sent: count,
    failed: count,
    bounced: count,
    withheld: count,
    complained: count,
    unknown: count,
  },
  ...(Object.fromEntries(skipReasonSchema.options.map((reason) => [`skipped-${reason}`, count])) as {
    [Reason in SkipReason as `skipped-${Reason}`]: typeof count;
  }),
});
export type MessageCount = z.infer<typeof MessageCount>;

/** What became of the messages of a group. Each message counts in one of `sent` … `unknown`, once it is known. */
export interface MessageCounts {
  /** All that were asked for. */
  readonly planned: number;
  /** Of those not settled: what the contact policy has wait. */
  readonly held: number;
  /** Taken by the mail service, and not known to have come back or to have been complained of. */
  readonly sent: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skippedBecause: Readonly<Partial<Record<SkipReason, number>>>;
  readonly bounced: number;
  /** Taken by the mail service and not sent, because the list of the account has the address. */
  readonly withheld: number;
  /** Taken for junk by whoever got them, as their mail provider tells. */
  readonly complained: number;
  /** Nobody knows whether they went. */
  readonly unknown: number;
}

/** What many messages have in common, such as the questionnaire of a run. Never changes. */
export const Content = z.strictObject({
  id: z.string().max(80),
  content: Fields,
  expiresAt: instantSchema,
});

/** Messages about a held topic are not sent, until it is released or the hold has run out. */
export const Hold = z.strictObject({
  topic: z.string().max(80),
  since: instantSchema,
  until: instantSchema.optional(),
});

/** An address that takes no mail. The address itself is not kept. */
export const Suppression = z.strictObject({
  addressHash: z.string(),
  channel: channelSchema.default('email'),
  /** Only messages of these purposes are stopped; all if left out. */
  purposes: z.array(purposeSchema).optional(),
  reason: z.enum(['bounce', 'withheld', 'complaint', 'opt-out']),
  messageId: messageId.schema.optional(),
  /** Whom that message was for, beside whom it is told. */
  recipient: Recipient.optional(),
  since: instantSchema,
});
export type Suppression = z.infer<typeof Suppression>;

/** Where a short link leads, which only its code tells. */
export const KeptShortLink = z.strictObject({
  hash: z.string(),
  sealed: z.string(),
  expiresAt: instantSchema,
});

/** The last time that an address was taken off the list. News of mails from before do not bring it back. */
export const Lift = z.strictObject({
  addressHash: z.string(),
  at: instantSchema,
  by: z.string(),
  /** Whom the mail was for that had come back. */
  recipient: Recipient.optional(),
  /** Why it had taken none. */
  reason: Suppression.shape.reason.optional(),
  /** Why it takes some again; none where whoever has it has said so. */
  note: z.string().optional(),
});
export type Lift = z.infer<typeof Lift>;

/** That an answer to a text was taken, by the hash of the number that its service gave it, so that it is known when told again. */
export const AnswerMark = z.strictObject({
  customerId: customerIdSchema,
  hash: z.string(),
  at: instantSchema,
});
export type AnswerMark = z.infer<typeof AnswerMark>;

/** Names a suppressed address without saying it: its SHA-256, base64url. */
export const suppressionIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'must be the id of a suppression, as the API returned it')
  .meta({
    description: 'Names the address, which itself is not kept.',
    examples: ['bGkud2VpQGV4YW1wbGUuY29tLnJhcHBvcnQuZXhhbXA'],
  });

/** What a provider reports of a text. */
export const TextReceipt = z
  .strictObject({
    reference: z.string().min(1).max(256).describe('That of the text, as it was sent.'),
    status: z
      .enum(['accepted', 'delivered', 'undelivered', 'no-such-number'])
      .describe(
        '`accepted`: the provider has it and will try; `delivered`: it has arrived; `undelivered`: it will not, this time; `no-such-number`: nobody has this number, so nothing more is sent there.',
      ),
  })
  .meta({ id: 'TextReceipt', description: 'What has become of a text.' });
export type TextReceipt = z.infer<typeof TextReceipt>;

/** A suppression as the API shows it. */
export const ShownSuppression = z
  .strictObject({
    id: suppressionIdSchema,
    reason: Suppression.shape.reason.describe(
      '`bounce`: the mailbox does not exist or refuses mail for good; `withheld`: SES holds this address on the account’s own suppression list, where other stages and systems of the account have put it, too, and has sent nothing; `complaint`: whoever reads it took our mail for junk; `opt-out`: whoever has the number answered STOP or its like.',
    ),
    channel: channelSchema,
    purposes: Suppression.shape.purposes.describe(
      'Only messages of these purposes are stopped, such as what customers need to have agreed to after a complaint; all if left out.',
    ),
    since: instantSchema,
    messageId: Suppression.shape.messageId.describe('The message that has led to it, if one has.'),
    recipient: Recipient.optional(),
  })
  .meta({ id: 'Suppression', description: 'An address to which nothing is sent.' });
export type ShownSuppression = z.infer<typeof ShownSuppression>;

export const ShownLift = z
  .strictObject({
    at: instantSchema,
    by: z.string().describe('Who did it.'),
    recipient: Recipient.optional(),
    reason: Lift.shape.reason.describe('Why nothing was sent there until then.'),
    note: Lift.shape.note.describe(
      'Why it takes messages again, as whoever lifted it has said; left out where the owner of a number has sent START, or the customer was erased.',
    ),
  })
  .meta({ id: 'SuppressionLift', description: 'How an address has come to take mail again.' });
export type ShownLift = z.infer<typeof ShownLift>;

export const SuppressionPage = pageOf(ShownSuppression)
  .extend({
    lifted: ShownLift.nullable().describe(
      'When the one address asked for by `email` or `phone` was last taken off the list, kept for a year; otherwise null.',
    ),
  })
  .meta({ id: 'SuppressionPage' });
export type SuppressionPage = z.infer<typeof SuppressionPage>;

/** A message to a customer as the API shows it: nothing of what it says. */
export const ShownMessage = z
  .strictObject({
    id: messageId.schema,
    purpose: purposeSchema,
    template: MessageRequest.shape.template.describe('Which kind of mail it is.'),
    channel: channelSchema,
    language: MessageRequest.shape.language.describe('Once it is known.'),
    group: MessageRequest.shape.group.describe('What it is counted with, e.g. a run.'),
    state: z
      .enum([...stateSchema.options, 'bounced', 'withheld', 'complained'])
      .describe(
        '`planned`: its turn will come, at `waitsUntil` if that is said; `sending`: on its way to the mail service; `sent`: taken by it; `unknown`: nobody knows whether it went; `bounced`: came back; `withheld`: not sent by SES, which holds the address on the account’s own suppression list; `complained`: taken for junk by the recipient; `failed`: refused by the mail service; `skipped`: not wanted any more when its turn came.',
      ),
    reason: z.string().optional().describe('Why it was skipped, failed or has to wait.'),
    plannedAt: instantSchema.describe('When what it is about began, e.g. the run.'),
    waitsUntil: Message.shape.waitsUntil.describe('When it is looked at again.'),
    heldBecause: heldBecauseSchema.optional(),
    segments: Message.shape.segments.describe('Into how many parts a text was cut: each is paid for.'),
    sentAt: Message.shape.sentAt.describe('When it was handed to the mail service.'),
    settledAt: Message.shape.settledAt.describe('When it came to its state.'),
    expiresAt: MessageRequest.shape.expiresAt.describe('Not sent from then on.'),
  })
  .meta({ id: 'Message', description: 'A message to a customer, without what it says.' });
export type ShownMessage = z.infer<typeof ShownMessage>;

export const MessagePage = pageOf(ShownMessage)
  .extend({
    suppressed: ShownSuppression.nullable().describe(
      'Why nothing is sent to the present e-mail address of the customer; null when it takes mail.',
    ),
    phoneSuppressed: ShownSuppression.nullable().describe(
      'Why no text is sent to the present phone number of the customer; null when it takes texts.',
    ),
  })
  .meta({ id: 'MessagePage' });
export type MessagePage = z.infer<typeof MessagePage>;

function bytesOf(data: unknown): number {
  return Buffer.byteLength(JSON.stringify(data));
}
