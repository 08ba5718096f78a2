/** The routes of the messaging domain: what was written to whom, and which addresses take no mail. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { phoneSchema } from '../../../shared/values/phone.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { channelSchema } from '../consents/consents.schema.ts';
import {
  MessagePage,
  ShownSuppression,
  SuppressionPage,
  suppressionIdSchema,
  TextReceipt,
} from './messaging.schema.ts';

export const messagingContract = contract('messaging', 'Messages and what became of them.', {
  listMessages: {
    method: 'GET',
    path: '/customers/{customerId}/messages',
    permission: 'contact.read',
    summary: 'List what was written to a customer and what became of it, newest first',
    description:
      'Not what the messages say. A message is kept for a year after it expires. `suppressed` says why none arrives at the present address.',
    params: z.strictObject({ customerId: customerIdSchema }),
    query: pageQuery,
    opens: 'customerId',
    replies: { 200: MessagePage },
    errors: ['not-found'],
  },
  takeTextReceipt: {
    method: 'POST',
    path: '/texts/receipts',
    permission: 'public',
    summary: 'Report what has become of a text (for the provider of texts)',
    description:
      'Only where texts go through a provider (setting `smsProvider`), which signs each report: `Rapport-Timestamp` are the seconds since the epoch, at most five minutes old, `Rapport-Signature` is the HMAC-SHA256, in hexadecimal, of timestamp, `reference` and `status` with a line feed between them. Said again, a report changes nothing; one of a text of others is left alone.',
    body: TextReceipt,
    replies: { 204: empty },
    errors: ['forbidden', 'not-found'],
    example: { body: { reference: 'message_01jd3x5y9hf1bvt6w0k2m4n8pq-1', status: 'delivered' } },
  },
  listSuppressions: {
    method: 'GET',
    path: '/suppressions',
    permission: 'contact.read',
    summary: 'List the addresses to which nothing is sent, newest first',
    description:
      'Those from which a mail came back for good, which take nothing, and those whose reader took one for junk: what customers need to have agreed to is stopped (`purposes`), and what the complaint was about is withdrawn, too; a complaint about anything else stops everything. A phone number takes no texts after STOP or its like (`opt-out`). Who unsubscribes is no address on this list but a consent withdrawn, by purpose (`GET /customers/{customerId}/consents`). Addresses themselves are not kept: ask for one by `email` or `phone`, which also says when and why it was last lifted. For managers; a new one appears within a second or two.',
    query: pageQuery.extend({
      email: emailSchema.optional().describe('Only this address, as written by the last request.'),
      phone: phoneSchema.optional().describe('Only this phone number, with `+` as `%2B`.'),
      reason: ShownSuppression.shape.reason.optional().describe('Only those suppressed because of this.'),
      channel: channelSchema.optional().describe('Only addresses of this channel.'),
    }),
    replies: { 200: SuppressionPage },
    errors: [],
  },
  liftSuppression: {
    method: 'DELETE',
    path: '/suppressions/{suppressionId}',
    permission: 'contact.write',
    summary: 'Send to an address again',
    description:
      'For managers, once it is known that the address works. Who has done so and why stands as `lifted` in `GET /suppressions?email=…` (or `?phone=…`) for a year, and in the timeline of the customer whose mail had come back, whose address is then no longer to be corrected. A mail from before that comes back later does not suppress it again. The mail service keeps a list of its own, see docs/operations.md.',
    params: z.strictObject({ suppressionId: suppressionIdSchema }),
    // Many clients cannot send a body with DELETE (RFC 9110, section 9.3.5).
    query: z.strictObject({ reason: text(200).describe('Why it takes mail again.') }),
    replies: { 204: empty },
    errors: ['not-found'],
    example: { query: { reason: 'Their mailbox was full; they have made room.' } },
  },
});
