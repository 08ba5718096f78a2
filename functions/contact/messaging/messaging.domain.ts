import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { messageOverdue, messageRequested } from './messaging.events.ts';
import {
  allSuppressions,
  contentItem,
  countsOfGroup,
  holdItem,
  liftItem,
  messageCountItem,
  messageItem,
  messagesToCustomer,
  suppressionItem,
} from './messaging.items.ts';
import { messageId } from './messaging.schema.ts';

/** Sends what was asked for, and takes up what had to wait. */
export const messagingSending = subscription('messaging-sending', [messageRequested, messageOverdue], {
  queue: 'messaging-sending',
});

export const messagingDomain = domain('messaging', {
  area: 'contact',
  ids: [messageId],
  items: [messageItem, messageCountItem, contentItem, holdItem, suppressionItem, liftItem],
  patterns: [countsOfGroup, messagesToCustomer, allSuppressions],
  subscriptions: [messagingSending],
  due: [messageOverdue],
});
