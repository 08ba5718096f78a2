/** The refused rows as a file beside the one they come from, to be corrected and loaded. */
import { writeFileSync } from 'node:fs';
import type { Fault, Texts } from './texts.ts';

export interface RejectedRow {
  readonly fault: Fault;
  readonly cells: readonly string[];
}

/** `people.csv` → `people.rejected.csv`. */
export const rejectedFileOf = (file: string) => file.replace(/(\.\w+)?$/, '.rejected.csv');

/** The columns of the file, then line, column, value and reason. An earlier file of that name is replaced. */
export function writeRejected(
  file: string,
  header: readonly string[],
  rows: readonly RejectedRow[],
  { heads }: Texts,
): void {
  const own = [heads.line, heads.column, heads.value, heads.reason].map((head) => `[${head}]`);
  const lines = rows
    .toSorted((one, other) => one.fault.line - other.fault.line)
    .map(({ fault, cells }) => [
      ...header.map((_, at) => cells[at] ?? ''),
      ...[String(fault.line), fault.column ?? '', fault.value ?? '', fault.reason],
    ]);
  // With the mark, or a spreadsheet takes Chinese for something else.
  const text = [[...header, ...own], ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`);
  writeFileSync(file, `\uFEFF${text.join('')}`);
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
