/** Imports: files of customers, how their columns are read, and what became of each row. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { Asker } from '../../../shared/identity/on-behalf.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf, pageQuery } from '../../../shared/values/page.ts';
import { Said } from '../../../shared/values/said.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';
import { customerIdSchema, ExternalId } from '../customers/customers.schema.ts';
import { fieldNameSchema } from '../fields/fields.schema.ts';
import { listId } from '../lists/lists.schema.ts';

export const importId = idKind('import');
export const mappingId = idKind('mapping');

/** What a file may be at most; what is larger is refused with the reason, and nothing of it is stored. */
export const limits = {
  fileBytes: 256 * 1024 * 1024,
  /** Of a workbook, which is not read row by row. */
  workbookBytes: 20 * 1024 * 1024,
  /** Of all that a workbook holds once it is unpacked. */
  unpackedBytes: 64 * 1024 * 1024,
  /** How many times as large a part of it may become. Text of a real sheet packs some twenty times. */
  unpackedRatio: 400,
  workbookEntries: 1000,
  /** From the first to the last cell of a sheet: a file of that size holds no more. */
  workbookCells: 5_000_000,
  columns: 500,
  rows: 1_000_000,
  /** Characters of one row. */
  rowLength: 100_000,
} as const;

/** So many rows are decided on and kept together. */
export const chunkRows = 500;
/** The refused rows stand in files of so many, so that memory stays small. */
export const rowsOfRejectedFile = 10_000;
/** So many of the first rows are shown as they would be stored. */
export const previewRows = 20;

export const formats = ['csv', 'xlsx', 'jsonl'] as const;
export type Format = (typeof formats)[number];

