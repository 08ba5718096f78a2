import type * as z from 'zod';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { questionOf, readPlace, writePlace } from '../../../../shared/table/cursor.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { asFields } from '../corrections.rules.ts';
import {
  type Chunk,
  type CorrectionRow,
  type CorrectionRowPage,
  type Outcome,
  RowPlace,
  type StoredCorrection,
  type StoredRow,
} from '../corrections.schema.ts';
import type { CorrectionsStore } from '../corrections.store.ts';

interface Context {
  readonly corrections: Pick<CorrectionsStore, 'findChunks' | 'findRows'>;
  readonly customers: Pick<CustomerReader, 'findMany'>;
  readonly principal: Principal;
  readonly language: Language;
}

type Place = z.output<typeof RowPlace>;

/** So many parts are looked into for a page: of what is rare, a page may be short although the list goes on. */
const mostParts = 20;

/** A page of what becomes of customers, in their order. */
export async function listRows(
  correction: StoredCorrection,
  { outcome, limit, cursor }: PageRequest & { readonly outcome?: Outcome | undefined },
  context: Context,
): Promise<z.output<typeof CorrectionRowPage>> {
  const question = questionOf('rows of a correction', { id: correction.id, outcome });
  const [from, skipped] = cursor === undefined ? [0, 0] : readPlace(cursor, question, RowPlace);
  const numbers = Array.from({ length: mostParts }, (_, at) => from + at);
  const chunks = await context.corrections.findChunks(correction.id, numbers);
  const found: { readonly row: StoredRow; readonly place: Place }[] = [];
  for (const chunk of chunks.toSorted((one, other) => one.chunk - other.chunk)) {
    if (found.length > limit) break;
    if (outcome !== undefined && chunk.counts[outcome] === 0) continue;
    for (const { row, at } of await rowsOf(chunk, context))
      if ((outcome === undefined || row.outcome === outcome) && (chunk.chunk > from || at >= skipped))
        found.push({ row, place: [chunk.chunk, at] });
  }
  const isEnd = chunks.length < mostParts;
  const next = found[limit]?.place ?? (isEnd ? null : [from + mostParts, 0]);
  const rows = found.slice(0, limit).map(({ row }) => row);
  return {
    items: await shownRows(rows, context),
    cursor: next && writePlace(next, question),
  };
}

async function rowsOf({ correctionId, customerIds }: Chunk, { corrections }: Context) {
  const rows = await corrections.findRows(correctionId, customerIds);
  const byId = new Map(rows.map((row) => [row.customerId, row]));
  return customerIds.flatMap((id, at) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ row, at }];
  });
}

/** Rows may be of customers whom the caller does not see any more. */
async function shownRows(
  rows: readonly StoredRow[],
  { customers, principal, language }: Context,
): Promise<z.output<typeof CorrectionRow>[]> {
  const found = await customers.findMany(rows.map(({ customerId }) => customerId));
  const open = found.filter(({ owner }) => hasRowAccess(principal, 'customers.read', owner));
  const names = new Map(open.map(({ id, name }) => [id, name]));
  return rows.map(({ customerId, outcome, before, after, changedSince, reasons = [] }) => {
    const name = names.get(customerId);
    return {
      ...{ customerId, outcome, fields: Object.keys(after ?? {}) },
      ...(name === undefined ? {} : { name }),
      ...(name === undefined || before === undefined ? {} : { before: asFields(before) }),
      ...(name === undefined || after === undefined ? {} : { after: asFields(after) }),
      ...(changedSince === undefined ? {} : { changedSince }),
      reasons: reasons.map(({ field, reason }) => ({
        ...(field === undefined ? {} : { field }),
        reason: reason[language],
      })),
    };
  });
}
