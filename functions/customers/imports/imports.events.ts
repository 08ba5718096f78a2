/** What the imports domain tells the others: by ids and numbers, nothing of what the rows say. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { importId, mappingId } from './imports.schema.ts';

const subject = { importId: importId.schema, version: z.int() };
const changed = z.array(z.string());

export const importCreated = event('import.created', z.object({ ...subject, step: z.int() }));
/** Its mapping has changed, or it was cancelled. */
export const importChanged = event('import.changed', z.object({ ...subject, changed }));
/** A part of the work begins: reading, checking, running or reverting. */
export const importStarted = event(
  'import.started',
  z.object({ ...subject, changed, phase: z.string(), step: z.int() }),
);
export const importFinished = event('import.finished', z.object({ ...subject, changed, phase: z.string() }));

const mapping = { mappingId: mappingId.schema, version: z.int() };

export const mappingCreated = event('mapping.created', z.object(mapping));
export const mappingChanged = event('mapping.changed', z.object({ ...mapping, changed }));
export const mappingDeleted = event('mapping.deleted', z.object({ ...mapping, changed }));
