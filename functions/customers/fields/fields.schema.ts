/** Fields of customers that an administrator defines while the product runs, and what they may hold. */
import * as z from 'zod';
import { roles } from '../../../shared/identity/permissions.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';

/** Definitions that a deployment may have, retired ones among them: each may stand in every customer. */
export const maximumFields = 100;
/** Options that a field may have, retired ones among them: a definition is read as a whole. */
const maximumOptions = 100;
/** What one customer may have chosen of one field. */
export const maximumChoices = 20;
/** Characters of a value. */
export const maximumText = 500;
/** A profile is read with each request about its customer, so it stays small. */
export const maximumCustomBytes = 8 * 1024;

export const fieldNameSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'must be 1 to 40 small letters, digits and underscores, a letter first, such as member_no',
  )
  .meta({ description: 'Name of a field, by which programs know it.', examples: ['member_no'] });

export const fieldTypes = ['text', 'number', 'date', 'boolean', 'choice', 'choices', 'url'] as const;

/** What people call something, in one language at least. */
const label = z
  .strictObject({ 'zh-CN': text(60).optional(), en: text(60).optional() })
  .refine((said) => Object.values(said).some((each) => each !== undefined), 'must name it in one language')
  .meta({
    id: 'Label',
    description: 'What people call it; where a language is missing, the other is shown.',
  });

const FieldOption = z
  .strictObject({
    value: text(60).describe('What is kept, and never changes.'),
    label: label.optional().describe('The value itself is shown if left out.'),
    retired: z.literal(true).optional().describe('Who has it keeps it; nobody is given it any more.'),
  })
  .meta({ id: 'FieldOption', description: 'What can be chosen.' });
export type FieldOption = z.infer<typeof FieldOption>;

const fields = {
  name: fieldNameSchema,
  label,
  type: z
    .enum(fieldTypes)
    .describe(
      `What it holds: \`text\` (one line of ${maximumText} characters), \`number\`, \`date\` (2026-11-21), \`boolean\`, \`choice\` (one of the options), \`choices\` (several of them), \`url\`. Never changes.`,
    ),
  options: distinct(z.array(FieldOption).min(1).max(maximumOptions), ({ value }) => value),
  required: z
    .boolean()
    .describe(
      'Whether whoever creates a customer has to say it, and nobody may take it away. Customers who have none are changed all the same.',
    ),
  unique: z.boolean().describe('Whether no two customers have the same value. Never changes.'),
  searchable: z.boolean().describe('Whether customers are found by it.'),
  visibleTo: z
    .union([z.literal('everyone'), distinct(z.array(z.enum(roles)).min(1))])
    .describe(
      'Who sees and sets it: everyone who sees the customer, or of them these roles, and administrators. Machine clients see and set every field.',
    ),
  appliesTo: z.enum(['person', 'company', 'both']).describe('Which customers have it.'),
};

const described = 'A field of customers that was defined for this deployment.';

export const FieldDefinition = z
  .strictObject({
    ...fields,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    options: fields.options.optional().describe('What can be chosen, in the order in which it is shown.'),
    retiredAt: instantSchema
      .optional()
      .describe('Retired since then: values stay and are shown, and nobody sets any.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'FieldDefinition', description: described });
export type FieldDefinition = z.infer<typeof FieldDefinition>;

export const FieldPage = pageOf(FieldDefinition).meta({ id: 'FieldPage' });

export const NewField = z
  .strictObject({
    ...fields,
    options: fields.options.optional().describe('Of `choice` and `choices`, and of no other.'),
    required: fields.required.default(false),
    unique: fields.unique.default(false),
    searchable: fields.searchable.default(false),
    visibleTo: fields.visibleTo.default('everyone'),
    appliesTo: fields.appliesTo.default('both'),
  })
  .meta({ id: 'NewField', description: described });
export type NewField = z.infer<typeof NewField>;

const onlyAsItIs = 'Only as it is.';

/** JSON merge patch (RFC 7396): what is left out stays; lists are replaced as a whole. */
export const FieldPatch = z
  .strictObject({
    ...fields,
    name: fields.name.describe(onlyAsItIs),
    type: fields.type.describe(onlyAsItIs),
    unique: fields.unique.describe(onlyAsItIs),
  })
  .partial()
  .meta({
    id: 'FieldPatch',
    description: 'JSON merge patch: what is left out stays; lists are replaced as a whole.',
  });
export type FieldPatch = z.infer<typeof FieldPatch>;

/** Numbers that every program keeps as they are. */
const number = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** A value of any type of field. Which form a field takes says its definition, and so `validateCustom`, with the reason. */
const CustomValue = z.union([
  z.string().max(4000),
  number,
  z.boolean(),
  z.array(z.string().max(200)).max(200),
]);
export type CustomValue = z.infer<typeof CustomValue>;

/** What a customer has in the fields that were defined, by their names. */
export const CustomValues = z.record(fieldNameSchema, CustomValue).meta({
  id: 'CustomValues',
  description:
    'Values of the fields that are defined for this deployment, by name: GET /customers/schema describes them.',
  examples: [{ member_no: 'M-1001', level: 'gold' }],
});
export type CustomValues = z.infer<typeof CustomValues>;

/** The same in a merge patch: a field that is left out stays, null takes its value away. */
export const CustomPatch = z.record(fieldNameSchema, CustomValue.nullable()).meta({
  id: 'CustomPatch',
  description:
    'Values of the fields that are defined for this deployment, by name: one that is left out stays, null takes it away.',
  examples: [{ level: 'gold' }],
});
export type CustomPatch = z.infer<typeof CustomPatch>;

export const CustomersSchema = z.looseObject({ type: z.literal('object') }).meta({
  id: 'CustomersSchema',
  description: 'A JSON Schema (2020-12) of what this deployment takes as `custom` of a customer.',
  examples: [
    {
      type: 'object',
      properties: { custom: { type: 'object', properties: { member_no: { type: 'string' } } } },
    },
  ],
});
