/** Imports and saved mappings in the one table, and what lies in files. */
import type * as z from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { FileStore } from '../../../shared/runtime/file-store.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { holdValue } from '../../../shared/table/unique-value.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import {
  importChanged,
  importCreated,
  importFinished,
  importStarted,
  mappingChanged,
  mappingCreated,
  mappingDeleted,
} from './imports.events.ts';
import {
  chunksOf,
  importChunkItem,
  importedChangeItem,
  importItem,
  importsList,
  mappingItem,
  mappingNameItem,
  mappingsByName,
} from './imports.items.ts';
import type { Check } from './imports.rules.ts';
import type { Counts, SavedMapping, Status, StoredImport } from './imports.schema.ts';

const importEntity = entity({
  item: importItem,
  noun: 'import',
  subject: ({ id, version }) => ({ importId: id, version }),
  created: importCreated,
  changed: importChanged,
});

const mappingEntity = entity({
  item: mappingItem,
  noun: 'mapping',
  subject: ({ id, version }) => ({ mappingId: id, version }),
  created: mappingCreated,
  changed: mappingChanged,
});

/** What an import has done to a customer that was there. */
export type ImportedChange = z.output<(typeof importedChangeItem)['schema']>;

export type ImportsStore = ReturnType<typeof createImportsStore>;

export function createImportsStore(table: Table) {
  const { find, get, create, change } = importEntity(table);
  return {
    find,
    get,

    list: (filters: { by?: string | undefined; status?: Status | undefined }, page: PageRequest) =>
      importsList.page(table, filters, page),

    create: (value: StoredImport, origin: EventContext): readonly Write[] =>
      create(value, origin, { step: value.step }),

    change: (before: StoredImport, after: StoredImport, origin: EventContext): readonly Write[] =>
      change(before, after, origin),

    /** A part of the work begins. */
    start: (before: StoredImport, after: StoredImport, origin: EventContext): readonly Write[] =>
      change(before, after, origin, {
        declaration: importStarted,
        details: { phase: after.status, step: after.step },
      }),

    /** A part of the work is done. */
    finish: (before: StoredImport, after: StoredImport, origin: EventContext): readonly Write[] =>
      change(before, after, origin, { declaration: importFinished, details: { phase: before.status } }),

    /** How far it has got, which is told to nobody; of a check or a run with what the part has come to. */
    advance: (
      before: StoredImport,
      after: StoredImport,
      part?: { readonly of: Check; readonly chunk: number; readonly counts: Counts },
    ): readonly Write[] => [
      replace(importItem, after, { ifVersion: before.version, onConflict: 'retry' }),
      ...(part === undefined
        ? []
        : [
            put(importChunkItem, {
              ...{ importId: after.id, of: part.of, chunk: chunkName(part.chunk), counts: part.counts },
              expiresAt: after.expiresAt,
            }),
          ]),
    ],

    /** What the parts of a check or a run have come to, in their order. @param from the first part that is wanted */
    async listChunks(importId: string, of: Check, from: number) {
      const after =
        from === 0 ? undefined : keyOf(importChunkItem, { importId, of, chunk: chunkName(from - 1) }).sk;
      const range = { limit: 100, consistent: true, after };
      const { rows } = await table.listRange(chunksOf, { importId, of }, range);
      return rows.map((row) => {
        const { chunk, counts } = importChunkItem.schema.strip().parse(row);
        return { chunk: Number(chunk), counts };
      });
    },

    /** Beside the change of a customer: it happens once in an import. */
    keepChange: (value: ImportedChange): Write => insert(importedChangeItem, value, { onConflict: 'retry' }),

    /** Beside what takes the change back: once. */
    markReverted: (value: ImportedChange, left: readonly string[]): Write => ({
      ...put(importedChangeItem, {
        ...value,
        reverted: true,
        ...(left.length === 0 ? {} : { left: [...left] }),
      }),
      condition: 'attribute_exists(pk) AND attribute_not_exists(reverted)',
      onConflict: 'retry',
    }),

    findChanges: (importId: string, customerIds: readonly string[]): Promise<readonly ImportedChange[]> =>
      table.findMany(
        importedChangeItem,
        [...new Set(customerIds)].map((customerId) => ({ customerId, importId })),
      ),

    commit: (writes: readonly Write[]) => table.commit(writes),
  };
}

const chunkName = (chunk: number) => String(chunk).padStart(6, '0');

export type MappingsStore = ReturnType<typeof createMappingsStore>;

export function createMappingsStore(table: Table) {
  const { get, find, create, change } = mappingEntity(table);
  const naming = async (holder: string, before: string | undefined, after: string | undefined) => {
    const { writes, takenBy } = await holdValue(table, mappingNameItem, { holder, before, after });
    if (takenBy === undefined) return writes;
    throw new AppError('conflict', 'Another mapping has this name.', {
      violations: [{ pointer: '/body/name', reason: `Is the name of ${takenBy}.` }],
    });
  };
  return {
    get,
    find,
    list: (page: PageRequest) => table.listSummaries(mappingsByName, {}, page),

    create: async (value: SavedMapping, origin: EventContext): Promise<readonly Write[]> => [
      ...create(value, origin),
      ...(await naming(value.id, undefined, value.name)),
    ],

    change: async (
      before: SavedMapping,
      after: SavedMapping,
      origin: EventContext,
    ): Promise<readonly Write[]> => [
      ...change(before, after, origin),
      ...(await naming(after.id, before.name, after.name)),
    ],

    delete: async (value: SavedMapping, origin: EventContext): Promise<readonly Write[]> => {
      const { pk } = keyOf(mappingItem, value);
      const changes = fieldChanges(value, {});
      const data = { mappingId: value.id, version: value.version + 1, changed: [] };
      return [
        remove(mappingItem, value, { ifVersion: value.version, onConflict: 'retry' }),
        changeEvent(pk, mappingDeleted, data, origin, changes),
        ...(await naming(value.id, value.name, undefined)),
      ];
    },
  };
}

/** What lies in files, as values. Undefined for what is not there (any more). */
export type ImportFiles = ReturnType<typeof createImportFiles>;

export function createImportFiles(files: Pick<FileStore, 'put' | 'find'>) {
  return {
    async find<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined> {
      const content = await files.find(key);
      return content && schema.parse(JSON.parse(Buffer.from(content).toString()));
    },
    put: (key: string, value: unknown): Promise<void> => files.put(key, Buffer.from(JSON.stringify(value))),
    putText: (key: string, text: string): Promise<void> => files.put(key, Buffer.from(text)),
    putBytes: (key: string, content: Uint8Array): Promise<void> => files.put(key, content),
  };
}
