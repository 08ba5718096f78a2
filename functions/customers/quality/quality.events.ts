/** What the quality domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import { findingCodeSchema } from './quality.schema.ts';

/** Other fields count for the completeness of customers, or count more or less. */
export const completenessRulesChanged = event(
  'completeness-rules.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);

/** Somebody has looked at what seemed wrong: it is right as it is, or it is to be looked at again. */
export const findingDecided = event(
  'finding.decided',
  z.object({
    customerId: customerIdSchema,
    code: findingCodeSchema,
    field: z.string(),
    accepted: z.boolean(),
  }),
);
