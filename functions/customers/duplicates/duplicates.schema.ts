/** Pairs of customers who may be one, and what decides on that. */
import * as z from 'zod';
import { ofClass } from '../../../shared/identity/fields.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { Customer, customerIdSchema } from '../customers/customers.schema.ts';
import { FoundCustomer } from '../search/search.schema.ts';

/** What two customers have in common, or not. */
export const compared = [
  ...['name', 'phone', 'email', 'birthday', 'street', 'postcode', 'city', 'company'],
] as const;
export const agreements = ['same', 'similar', 'different'] as const;

export const Reason = z
  .strictObject({ field: z.enum(compared as readonly [string, ...string[]]), agreement: z.enum(agreements) })
  .meta({ id: 'DuplicateReason', description: 'What was compared, and how far it agrees.' });
export type Reason = z.infer<typeof Reason>;

const terms = z.array(z.string());

/** What of a customer is compared, in one spelling. */
export const Facts = z.strictObject({
  kind: Customer.shape.kind,
  /** Words of the name, or the syllables of a Chinese one. */
  name: terms,
  /** A Chinese name as it is written. */
  written: z.string().optional(),
  /** National numbers. */
  phone: terms.optional(),
  /** Whole addresses. */
  email: terms.optional(),
  birthday: z.string().optional(),
  /** Without the number. */
  street: z.string().optional(),
  number: z.string().optional(),
  postcode: z.string().optional(),
  city: z.string().optional(),
  /** What stands beside the street: district, village, house. */
  district: z.string().optional(),
  company: z.string().optional(),
});
export type Facts = z.infer<typeof Facts>;

/** What of a customer is shown in a pair. */
export const PairedCustomer = z
  .strictObject({
    id: customerIdSchema,
    masked: z.boolean().describe('Whether the customer is not the caller’s to see.'),
    kind: Customer.shape.kind.optional(),
    name: z.string(),
    company: z.string().optional(),
    email: ofClass('contact', z.string().optional()),
    phone: ofClass('contact', z.string().optional()),
    owner: staffIdSchema.nullable(),
  })
  .meta({ id: 'PairedCustomer' });
export type PairedCustomer = z.infer<typeof PairedCustomer>;

const pairFields = {
  score: z
    .int()
    .min(0)
    .max(100)
    .describe('How probable it is that both are one, in percent, by what was compared.'),
  reasons: z
    .array(Reason)
    .describe('Where one of the two is not the caller’s to see, only what speaks of name and phone number.'),
  status: z.enum(['open', 'dismissed']).describe('`dismissed`: somebody has said that they are two.'),
  version: z.int().min(1),
  updatedAt: instantSchema,
};

export const DuplicatePair = z
  .strictObject({ customer: PairedCustomer, other: PairedCustomer, ...pairFields })
  .meta({ id: 'DuplicatePair', description: 'Two customers who may be one.' });
export type DuplicatePair = z.infer<typeof DuplicatePair>;

export const DuplicatePage = pageOf(DuplicatePair).meta({ id: 'DuplicatePage' });
export type DuplicatePage = z.infer<typeof DuplicatePage>;

/** One side of a pair: it lies with its customer. */
export const PairSide = z.strictObject({
  customerId: customerIdSchema,
  otherId: customerIdSchema,
  customer: FoundCustomer,
  other: FoundCustomer,
  ...pairFields,
});
export type PairSide = z.infer<typeof PairSide>;

/** What the blocks hold of a customer. */
export const DuplicateRecord = z.strictObject({
  customerId: customerIdSchema,
  blocks: terms,
  facts: Facts,
  customer: FoundCustomer,
  version: z.int(),
});
export type DuplicateRecord = z.infer<typeof DuplicateRecord>;

const settingFields = {
  checkOnCreate: z
    .boolean()
    .describe(
      'Whether who is probably there already is not created but named, unless that is wanted all the same; by POST /customers alone, of people, and of machines that ask for it. On while nobody has set it; holds within a minute.',
    ),
  threshold: z
    .int()
    .min(50)
    .max(100)
    .describe('Pairs of at least this score are kept. 80 while nobody has set another.'),
};

export const DuplicateSettingsEntry = z.strictObject(settingFields).meta({ id: 'DuplicateSettingsEntry' });
export type DuplicateSettingsEntry = z.infer<typeof DuplicateSettingsEntry>;

export const DuplicateSettings = z
  .strictObject({
    ...settingFields,
    version: z.int().min(1),
    updatedAt: instantSchema.optional(),
  })
  .meta({ id: 'DuplicateSettings', description: 'From which score on two customers are taken for one.' });
export type DuplicateSettings = z.infer<typeof DuplicateSettings>;

export const defaultSettings: DuplicateSettings = {
  threshold: 80,
  checkOnCreate: true,
  version: 1,
};
