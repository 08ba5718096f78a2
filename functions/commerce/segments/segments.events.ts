/** What the segments domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { segmentId } from './segments.schema.ts';

const subject = { segmentId: segmentId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

export const segmentCreated = event('segment.created', z.object(subject));
export const segmentChanged = event('segment.changed', z.object({ ...subject, changed }));
/** All customers have been held against its rule. */
export const segmentFilled = event('segment.filled', z.object({ ...subject, changed }));
export const segmentDeleted = event('segment.deleted', z.object({ ...subject, changed }));

const place = z.object({
  customerId: customerIdSchema,
  segmentId: segmentId.schema,
  rule: z.int(),
  /** Which part of the rule it was, such as `/and/0`; empty: all of it. Absent: the customer is gone. */
  clause: z.string().optional(),
  /** A change of the customer, the time that has passed, or a new rule. */
  because: z.enum(['change', 'time', 'rule']),
});

/** A customer has come into a segment. */
export const segmentEntered = event('segment.entered', place);
/** A customer has left a segment. */
export const segmentLeft = event('segment.left', place);

/** A customer, by their id, comes into a segment or leaves it by time alone. */
export const segmentedOverdue = overdueEvent('segmented', 'work');
