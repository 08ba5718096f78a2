/** What the sources domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';

/** Sources may write over more or less. */
export const sourceRulesChanged = event(
  'source-rules.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);
