/** What the messaging domain tells the others, and itself. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { channelSchema } from '../consents/consents.schema.ts';
import { messageId, purposeSchema, Recipient, Suppression } from './messaging.schema.ts';

export const messageRequested = event(
  'message.requested',
  z.object({ messageId: messageId.schema, purpose: purposeSchema, channel: channelSchema }),
);

/** The turn of a message that had to wait has come. */
export const messageOverdue = overdueEvent('message', 'messages');

/** An address takes no mail; whoever it belongs to gets none there. */
export const addressSuppressed = event(
  'address.suppressed',
  z.object({
    recipient: Recipient,
    channel: channelSchema,
    reason: Suppression.shape.reason,
    messageId: messageId.schema,
  }),
);
