/** What the functions of the segments domain find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of filling: it continues itself. */
export const segmentsFillingEnvironment = environment({
  FILLING_QUEUE_URL: variable,
  BULK_PER_SECOND: z.coerce.number().int().min(1),
});
