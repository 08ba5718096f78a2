/** What SendEmail of SES v2 may say; limits from the SES API reference. */
import * as z from 'zod';
import type { SentMail } from '../../cloud.ts';

/**
 * With its display name at most 320 characters, all of them ASCII: other names are encoded words (RFC 2047).
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, …/API_Destination.html
 */
const address = z
  .string()
  .min(3)
  .max(320, 'is longer than 320 characters')
  .regex(/^[ -~]*$/, 'must be ASCII: encode a display name')
  .regex(/@/, 'is not an e-mail address');
const content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
const tagText = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, 'may hold 1 to 256 letters, digits, _ and -');

/** Headers that SES sets itself and refuses in `Headers`. */
const reserved = new Set(
  'bcc cc content-disposition content-type date from message-id mime-version reply-to return-path subject to'.split(
    ' ',
  ),
);

const header = z.strictObject({
  Name: z
    .string()
    .regex(/^[!-9;-~]{1,126}$/, 'must be printable ASCII without a colon')
    .refine((name) => !reserved.has(name.toLowerCase()), 'is set by SES itself'),
  Value: z
    .string()
    .max(870)
    .regex(/^[ -~]*$/, 'must be printable ASCII'),
});

const simple = z.strictObject({
  Subject: content,
  Body: z
    .strictObject({ Text: content.optional(), Html: content.optional() })
    .refine((body) => body.Text !== undefined || body.Html !== undefined, 'needs Text or Html'),
  Headers: z.array(header).max(15).default([]),
});

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html: the whole message, as it travels, may have 40 MB. */
const maximumBytes = 40 * 1024 * 1024;

function bytesOf({ Body }: z.output<typeof simple>): number {
  return [Body.Text, Body.Html].reduce(
    (sum, part) => sum + Math.ceil(Buffer.byteLength(part?.Data ?? '') / 3) * 4,
    0,
  );
}

export const sendEmailSchema = z.strictObject({
  FromEmailAddress: address,
  Destination: z.strictObject({
    ToAddresses: z.array(address).default([]),
    CcAddresses: z.array(address).default([]),
    BccAddresses: z.array(address).default([]),
  }),
  ReplyToAddresses: z.array(address).default([]),
  FeedbackForwardingEmailAddress: address.optional(),
  Content: z.looseObject({
    Simple: simple.refine((message) => bytesOf(message) <= maximumBytes, 'has more than 40 MB').optional(),
  }),
  EmailTags: z
    .array(z.strictObject({ Name: tagText, Value: tagText }))
    .max(50)
    .default([]),
  ConfigurationSetName: z.string().optional(),
  ListManagementOptions: z.unknown().optional(),
});
export type SendEmail = z.output<typeof sendEmailSchema>;

export function recipientsOf({ Destination }: SendEmail): string[] {
  return [...Destination.ToAddresses, ...Destination.CcAddresses, ...Destination.BccAddresses];
}

/** `"Li Na" <li.na@rapport.example>` → `li.na@rapport.example`. */
export function bareAddress(mailbox: string): string {
  return (/<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim();
}

export function mailOf(
  request: SendEmail,
  message: z.output<typeof simple>,
  id: string,
  at: number,
): SentMail {
  const replyTo = request.ReplyToAddresses.length > 0 && { 'Reply-To': request.ReplyToAddresses.join(', ') };
  return {
    id,
    at: new Date(at).toISOString(),
    from: request.FromEmailAddress,
    to: recipientsOf(request),
    subject: message.Subject.Data,
    text: message.Body.Text?.Data ?? '',
    html: message.Body.Html?.Data ?? '',
    headers: { ...replyTo, ...Object.fromEntries(message.Headers.map(({ Name, Value }) => [Name, Value])) },
    tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
  };
}
