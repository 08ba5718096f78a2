/** Excel workbooks for tests, as small as they may be. */
import { crc32, deflateRawSync } from 'node:zlib';

type Cell = string | number | undefined;

/** A ZIP file; `claimed` lies of how large a part is once it is unpacked. */
export function zipOf(
  files: Readonly<Record<string, string | Buffer>>,
  claimed: Readonly<Record<string, number>> = {},
): Buffer {
  const parts: Buffer[] = [];
  const contents: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content);
    const data = deflateRawSync(raw);
    const file = Buffer.from(name);
    const sizes = [crc32(raw), data.length, claimed[name] ?? raw.length];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    for (const [index, size] of sizes.entries()) local.writeUInt32LE(size, 14 + 4 * index);
    local.writeUInt16LE(file.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    for (const [index, size] of sizes.entries()) entry.writeUInt32LE(size, 16 + 4 * index);
    entry.writeUInt16LE(file.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, file, data);
    contents.push(entry, file);
    at += local.length + file.length + data.length;
  }
  const directory = Buffer.concat(contents);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(contents.length / 2, 8);
  end.writeUInt16LE(contents.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const space = 'http://schemas.openxmlformats.org';
const head = '<?xml version="1.0" encoding="UTF-8"?>';

/** The parts of a workbook with these sheets. */
export function partsOf(
  sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>,
): Record<string, string> {
  const names = Object.keys(sheets);
  const listed = names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const related = names.map(
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${space}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return {
    '[Content_Types].xml': `${head}<Types xmlns="${space}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${space}/package/2006/relationships"><Relationship Id="rId1" Type="${space}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${space}/spreadsheetml/2006/main" xmlns:r="${space}/officeDocument/2006/relationships"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${space}/package/2006/relationships">${related.join('')}<Relationship Id="rId99" Type="${space}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${space}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(
      Object.values(sheets).map((rows, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(rows)]),
    ),
  };
}

/** A workbook; numbers are days, as Excel counts them. */
export const workbookOf = (sheets: Parameters<typeof partsOf>[0]) => zipOf(partsOf(sheets));

function sheetXml(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((cells, row) => {
    const filled = cells.map((cell, column) =>
      cellXml(cell, `${String.fromCharCode(65 + column)}${row + 1}`),
    );
    return `<row r="${row + 1}">${filled.join('')}</row>`;
  });
  return `${head}<worksheet xmlns="${space}/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellXml(cell: Cell, place: string): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return `<c r="${place}" s="1"><v>${cell}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${cell.replaceAll('&', '&amp;')}</t></is></c>`;
}
