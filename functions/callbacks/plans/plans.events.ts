/** What the plans domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { planId } from '../callbacks/callbacks.schema.ts';

const subject = { planId: planId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

export const planCreated = event('plan.created', z.object(subject));
/** Also when it is paused, resumed, ended, held or let go. */
export const planChanged = event('plan.changed', z.object({ ...subject, changed }));
export const planDeleted = event('plan.deleted', z.object({ ...subject, changed }));

/** The entry of a customer, by the id of the customer, is to be looked at. */
export const entryOverdue = overdueEvent('planned', 'work');
