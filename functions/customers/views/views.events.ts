/** What the views domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { viewId } from './views.schema.ts';

const subject = { viewId: viewId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

export const viewCreated = event('view.created', z.object(subject));
export const viewChanged = event('view.changed', z.object({ ...subject, changed }));
export const viewDeleted = event('view.deleted', z.object({ ...subject, changed }));
