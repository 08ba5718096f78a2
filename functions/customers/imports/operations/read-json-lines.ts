/** JSON lines as a table: a column for each name that stands in an object. */
import { firstCharacters } from '../../../../shared/values/text.ts';
import { type FileRow, limits } from '../imports.schema.ts';
import { fileTexts } from '../imports.texts.ts';
import { FileRefused } from './decode-text.ts';

/**
 * Each object as a row; `columns` grows with the names that turn up, those of objects inside as `address.city`. Lists of
 * simple values stand with semicolons between. Throws FileRefused for a line that is no object.
 */
export async function* readJsonLines(
  lines: AsyncIterable<string>,
  columns: string[],
): AsyncGenerator<FileRow> {
  const places = new Map<string, number>();
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '' || text === '\uFEFF') continue;
    const cells: string[] = [];
    for (const [name, value] of fieldsOf(objectIn(text, line))) {
      let at = places.get(name);
      if (at === undefined) {
        if (columns.length === limits.columns)
          throw new FileRefused(fileTexts.tooManyColumns(limits.columns));
        at = columns.push(name) - 1;
        places.set(name, at);
      }
      cells[at] = value;
    }
    yield { line, cells: Array.from(cells, (cell) => cell ?? '') };
  }
}

function objectIn(text: string, line: number): object {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new FileRefused(fileTexts.notJson(line));
}

/** How deep objects in objects are looked into. */
const deepest = 3;

function fieldsOf(value: object, path: readonly string[] = []): [string, string][] {
  return Object.entries(value).flatMap(([name, field]): [string, string][] => {
    const place = [...path, name];
    const isInner = typeof field === 'object' && field !== null && !Array.isArray(field);
    if (isInner && place.length < deepest) return fieldsOf(field, place);
    return field === null ? [] : [[firstCharacters(place.join('.'), 200), textOf(field)]];
  });
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  const isPlain = Array.isArray(value) && value.every((each) => typeof each !== 'object');
  if (isPlain) return value.map(String).join(';');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
