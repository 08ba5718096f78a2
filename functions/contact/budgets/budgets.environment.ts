/** What the routes of the budgets domain find in their environment. */
import * as z from 'zod';
import { environment } from '../../../shared/runtime/environment.ts';

export const budgetsHttpEnvironment = environment({
  /** So many days nobody is asked twice. */
  ASK_AGAIN_AFTER_DAYS: z.coerce.number().int().min(0),
});
