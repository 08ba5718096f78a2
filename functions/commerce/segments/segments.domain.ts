/** What the segments domain is: what it keeps, listens to and waits for. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customersThatChange } from '../../customers/customers/customers.events.ts';
import * as facts from '../../facts.ts';
import { segmentChanged, segmentCreated, segmentedOverdue } from './segments.events.ts';
import {
  segmentedItem,
  segmentItem,
  segmentsByName,
  segmentsRegisterItem,
  segmentWalkItem,
} from './segments.items.ts';
import { segmentId } from './segments.schema.ts';

/** Holds customers who have changed against the rules that ask for what has. */
export const segmentsFollowing = subscription('segments-following', [
  ...customersThatChange,
  ...Object.values(facts).flatMap(({ changedBy }) => changedBy),
]);

/** Has customers come in and leave by time alone, each at their own. */
export const segmentsFallingDue = subscription('segments-falling-due', [segmentedOverdue]);

/** Holds all customers against a new rule, in a function that continues itself. */
export const segmentsFilling = subscription('segments-filling', [segmentCreated, segmentChanged], {
  queue: 'segments-filling',
});

export const segmentsDomain = domain('segments', {
  area: 'commerce',
  ids: [segmentId],
  items: [segmentItem, segmentsRegisterItem, segmentedItem, segmentWalkItem],
  patterns: [segmentsByName],
  subscriptions: [segmentsFollowing, segmentsFallingDue, segmentsFilling],
  due: [segmentedOverdue],
});
