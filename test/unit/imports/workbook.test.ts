/** Workbooks as people keep them, and such as nobody should open. */
import { describe, expect, it } from 'vitest';
import { limits } from '../../../functions/customers/imports/imports.schema.ts';
import { fileTexts } from '../../../functions/customers/imports/imports.texts.ts';
import { readFile } from '../../../functions/customers/imports/operations/read-file.ts';
import { partsOf, workbookOf, zipOf } from '../../support/workbook.ts';

/** 5 January 1990, as Excel counts days. */
const day = 32_878;

async function read(content: Buffer, sheet?: string) {
  const rows: unknown[] = [];
  const open = async () =>
    (async function* pieces() {
      yield content;
    })();
  const found = await readFile(open, { format: 'xlsx', sheet }, async (_, part) => void rows.push(...part));
  return { ...found, kept: rows };
}

describe('a workbook', () => {
  it('has a title, names over two rows that were merged, days of its own, and a sheet that is asked for', async () => {
    const messy = [
      ['客户名单（2026 年 3 月）'],
      ['姓名', '联系方式', undefined, '生日'],
      [undefined, '电话', '邮箱', undefined],
      ['王芳', '138 0013 8000', 'wang@messy.example', day],
      [],
      ['李雷', '１３９００１３９０００', undefined, '1990年1月5日'],
    ];
    const file = workbookOf({ 说明: [['请勿修改']], 客户: messy });
    expect(await read(file, '客户')).toMatchObject({
      sheets: ['说明', '客户'],
      headerLine: 3,
      columns: ['姓名', '电话', '邮箱', '生日'],
      kept: [
        { line: 4, cells: ['王芳', '138 0013 8000', 'wang@messy.example', '1990-01-05'] },
        { line: 6, cells: ['李雷', '１３９００１３９０００', '', '1990年1月5日'] },
      ],
    });
    await expect(read(file, 'x')).rejects.toMatchObject({ said: fileTexts.noSheet('x', '说明, 客户') });
  });
});

it('has what is merged over several rows in each of them that says something', async () => {
  const parts = partsOf({
    说明: [['请勿修改']],
    客户: [['姓名', '公司'], ['王芳', '甲公司'], ['李雷'], [], ['韩梅梅', '乙公司'], ['林涛']],
  });
  const merge = '</sheetData><mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>';
  const sheet = 'xl/worksheets/sheet2.xml';
  const file = zipOf({ ...parts, [sheet]: (parts[sheet] ?? '').replace('</sheetData>', merge) });
  expect((await read(file, '客户')).kept).toEqual([
    { line: 2, cells: ['王芳', '甲公司'] },
    { line: 3, cells: ['李雷', '甲公司'] },
    { line: 5, cells: ['韩梅梅', '乙公司'] },
    { line: 6, cells: ['林涛', ''] },
  ]);
});

describe('a workbook that unpacks to more than it may', () => {
  const tooLarge = { said: fileTexts.workbookTooLarge(limits.unpackedBytes) };
  const parts = partsOf({ a: [['name'], ['Ann']] });

  it('is refused by what it says of itself, before it is unpacked', async () => {
    const bomb = Buffer.alloc(5_000_000, 'a');
    await expect(read(zipOf({ ...parts, 'xl/media/x': bomb }))).rejects.toMatchObject(tooLarge);
    const claims = { 'xl/styles.xml': limits.unpackedBytes + 1 };
    await expect(read(zipOf(parts, claims))).rejects.toMatchObject(tooLarge);
    const many = Object.fromEntries(
      Array.from({ length: limits.workbookEntries + 1 }, (_, at) => [`${at}`, '']),
    );
    await expect(read(zipOf(many))).rejects.toMatchObject(tooLarge);
  });

  it('is refused while it is unpacked, where it lies', async () => {
    const bomb = Buffer.alloc(5_000_000, 'a');
    const lying = zipOf({ ...parts, 'xl/media/x': bomb }, { 'xl/media/x': 1000 });
    await expect(read(lying)).rejects.toMatchObject(tooLarge);
  });

  it.each([
    ['a cell seventeen thousand million cells away', 'XFD1048576', fileTexts.tooManyColumns(limits.columns)],
    ['a million columns', 'BDWGN2', fileTexts.tooManyColumns(limits.columns)],
    ['a row that no spreadsheet has', 'A9999999', fileTexts.tooManyRows(limits.rows)],
    [
      'a cell that makes five million empty ones',
      'Z1000000',
      fileTexts.workbookTooLarge(limits.unpackedBytes),
    ],
    ['a cell nowhere', '&#88;1', fileTexts.notWorkbook],
  ])('is refused before its cells are made: %s', async (_, place, said) => {
    const sheet = 'xl/worksheets/sheet1.xml';
    const far = `<row><c s='1' r='${place}' t="str"><v>x</v></c></row></sheetData>`;
    const bomb = { ...parts, [sheet]: (parts[sheet] ?? '').replace('</sheetData>', far) };
    await expect(read(zipOf(bomb))).rejects.toMatchObject({ said });
  });

  it('is read where it is only formatted that far', async () => {
    const sheet = 'xl/worksheets/sheet1.xml';
    const far = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>';
    const formatted = { ...parts, [sheet]: (parts[sheet] ?? '').replace('</sheetData>', far) };
    expect(await read(zipOf(formatted))).toMatchObject({ rows: 1, columns: ['name'] });
  });

  it('is refused where it is no workbook, or cut short', async () => {
    const refused = { said: fileTexts.notWorkbook };
    await expect(read(zipOf({ 'a.txt': 'name' }))).rejects.toMatchObject(refused);
    const whole = zipOf(parts);
    await expect(read(whole.subarray(0, whole.length - 30))).rejects.toMatchObject(refused);
  });
});
