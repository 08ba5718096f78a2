/** What the corrections domain is: what it keeps, and what it does when it is asked. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { correctionCreated, correctionStarted } from './corrections.events.ts';
import {
  correctionChunkItem,
  correctionItem,
  correctionRowItem,
  correctionsList,
} from './corrections.items.ts';
import { correctionId } from './corrections.schema.ts';

/** Looks up what would change, changes it, and gives it back. */
export const correctionsWork = subscription('corrections-work', [correctionCreated, correctionStarted], {
  queue: 'corrections-work',
});

export const correctionsDomain = domain('corrections', {
  area: 'customers',
  ids: [correctionId],
  items: [correctionItem, correctionChunkItem, correctionRowItem],
  lists: [correctionsList],
  subscriptions: [correctionsWork],
});
