import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { answerExportRequested } from './answer-exports.events.ts';
import { answerExportItem, exportsOfRequester } from './answer-exports.items.ts';
import { answerExportId } from './answer-exports.schema.ts';

/** Makes the files of exports. */
export const answerExportsMaking = subscription('answer-exports-making', [answerExportRequested], {
  queue: 'answer-exports-making',
});

export const answerExportsDomain = domain('answer-exports', {
  area: 'surveys',
  ids: [answerExportId],
  items: [answerExportItem],
  patterns: [exportsOfRequester],
  subscriptions: [answerExportsMaking],
});
