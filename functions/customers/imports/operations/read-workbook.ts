/** One sheet of an Excel workbook (.xlsx) as rows. Checked before it is unpacked, and while. */
import { inflateRawSync } from 'node:zlib';
import { readSheet } from 'read-excel-file/universal';
import { type FileRow, limits } from '../imports.schema.ts';
import { fileTexts } from '../imports.texts.ts';
import { FileRefused } from './decode-text.ts';

export interface Workbook {
  readonly sheet: string;
  readonly sheets: readonly string[];
  readonly rows: readonly FileRow[];
}

/** @param asked the name of a sheet; the first if left out. Throws FileRefused. */
export async function readWorkbook(file: Buffer, asked: string | undefined): Promise<Workbook> {
  const entries = entriesOf(file);
  for (const entry of entries) assertReach(unpack(file, entry).toString());
  const xmlOf = (name: string) => {
    const entry = entries.find((each) => each.name === name);
    return entry && unpack(file, entry).toString();
  };
  const workbook = xmlOf('xl/workbook.xml');
  if (workbook === undefined) throw new FileRefused(fileTexts.notWorkbook);
  const sheets = sheetNames(workbook);
  const sheet = asked ?? sheets[0] ?? '';
  if (!sheets.includes(sheet)) throw new FileRefused(fileTexts.noSheet(sheet, sheets.join(', ')));
  const place = placeOf(sheet, workbook, xmlOf('xl/_rels/workbook.xml.rels') ?? '');
  return { sheet, sheets, rows: await rowsOf(file, sheet, xmlOf(place ?? '') ?? '') };
}

async function rowsOf(file: Buffer, sheet: string, xml: string): Promise<FileRow[]> {
  const content = new Uint8Array(file).buffer;
  const read = await readSheet(content, sheet, { trim: true }).catch(() => {
    throw new FileRefused(fileTexts.notWorkbook);
  });
  const rows = read.map((cells) => {
    if (cells.length > limits.columns) throw new FileRefused(fileTexts.tooManyColumns(limits.columns));
    return cells.map(textOf);
  });
  fillMerged(rows, xml);
  return rows.flatMap((cells, index) => (cells.some(Boolean) ? [{ line: index + 1, cells }] : []));
}

const merged = /<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g;

/** What is merged over several rows holds for each of them that says something; a sheet keeps it in the first alone. */
function fillMerged(rows: readonly string[][], xml: string): void {
  let filled = 0;
  for (const [, letters = '', first, last] of xml.matchAll(merged)) {
    const column = columnNumber(letters) - 1;
    const text = rows[Number(first) - 1]?.[column] ?? '';
    const below = rows.slice(Number(first), Number(last));
    filled += below.length;
    if (filled > limits.workbookCells) throw tooLarge();
    for (const cells of below) if (text !== '' && cells.some(Boolean)) cells[column] ||= text;
  }
}

const placed = /<(?:\w+:)?(c|row)\s([^>]*?)(\/?)>/g;
const reference = /(?:^|\s)r\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/** A cell far out would make every one before it, empty as they are: a line of text can claim seventeen thousand million. */
function assertReach(xml: string): void {
  if (!xml.includes('sheetData')) return;
  let [columns, rows] = [0, 0];
  for (const [, tag, attributes = '', closed] of xml.matchAll(placed)) {
    const [, quoted, other] = reference.exec(attributes) ?? [];
    const place = quoted ?? other;
    if (place === undefined) continue;
    const [, letters = '', digits] = /^([A-Z]{0,6})(\d{1,7})$/.exec(place) ?? [];
    if (digits === undefined) throw new FileRefused(fileTexts.notWorkbook);
    if (Number(digits) > mostSheetRows) throw new FileRefused(fileTexts.tooManyRows(limits.rows));
    // What holds nothing is only a format, and that of whole columns is common.
    if (tag === 'row' || closed !== '') continue;
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnNumber(letters));
  }
  if (columns > limits.columns) throw new FileRefused(fileTexts.tooManyColumns(limits.columns));
  if (columns * rows > limits.workbookCells) throw tooLarge();
}

/** Of any spreadsheet, empty ones at the end among them. */
const mostSheetRows = 1_048_576;

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

/** A day without its time, as which Excel keeps it in UTC. */
function textOf(cell: unknown): string {
  if (cell instanceof Date) {
    const [day = '', time = ''] = cell.toISOString().split('T');
    return time === '00:00:00.000Z' ? day : cell.toISOString();
  }
  return cell === null || cell === undefined ? '' : String(cell).trim();
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its local header stands. */
  readonly at: number;
}

const signatures = { entry: 0x02014b50, end: 0x06054b50, local: 0x04034b50 } as const;

/**
 * The table of contents of a ZIP file, refused where it claims more than a workbook has.
 * APPNOTE.TXT, section 4.3: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
function entriesOf(file: Buffer): readonly Entry[] {
  const damaged = () => new FileRefused(fileTexts.notWorkbook);
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + 22 > file.length) throw damaged();
  const count = file.readUInt16LE(end + 10);
  if (count > limits.workbookEntries) throw tooLarge();
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== signatures.entry) throw damaged();
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => file.readUInt16LE(at + place));
    const name = file.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    entries.push({
      name,
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      unpacked: file.readUInt32LE(at + 24),
      at: file.readUInt32LE(at + 42),
    });
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  const isBomb = entries.some(
    ({ packed, unpacked }) => unpacked > 10_000 && unpacked > packed * limits.unpackedRatio,
  );
  if (total > limits.unpackedBytes || isBomb) throw tooLarge();
  return entries;
}

function tooLarge(): FileRefused {
  return new FileRefused(fileTexts.workbookTooLarge(limits.unpackedBytes));
}

/** Unpacks no further than the table of contents says: whoever lies there is found out before it costs memory. */
function unpack(file: Buffer, { method, packed, unpacked, at }: Entry): Buffer {
  if (at + 30 > file.length || file.readUInt32LE(at) !== signatures.local)
    throw new FileRefused(fileTexts.notWorkbook);
  const begin = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
  const data = file.subarray(begin, begin + packed);
  if (method === 0) return data;
  if (method !== 8) throw new FileRefused(fileTexts.notWorkbook);
  try {
    const content = inflateRawSync(data, { maxOutputLength: Math.max(unpacked, 1) });
    if (content.length === unpacked) return content;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new FileRefused(fileTexts.notWorkbook);
  }
  throw new FileRefused(fileTexts.notWorkbook);
}

const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The part of the file in which a sheet lies, as the workbook says it. */
function placeOf(sheet: string, workbook: string, relations: string): string | undefined {
  const [tag = ''] = sheetTags(workbook).find(([, name]) => name === sheet) ?? [];
  const id = /\br:id="([^"]*)"/.exec(tag)?.[1];
  const [relation = ''] =
    [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].find(([each]) =>
      each.includes(`Id="${id}"`),
    ) ?? [];
  const target = /\bTarget="([^"]*)"/.exec(relation)?.[1];
  return target?.startsWith('/') ? target.slice(1) : target && `xl/${target}`;
}

function sheetNames(xml: string): string[] {
  return sheetTags(xml).map(([, name]) => name);
}

/** Each sheet as it is written, with its name. */
function sheetTags(xml: string): readonly (readonly [tag: string, name: string])[] {
  return [...xml.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"[^>]*>/g)].map(([tag, name = '']) => [
    tag,
    name.replace(/&(\w+);/g, (whole, sign: string) => signs[sign] ?? whole),
  ]);
}
