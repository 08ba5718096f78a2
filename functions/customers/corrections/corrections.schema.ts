/** Corrections: one change of many customers, looked at before it is made, and taken back as a whole. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { ofClass, withDefinedValues } from '../../../shared/identity/fields.ts';
import { Asker } from '../../../shared/identity/on-behalf.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { halfPageQuery, pageOf, pageQuery } from '../../../shared/values/page.ts';
import { Said } from '../../../shared/values/said.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import { CustomerPatch, customerIdSchema } from '../customers/customers.schema.ts';
import { CustomerFilterSchema } from '../filters/filters.schema.ts';
import { listId } from '../lists/lists.schema.ts';
import { findingCodeSchema } from '../quality/quality.schema.ts';

export const correctionId = idKind('correction');

export const maximumNamed = 1000;

/** So many customers are looked at in a transaction: each is two writes, for it is kept only while it is there. */
export const chunkCustomers = 45;

/** A correction can be made, and taken back, for so many days. */
export const daysKept = 30;

/** What one value for many makes sense of. Addresses and numbers are each one customer’s: they can be cleared only. */
const CorrectedFields = CustomerPatch.omit({ name: true, externalIds: true, owner: true, tags: true })
  .extend({
    email: z.null(),
    otherEmails: z.null(),
    phone: z.null(),
    otherPhones: z.null(),
  })
  .partial()
  .meta({
    id: 'CorrectedFields',
    description:
      'JSON merge patch for each of the customers: what is left out stays, null removes a field; `custom` field by field.',
  });

const tagList = distinct(CustomerPatch.shape.tags.unwrap().min(1));

export const CorrectionChange = z
  .strictObject({
    set: CorrectedFields.optional(),
    addTags: tagList.optional().describe('Added to those that each customer has.'),
    removeTags: tagList.optional(),
    suggestions: findingCodeSchema
      .optional()
      .describe(
        'What is suggested for findings of this kind (GET /quality/worklist), for each customer their own.',
      ),
  })
  .refine((change) => Object.keys(change).length > 0, {
    error: 'must say what is to change: set, addTags, removeTags or suggestions',
  })
  .refine(({ suggestions, ...others }) => suggestions === undefined || Object.keys(others).length === 0, {
    path: ['suggestions'],
    error: 'stands alone: correct anything else by another correction',
  })
  .refine(({ addTags = [], removeTags = [] }) => !addTags.some((tag) => removeTags.includes(tag)), {
    path: ['removeTags'],
    error: 'names a tag that is also to be added',
  })
  .meta({
    id: 'CorrectionChange',
    description: 'What is to change of each customer.',
    examples: [{ set: { stage: 'lost' }, addTags: ['cleaned-2026'] }],
  });
export type CorrectionChange = z.infer<typeof CorrectionChange>;

const chosen = {
  findings: z
    .strictObject({ code: findingCodeSchema, owner: ownerFilter, team: teamFilter })
    .optional()
    .describe('Customers with a finding of this kind, among those of the worklist.'),
  filter: CustomerFilterSchema.optional().describe('Customers whom it means as they are looked at.'),
  listId: listId.schema.optional().describe('Customers in this list.'),
};

export const NewCorrection = z
  .strictObject({
    change: CorrectionChange,
    customerIds: distinct(z.array(customerIdSchema).min(1).max(maximumNamed)).optional(),
    ...chosen,
  })
  .refine(
    ({ customerIds, findings, filter, listId: list }) =>
      [customerIds, findings, filter, list].filter((each) => each !== undefined).length === 1,
    { error: 'must say whom it is about by one of customerIds, findings, filter and listId' },
  )
  .meta({
    id: 'NewCorrection',
    description:
      'What is to change, and of whom: of customers that are named, or of those among the ones that the caller may change whom the rest means.',
  });
export type NewCorrection = z.infer<typeof NewCorrection>;

export const statuses = [
  'previewing',
  'ready',
  'running',
  'done',
  'undoing',
  'undone',
  'cancelling',
  'cancelled',
  'stopped',
] as const;
export type Status = (typeof statuses)[number];

const status = z
  .enum(statuses)
  .describe(
    '`previewing`: it is looked up what would change; `ready`: to be looked at and started; `stopped`: it cannot go on, see `stopped`.',
  );

export const outcomes = ['pending', 'unchanged', 'refused', 'changed', 'left', 'undone', 'kept'] as const;
export type Outcome = (typeof outcomes)[number];

const outcome = z
  .enum(outcomes)
  .describe(
    '`pending`: would be changed by a start; `unchanged`: there is nothing to change; `refused`: cannot be changed; `changed`; `left`: was changed or deleted by others since the preview, or the correction was cancelled; `undone`: has again what they had before; `kept`: what `changedSince` names was changed by others after the correction, or nothing can be given back, see `reasons`; the rest was given back.',
  );

