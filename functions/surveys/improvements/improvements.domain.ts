/** What the improvements domain is: what it keeps, and what it listens to. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { improvementOverdue } from './improvements.events.ts';
import { heldByOwner, improvementItem, improvementsList } from './improvements.items.ts';
import { improvementId } from './improvements.schema.ts';

/** Reminds of what is overdue. */
export const improvementsReminding = subscription('improvements-reminding', [improvementOverdue]);

export const improvementsDomain = domain('improvements', {
  area: 'surveys',
  ids: [improvementId],
  items: [improvementItem],
  patterns: [heldByOwner],
  lists: [improvementsList],
  subscriptions: [improvementsReminding],
  due: [improvementOverdue],
});
