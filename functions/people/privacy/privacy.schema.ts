/** What customers may demand: a copy of everything that is kept of them, and that it is erased. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf, pageQuery } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';

export const exportId = idKind('export');
export const erasureId = idKind('erasure');

/** The erasure of a customer: there is one, however often it is asked for. */
export function erasureOf(customerId: string): string {
  return customerId.replace(/^customer_/, 'erasure_');
}

/** A file is handed out so many times; after that a new one is made. */
export const maximumDownloads = 5;

const asked = {
  customerId: customerIdSchema,
  reason: text(300).describe('Why, e.g. who has asked for it and how. Without names.'),
};

export const NewExport = z.strictObject(asked).meta({ id: 'NewExport' });
export type NewExport = z.infer<typeof NewExport>;

export const NewErasure = z.strictObject(asked).meta({ id: 'NewErasure' });
export type NewErasure = z.infer<typeof NewErasure>;

const requested = {
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  ...asked,
  requestedBy: Actor,
  requestedAt: instantSchema,
};

const exported = {
  id: exportId.schema,
  ...requested,
  state: z
    .enum(['requested', 'ready', 'failed'])
    .describe(
      '`requested`: the file is being made, which takes seconds; `failed`: there is more of this customer than a file holds.',
    ),
  readyAt: instantSchema.optional(),
  items: z.int().min(0).optional().describe('How many items stand in the file.'),
  expiresAt: instantSchema.optional().describe('The link opens nothing from then on, and the file is gone.'),
  downloads: z.int().min(0).describe(`How often it was handed out, ${maximumDownloads} times at most.`),
};

/** An export as it is kept. The key to the file is stored nowhere: it follows from the token of the link. */
export const ExportRecord = z.strictObject({
  ...exported,
  /** SHA-256 of the token, base64url. */
  hash: z.string().optional(),
  secretVersion: z.string().optional(),
});
export type ExportRecord = z.infer<typeof ExportRecord>;

export const PersonExport = z
  .strictObject({
    ...exported,
    link: z
      .string()
      .optional()
      .describe('Leads to the page that hands the file out. Whoever has it can: pass it on to nobody else.'),
  })
  .meta({ id: 'PersonExport', description: 'A copy of everything that is kept of a customer.' });
export type PersonExport = z.infer<typeof PersonExport>;

/** The row that lists show: the link is read from the export itself. */
export const ExportSummary = z
  .strictObject(exported)
  .omit({ items: true })
  .meta({ id: 'ExportSummary', description: 'A copy of what is kept of a customer, as lists show it.' });
export const ExportPage = pageOf(ExportSummary).meta({ id: 'ExportPage' });

/** The file. Its format rises when something in it is not where it was. */
export const PersonFile = z
  .strictObject({
    format: z.literal('rapport-person/1'),
    customerId: customerIdSchema,
    madeAt: instantSchema,
    stores: z.array(
      z.strictObject({
        store: z.literal('table'),
        kind: z.string().describe('What the items are, e.g. `interaction`; docs/privacy.md lists them.'),
        items: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  })
  .meta({ id: 'PersonFile', description: 'Everything that is kept of a customer, as it is kept.' });
export type PersonFile = z.infer<typeof PersonFile>;

const count = z.int().min(0);

export const Cleaned = z
  .strictObject({
    store: z.enum(['table', 'files']),
    kind: z.string().describe('What it was, e.g. `interaction`; docs/privacy.md lists the kinds.'),
    removed: count,
    cleaned: count.describe(
      'What goes on to be counted or proves that something was done, and names nobody any more.',
    ),
    kept: count.describe(
      'What lies there in the end and says nothing of the customer but the id; what was cleaned is among it.',
    ),
  })
  .meta({ id: 'CleanedStore' });
export type Cleaned = z.infer<typeof Cleaned>;

export const Remains = z
  .strictObject({
    what: z
      .enum(['trail', 'suppressions', 'answers', 'replies', 'unpublished', 'backups', 'mails'])
      .describe(
        '`trail`: who did what to the record, by ids, without values; `suppressions`: hashes of addresses that take no mail, so that nobody writes to them again; `answers`: numbers of answers under made-up ids, so that results stay as they were; `replies`: that there were requests with an Idempotency-Key, without their answers; `unpublished`: records of changes whose event could not be published, if there are any; `backups`: of the table, from which a restore erases again; `mails`: those that were sent lie in mailboxes.',
      ),
    until: instantSchema.nullable().describe('When it goes by itself; null: it stays.'),
  })
  .meta({ id: 'Remains', description: 'What an erasure leaves, and until when.' });
export type Remains = z.infer<typeof Remains>;

const erased = {
  id: erasureId.schema,
  ...requested,
  dueAt: instantSchema.describe('By when it has to be done.'),
  state: z
    .enum(['requested', 'running', 'done'])
    .describe(
      '`running`: everything that was found is erased, and is looked for again until nothing turns up any more.',
    ),
  startedAt: instantSchema.optional(),
  doneAt: instantSchema.optional(),
};

/** An erasure as it is kept, and proves what was done. */
export const ErasureRecord = z.strictObject({
  ...erased,
  /** By store and kind, such as `table:interaction`. */
  counts: z.record(z.string(), z.strictObject({ removed: count, cleaned: count, kept: count })),
  /** When it is looked again for what work that was under way has left. */
  waitsUntil: instantSchema.optional(),
});
export type ErasureRecord = z.infer<typeof ErasureRecord>;

export const Erasure = z
  .strictObject({ ...erased, stores: z.array(Cleaned), remains: z.array(Remains) })
  .meta({
    id: 'Erasure',
    description: 'That a customer was erased: what of, when, at whose demand, and what is left.',
  });
export type Erasure = z.infer<typeof Erasure>;

/** The row that lists show: the proof is read from the erasure itself. */
export const ErasureSummary = z
  .strictObject(erased)
  .meta({ id: 'ErasureSummary', description: 'That a customer was erased, or is being, as lists show it.' });
export const ErasurePage = pageOf(ErasureSummary).meta({ id: 'ErasurePage' });

const ofCustomer = customerIdSchema.optional().describe('Only those of this customer.');

export const ExportQuery = pageQuery.extend({
  customerId: ofCustomer,
  state: exported.state
    .optional()
    .describe('Only those in this state. A page may be short although the list goes on.'),
});
export type ExportQuery = z.infer<typeof ExportQuery>;

export const ErasureQuery = pageQuery.extend({
  customerId: ofCustomer,
  state: erased.state
    .optional()
    .describe('Only those in this state. A page may be short although the list goes on.'),
});
export type ErasureQuery = z.infer<typeof ErasureQuery>;

/** Where tombstones lie in the bucket of personal files. */
export const tombstoneFolder = 'erased/';

/** Tells of an erasure outside the table, so that a restored one learns of it. It names nobody: the id is hashed. */
export const Tombstone = z.strictObject({
  customerHash: z.string(),
  requestedBy: Actor,
  requestedAt: instantSchema,
  dueAt: instantSchema,
});
export type Tombstone = z.infer<typeof Tombstone>;
