/** Lists of customers that stay as they are put together: by hand, or once from a filter. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { withDefinedValues } from '../../../shared/identity/fields.ts';
import { Asker } from '../../../shared/identity/on-behalf.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languages } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema, RelatedCustomer } from '../customers/customers.schema.ts';
import { CustomerFilterSchema, customerColumn } from '../filters/filters.schema.ts';

export const listId = idKind('list');

/** A transaction takes 100 writes: each customer is two of them, for it is only added while it is there. */
export const maximumAtOnce = 45;

const fields = {
  name: text(80),
  description: text(300).optional(),
};

/** How far a list is that is filled from a filter. */
export const Filling = z.strictObject({
  filter: CustomerFilterSchema,
  text: z
    .strictObject({ 'zh-CN': z.string(), en: z.string() })
    .describe('The filter in words, with what fields were called then.'),
  state: z
    .enum(['running', 'done', 'stopped'])
    .describe(
      '`stopped`: whoever asked for it works here no longer, or is not shown a field of the filter any more.',
    ),
  read: z.int().min(0).describe('How many customers were looked at.'),
  added: z.int().min(0).describe('How many of them were not in the list before.'),
  by: Actor,
  startedAt: instantSchema,
  doneAt: instantSchema.optional(),
});

const ShownFilling = withDefinedValues(
  Filling.partial({ filter: true, text: true }).meta({
    id: 'ListFilling',
    description:
      'A list of customers is filled from a filter, which is left out for whoever is not shown what it asks for.',
  }),
);

export const CustomerList = z
  .strictObject({
    id: listId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...fields,
    members: z.int().min(0).describe('How many customers are in it, exactly.'),
    createdBy: Actor.describe('Who may change it, beside managers and administrators.'),
    keptBy: z
      .string()
      .optional()
      .describe('The segment whose rule keeps it: nobody else adds to it, takes out of it or renames it.'),
    filling: ShownFilling.optional(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'CustomerList', description: 'A list of customers.' });
export type CustomerList = z.infer<typeof CustomerList>;

/** Where a filling or an extract goes on, and as whom it asks. */
const Progress = z.strictObject({
  step: z.int().min(1),
  shard: z.int().min(0),
  after: z.string().optional(),
  asker: Asker,
});
export type Progress = z.infer<typeof Progress>;

export const ListRecord = CustomerList.extend({
  filling: Filling.optional(),
  progress: Progress.optional(),
  deletedAt: instantSchema.optional(),
});
export type ListRecord = z.infer<typeof ListRecord>;

const customerIds = distinct(z.array(customerIdSchema).min(1).max(maximumAtOnce));

export const NewCustomerList = z.strictObject(fields).meta({ id: 'NewCustomerList' });
export type NewCustomerList = z.infer<typeof NewCustomerList>;

/** JSON merge patch (RFC 7396): what is left out stays, null removes the description. */
export const CustomerListPatch = z
  .strictObject({ name: fields.name, description: fields.description.unwrap().nullable() })
  .partial()
  .meta({
    id: 'CustomerListPatch',
    description: 'JSON merge patch: what is left out stays, null removes the description.',
  });
export type CustomerListPatch = z.infer<typeof CustomerListPatch>;

/** The row that lists show. */
export const CustomerListSummary = CustomerList.pick({
  id: true,
  version: true,
  name: true,
  members: true,
  createdBy: true,
  keptBy: true,
  updatedAt: true,
}).meta({ id: 'CustomerListSummary', description: 'A list of customers, as lists show it.' });
export type CustomerListSummary = z.infer<typeof CustomerListSummary>;
export const CustomerListPage = pageOf(CustomerListSummary).meta({ id: 'CustomerListPage' });

export const NewMembers = z.strictObject({ customerIds }).meta({ id: 'ListMembers' });

export const MembersChange = z
  .strictObject({
    list: CustomerList,
    changed: z.array(customerIdSchema).describe('Who was added, or taken out.'),
    unchanged: z.array(customerIdSchema).describe('Who was in it already, or was not in it.'),
    notFound: z
      .array(customerIdSchema)
      .describe('Who is not there, or not the caller’s to see; nobody is taken out.'),
  })
  .meta({ id: 'ListMembersChange', description: 'What became of the customers that were named.' });
export type MembersChange = z.infer<typeof MembersChange>;

export const MemberPage = pageOf(RelatedCustomer).meta({ id: 'ListMemberPage' });

export const ListFillRequest = z
  .strictObject({ filter: CustomerFilterSchema })
  .meta({ id: 'ListFillRequest' });

/** How many customers an estimate looks at. */
export const sampleSize = 1000;

export const CustomerCount = z
  .strictObject({
    count: z.int().min(0),
    isExact: z.boolean().describe('False: an estimate, from a sample that was drawn by lot.'),
    from: z.int().min(0).describe('The number lies, with 95 % of confidence, between this one'),
    to: z.int().min(0).describe('and this one. Both are the number where it is exact.'),
    read: z.int().min(0).describe('How many customers were looked at.'),
  })
  .meta({ id: 'CustomerCount', description: 'How many customers a filter means.' });
export type CustomerCount = z.infer<typeof CustomerCount>;

/** That a customer is in a list. */
export const Membership = z.strictObject({
  customerId: customerIdSchema,
  listId: listId.schema,
  addedAt: instantSchema,
  /** The import that has put them in, and takes them out when it is reverted. */
  importId: z.string().optional(),
  /** A rule has put them in, and takes them out: neither merges nor deletions do that beside it. */
  kept: z.literal(true).optional(),
  /** Their record is merged into another one, which is in the list in its place until that is taken back. */
  hidden: z.literal(true).optional(),
  /** A record that is merged into theirs was added, theirs was not. */
  inherited: z.literal(true).optional(),
});
export type Membership = z.infer<typeof Membership>;

export const extractId = idKind('extract');

const asked = {
  filter: CustomerFilterSchema.optional().describe('Whom it means; everybody if left out.'),
  list: listId.schema.optional().describe('Only who is in this list.'),
  columns: distinct(z.array(customerColumn).min(1).max(50)),
  words: z
    .enum(languages)
    .optional()
    .describe(
      'Columns, choices and owners are called as people call them in this language; left out, as the API does.',
    ),
};

export const NewExtract = z
  .strictObject({
    ...asked,
    columns: asked.columns.default(['name', 'company', 'stage', 'tags', 'owner']),
  })
  .meta({ id: 'NewExtract' });
export type NewExtract = z.infer<typeof NewExtract>;

const extract = {
  id: extractId.schema,
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  ...asked,
  state: z
    .enum(['running', 'done', 'stopped'])
    .describe('`stopped`: whoever asked works here no longer, or is not shown a field or column any more.'),
  read: z.int().min(0).describe('How many customers were looked at.'),
  rows: z.int().min(0).describe('How many stand in the files.'),
  requestedBy: Actor,
  requestedAt: instantSchema,
  doneAt: instantSchema.optional(),
  expiresAt: instantSchema.optional().describe('The files are gone from then on.'),
};

export const ExtractRecord = z.strictObject({
  ...extract,
  /** Steps that have a file. */
  files: z.array(z.int()),
  progress: Progress.optional(),
});
export type ExtractRecord = z.infer<typeof ExtractRecord>;

export const Extract = z
  .strictObject({
    ...extract,
    links: z
      .array(z.string())
      .optional()
      .describe(
        'Each downloads a part of the customers as CSV, for an hour. Whoever has one can: pass it on to nobody.',
      ),
  })
  .meta({ id: 'Extract', description: 'Customers as CSV files, each of up to 20,000.' });
export type Extract = z.infer<typeof Extract>;
