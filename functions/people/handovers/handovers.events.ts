/** What happens to a hand-over. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { handoverId } from './handovers.schema.ts';

const subject = { handoverId: handoverId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

export const handoverStarted = event('handover.started', z.object({ ...subject, step: z.int() }));
/** Everything that could be moved was moved. */
export const handoverDone = event('handover.done', z.object({ ...subject, changed }));
/** Somebody wants it taken back. */
export const handoverUndoing = event('handover.undoing', z.object({ ...subject, changed, step: z.int() }));
export const handoverUndone = event('handover.undone', z.object({ ...subject, changed }));
