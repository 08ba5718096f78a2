/** What the assignments domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { workKindSchema } from './assignments.schema.ts';

const subject = { kind: workKindSchema, record: workKindSchema, version: z.int() };

/** Rules were set for a kind of work that had none. */
export const assignmentRulesSet = event('assignment-rules.set', z.object(subject));
export const assignmentRulesChanged = event(
  'assignment-rules.changed',
  z.object({ ...subject, changed: z.array(z.string()) }),
);
