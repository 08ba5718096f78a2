/** CSV as spreadsheets open it (RFC 4180), in which no cell is taken for a formula. */

/**
 * What a spreadsheet would take for the beginning of a formula, behind blanks, and in the full width of Chinese keyboards.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const risky = /^[\s\0]*[=+\-@\t\r＝＋－＠]/;

/** One line of cells. An apostrophe, which spreadsheets do not show, stands before what would be a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(risky.test(cell) ? `'${cell}` : cell)).join(',')}\r\n`;
}

/** A cell as it was before `csvLine` has made it safe. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && risky.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** Begins a file, or a spreadsheet takes Chinese for something else. */
export const csvMark = '\uFEFF';

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
