import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { messageOverdue, messageRequested } from './messaging.events.ts';
import {
  answerMarkItem,
  contentItem,
  countsOfGroup,
  holdItem,
  liftItem,
  messageCountItem,
  messageItem,
  messagesToCustomer,
  shortLinkItem,
  suppressionItem,
  suppressionsList,
} from './messaging.items.ts';
import { messageId } from './messaging.schema.ts';

/** Sends what was asked for, and takes up what had to wait. */
export const messagingSending = subscription('messaging-sending', [messageRequested, messageOverdue], {
  queue: 'messaging-sending',
});

export const messagingDomain = domain('messaging', {
  area: 'contact',
  ids: [messageId],
  items: [
    messageItem,
    messageCountItem,
    contentItem,
    holdItem,
    suppressionItem,
    liftItem,
    shortLinkItem,
    answerMarkItem,
  ],
  patterns: [countsOfGroup, messagesToCustomer],
  lists: [suppressionsList],
  subscriptions: [messagingSending],
  due: [messageOverdue],
});
