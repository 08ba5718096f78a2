/** How complete and how right what we know of a customer is. */
import * as z from 'zod';
import { ofClass } from '../../../shared/identity/fields.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';

/** What can be wrong, and what is said of it. */
export const findingCodes = {
  'name-placeholder': 'The name is none: `test`, `未知`, `???`.',
  'name-title': 'A form of address stands in the name: 王芳女士, Mr. Brown.',
  'name-order': 'Given and family name have changed places.',
  'name-case': 'The name is all in capitals, or all in small letters.',
  'name-digits': 'The name of a person holds a number.',
  'email-typo': 'The domain looks like that of a large provider with a slip.',
  'email-unreachable': 'What is sent to the e-mail address comes back.',
  'phone-impossible': 'No country’s number plan has such a number.',
  'phone-unreachable': 'The number takes no text messages.',
  'no-address': 'There is neither e-mail address nor phone number.',
  'place-unknown': 'No province, city or district of China is called so.',
  'place-elsewhere': 'The city or district lies in another province or city than the address says.',
  'place-spelling': 'The parts of the address are not apart, or not written by their official names.',
  'postcode-impossible': 'The country has no such postcode.',
  'birthday-implausible': 'Nobody alive was born then, or it is what systems write when they do not know.',
} as const;
export type FindingCode = keyof typeof findingCodes;

const codes = Object.keys(findingCodes) as FindingCode[];
export const findingCodeSchema = z.enum(codes as [FindingCode, ...FindingCode[]]);

/** Kinds of findings that may come with a suggestion. */
export const suggestedCodes = [
  ...(['name-title', 'name-order', 'name-case', 'email-typo', 'phone-impossible'] as const),
  'place-spelling',
] as const satisfies readonly FindingCode[];
export type SuggestedCode = (typeof suggestedCodes)[number];

const described = codes.map((code) => `\`${code}\`: ${findingCodes[code]}`).join(' ');

export const Finding = z
  .strictObject({
    code: findingCodeSchema.describe(described),
    field: z
      .string()
      .describe('Pointer to the value in the customer, e.g. `/email` or `/otherPhones/0/phone`.'),
    value: ofClass('contact', z.string().optional().describe('The value, as it was looked at.')),
    suggestion: ofClass(
      'contact',
      z
        .record(z.string(), z.unknown())
        .optional()
        .describe(
          'The JSON merge patch of the customer that would put it right; left out where nobody can guess.',
        ),
    ),
  })
  .meta({ id: 'Finding', description: 'Something of a customer that should be looked at.' });
export type Finding = z.infer<typeof Finding>;

/** A finding that somebody has looked at and found right, for as long as the value is this one. */
export const AcceptedFinding = z
  .strictObject({
    ...Finding.shape,
    by: z.string().describe('Who has found it right.'),
    at: instantSchema,
  })
  .meta({ id: 'AcceptedFinding', description: 'A finding that was looked at: the value is right as it is.' });
export type AcceptedFinding = z.infer<typeof AcceptedFinding>;

const scoreSchema = z
  .int()
  .min(0)
  .max(100)
  .describe('How complete the customer is, in percent, by GET /completeness-rules.');

export const Quality = z
  .strictObject({
    customerId: customerIdSchema,
    version: z.int().min(0).describe('Rises with each change; the ETag. 0: not looked at yet.'),
    customerVersion: z.int().min(0).describe('The version of the customer that was looked at.'),
    score: scoreSchema,
    missing: z
      .array(z.string())
      .describe('Fields that count for the score and are empty, the weightiest first.'),
    findings: z.array(Finding),
    accepted: z.array(AcceptedFinding).describe('Findings that were looked at and are right.'),
  })
  .meta({ id: 'Quality', description: 'How complete and how right what we know of a customer is.' });
export type Quality = z.infer<typeof Quality>;

