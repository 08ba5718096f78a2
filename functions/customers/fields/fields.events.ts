/** What the fields domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { fieldNameSchema } from './fields.schema.ts';

const subject = { name: fieldNameSchema, record: fieldNameSchema, version: z.int() };
/** The names of what has changed of the definition; the values are in the change item. */
const changed = z.array(z.string());

export const fieldCreated = event('field.created', z.object(subject));
export const fieldChanged = event('field.changed', z.object({ ...subject, changed }));
export const fieldRetired = event('field.retired', z.object({ ...subject, changed }));
/** A retired field was brought back. */
export const fieldReinstated = event('field.reinstated', z.object({ ...subject, changed }));
