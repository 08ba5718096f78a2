/** What the lists domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import { extractId, listId } from './lists.schema.ts';

const subject = { listId: listId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

export const listCreated = event('list.created', z.object(subject));
export const listChanged = event('list.changed', z.object({ ...subject, changed }));
/** Customers were added by hand, or taken out. */
export const listExtended = event('list.extended', z.object({ ...subject, changed }));
export const listReduced = event('list.reduced', z.object({ ...subject, changed }));
/** It is filled from a filter: the first of its steps. */
export const listFilling = event('list.filling', z.object({ ...subject, changed, step: z.int() }));
export const listFilled = event('list.filled', z.object({ ...subject, changed }));
/** A customer has come into a list that a rule keeps: one event for each, beside those of whoever keeps it. */
export const listJoined = event(
  'list.joined',
  z.object({ listId: listId.schema, customerId: customerIdSchema }),
);
export const listDeleted = event('list.deleted', z.object({ ...subject, changed }));

const ofExtract = { extractId: extractId.schema, version: z.int() };

/** Somebody wants customers as CSV. */
export const extractRequested = event('extract.requested', z.object(ofExtract));
/** Whoever asked for it was given the addresses of its files. */
export const extractHandedOut = event('extract.handed-out', z.object(ofExtract));
export const extractMade = event('extract.made', z.object({ ...ofExtract, changed }));