/** What a column can hold. */
export const fieldNames = [
  'externalId',
  'kind',
  'name',
  'familyName',
  'givenName',
  'company',
  'email',
  'otherEmails',
  'phone',
  'otherPhones',
  'gender',
  'birthday',
  'lunarBirthday',
  'street',
  'district',
  'city',
  'region',
  'postcode',
  'country',
  'otherAddresses',
  'language',
  'timeZone',
  'source',
  'stage',
  'interests',
  'note',
  'tags',
  'owner',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** What the name of a field begins with that was defined for the deployment. */
export const customPrefix = 'custom.';

const fieldName = z
  .union([z.enum(fieldNames), z.templateLiteral([customPrefix, fieldNameSchema])])
  .describe('A field of customers, or `custom.` with the name of one that was defined.');

const columnName = z.string().min(1).max(200).describe('As the file calls it, see `found.columns`.');

export const ColumnMapping = z
  .strictObject({
    field: fieldName,
    columns: distinct(z.array(columnName).min(1).max(5)),
    join: z
      .string()
      .max(5)
      .optional()
      .describe(
        'What stands between the values of several columns. Left out: the first one that is not empty counts, and of `email` and `phone` the others become further ones.',
      ),
  })
  .meta({ id: 'ColumnMapping', description: 'Which columns a field is read from.' });
export type ColumnMapping = z.infer<typeof ColumnMapping>;

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1')
  .describe(
    'Of phone numbers and addresses that name none, e.g. CN. Left out: suggested where most numbers of the file are of the country of whoever imports, or of another that is likely.',
  );

const Defaults = z
  .strictObject({
    country: country.optional(),
    language: languageSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    tags: distinct(z.array(text(40)).max(10))
      .optional()
      .describe('Added to those of the row.'),
    owner: staffIdSchema.optional(),
    source: text(40).optional(),
    email: z
      .string()
      .min(3)
      .max(200)
      .optional()
      .describe('Template for rows that have none, with names of columns: `{rec_id}@example.com`.'),
  })
  .meta({ id: 'ImportDefaults', description: 'What holds for rows that say nothing else.' });

export const matchKeys = ['externalId', 'email', 'phone'] as const;
export type MatchKey = (typeof matchKeys)[number];

export const Mapping = z
  .strictObject({
    columns: distinct(z.array(ColumnMapping).max(100), ({ field }) => field),
    match: z
      .enum([...matchKeys, 'none'])
      .describe(
        'By which value a row finds a customer who is there already; a row that lacks it is a new one, and says so. `none`: every row is a new one. Of rows with the same value the first counts, and the others are refused, to be looked at or imported again.',
      ),
    onMatch: z
      .enum(['update', 'fill-empty', 'skip'])
      .describe(
        'What becomes of that customer: `update`: what the row says holds; `fill-empty`: only what they have not yet; `skip`: they stay as they are.',
      ),
    externalSource: ExternalId.shape.source.describe(
      'The system that the file is from: that of the numbers in `externalId`, and the source whose rules (GET /customers/source-rules) say what it may write over.',
    ),
    dates: z
      .enum(['dmy', 'mdy'])
      .optional()
      .describe('How 03/04/1985 is read; left out, such a day is left out of its row.'),
    defaults: Defaults,
  })
  .meta({ id: 'ImportMapping', description: 'How the columns of a file become fields of customers.' });
export type Mapping = z.infer<typeof Mapping>;

/** A part of a mapping; what is left out is suggested or stays. */
const MappingPart = Mapping.partial();

const fileSchema = {
  name: text(200).describe('Name of the file; its ending tells the format.'),
  format: z.enum(formats).optional().describe('Where the ending does not tell it.'),
  encoding: text(40)
    .optional()
    .describe(
      'Of text, as the WHATWG names it, e.g. `big5`. Left out: UTF-8, UTF-16 with its mark, or GB18030.',
    ),
  delimiter: z.enum([',', ';', '\t', '|']).optional().describe('Between columns. Left out: found.'),
  sheet: text(100).optional().describe('Name of the sheet of a workbook. Left out: the first.'),
  headerLine: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe(
      'The line that names the columns; 0: none does, and they are called #1, #2 …. Left out: found.',
    ),
};

const listSaid =
  'The list into which the customers go whom a run creates, changes or finds as the file has them. Those whom it has put in are taken out when it is reverted.';

export const NewImport = z
  .strictObject({
    ...fileSchema,
    text: z.string().min(1).optional().describe('The file, where it is text and fits into the request.'),
    base64: z.base64().min(4).optional().describe('The file, byte by byte, where it fits into the request.'),
    mappingId: mappingId.schema.optional().describe('A saved mapping to begin with.'),
    listId: listId.schema.optional().describe(listSaid),
    mapping: MappingPart.optional().describe('What of the mapping is known already; the rest is suggested.'),
  })
  .refine((input) => input.text === undefined || input.base64 === undefined, {
    path: ['base64'],
    error: 'cannot be told together with text',
  })
  .meta({
    id: 'NewImport',
    description: 'A file to import. Without `text` and `base64` it is uploaded to the address in the answer.',
  });
export type NewImport = z.infer<typeof NewImport>;

const { encoding, delimiter, sheet, headerLine } = fileSchema;
const foundAnew = 'null: as it is found.';

export const ImportPatch = z
  .strictObject({
    mapping: MappingPart.optional(),
    encoding: encoding.nullable().describe(foundAnew),
    delimiter: delimiter.nullable().describe(foundAnew),
    sheet: sheet.nullable().describe('null: the first.'),
    headerLine: headerLine.nullable().describe(foundAnew),
  })
  .refine((patch) => Object.values(patch).some((each) => each !== undefined), 'must say something')
  .meta({
    id: 'ImportPatch',
    description:
      'Of the mapping what is left out stays. Whatever is said of the file itself has it read anew, and its mapping suggested anew, but for what was told when the import began and what is told here.',
  });
export type ImportPatch = z.infer<typeof ImportPatch>;

export const statuses = [
  'waiting',
  'reading',
  'ready',
  'checking',
  'running',
  'done',
  'reverting',
  'reverted',
  'cancelling',
  'cancelled',
  'failed',
] as const;
export type Status = (typeof statuses)[number];

const status = z
  .enum(statuses)
  .describe(
    '`waiting`: for its file; `reading`: its columns are found and its first rows read by the mapping; `ready`: to be checked or run; `failed`: it cannot be read, see `failed`.',
  );

export const outcomes = ['created', 'updated', 'unchanged', 'skipped', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];
const count = z.int().min(0);

export const Counts = z
  .strictObject({ created: count, updated: count, unchanged: count, skipped: count, refused: count })
  .meta({ id: 'ImportCounts', description: 'How many rows of each outcome.' });
export type Counts = z.infer<typeof Counts>;

const course = {
  by: Actor,
  startedAt: instantSchema,
  doneAt: instantSchema.optional(),
  rows: count.describe('How many are dealt with so far.'),
};

export const Course = z
  .strictObject({ ...course, counts: Counts })
  .meta({ id: 'ImportCourse', description: 'How far a check or a run has got.' });
export type Course = z.infer<typeof Course>;

/** Why a revert leaves a customer as they are. */
export const leftBecause = z
  .enum(['changed-since', 'in-use', 'gone', 'taken', 'not-yours'])
  .describe(
    '`changed-since`: somebody has changed them since; `in-use`: something happened with them since, such as a contact or a call; `gone`: deleted by somebody, or merged into another; `taken`: a value that they would get back belongs to another customer by now; `not-yours`: whoever reverts may not change them.',
  );
export type LeftBecause = z.infer<typeof leftBecause>;

/** So many of what a revert leaves are named; all are counted. */
export const maximumLeft = 100;

const Left = z
  .strictObject({
    ...{ line: count, customerId: customerIdSchema, because: leftBecause },
    fields: z
      .array(z.string())
      .optional()
      .describe(
        'The fields that others have changed since, which stay; whatever else the import had changed was given back. Left out: all of the customer stays.',
      ),
    name: z.string().optional().describe('Of the customer, masked where you may not see them.'),
  })
  .meta({
    id: 'ImportLeft',
    description: 'A customer whom a revert left as they are, or some fields of theirs.',
  });
export type Left = z.infer<typeof Left>;

export const RevertCourse = z
  .strictObject({
    ...course,
    removed: count.describe('Customers whom the import had created.'),
    restored: count.describe('Customers who have again what they had before.'),
    left: z.array(Left).describe(`At most ${maximumLeft} are named.`),
    leftCount: count,
  })
  .meta({ id: 'ImportRevert', description: 'How far a revert has got.' });
export type RevertCourse = z.infer<typeof RevertCourse>;

const found = {
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  sheet: z.string().optional(),
  sheets: z.array(z.string()).optional().describe('All of a workbook; name one as `sheet` of a new import.'),
  headerLine: count.describe('The line or row that names the columns; what stands above is left out.'),
  columns: z.array(z.string()),
  rows: count,
};

const base = {
  id: importId.schema,
  version: z.int().min(1).describe('Rises as it goes on; the ETag.'),
  ...fileSchema,
  format: z.enum(formats),
  listId: listId.schema.optional().describe(listSaid),
  status,
  by: Actor,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  expiresAt: instantSchema.describe('The file and what became of its rows are kept so long.'),
  mapping: Mapping.optional(),
  check: Course.optional(),
  run: Course.optional(),
  revert: RevertCourse.optional(),
};

/** An import as it is kept. Nothing of what its rows say: that lies in files. */
export const StoredImport = z.strictObject({
  ...base,
  /** What of the mapping was told before the columns were known. */
  told: MappingPart.optional(),
  found: z.strictObject({ ...found, notes: z.array(Said) }).optional(),
  failed: Said.optional(),
  /** Of what goes on, or went on last. */
  asker: Asker,
  /** Rises with each part of the work. */
  step: z.int().min(0),
  /** The next part of the file. */
  chunk: count,
  chunks: count,
});
export type StoredImport = z.infer<typeof StoredImport>;

const Upload = z
  .strictObject({
    url: z.string().meta({
      description: 'Where it is posted to.',
      examples: ['https://rapport-personal.s3.amazonaws.com/'],
    }),
    fields: z.record(z.string(), z.string()),
    expiresAt: instantSchema,
  })
  .meta({
    id: 'ImportUpload',
    description:
      'A form for S3: post `fields` and then the file, as `file`, to `url` (multipart/form-data). Then POST /imports/{importId}/start.',
  });
export type Upload = z.infer<typeof Upload>;

export const Import = z
  .strictObject({
    ...base,
    upload: Upload.optional().describe('While it waits for its file.'),
    found: z
      .strictObject({
        ...found,
        unused: z.array(z.string()).describe('Columns that no field is read from.'),
        notes: z.array(z.string()).describe('What may surprise, e.g. two columns of one name.'),
      })
      .optional(),
    failed: z.string().optional().describe('Why it cannot be read, and how to correct that.'),
  })
  .meta({ id: 'Import', description: 'A file of customers, and how far its import has got.' });
export type Import = z.infer<typeof Import>;

/** The row that lists show. */
export const ImportSummary = z
  .strictObject({
    id: base.id,
    name: base.name,
    status,
    by: z.string().describe('Who has begun it.'),
    createdAt: instantSchema,
    rows: count.optional(),
    counts: Counts.optional().describe('Of its run.'),
  })
  .meta({ id: 'ImportSummary', description: 'An import as lists show it.' });
export type ImportSummary = z.infer<typeof ImportSummary>;
export const ImportPage = pageOf(ImportSummary).meta({ id: 'ImportPage' });

export const ImportQuery = pageQuery.extend({
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

const reasonFields = {
  field: z.string().optional().describe('The field of the customer.'),
  column: z.string().optional().describe('The column, as the file calls it.'),
  value: z.string().optional().describe('What stands there.'),
  holder: z
    .strictObject({
      id: customerIdSchema,
      name: z.string(),
      masked: z
        .literal(true)
        .optional()
        .describe('The name, of a customer whom whoever imports may not see.'),
      owner: z.string().nullable().describe('Name of who looks after them.'),
    })
    .optional()
    .describe('The customer who has the value already.'),
};

export const RowReason = z
  .strictObject({ ...reasonFields, reason: z.string() })
  .meta({ id: 'ImportReason', description: 'What is wrong in a row, and where.' });
export type RowReason = z.infer<typeof RowReason>;
const StoredReason = z.strictObject({ ...reasonFields, reason: Said });
export type StoredReason = z.infer<typeof StoredReason>;

const verdict = {
  line: count.describe('In the file; the first is 1.'),
  outcome: z.enum(outcomes),
  customerId: customerIdSchema
    .optional()
    .describe('Whom it created, changed or found; a check says it of those who are there only.'),
  name: z
    .string()
    .optional()
    .describe('Of that customer, masked where you may not see them; of who is not there, what the row says.'),
};

export const RowVerdict = z
  .strictObject({
    ...verdict,
    reasons: z.array(RowReason).describe('Why it was refused or skipped; none otherwise.'),
    notes: z.array(RowReason).describe('Values that were left out of a row that counts.'),
  })
  .meta({ id: 'ImportRow', description: 'What became of a row.' });
export const RowVerdictPage = pageOf(RowVerdict).meta({ id: 'ImportRowPage' });

export const StoredVerdict = z.strictObject({
  ...verdict,
  reasons: z.array(StoredReason),
  notes: z.array(StoredReason),
});
export type StoredVerdict = z.infer<typeof StoredVerdict>;
/** Those of a part of a file. */
export const StoredVerdicts = z.array(StoredVerdict);

export const RowsQuery = pageQuery.extend({
  of: z
    .enum(['check', 'run'])
    .optional()
    .describe('Left out: of the run, or of the check where none was begun.'),
  outcome: z.enum(outcomes).optional().describe('Only rows of this outcome.'),
});

/** The part and the line behind which a list of rows goes on. */
export const RowPlace = z.tuple([z.int().min(0), z.int().min(0)]);

export const Preview = z
  .strictObject({
    rows: z.array(
      z.strictObject({
        line: count,
        outcome: z.enum(outcomes).optional(),
        customer: z
          .record(z.string(), z.unknown())
          .optional()
          .describe('What the row says of them; not there where the row is refused.'),
        reasons: z.array(RowReason),
        notes: z.array(RowReason),
      }),
    ),
  })
  .meta({
    id: 'ImportPreview',
    description: 'The first rows as the mapping reads them, and what a check says of them.',
  });

export const StoredPreview = z.strictObject({
  rows: z.array(
    z.strictObject({
      line: count,
      outcome: z.enum(outcomes).optional(),
      customer: z.record(z.string(), z.unknown()).optional(),
      reasons: z.array(StoredReason),
      notes: z.array(StoredReason),
    }),
  ),
});
export type StoredPreview = z.infer<typeof StoredPreview>;

export const RejectedFiles = z
  .strictObject({
    files: z.array(
      z.strictObject({
        url: z.string().meta({ examples: ['https://rapport-personal.s3.amazonaws.com/imports/x'] }),
        rows: count,
      }),
    ),
    expiresAt: instantSchema.describe('The addresses open nothing from then on; ask again.'),
  })
  .meta({
    id: 'RejectedFiles',
    description:
      'The refused rows as CSV, each with its reason in your language: correct them there and import that file. Safe to open in a spreadsheet.',
  });

/** A part of a file: its rows as text. */
export const RowsChunk = z.strictObject({
  rows: z.array(
    z.strictObject({
      line: count,
      cells: z.array(z.string()),
      /** Why it cannot be read as a row. */
      broken: Said.optional(),
    }),
  ),
});
export type RowsChunk = z.infer<typeof RowsChunk>;
export type FileRow = RowsChunk['rows'][number];

/** A mapping under a name, for files that come again. */
const mappingFields = { name: text(80), mapping: Mapping };

export const SavedMapping = z
  .strictObject({
    id: mappingId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...mappingFields,
    by: Actor,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'SavedMapping', description: 'A mapping for files that come again.' });
export type SavedMapping = z.infer<typeof SavedMapping>;

export const NewMapping = z.strictObject(mappingFields).meta({ id: 'NewMapping' });
export type NewMapping = z.infer<typeof NewMapping>;

export const MappingPatch = z
  .strictObject(mappingFields)
  .partial()
  .meta({ id: 'MappingPatch', description: 'What is left out stays; the mapping is replaced as a whole.' });
export type MappingPatch = z.infer<typeof MappingPatch>;

export const MappingSummary = z
  .strictObject({ id: mappingId.schema, name: mappingFields.name, updatedAt: instantSchema })
  .meta({ id: 'MappingSummary', description: 'A saved mapping as lists show it.' });
export const MappingPage = pageOf(MappingSummary).meta({ id: 'MappingPage' });
