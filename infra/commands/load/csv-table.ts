/** From text to rows. A stray quote costs the row that it stands in, not those behind it. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { Texts } from './texts.ts';

export interface CsvRow {
  /** In which it begins; the first is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface BrokenRow {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface CsvTable {
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly broken: readonly BrokenRow[];
}

const delimiters = [',', ';', '\t'] as const;

/** How far a value in quotes may reach. */
const mostLines = 50;

/** Throws with the reason when there is no header. */
export function readTable(text: string, texts: Texts): CsvTable {
  const lines = text.split(/\r\n|\n|\r/);
  const told = /^sep=(.)$/i.exec(lines[0]?.trim() ?? '')?.[1];
  const top = lines.findIndex((line, at) => line.trim() !== '' && !(at === 0 && told !== undefined));
  if (top === -1) throw new Error(texts.empty);
  const delimiter = told ?? delimiterOf(lines[top] ?? '');
  const header = cellsOf(lines[top] ?? '', delimiter);
  if (typeof header === 'string') throw new Error(texts.headerQuote);
  const rows: CsvRow[] = [];
  const broken: BrokenRow[] = [];
  for (let at = top + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const found = readRow(lines, at, delimiter, header.length);
    if (found === undefined) broken.push({ line: at + 1, text: line, reason: texts.quote });
    else if (found.cells.slice(header.length).some(Boolean)) {
      const reason = texts.columns(found.cells.length, header.length);
      broken.push({ line: at + 1, text: line, reason });
    } else if (found.cells.some(Boolean)) rows.push({ line: at + 1, cells: found.cells });
    at += (found?.lines ?? 1) - 1;
  }
  return { delimiter, header, rows, broken };
}

/** The one that makes the most columns of the header. */
function delimiterOf(header: string): string {
  const columns = (delimiter: string) => {
    const cells = cellsOf(header, delimiter);
    return typeof cells === 'string' ? 0 : cells.length;
  };
  return delimiters.toSorted((one, other) => columns(other) - columns(one))[0] ?? ',';
}

/** The row that begins at this line; nothing where a quote is astray. */
function readRow(lines: readonly string[], at: number, delimiter: string, columns: number) {
  let text = lines[at] ?? '';
  for (let count = 1; ; count += 1) {
    const cells = cellsOf(text, delimiter);
    if (typeof cells !== 'string') return { cells, lines: count };
    const next = lines[at + count];
    if (cells !== 'CSV_QUOTE_NOT_CLOSED' || next === undefined || count === mostLines) return undefined;
    // A line that is a row by itself does not belong to the value above it.
    if (columns > 2 && cellsOf(next, delimiter).length === columns) return undefined;
    text += `\n${next}`;
  }
}

/** The values of one row, or the code of the error. */
function cellsOf(text: string, delimiter: string): string[] | string {
  try {
    const [cells = []]: string[][] = parse(text, { delimiter, trim: true, relax_column_count: true });
    return cells;
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}
