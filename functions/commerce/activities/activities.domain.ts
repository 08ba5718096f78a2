/** What the activities domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import {
  activitiesOfCustomer,
  activityItem,
  activityKindItem,
  activityKinds,
  activitySummaryItem,
  summariesOfCustomer,
} from './activities.items.ts';
import { activityId } from './activities.schema.ts';

export const activitiesDomain = domain('activities', {
  area: 'commerce',
  ids: [activityId],
  items: [activityKindItem, activityItem, activitySummaryItem],
  patterns: [activityKinds, activitiesOfCustomer, summariesOfCustomer],
});
