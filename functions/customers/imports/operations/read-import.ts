import { countryOfZone } from '../../../../shared/values/phone-number.ts';
import type { Said } from '../../../../shared/values/said.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import { fieldsSeenBy } from '../../fields/index.ts';
import { nextStep, placesOf, sourceOf } from '../imports.rules.ts';
import {
  type ColumnMapping,
  customPrefix,
  type Mapping,
  previewRows,
  type StoredImport,
  type StoredPreview,
} from '../imports.schema.ts';
import { fileTexts, noteTexts } from '../imports.texts.ts';
import { FileRefused } from './decode-text.ts';
import { createDoublesFinder, doublesFrom, hashesOf, noClaims } from './doubles.ts';
import { judgeRows } from './judge-rows.ts';
import { byAsker, originOf, readerOf, rowsIn, type Work } from './parts.ts';
import { countryOfNumbers } from './read-country.ts';
import { type ReadFile, readFile } from './read-file.ts';
import { judgingOf } from './run-rows.ts';
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

async function readColumns(importing: StoredImport, work: Work): Promise<StoredImport> {
  const { files, open, fields } = work;
  const places = placesOf(importing.id);
  const bytes = await open(places.file);
  if (bytes === undefined) throw new FileRefused(fileTexts.missing);
  const { chunks, notes, columns, sheets, ...facts } = await readFile(bytes, importing, (chunk, rows) =>
    files.put(places.rows(chunk), { rows }),
  );
  const { told = {}, name } = importing;
  const sees = fieldsSeenBy((await byAsker(importing, work)).principal);
  const definitions = (await fields.listNow()).filter((each) => each.retiredAt === undefined && sees(each));
  const { named, notes: mappingNotes } = usable(told.columns ?? [], columns, definitions);
  const mapped = { ...told, columns: suggestColumns(columns, named, definitions) };
  const mapping = suggestMapping(columns, mapped, { externalSource: sourceOf(name) });
  const country =
    mapping.defaults.country === undefined
      ? await suggestedCountry(importing, columns, mapping, work)
      : undefined;
  const doubts = mapping.columns.length === 0 ? doubtsAbout(columns, { ...facts, sheets: sheets ?? [] }) : [];
  const said = country === undefined ? [] : [noteTexts.suggestedCountry(country)];
  return {
    ...importing,
    chunks,
    found: {
      ...facts,
      columns: [...columns],
      ...(sheets === undefined ? {} : { sheets: sheets.slice(0, 50) }),
      notes: [...doubts, ...said, ...mappingNotes, ...notes].slice(0, 20),
    },
    mapping: country === undefined ? mapping : { ...mapping, defaults: { ...mapping.defaults, country } },
  };
}

/** What of a mapping fits the file and whoever imports it, and what does not. */
function usable(
  told: readonly ColumnMapping[],
  columns: readonly string[],
  definitions: readonly Pick<FieldDefinition, 'name'>[],
): { readonly named: readonly ColumnMapping[]; readonly notes: readonly Said[] } {
  const isOpen = ({ field }: ColumnMapping) =>
    !field.startsWith(customPrefix) || definitions.some(({ name }) => field === `${customPrefix}${name}`);
  const known = (column: string) => columns.includes(column);
  const named = told.filter(isOpen).flatMap((each) => {
    const there = each.columns.filter(known);
    return there.length === 0 ? [] : [{ ...each, columns: there }];
  });
  const closed = told.filter((each) => !isOpen(each)).flatMap((each) => each.columns.filter(known));
  const missing = told.flatMap((each) => each.columns.filter((column) => !known(column)));
  return { named, notes: [...closed.map(noteTexts.closedField), ...missing.map(noteTexts.missingColumn)] };
}

/** Why nothing of a file may be known: its columns are named elsewhere, or nowhere. */
function doubtsAbout(
  columns: readonly string[],
  { headerLine, sheet, sheets = [] }: Pick<ReadFile, 'headerLine' | 'sheet' | 'sheets'>,
): readonly Said[] {
  const others = sheets.filter((each) => each !== sheet);
  const isData = columns.some((column) => /\S@\S+\.\S|\d{7}/.test(column.replace(/[\s-]/g, '')));
  return [
    headerLine > 0 && isData ? noteTexts.headerIsData(headerLine) : noteTexts.noKnownNames(headerLine),
    ...(others.length === 0 ? [] : [noteTexts.otherSheets(others.join(', '))]),
  ];
}

/** The country of which most national numbers among the first rows are, if they can be of one that is likely here. */
async function suggestedCountry(
  importing: StoredImport,
  columns: readonly string[],
  { columns: mapped }: Mapping,
  work: Work,
): Promise<string | undefined> {
  const named = mapped.flatMap((each) => (['phone', 'otherPhones'].includes(each.field) ? each.columns : []));
  if (named.length === 0) return undefined;
  const rows = await rowsIn(importing, 0, work);
  const places = named.map((column) => columns.indexOf(column));
  const numbers = rows.flatMap(({ cells }) => places.flatMap((place) => cells[place] || []));
  const { id, kind } = importing.asker;
  const member = kind === 'person' ? await work.staff.find(id) : undefined;
  const isChinese = /\p{Script=Han}/u.test([...columns, ...rows.flatMap(({ cells }) => cells)].join());
  const likely = [member && countryOfZone(member.timeZone), isChinese ? 'CN' : undefined];
  return countryOfNumbers(
    numbers,
    likely.filter((each) => each !== undefined),
  );
}

/** The first rows, as a check decides on them. */
async function showFirst(importing: StoredImport, work: Work): Promise<void> {
  const { reader, mapping } = await readerOf(importing, work);
  const rows = await rowsIn(importing, 0, work);
  const finder = createDoublesFinder();
  finder.add(hashesOf(rows, reader));
  const parts = { reader, mapping, doubles: doublesFrom(finder.end()), claims: noClaims() };
  const judging = await judgingOf(importing, parts, work);
  const decisions = await judgeRows(rows.slice(0, previewRows), judging, false);
  const shown = decisions.map(({ row, verdict }): StoredPreview['rows'][number] => {
    const read = reader.read(row);
    const { line, outcome, reasons, notes } = verdict;
    const isRefused = outcome === 'refused' || 'reasons' in read;
    return { line, outcome, ...(isRefused ? {} : { customer: { ...read.input } }), reasons, notes };
  });
  await work.files.put(placesOf(importing.id).preview, { rows: shown });
}
