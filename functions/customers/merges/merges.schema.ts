/** Records of one customer that were merged, and how that is taken back. */
import * as z from 'zod';
import { ofClass } from '../../../shared/identity/fields.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { Customer, customerIdSchema } from '../customers/customers.schema.ts';

/** Fields of which a customer has one value, and the primary one of several. */
export const chosenFields = [
  ...['name', 'company', 'email', 'phone', 'address', 'gender', 'birthday', 'lunarBirthday', 'language'],
  ...['timeZone', 'preferences', 'source', 'stage', 'owner'],
] as const;

const side = z.enum(['survivor', 'loser']);

/** Which record each field is taken from. */
export const FieldChoices = z
  .record(
    z
      .string()
      .regex(
        new RegExp(`^(${chosenFields.join('|')}|custom\\.[a-z][a-z0-9_]{0,39})$`),
        `must be one of ${chosenFields.join(', ')}, or a custom field as custom.name`,
      ),
    side,
  )
  .meta({ id: 'FieldChoices', examples: [{ name: 'survivor', phone: 'loser' }] });
export type FieldChoices = z.infer<typeof FieldChoices>;

const versionSchema = z.int().min(1);

export const MergeRequest = z
  .strictObject({
    customerId: customerIdSchema.describe('The record that is merged into the one of the path, the loser.'),
    fields: FieldChoices.default({}).describe(
      'Whose value holds: left out, that of the survivor, or the other’s where the survivor has none. Given and family name go with the name. Addresses, numbers, external ids and tags of both are kept; `email`, `phone` and `address` say which one is the primary one.',
    ),
    versions: z
      .strictObject({ survivor: versionSchema, loser: versionSchema })
      .optional()
      .describe('As they were read: where one has changed since, nothing is merged (412).'),
  })
  .meta({ id: 'MergeRequest' });
export type MergeRequest = z.infer<typeof MergeRequest>;

const valueSchema = ofClass('contact', z.unknown().optional());

/** One field of which the two records say different things. */
const MergeDifference = z
  .strictObject({ field: z.string(), survivor: valueSchema, loser: valueSchema, taken: side })
  .meta({ id: 'MergeDifference' });

export const MergePreview = z
  .strictObject({
    customer: Customer.describe('The customer as they would be.'),
    loser: Customer.describe('The record that would answer as the survivor does.'),
    versions: z.strictObject({ survivor: versionSchema, loser: versionSchema }),
    differences: z.array(MergeDifference).describe('Fields that both records have, and not the same.'),
  })
  .meta({ id: 'MergePreview', description: 'What a merge would make of two records. Nothing is written.' });
export type MergePreview = z.infer<typeof MergePreview>;

export const Merge = z
  .strictObject({
    customerId: customerIdSchema.describe('The record that was merged.'),
    into: customerIdSchema.describe('The record it was merged into, which may itself be merged by now.'),
    name: z.string().describe('What the merged record says.'),
    email: ofClass('contact', z.string().optional()),
    phone: ofClass('contact', z.string().optional()),
    at: instantSchema,
    by: z.string().describe('Who has merged them.'),
  })
  .meta({ id: 'Merge', description: 'A record that was merged into another one of the same customer.' });
export type Merge = z.infer<typeof Merge>;

export const Merges = z
  .strictObject({ items: z.array(Merge) })
  .meta({ id: 'Merges', description: 'Records that were merged into a customer’s, at most 20.' });

export const UnmergeResult = z
  .strictObject({
    customer: Customer.describe('The record that comes back.'),
    survivor: Customer.describe('The record that stood for it.'),
    lost: z
      .array(
        z.strictObject({
          kind: z.enum(['email', 'phone', 'external', 'custom']),
          value: ofClass('contact', z.array(z.string()).optional()),
        }),
      )
      .describe('Unique values that did not come back, because somebody else has them by now.'),
  })
  .meta({ id: 'UnmergeResult' });
export type UnmergeResult = z.infer<typeof UnmergeResult>;
