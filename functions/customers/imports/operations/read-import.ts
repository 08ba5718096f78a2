import { nextStep, placesOf, sourceOf } from '../imports.rules.ts';
import { previewRows, type StoredImport, type StoredPreview } from '../imports.schema.ts';
import { fileTexts, noteTexts } from '../imports.texts.ts';
import { FileRefused } from './decode-text.ts';
import { originOf, readerOf, rowsIn, type Work } from './parts.ts';
import { readFile } from './read-file.ts';
import { suggestColumns, suggestMapping } from './suggest-mapping.ts';

/** Finds the columns of a file, keeps its rows in parts, and shows the first of them as the mapping reads them. */
export async function readImport(before: StoredImport, work: Work): Promise<undefined> {
  const read = before.found === undefined ? await readColumns(before, work) : before;
  await showFirst(read, work);
  const at = work.now();
  const after = nextStep(before, at, {
    ...{ status: 'ready', found: read.found, chunks: read.chunks },
    ...(read.mapping === undefined ? {} : { mapping: read.mapping }),
  });
  await work.imports.commit(work.imports.finish(before, after, originOf(before, before.by, at)));
}

async function readColumns(importing: StoredImport, { files, open, fields }: Work): Promise<StoredImport> {
  const places = placesOf(importing.id);
  const bytes = await open(places.file);
  if (bytes === undefined) throw new FileRefused(fileTexts.missing);
  const { chunks, notes, columns, sheets, ...facts } = await readFile(bytes, importing, (chunk, rows) =>
    files.put(places.rows(chunk), { rows }),
  );
  const { told = {}, name } = importing;
  const known = (column: string) => columns.includes(column);
  const named = (told.columns ?? []).flatMap((each) => {
    const there = each.columns.filter(known);
    return there.length === 0 ? [] : [{ ...each, columns: there }];
  });
  const missing = (told.columns ?? []).flatMap((each) => each.columns.filter((column) => !known(column)));
  const mapped = { ...told, columns: suggestColumns(columns, named, await fields.list()) };
  return {
    ...importing,
    chunks,
    found: {
      ...facts,
      columns: [...columns],
      ...(sheets === undefined ? {} : { sheets: sheets.slice(0, 50) }),
      notes: [...notes, ...missing.map(noteTexts.missingColumn)].slice(0, 20),
    },
    mapping: suggestMapping(columns, mapped, { externalSource: sourceOf(name) }),
  };
}

async function showFirst(importing: StoredImport, work: Work): Promise<void> {
  const { reader } = await readerOf(importing, work);
  const rows = (await rowsIn(importing, 0, work))
    .slice(0, previewRows)
    .map((row): StoredPreview['rows'][number] => {
      const read = reader.read(row);
      if ('reasons' in read) return { line: row.line, reasons: [...read.reasons], notes: [] };
      return { line: row.line, customer: { ...read.input }, reasons: [], notes: [...read.notes] };
    });
  await work.files.put(placesOf(importing.id).preview, { rows });
}
