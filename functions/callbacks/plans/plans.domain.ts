import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customersThatChange } from '../../customers/customers/customers.events.ts';
import { importFinished } from '../../customers/imports/imports.events.ts';
import { listDeleted, listExtended, listFilled, listJoined } from '../../customers/lists/lists.events.ts';
import { planId } from '../callbacks/callbacks.schema.ts';
import { entryOverdue, planChanged, planCreated } from './plans.events.ts';
import {
  contactsOfCustomer,
  countItem,
  dayItem,
  entriesOfPlan,
  entryItem,
  planItem,
  plansList,
  walkItem,
} from './plans.items.ts';

/** Walks through the customers whom a plan may mean, in a function that continues itself. */
export const plansPlanning = subscription(
  'plans-planning',
  [planCreated, planChanged, listExtended, listFilled, importFinished],
  { queue: 'plans-planning' },
);

/** Has customers who are new, have changed or come into a list join the plan that means them, and takes out who is gone. */
export const plansFollowing = subscription('plans-following', [...customersThatChange, listJoined]);

/** Looks at a customer of a plan: who was in touch, and whether a callback is to be promised. */
export const plansFallingDue = subscription('plans-falling-due', [entryOverdue]);

/** Holds plans whose list is deleted. */
export const plansHolding = subscription('plans-holding', [listDeleted]);

export const plansDomain = domain('plans', {
  area: 'callbacks',
  ids: [planId],
  items: [planItem, entryItem, countItem, walkItem, dayItem],
  patterns: [entriesOfPlan, contactsOfCustomer],
  lists: [plansList],
  subscriptions: [plansPlanning, plansFollowing, plansFallingDue, plansHolding],
  due: [entryOverdue],
});
