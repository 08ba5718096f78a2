import type * as z from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { questionOf, readPlace, writePlace } from '../../../../shared/table/cursor.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { type Check, placesOf, reasonIn } from '../imports.rules.ts';
import {
  type Outcome,
  RowPlace,
  type RowVerdictPage,
  type StoredImport,
  StoredPreview,
  type StoredVerdict,
  StoredVerdicts,
} from '../imports.schema.ts';
import type { ImportFiles, ImportsStore } from '../imports.store.ts';

interface Context {
  readonly imports: Pick<ImportsStore, 'listChunks'>;
  readonly files: Pick<ImportFiles, 'find'>;
  readonly customers: Pick<CustomerReader, 'findRelated'>;
  readonly principal: Principal;
  readonly language: Language;
}

interface RowsRequest {
  readonly of?: Check | undefined;
  readonly outcome?: Outcome | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The check or run of which rows are asked for. Throws `not-allowed-now` where none was begun. */
export function courseAsked(importing: StoredImport, of: Check | undefined): Check {
  const asked = of ?? (importing.run === undefined ? 'check' : 'run');
  if (importing[asked] !== undefined) return asked;
  throw new AppError('not-allowed-now', 'It was neither checked nor run yet.');
}

/** So many parts are looked into for a page: of what is rare, a page may be short although the list goes on. */
const mostParts = 20;

/** A page of what became of rows, in their order. */
export async function listRows(
  importing: StoredImport,
  { of: asked, outcome, limit, cursor }: RowsRequest,
  context: Context,
): Promise<z.output<typeof RowVerdictPage>> {
  const of = courseAsked(importing, asked);
  const question = questionOf('rows of an import', { id: importing.id, of, outcome });
  const place = cursor === undefined ? undefined : readPlace(cursor, question, RowPlace);
  const say = reasonIn(context.language);
  const found: { readonly chunk: number; readonly verdict: StoredVerdict }[] = [];
  let [chunk, looked, isEnd] = [place?.[0] ?? 0, 0, false];
  while (found.length <= limit && looked < mostParts && !isEnd) {
    const parts = (await context.imports.listChunks(importing.id, of, chunk)).filter(
      (part) => part.chunk < reached(importing, of),
    );
    const wanted = parts.filter(({ counts }) => outcome === undefined || counts[outcome] > 0);
    for (const part of wanted) {
      if (found.length > limit || looked === mostParts) break;
      looked += 1;
      for (const verdict of await verdictsIn(importing, of, part.chunk, context))
        if ((outcome === undefined || verdict.outcome === outcome) && isBehind(part.chunk, verdict, place))
          found.push({ chunk: part.chunk, verdict });
      chunk = part.chunk + 1;
    }
    if (wanted.length === 0 || found.length <= limit) chunk = (parts.at(-1)?.chunk ?? chunk) + 1;
    isEnd = parts.length === 0;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last ? [last.chunk, last.verdict.line] : isEnd ? null : [chunk, 0];
  const names = await namesOf(
    shown.map(({ verdict }) => verdict),
    context,
  );
  return {
    items: shown.map(({ verdict: { name: _, reasons, notes, ...verdict } }, at) => ({
      ...verdict,
      ...(names[at] === undefined ? {} : { name: names[at] }),
      reasons: reasons.map(say),
      notes: notes.map(say),
    })),
    cursor: next && writePlace(next, question),
  };
}

/** Of customers as they are now; of who is not there what the row says. */
async function namesOf(
  verdicts: readonly StoredVerdict[],
  { customers, principal }: Context,
): Promise<readonly (string | undefined)[]> {
  const ids = verdicts.flatMap(({ customerId }) => customerId ?? []);
  const found = await customers.findRelated(ids, principal);
  return verdicts.map(({ customerId, name }) =>
    customerId === undefined ? name : found.get(customerId)?.name,
  );
}

/** With the names of the customers whom a revert has left as they are. */
export async function withNames(
  importing: StoredImport,
  { customers, principal }: Pick<Context, 'customers' | 'principal'>,
): Promise<StoredImport> {
  const { revert } = importing;
  if (revert === undefined || revert.left.length === 0) return importing;
  const found = await customers.findRelated(
    revert.left.map(({ customerId }) => customerId),
    principal,
  );
  const left = revert.left.map((each) => {
    const name = found.get(each.customerId)?.name;
    return name === undefined ? each : { ...each, name };
  });
  return { ...importing, revert: { ...revert, left } };
}

function isBehind(
  chunk: number,
  { line }: StoredVerdict,
  place: z.output<typeof RowPlace> | undefined,
): boolean {
  return place === undefined || chunk > place[0] || line > place[1];
}

/** A check that goes on has parts of an earlier one behind it. */
function reached(importing: StoredImport, of: Check): number {
  return importing[of]?.doneAt === undefined && of === 'check' ? importing.chunk : importing.chunks;
}

async function verdictsIn(
  { id }: StoredImport,
  of: Check,
  chunk: number,
  { files }: Pick<Context, 'files'>,
): Promise<readonly StoredVerdict[]> {
  return (await files.find(placesOf(id).verdicts(of, chunk), StoredVerdicts)) ?? [];
}

/** The first rows as they would be stored. Throws `not-allowed-now` where they are not read. */
export async function previewImport(
  importing: StoredImport,
  { files, language }: Pick<Context, 'files' | 'language'>,
) {
  const preview = await files.find(placesOf(importing.id).preview, StoredPreview);
  if (preview === undefined || importing.found === undefined)
    throw new AppError('not-allowed-now', 'Its file was not read yet, or is not kept any more.');
  const say = reasonIn(language);
  return {
    rows: preview.rows.map((row) => ({ ...row, reasons: row.reasons.map(say), notes: row.notes.map(say) })),
  };
}
