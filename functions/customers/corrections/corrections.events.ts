/** What the corrections domain tells the others: by ids and numbers, nothing of what changes. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { correctionId } from './corrections.schema.ts';

const subject = { correctionId: correctionId.schema, version: z.int() };
const changed = z.array(z.string());

/** It is looked up what would change. */
export const correctionCreated = event('correction.created', z.object({ ...subject, step: z.int() }));
/** It was cancelled. */
export const correctionChanged = event('correction.changed', z.object({ ...subject, changed }));
/** A part of the work begins: changing customers, or giving back what they had. */
export const correctionStarted = event(
  'correction.started',
  z.object({ ...subject, changed, phase: z.string(), step: z.int() }),
);
export const correctionFinished = event(
  'correction.finished',
  z.object({ ...subject, changed, phase: z.string() }),
);
