/** What the messaging domain tells the others, and itself. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { channelSchema } from '../consents/consents.schema.ts';
import { messageId, Recipient, Suppression } from './messaging.schema.ts';

/** Says no more than that: item and event together stay below a kilobyte. */
export const messageRequested = event('message.requested', z.object({ messageId: messageId.schema }));

/** The turn of a message that had to wait has come. */
export const messageOverdue = overdueEvent('message', 'messages');

/** A customer has answered a text. What they say stays in the table. */
export const textReceived = event('text.received', z.object({ customerId: customerIdSchema }));

const suppressed = z.object({
  /** Whom it was for; of a number of nobody there is none. */
  recipient: Recipient.optional(),
  channel: channelSchema,
  reason: Suppression.shape.reason,
  messageId: messageId.schema.optional(),
});

/** An address takes no mail; whoever it belongs to gets none there. */
export const addressSuppressed = event('address.suppressed', suppressed);

/** Somebody says that an address takes mail again. */
export const addressReleased = event('address.released', suppressed);
