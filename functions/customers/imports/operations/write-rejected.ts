import { csvLine, csvMark } from '../../../../shared/values/csv.ts';
import { type Language, languages } from '../../../../shared/values/language.ts';
import { type Check, placesOf } from '../imports.rules.ts';
import {
  type FileRow,
  rowsOfRejectedFile,
  type StoredImport,
  type StoredReason,
  type StoredVerdict,
  StoredVerdicts,
} from '../imports.schema.ts';
import { holderText, rejectedHeads } from '../imports.texts.ts';
import { rowsIn, type Work } from './parts.ts';

/** Parts read at once. */
const filesAtOnce = 10;

interface RefusedRow {
  readonly row: FileRow;
  readonly verdict: StoredVerdict;
}

/** Writes the refused rows of a check or a run as CSV, in each language, to be corrected and imported. */
export async function writeRejected(importing: StoredImport, of: Check, work: Work): Promise<void> {
  let part = 0;
  let refused: RefusedRow[] = [];
  const flush = async () => {
    if (refused.length === 0) return;
    await writePart(importing, { of, part, refused: refused.slice(0, rowsOfRejectedFile) }, work);
    [part, refused] = [part + 1, refused.slice(rowsOfRejectedFile)];
  };
  for (let from = 0; from < importing.chunk; ) {
    const parts = await work.imports.listChunks(importing.id, of, from);
    const some = parts.filter(({ counts }) => counts.refused > 0);
    for (let at = 0; at < some.length; at += filesAtOnce) {
      const found = some
        .slice(at, at + filesAtOnce)
        .map(({ chunk }) => refusedIn(importing, of, chunk, work));
      for (const rows of await Promise.all(found)) refused.push(...rows);
      while (refused.length >= rowsOfRejectedFile) await flush();
    }
    from = (parts.at(-1)?.chunk ?? importing.chunk) + 1;
  }
  await flush();
}

async function refusedIn(
  importing: StoredImport,
  of: Check,
  chunk: number,
  work: Work,
): Promise<RefusedRow[]> {
  const [rows, verdicts] = await Promise.all([
    rowsIn(importing, chunk, work),
    work.files.find(placesOf(importing.id).verdicts(of, chunk), StoredVerdicts),
  ]);
  const byLine = new Map(rows.map((row) => [row.line, row]));
  return (verdicts ?? []).flatMap((verdict) => {
    const row = byLine.get(verdict.line);
    return verdict.outcome === 'refused' && row !== undefined ? [{ row, verdict }] : [];
  });
}

function whoseIn(language: Language, { name, owner }: NonNullable<StoredReason['holder']>): string {
  return owner === null ? name : holderText(name, owner)[language];
}

async function writePart(
  { id, found }: StoredImport,
  {
    of,
    part,
    refused,
  }: { readonly of: Check; readonly part: number; readonly refused: readonly RefusedRow[] },
  { files }: Work,
): Promise<void> {
  const columns = found?.columns ?? [];
  for (const language of languages) {
    const head = [...columns, ...rejectedHeads.map((each) => `[${each[language]}]`)];
    const lines = refused.map(({ row, verdict: { line, reasons } }) => {
      const [first] = reasons;
      const told = reasons.map(({ column, reason, holder }, index) => {
        const said = `${reason[language]}${holder === undefined ? '' : ` (${whoseIn(language, holder)})`}`;
        return index === 0 || column === undefined || column === first?.column ? said : `${column}: ${said}`;
      });
      const cells = row.broken === undefined ? row.cells : [];
      const value = row.broken === undefined ? (first?.value ?? '') : row.cells.join(',');
      const own = [String(line), first?.column ?? '', value, told.join('; ')];
      return [...columns.map((_, at) => cells[at] ?? ''), ...own];
    });
    const text = `${csvMark}${[head, ...lines].map(csvLine).join('')}`;
    await files.putText(placesOf(id).rejected(of, language, part), text);
  }
}
