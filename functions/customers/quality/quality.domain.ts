import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customersThatChange } from '../customers/customers.events.ts';
import { customerReindexing } from '../reindexing/reindexing.events.ts';
import { completenessRulesChanged } from './quality.events.ts';
import { completenessRulesItem, qualityItem, worklist } from './quality.items.ts';

/** Looks at every customer who is new or has changed. */
export const qualityChecks = subscription('quality-checks', [...customersThatChange, customerReindexing], {
  queue: 'quality-checks',
});

/** Looks at all customers again when something else makes them complete. */
export const qualityFollowingRules = subscription('quality-following-rules', [completenessRulesChanged]);

export const qualityDomain = domain('quality', {
  area: 'customers',
  items: [qualityItem, completenessRulesItem],
  lists: [worklist],
  subscriptions: [qualityChecks, qualityFollowingRules],
});
