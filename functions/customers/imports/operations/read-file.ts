/** From the bytes of a file to named columns and rows in parts, whatever its format; memory holds a part at a time. */
import { buffer } from 'node:stream/consumers';
import type { Said } from '../../../../shared/values/said.ts';
import { firstCharacters } from '../../../../shared/values/text.ts';
import { chunkRows, type FileRow, type Format, limits } from '../imports.schema.ts';
import { fileTexts, noteTexts, rowTexts } from '../imports.texts.ts';
import { type Bytes, encodingOf, FileRefused, headOf, linesOf, startsWith } from './decode-text.ts';
import { readCsv } from './read-csv.ts';
import { readJsonLines } from './read-json-lines.ts';
import { isKnownName } from './suggest-mapping.ts';

export interface FileOptions {
  readonly format: Format;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly sheet?: string | undefined;
  /** The line that names the columns; 0: none does. @default found */
  readonly headerLine?: number | undefined;
}

export interface ReadFile {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly headerLine: number;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly chunks: number;
  readonly notes: readonly Said[];
}

/** The rows of a file before anybody knows which of them names the columns. */
interface Opened extends Pick<ReadFile, 'encoding' | 'delimiter' | 'sheet' | 'sheets'> {
  readonly rows: AsyncIterable<FileRow> | Iterable<FileRow>;
  /** The names of the columns where no row tells them; grows while rows are read. */
  readonly named?: readonly string[];
}

/** Keeps a part of the rows; the first is 0. */
type Keep = (chunk: number, rows: readonly FileRow[]) => Promise<void>;

/** Reads a file and keeps its rows in parts. Throws FileRefused where it cannot be read. */
export async function readFile(open: Bytes, options: FileOptions, keep: Keep): Promise<ReadFile> {
  const { rows, named, ...facts } = await opened(open, options);
  const parts = createParts(keep);
  if (named !== undefined) {
    for await (const row of rows) await parts.add(row);
    const { chunks, count } = await parts.end();
    if (count === 0) throw new FileRefused(fileTexts.empty);
    const { columns, notes } = distinctNames(named);
    return { ...facts, headerLine: 0, columns, rows: count, chunks, notes };
  }
  const top: FileRow[] = [];
  const { headerLine: told } = options;
  let header: Header | undefined;
  for await (const row of rows) {
    if (header !== undefined) await parts.add(fitting(row, header));
    else if (told !== undefined && told > 0) {
      // Of what stands above, only the next row may hold a part of the names.
      top.splice(0, top.length - 1);
      top.push(row);
      if (row.line >= told) header = await begin(top, parts, told);
    } else if (top.push(row) === mostAbove) header = await begin(top, parts, told);
  }
  header ??= await begin(top, parts, told);
  const { chunks, count } = await parts.end();
  if (count === 0) throw new FileRefused(fileTexts.noRows);
  const { line, columns, notes } = header;
  return { ...facts, headerLine: line, columns, rows: count, chunks, notes };
}

async function opened(open: Bytes, { format, encoding, delimiter, sheet }: FileOptions): Promise<Opened> {
  const head = await headOf(open);
  const isZip = startsWith(head, 0x50, 0x4b, 0x03, 0x04);
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) throw new FileRefused(fileTexts.isOldWorkbook);
  if (format === 'xlsx') {
    if (!isZip) throw new FileRefused(fileTexts.notWorkbook);
    const { readWorkbook } = await import('./read-workbook.ts');
    return readWorkbook(await buffer(await open()), sheet);
  }
  if (isZip) throw new FileRefused(fileTexts.isWorkbook);
  const told = await encodingOf(open, encoding);
  const lines = linesOf(open, told);
  if (format === 'csv') return { encoding: told, ...(await readCsv(lines, delimiter)) };
  const named: string[] = [];
  return { encoding: told, named, rows: readJsonLines(lines, named) };
}

/** So many rows may stand above and with the names of the columns: a title, the date, a blank. */
const mostAbove = 10;

interface Header {
  readonly line: number;
  readonly columns: readonly string[];
  readonly notes: readonly Said[];
}

