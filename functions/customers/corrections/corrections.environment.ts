/** What the functions of corrections find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of the work: it continues itself. */
export const correctionsWorkEnvironment = environment({
  CORRECTIONS_QUEUE_URL: variable,
  BULK_PER_SECOND: z.coerce.number().int().min(1),
});
