/** Who customers are to each other, as the API shows it. */
import * as z from 'zod';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { customerIdSchema, RelatedCustomer, relationFields } from '../customers/customers.schema.ts';

/** What a client says of a relation beside who and what. */
export const RelationEntry = z
  .strictObject({
    role: relationFields.role,
    primary: z
      .boolean()
      .default(false)
      .describe(
        'Of a contact of a company: the first one to talk to, in place of who has been. False if left out.',
      ),
  })
  .meta({ id: 'RelationEntry', description: 'Replaces what is known of a relation.' });
export type RelationEntry = z.infer<typeof RelationEntry>;

/** One side of a relation as it is kept: each relation is kept on both sides. */
export const RelationSide = z.strictObject({
  ...relationFields,
  customerId: customerIdSchema,
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type RelationSide = z.infer<typeof RelationSide>;

export const Relation = RelationSide.extend({ other: RelatedCustomer }).meta({
  id: 'Relation',
  description: 'What another customer is to this one.',
});
export type Relation = z.infer<typeof Relation>;

export const RelationPage = pageOf(Relation).meta({ id: 'RelationPage' });
export type RelationPage = z.infer<typeof RelationPage>;