/** As it is kept: with what the worklist shows of the customer. */
export const QualityRecord = Quality.omit({ customerId: true }).extend({
  id: customerIdSchema,
  version: z.int().min(1),
  customer: z.strictObject({ name: z.string(), owner: staffIdSchema.nullable() }),
});
export type QualityRecord = z.infer<typeof QualityRecord>;

/** Says that a value is right although it looks wrong, or takes that back. */
export const FindingDecision = z
  .strictObject({
    code: findingCodeSchema,
    field: text(120).describe('The `field` of the finding.'),
    accepted: z.boolean().describe('True: the value is right as it is; false: it is to be looked at again.'),
  })
  .meta({ id: 'FindingDecision' });
export type FindingDecision = z.infer<typeof FindingDecision>;

export const WorklistRow = z
  .strictObject({
    id: customerIdSchema,
    name: z.string(),
    owner: staffIdSchema.nullable(),
    score: scoreSchema,
    customerVersion: z.int().min(1).describe('For If-Match; the list may lag, then the answer is 412.'),
    findings: z.array(Finding),
    codes: z.array(findingCodeSchema).optional().describe('Those of the findings, each once.'),
    open: z.literal(true).optional(),
  })
  .meta({ id: 'WorklistRow', description: 'A customer of whom something is to be corrected.' });
export type WorklistRow = z.infer<typeof WorklistRow>;

export const WorklistPage = pageOf(WorklistRow).meta({ id: 'WorklistPage' });

/** Fields that can count for completeness; a custom field as `custom.<name>`. */
export const countedFields = [
  ...['givenName', 'familyName', 'company', 'email', 'phone', 'address', 'birthday', 'gender'],
  ...['owner', 'source', 'tags', 'preferences', 'externalIds'],
] as const;

const fieldSchema = z
  .string()
  .regex(
    new RegExp(`^(${countedFields.join('|')}|custom\\.[a-z][a-z0-9_]{0,39})$`),
    `must be one of ${countedFields.join(', ')}, or a custom field as custom.name`,
  );

export const CompletenessRule = z
  .strictObject({
    field: fieldSchema.describe('`birthday` is also a lunar one. A custom field as `custom.<name>`.'),
    weight: z.int().min(1).max(100).describe('How much it counts, against the others.'),
    kind: z.enum(['person', 'company']).optional().describe('Only for these; for both if left out.'),
  })
  .meta({ id: 'CompletenessRule' });
export type CompletenessRule = z.infer<typeof CompletenessRule>;

const rulesFields = {
  rules: distinct(z.array(CompletenessRule).min(1).max(40), ({ field, kind }) =>
    JSON.stringify([field, kind]),
  ),
};

export const CompletenessRulesEntry = z.strictObject(rulesFields).meta({
  id: 'CompletenessRulesEntry',
  examples: [
    {
      rules: [
        { field: 'phone', weight: 30 },
        { field: 'email', weight: 30 },
        { field: 'birthday', weight: 10, kind: 'person' },
      ],
    },
  ],
});
export type CompletenessRulesEntry = z.infer<typeof CompletenessRulesEntry>;

export const CompletenessRules = z
  .strictObject({
    version: z.int().min(1).describe('Rises with each change; the ETag. 1: nobody has set anything yet.'),
    ...rulesFields,
    updatedAt: instantSchema.optional().describe('Left out while nobody has set anything.'),
  })
  .meta({ id: 'CompletenessRules', description: 'What makes a customer complete.' });
export type CompletenessRules = z.infer<typeof CompletenessRules>;

/** What counts while nobody has set anything: how to reach a customer first. */
export const defaultRules: CompletenessRules = {
  version: 1,
  rules: [
    { field: 'phone', weight: 25 },
    { field: 'email', weight: 25 },
    { field: 'owner', weight: 10 },
    { field: 'address', weight: 10 },
    { field: 'birthday', weight: 10, kind: 'person' },
    { field: 'gender', weight: 5, kind: 'person' },
    { field: 'source', weight: 5 },
    { field: 'preferences', weight: 5 },
    { field: 'tags', weight: 5 },
  ],
};
