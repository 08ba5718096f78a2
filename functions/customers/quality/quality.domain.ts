import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customerChanged, customerCreated, customerDeleted } from '../customers/customers.events.ts';
import { completenessRulesItem, qualityItem, worklist } from './quality.items.ts';

/** Looks at every customer who is new or has changed. */
export const qualityChecks = subscription(
  'quality-checks',
  [customerCreated, customerChanged, customerDeleted],
  {
    queue: 'quality-checks',
  },
);

export const qualityDomain = domain('quality', {
  area: 'customers',
  items: [qualityItem, completenessRulesItem],
  lists: [worklist],
  subscriptions: [qualityChecks],
});
