/** What the functions of the plans domain find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of planning: it continues itself. */
export const plansPlanningEnvironment = environment({
  PLANNING_QUEUE_URL: variable,
  BULK_PER_SECOND: z.coerce.number().int().min(1),
});