const count = z.int().min(0);
export const Counts = z
  .strictObject({
    ...{ pending: count, unchanged: count, refused: count, changed: count },
    ...{ left: count, undone: count, kept: count },
  })
  .meta({ id: 'CorrectionCounts', description: 'How many customers of each outcome.' });
export type Counts = z.infer<typeof Counts>;

const Course = z
  .strictObject({ by: Actor, startedAt: instantSchema, doneAt: instantSchema.optional() })
  .meta({ id: 'CorrectionCourse', description: 'Who has asked for it, and since when it goes on.' });

const base = {
  id: correctionId.schema,
  version: z.int().min(1).describe('Rises as it goes on; the ETag.'),
  change: CorrectionChange,
  ...chosen,
  status,
  by: Actor,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  expiresAt: instantSchema.describe('It can be started and undone so long; then its rows go.'),
  counts: Counts,
  run: Course.optional(),
  undo: Course.optional(),
};

/** A correction as it is kept. What it finds of each customer lies with the customer. */
export const StoredCorrection = z.strictObject({
  ...base,
  stopped: Said.optional(),
  /** Of what goes on, or went on last. */
  asker: Asker,
  /** Rises with each part of the work. */
  step: count,
  /** The next part of the customers, and how many parts there are. */
  chunk: count,
  chunks: count,
  /** Where the search for customers goes on; there are none by then where it is left out. */
  place: z.strictObject({ shard: count, after: z.string().optional() }).optional(),
});
export type StoredCorrection = z.infer<typeof StoredCorrection>;

export const Correction = withDefinedValues(
  z
    .strictObject({
      ...base,
      stopped: z.string().optional().describe('Why it cannot go on.'),
    })
    .meta({
      id: 'Correction',
      description:
        'One change of many customers, and how far it has got; without values and the filter of fields that the caller is not shown.',
    }),
);
export type Correction = z.infer<typeof Correction>;

/** The row that lists show. */
export const CorrectionSummary = z
  .strictObject({
    id: base.id,
    change: withDefinedValues(CorrectionChange.meta({})),
    status,
    by: z.string().describe('Who has begun it.'),
    createdAt: instantSchema,
    counts: Counts,
  })
  .meta({ id: 'CorrectionSummary', description: 'A correction as lists show it.' });
export const CorrectionPage = pageOf(CorrectionSummary).meta({ id: 'CorrectionPage' });

export const CorrectionQuery = pageQuery.extend({
  by: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('Only those of this person or machine; `me` for your own. Your role may show no others.'),
  status: status
    .optional()
    .describe('Only those in this status. A page may be short although the list goes on.'),
});

const values = z.record(z.string(), z.unknown());
const field = z.string().optional().describe('The field of the customer.');
const row = { customerId: customerIdSchema, outcome };

/** What a correction finds of a customer, and makes of them. Values of fields that were defined as `custom.<name>`. */
export const StoredRow = z.strictObject({
  ...row,
  correctionId: correctionId.schema,
  /** Of the customer who was looked at. */
  version: z.int(),
  /** Fields that differ; null for one that is not there. */
  before: values.optional(),
  after: values.optional(),
  changedSince: z.array(z.string()).optional(),
  reasons: z.array(z.strictObject({ field: z.string().optional(), reason: Said })).optional(),
  expiresAt: instantSchema,
});
export type StoredRow = z.infer<typeof StoredRow>;

const shownFields = ofClass('contact', withDefinedValues(values).optional());

export const CorrectionRow = z
  .strictObject({
    ...row,
    name: z
      .string()
      .optional()
      .describe('Left out where the customer is not (any more) the caller’s to see.'),
    fields: z.array(z.string()).describe('Names of the fields that change.'),
    before: shownFields.describe('What they are before the change; null for one that is not there.'),
    after: shownFields.describe('What they are after it.'),
    changedSince: z.array(z.string()).optional().describe('What others have changed since.'),
    reasons: z.array(z.strictObject({ field, reason: z.string() })),
  })
  .meta({ id: 'CorrectionRow', description: 'What a correction makes of a customer.' });
export const CorrectionRowPage = pageOf(CorrectionRow).meta({ id: 'CorrectionRowPage' });

export const RowsQuery = halfPageQuery.extend({
  outcome: outcome.optional().describe('Only customers of this outcome.'),
});

/** The part and the place in it at which a list of rows goes on. */
export const RowPlace = z.tuple([count, count]);

/** A part of the customers, in their order, and what has become of them. */
export const Chunk = z.strictObject({
  correctionId: correctionId.schema,
  chunk: count,
  customerIds: z.array(customerIdSchema),
  counts: Counts,
  expiresAt: instantSchema,
});
export type Chunk = z.infer<typeof Chunk>;
