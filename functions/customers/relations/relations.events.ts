/** What the relations domain tells the others: once for each of the two customers. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerIdSchema, relationKindSchema } from '../customers/customers.schema.ts';

const subject = {
  customerId: customerIdSchema,
  otherId: customerIdSchema,
  relation: relationKindSchema,
};

export const relationCreated = event('relation.created', z.object(subject));
export const relationChanged = event(
  'relation.changed',
  z.object({ ...subject, changed: z.array(z.string()) }),
);
/** The relation was taken away, or the other customer is gone. */
export const relationRemoved = event('relation.removed', z.object(subject));
