import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { responseRecorded } from '../responses/responses.events.ts';
import {
  commentItem,
  commentsList,
  textTopicsItem,
  topicCounterItem,
  topicCountersOfSurvey,
} from './texts.items.ts';
import { commentId } from './texts.schema.ts';

/** Reads what was written in every answer. */
export const textsReading = subscription('texts-reading', [responseRecorded], { queue: 'texts-reading' });

export const textsDomain = domain('texts', {
  area: 'surveys',
  ids: [commentId],
  items: [commentItem, textTopicsItem, topicCounterItem],
  patterns: [topicCountersOfSurvey],
  lists: [commentsList],
  subscriptions: [textsReading],
});
