/** What the closed loop tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { Loop, loopId } from './closed-loop.schema.ts';

/** Other answers are followed up, or in another way. */
export const loopRulesChanged = event(
  'loop-rules.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);

/** Not of which survey: these stay in the trail of who was erased, from which nothing leads to their answers. */
const subject = { loopId: loopId.schema, customerId: customerIdSchema, version: z.int() };

/** An answer is followed up; what is done of it stands in the timeline of the customer by itself. */
export const loopOpened = event('loop.opened', z.object({ ...subject, rule: z.string() }));
/** The customer has answered again, or does not any more. */
export const loopClosed = event(
  'loop.closed',
  z.object({
    ...subject,
    changed: z.array(z.string()),
    because: Loop.shape.closedBecause.unwrap(),
    change: z.int().optional(),
  }),
);

/** The next answer was waited for long enough. */
export const loopOverdue = overdueEvent('loop', 'work');
