/** What people type to find a customer, and what they are shown. */
import * as z from 'zod';
import { ofClass } from '../../../shared/identity/fields.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { Customer, customerIdSchema } from '../customers/customers.schema.ts';

export const searchText = text(100).meta({
  description:
    'Words in any order, each from its beginning: of a name or a company as it is written, in pinyin or by initials (王芳 by 王, 芳, wangfang, fang wang or wf), of an external id, of a defined field that is searchable and visible to everyone, of the local part of an e-mail address; digits of a phone number from the left, or the last four and more. A number of another system is found with its source before it, too: `erp:C-1001`.',
  examples: ['wang fang'],
});

/** By what a customer was found. */
export const matchedBy = ['name', 'company', 'external-id', 'field', 'phone', 'email'] as const;

export const SearchHit = z
  .strictObject({
    id: customerIdSchema,
    masked: z
      .boolean()
      .describe(
        'Whether the customer is not the caller’s to see: then name, e-mail address and phone number are masked, and `owner` is whom to ask.',
      ),
    matched: z.enum(matchedBy).describe('What the first of the words was found in.'),
    kind: Customer.shape.kind.optional(),
    name: z.string(),
    company: z.string().optional(),
    email: ofClass('contact', z.string().optional()),
    phone: ofClass('contact', z.string().optional()),
    owner: z.strictObject({ id: staffIdSchema, name: z.string() }).nullable(),
  })
  .meta({ id: 'SearchHit', description: 'A customer who was found.' });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchPage = pageOf(SearchHit).meta({ id: 'SearchPage' });
export type SearchPage = z.infer<typeof SearchPage>;

/** What the index keeps of a customer to show them, so that a hit costs no further read. */
export const FoundCustomer = z.strictObject({
  kind: Customer.shape.kind,
  name: z.string(),
  company: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  owner: Customer.shape.owner,
});
export type FoundCustomer = z.infer<typeof FoundCustomer>;

const terms = z.string().optional();

/** What a customer is found by, in words without blanks, with blanks between them. */
export const Terms = z.strictObject({
  name: terms,
  /** What begins within a word of the name: characters, syllables. */
  inner: terms,
  company: terms,
  external: terms,
  /** Of the fields that were defined. */
  field: terms,
  /** National numbers. */
  phone: terms,
  /** Whole numbers from their end. */
  tail: terms,
  /** Local parts. */
  email: terms,
  /** Whole addresses: nothing is looked up by them, but they narrow what the local part has found. */
  address: terms,
});
export type Terms = z.infer<typeof Terms>;

/** What the index holds of one customer. */
export const IndexRecord = z.strictObject({
  customerId: customerIdSchema,
  terms: Terms,
  customer: FoundCustomer,
  version: z.int(),
});
export type IndexRecord = z.infer<typeof IndexRecord>;
