/** Corrections in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, replace, type Write } from '../../../shared/table/write.ts';
import {
  correctionChanged,
  correctionCreated,
  correctionFinished,
  correctionStarted,
} from './corrections.events.ts';
import {
  correctionChunkItem,
  correctionItem,
  correctionRowItem,
  correctionsList,
} from './corrections.items.ts';
import type { Chunk, Status, StoredCorrection, StoredRow } from './corrections.schema.ts';

const correctionEntity = entity({
  item: correctionItem,
  noun: 'correction',
  subject: ({ id, version }) => ({ correctionId: id, version }),
  created: correctionCreated,
  changed: correctionChanged,
});

export type CorrectionsStore = ReturnType<typeof createCorrectionsStore>;

export function createCorrectionsStore(table: Table) {
  const { find, get, create, change } = correctionEntity(table);
  return {
    find,
    get,

    list: (filters: { by?: string | undefined; status?: Status | undefined }, page: PageRequest) =>
      correctionsList.page(table, filters, page),

    /** @param chunks of customers who were named */
    create: (value: StoredCorrection, chunks: readonly Chunk[], origin: EventContext): readonly Write[] => [
      ...create(value, origin, { step: value.step }),
      ...chunks.map((chunk) => put(correctionChunkItem, chunk)),
    ],

    change: (before: StoredCorrection, after: StoredCorrection, origin: EventContext): readonly Write[] =>
      change(before, after, origin),

    /** A part of the work begins. */
    start: (before: StoredCorrection, after: StoredCorrection, origin: EventContext): readonly Write[] =>
      change(before, after, origin, {
        declaration: correctionStarted,
        details: { phase: after.status, step: after.step },
      }),

    /** A part of the work is done. */
    finish: (before: StoredCorrection, after: StoredCorrection, origin: EventContext): readonly Write[] =>
      change(before, after, origin, { declaration: correctionFinished, details: { phase: before.status } }),

    /** How far it has got, which is told to nobody, and what some of its customers have come to. */
    advance: (before: StoredCorrection, after: StoredCorrection, chunk?: Chunk): readonly Write[] => [
      replace(correctionItem, after, { ifVersion: before.version, onConflict: 'retry' }),
      ...(chunk === undefined ? [] : [put(correctionChunkItem, chunk)]),
    ],

    findChunk: (correctionId: string, chunk: number): Promise<Chunk | undefined> =>
      table.find(correctionChunkItem, { correctionId, chunk }),

    /** Those of these parts that are there, in no order. */
    findChunks: (correctionId: string, chunks: readonly number[]): Promise<readonly Chunk[]> =>
      table.findMany(
        correctionChunkItem,
        chunks.map((chunk) => ({ correctionId, chunk })),
      ),

    findRows: (correctionId: string, customerIds: readonly string[]): Promise<readonly StoredRow[]> =>
      table.findMany(
        correctionRowItem,
        customerIds.map((customerId) => ({ customerId, correctionId })),
      ),

    /** A customer is looked at once in a correction. */
    insertRow: (row: StoredRow): Write => insert(correctionRowItem, row, { onConflict: 'retry' }),

    /** Beside what changes the customer: it happens only while the row is as it was read. */
    changeRow: (before: StoredRow, after: StoredRow): Write => ({
      ...put(correctionRowItem, after),
      condition: '#outcome = :outcome',
      names: { '#outcome': 'outcome' },
      values: { ':outcome': before.outcome },
      onConflict: 'retry',
    }),

    commit: (writes: readonly Write[]) => table.commit(writes),
  };
}