/** Finds the names of the columns among the first rows, and keeps those below. */
async function begin(
  top: readonly FileRow[],
  parts: ReturnType<typeof createParts>,
  told: number | undefined,
): Promise<Header> {
  const [first] = top;
  if (first === undefined) throw new FileRefused(fileTexts.empty);
  if (told === 0) return beginWithout(top, parts);
  const at = told === undefined ? headerAmong(top) : top.findIndex(({ line }) => line === told);
  if (at === -1) throw new FileRefused(fileTexts.noHeaderLine(told ?? 0));
  const row = top[at] ?? first;
  if (row.broken !== undefined) throw new FileRefused(fileTexts.headerQuote);
  const names = namesIn(top, at);
  const { columns, notes } = distinctNames(names);
  const above = at === 0 || told !== undefined ? [] : [noteTexts.linesAbove(at)];
  const header = { line: row.line, columns, notes: [...above, ...notes] };
  for (const each of top.slice(at + 1)) await parts.add(fitting(each, header));
  return header;
}

/** Where no line names the columns they are called by their place. */
async function beginWithout(top: readonly FileRow[], parts: ReturnType<typeof createParts>): Promise<Header> {
  const widest = Math.max(...top.map(({ cells, broken }) => (broken === undefined ? cells.length : 0)));
  const columns = Array.from({ length: widest }, (_, at) => `#${at + 1}`);
  for (const each of top) await parts.add(fitting(each, { columns }));
  return { line: 0, columns, notes: [] };
}

/** The row in which most names are known; the first where none is. */
function headerAmong(top: readonly FileRow[]): number {
  const known = top.map((row, at) => (row.broken ? 0 : namesIn(top, at).filter(isKnownName).length));
  const most = Math.max(...known);
  return most === 0 ? 0 : known.indexOf(most);
}

/** Where a name spans two rows, the lower cell is empty; what spans columns is told by the cells below. */
function namesIn(top: readonly FileRow[], at: number): readonly string[] {
  const cells = top[at]?.cells ?? [];
  const above = top[at - 1]?.cells ?? [];
  const isGroup = above.length === cells.length;
  return cells.map((cell, column) => cell || (isGroup ? (above[column] ?? '') : ''));
}

/** Every column by a name of its own; empty ones at the end are none. */
function distinctNames(names: readonly string[]): Pick<Header, 'columns' | 'notes'> {
  const last = names.findLastIndex(Boolean);
  const taken = new Set<string>();
  const notes: Said[] = [];
  const columns = names.slice(0, last + 1).map((name, at) => {
    const told = firstCharacters(name.replaceAll(/\s+/g, ' '), 190);
    let free = told || `#${at + 1}`;
    for (let count = 2; taken.has(free); count += 1) free = `${told} (${count})`;
    taken.add(free);
    if (told === '') notes.push(noteTexts.unnamedColumn(free));
    else if (free !== told) notes.push(noteTexts.renamedColumn(told, free));
    return free;
  });
  return { columns, notes: notes.slice(0, 20) };
}

/** A row with more values than there are columns has shifted ones. */
function fitting(row: FileRow, { columns }: Pick<Header, 'columns'>): FileRow {
  const beyond = row.cells.slice(columns.length);
  if (row.broken !== undefined || beyond.length === 0) return row;
  if (!beyond.some(Boolean)) return { ...row, cells: row.cells.slice(0, columns.length) };
  return { ...row, broken: rowTexts.columns(row.cells.length, columns.length) };
}

/** A part of many long rows is cut earlier. */
const mostCharacters = 1_000_000;
/** Parts that are being kept at once. */
const underWay = 4;

function createParts(keep: Keep) {
  let [rows, characters, chunks, count]: [FileRow[], number, number, number] = [[], 0, 0, 0];
  const keeping = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const assertKept = () => {
    if (failure !== undefined) throw failure.error;
  };
  const flush = async () => {
    if (rows.length === 0) return;
    if (keeping.size === underWay) await Promise.race(keeping);
    assertKept();
    const kept: Promise<void> = keep(chunks, rows)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => keeping.delete(kept));
    keeping.add(kept);
    [rows, characters, chunks] = [[], 0, chunks + 1];
  };
  return {
    async add(row: FileRow): Promise<void> {
      count += 1;
      if (count > limits.rows) throw new FileRefused(fileTexts.tooManyRows(limits.rows));
      rows.push(row);
      characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
      if (rows.length === chunkRows || characters > mostCharacters) await flush();
    },
    async end(): Promise<{ readonly chunks: number; readonly count: number }> {
      await flush();
      await Promise.all(keeping);
      assertKept();
      return { chunks, count };
    },
  };
}
