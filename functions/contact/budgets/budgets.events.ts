/** What the budgets domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';

/** Customers are written to more or less often, or at other times. */
export const contactPolicyChanged = event(
  'contact-policy.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);
