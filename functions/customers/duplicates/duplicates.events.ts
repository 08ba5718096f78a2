/** What the duplicates domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';

const pair = { customerId: customerIdSchema, otherId: customerIdSchema };

/** Somebody has said that two customers are not one, or that it is to be looked at again. */
export const duplicateDismissed = event('duplicate.dismissed', z.object(pair));
export const duplicateReopened = event('duplicate.reopened', z.object(pair));

/** Customers are taken for one from another score on. */
export const duplicateSettingsChanged = event(
  'duplicate-settings.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);
