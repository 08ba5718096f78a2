/** How imports lie in the one table: the job and the counts of its parts; what the rows say lies in files. */
import * as z from 'zod';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { UniqueValue } from '../../../shared/table/unique-value.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import {
  Counts,
  ImportSummary,
  importId,
  MappingSummary,
  SavedMapping,
  StoredImport,
} from './imports.schema.ts';

/** That somebody has imported a file can be looked up this long after its rows are gone. */
const restSeconds = 365 * 24 * 60 * 60;

export const importItem = defineItem({
  name: 'import',
  v: 1,
  retention: 'trace',
  schema: StoredImport,
  key: ['IMPORT#{id}', '-'],
  indexes: { gsi1: ['IMPORTER#{importer}', '{createdAt}#{id}'], gsi2: ['LIST#import', '{createdAt}#{id}'] },
  parts: ({ by }) => ({ importer: by?.id }),
  summary: ImportSummary,
  toSummary: ({ id, name, status, by, createdAt, found, run }) => ({
    ...{ id, name, status, by: by.id, createdAt },
    rows: found?.rows,
    counts: run?.counts,
  }),
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + restSeconds,
});

export const importTrail = ownTrail(importItem);

/** What a part of a file has come to. */
export const importChunkItem = defineItem({
  name: 'import-chunk',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    importId: importId.schema,
    of: z.enum(['check', 'run']),
    /** Six digits, so that they sort. */
    chunk: z.string(),
    counts: Counts,
    expiresAt: instantSchema,
  }),
  key: ['IMPORT#{importId}', 'CHUNK#{of}#{chunk}'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

/**
 * What a customer had before an import changed them, written with the change: it is not done twice, and can be taken back
 * exactly. It lies beside the customer, below the timeline, and is erased with them.
 */
export const importedChangeItem = defineItem({
  name: 'imported-change',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    customerId: customerIdSchema,
    importId: importId.schema,
    line: z.int(),
    /** Of the customer after the change. */
    version: z.int(),
    /** The fields that were changed; null for one that was not there. */
    before: z.record(z.string(), z.unknown()),
    /** The same fields after the change. */
    after: z.record(z.string(), z.unknown()),
    /** It was taken back; whoever was slow does not do it again. */
    reverted: z.literal(true).optional(),
    /** Fields that stay as others have changed them since. */
    left: z.array(z.string()).optional(),
    expiresAt: instantSchema,
  }),
  key: ['C#{customerId}', 'IMPORT#{importId}'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

export const mappingItem = defineItem({
  name: 'mapping',
  v: 1,
  retention: 'record',
  schema: SavedMapping,
  key: ['MAPPING#{id}', '-'],
  indexes: { gsi1: ['LIST#mapping', '{name}#{id}'] },
  summary: MappingSummary,
});

export const mappingTrail = ownTrail(mappingItem);

/** A name that one mapping alone has. */
export const mappingNameItem = defineItem({
  name: 'mapping-name',
  v: 1,
  retention: 'record',
  schema: UniqueValue,
  key: ['MAPPINGNAME#{value}', '-'],
});

/** One partition: a department imports some files a day. */
const importsByTime = definePattern({
  question: 'Which files were imported? Newest first.',
  item: importItem,
  index: 'gsi2',
  partition: 'LIST#import',
  newestFirst: true,
});

const importsOf = definePattern({
  question: 'Which files has this person or machine imported? Newest first.',
  item: importItem,
  index: 'gsi1',
  partition: 'IMPORTER#{by}',
  newestFirst: true,
});

export const importsList = defineList({
  item: importItem,
  all: importsByTime,
  keys: { by: { pattern: importsOf } },
  bounded: ['status'],
});

export const chunksOf = definePattern({
  question: 'What have the parts of this import come to?',
  item: importChunkItem,
  partition: 'IMPORT#{importId}',
  prefix: 'CHUNK#{of}#',
});

/** One partition: a department has some dozens. */
export const mappingsByName = definePattern({
  question: 'Which mappings are saved? By name.',
  item: mappingItem,
  index: 'gsi1',
  partition: 'LIST#mapping',
});
