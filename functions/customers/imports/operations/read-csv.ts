/** From the lines of a text to rows. A stray quote costs the row that it stands in, not those behind it. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { type FileRow, limits } from '../imports.schema.ts';
import { fileTexts, rowTexts } from '../imports.texts.ts';
import { FileRefused } from './decode-text.ts';

const delimiters = [',', ';', '\t', '|'] as const;

/** How far a value in quotes may reach. */
const mostLines = 50;

/** So many lines from the top are looked at to find what stands between columns. */
const topLines = 10;

export interface CsvText {
  readonly delimiter: string;
  /** Every row that is not empty; a broken one with its text as its only cell. */
  readonly rows: AsyncIterable<FileRow>;
}

/** Reads lines as CSV. @param asked the delimiter, where it is told. Throws FileRefused. */
export async function readCsv(source: AsyncIterable<string>, asked: string | undefined): Promise<CsvText> {
  const lines = lookingAhead(source);
  const top = await lines.peek(topLines + 1);
  const told = /^\uFEFF?sep=(.)$/i.exec(top[0]?.trim() ?? '')?.[1];
  if (told !== undefined) await lines.next();
  const delimiter = asked ?? told ?? delimiterOf(top.filter((line) => line.trim() !== ''));
  return { delimiter, rows: rowsOf(lines, delimiter, told === undefined ? 1 : 2) };
}

/** The one that makes the most columns of one of the first lines. */
function delimiterOf(top: readonly string[]): string {
  const columns = (delimiter: string) =>
    Math.max(0, ...top.map((line) => columnsOf(cellsOf(line, delimiter))));
  return delimiters.toSorted((one, other) => columns(other) - columns(one))[0] ?? ',';
}

const columnsOf = (cells: string[] | string) => (typeof cells === 'string' ? 0 : cells.length);

async function* rowsOf(
  lines: ReturnType<typeof lookingAhead>,
  delimiter: string,
  firstLine: number,
): AsyncGenerator<FileRow> {
  let line = firstLine;
  /** Columns of the widest row so far, by which a line shows itself to be one. */
  let columns = 0;
  for (let text = await lines.next(); text !== undefined; text = await lines.next()) {
    const found = await readRow(text, lines, delimiter, columns);
    if (found === undefined) yield { line, cells: [text], broken: rowTexts.quote };
    else if (found.cells.some(Boolean)) {
      if (found.cells.length > limits.columns)
        throw new FileRefused(fileTexts.tooManyColumns(limits.columns));
      columns = Math.max(columns, found.cells.length);
      yield { line, cells: found.cells };
    }
    line += found?.lines ?? 1;
  }
}

/** The row that begins with this line, and how many it takes; nothing where a quote is astray. */
async function readRow(
  first: string,
  lines: ReturnType<typeof lookingAhead>,
  delimiter: string,
  columns: number,
): Promise<{ readonly cells: string[]; readonly lines: number } | undefined> {
  let text = first;
  for (let count = 1; ; count += 1) {
    const cells = cellsOf(text, delimiter);
    if (typeof cells !== 'string') {
      await lines.skip(count - 1);
      return { cells, lines: count };
    }
    const next =
      cells === 'CSV_QUOTE_NOT_CLOSED' && count < mostLines
        ? (await lines.peek(count))[count - 1]
        : undefined;
    if (next === undefined) return undefined;
    // A line that is a row by itself does not belong to the value above it.
    if (columns > 2 && columnsOf(cellsOf(next, delimiter)) === columns) return undefined;
    text += `\n${next}`;
    if (text.length > limits.rowLength) return undefined;
  }
}

/** The values of one row, or the code of the error. */
function cellsOf(text: string, delimiter: string): string[] | string {
  if (!text.includes('"'))
    return text
      .replace(/^\uFEFF/, '')
      .split(delimiter)
      .map((cell) => cell.trim());
  try {
    const [cells = []]: string[][] = parse(text, {
      ...{ delimiter, trim: true, relax_column_count: true, bom: true },
    });
    return cells;
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}

/** Lines of which the next ones can be seen before they are taken. */
function lookingAhead(source: AsyncIterable<string>) {
  const iterator = source[Symbol.asyncIterator]();
  const ahead: string[] = [];
  const peek = async (count: number): Promise<readonly string[]> => {
    while (ahead.length < count) {
      const { value, done } = await iterator.next();
      if (done) break;
      ahead.push(value);
    }
    return ahead;
  };
  return {
    peek,
    async next(): Promise<string | undefined> {
      if (ahead.length === 0) await peek(1);
      return ahead.shift();
    },
    async skip(count: number): Promise<void> {
      await peek(count);
      ahead.splice(0, count);
    },
  };
}
