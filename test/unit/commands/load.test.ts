import { describe, expect, it } from 'vitest';
import { findColumns } from '../../../infra/commands/load/columns.ts';
import { readTable } from '../../../infra/commands/load/csv-table.ts';
import { createRowReader } from '../../../infra/commands/load/customer-rows.ts';
import { decode } from '../../../infra/commands/load/decode.ts';
import { textsIn } from '../../../infra/commands/load/texts.ts';
import { spokenLanguage } from '../../../infra/commands/spoken-language.ts';

const texts = textsIn('en');

/** 编号,姓名,城市 / 1,王芳,上海 in GB 2312, byte by byte after its table. */
const gb = [
  ...[0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb3, 0xc7, 0xca, 0xd0, 0x0a],
  ...[0x31, 0x2c, 0xcd, 0xf5, 0xb7, 0xbc, 0x2c, 0xc9, 0xcf, 0xba, 0xa3, 0x0a],
];
const chinese = '编号,姓名,城市\n1,王芳,上海\n';
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('the encoding of a file', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(chinese)],
    ['UTF-8', new TextEncoder().encode(`\uFEFF${chinese}`)],
    ['UTF-16LE', Buffer.from(`\uFEFF${chinese}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`\uFEFF${chinese}`, 'utf16le').swap16()],
    ['GB18030', Uint8Array.from(gb)],
  ])('is told: %s', (encoding, bytes) => {
    expect(decode(bytes, undefined, texts)).toEqual({ text: chinese, encoding });
  });

  it.each([
    ['a Western one', latin1('id,name\n1,Jürgen Müller\n2,José Peña\n')],
    // 王小明 and 台北市 in Big5.
    ['Big5', [0x31, 0x2c, 0xa4, 0xfd, 0xa4, 0x70, 0xa9, 0xfa, 0x2c, 0xa5, 0x78, 0xa5, 0x5f, 0xa5, 0xab]],
    // 山田 and たなか in Shift-JIS.
    ['Shift-JIS', [0x8e, 0x52, 0x93, 0x63, 0x2c, 0x82, 0xbd, 0x82, 0xc8, 0x82, 0xa9]],
    // 김민수 서울 이영희 부산 박 in EUC-KR.
    [
      'EUC-KR',
      [
        ...[0xb1, 0xe8, 0xb9, 0xce, 0xbc, 0xf6, 0x2c, 0xbc, 0xad, 0xbf, 0xef, 0x0a],
        ...[0xc0, 0xcc, 0xbf, 0xb5, 0xc8, 0xf1, 0x2c, 0xba, 0xce, 0xbb, 0xea, 0x0a, 0xb9, 0xda, 0xb9, 0xda],
      ],
    ],
    ['UTF-8 with a broken byte', [...new TextEncoder().encode('王芳,上海'), 0xe7, 0x0a]],
    ['UTF-16 without its mark', Buffer.from('id,name', 'utf16le')],
    ['a workbook', [0x50, 0x4b, 0x03, 0x04, 0x14]],
  ])('is refused when it cannot be told: %s', (_, bytes) => {
    expect(() => decode(Uint8Array.from(bytes), undefined, texts)).toThrow(/Save it as "CSV UTF-8"/);
  });

  it('is taken as asked for, and refused when it is not that', () => {
    const bytes = latin1('1,Müller');
    expect(decode(bytes, 'windows-1252', texts).text).toBe('1,Müller');
    expect(() => decode(bytes, 'utf-8', texts)).toThrow('not written in UTF-8');
    expect(() => decode(bytes, 'klingon', texts)).toThrow('--encoding klingon is not known');
  });
});

describe('the rows of a file', () => {
  it.each([',', ';', '\t'])('may be parted by %j', (delimiter) => {
    const table = readTable(`id${delimiter}name\r\n1${delimiter}"Lee; Ann, X"\r\n`, texts);
    expect(table).toMatchObject({ delimiter, header: ['id', 'name'] });
    expect(table.rows).toEqual([{ line: 2, cells: ['1', 'Lee; Ann, X'] }]);
  });

  it('follow the separator that Excel writes at the top', () => {
    expect(readTable('sep=;\nid;name\n1;Ann\n', texts).rows).toEqual([{ line: 3, cells: ['1', 'Ann'] }]);
  });

  it('lose only the one with a stray quote', () => {
    const table = readTable('id,name,city\n1,Ann,Bath\n2,"Bob,Bath\n3,Cy "C,Bath\n4,"Dee",Bath\n', texts);
    expect(table.rows.map(({ cells }) => cells[0])).toEqual(['1', '4']);
    expect(table.broken).toEqual([
      { line: 3, text: '2,"Bob,Bath', reason: texts.quote },
      { line: 4, text: '3,Cy "C,Bath', reason: texts.quote },
    ]);
  });

  it('keep a value of several lines, and count lines as an editor does', () => {
    const table = readTable('id,name,note\n1,Ann,"first\nsecond, third"\n\n2,Bob,x\n', texts);
    expect(table.rows).toEqual([
      { line: 2, cells: ['1', 'Ann', 'first\nsecond, third'] },
      { line: 5, cells: ['2', 'Bob', 'x'] },
    ]);
  });

  it('are refused when a separator has shifted their values', () => {
    const { rows, broken } = readTable('id,name\n1,Lee, Ann\n2,Bob,,\n,\n', texts);
    expect(rows.map(({ cells }) => cells[0])).toEqual(['2']);
    expect(broken).toMatchObject([{ line: 2, reason: texts.columns(3, 2) }]);
  });
});

describe('the columns of a file', () => {
  it('are found by Chinese names, with what is written around them', () => {
    const header = ['客户编号', '姓名 *', '手机号（必填）', '出生日期', 'First Name'];
    const { of, unused } = findColumns(header, [], texts);
    expect([of.externalId, of.name, of.phone, of.birthday, of.givenName]).toEqual([[0], [1], [2], [3], [4]]);
    expect(unused).toEqual([]);
  });

  it('may be told, before every other name', () => {
    const { of, unused } = findColumns(
      ['Nr', 'name', 'Rufname', 'x'],
      ['Nr=externalId', 'Rufname=name'],
      texts,
    );
    expect([of.externalId, of.name, unused]).toEqual([[0], [2], ['name', 'x']]);
  });

  it('that are needed and missing are named, with those that are there', () => {
    expect(() => findColumns(['Nr', 'name'], [], texts)).toThrow(/number\. There are: Nr, name\. Say --map/);
    expect(() => findColumns(['id', 'x'], [], texts)).toThrow(/name\. There are: id, x\./);
    expect(() => findColumns(['id', 'x'], ['x=nome'], texts)).toThrow('There is no field nome');
    expect(() => findColumns(['id', 'x'], ['y=name'], texts)).toThrow('There is no column y');
  });
});

describe('a row', () => {
  const header = ['id', '姓名', '生日', '电话'];
  const reader = createRowReader(header, findColumns(header, [], texts), { country: 'CN' }, texts);
  const read = (...cells: string[]) => reader.read({ line: 7, cells });

  it.each(['1990-01-05', '19900105', '1990/1/5', '1990年1月5日'])('takes a day as %s', (day) => {
    expect(read('1', '王芳', day, '').input.birthday).toBe('1990-01-05');
  });

  it.each([
    ['30.12.1985', '1985-12-30'],
    ['3.4.1985', '1985-04-03'],
    ['1985/12/30', '1985-12-30'],
    ['12/30/1985', '1985-12-30'],
    ['30/12/1985', '1985-12-30'],
    ['5-5-1985', '1985-05-05'],
    ['31/31/1985', undefined],
    ['12/30.1985', undefined],
  ])('reads %s as %s', (text, expected) => {
    expect(read('1', '王芳', text, '').input.birthday).toBe(expected);
  });

  it('is loaded without a day that can be read either way, unless it was said which', () => {
    const { input, notes } = read('1', '王芳', '03/04/1985', '');
    expect(input).toEqual({ name: '王芳' });
    expect(notes).toMatchObject([{ column: '生日', reason: expect.stringContaining('--dates dmy') }]);
    for (const [dates, expected] of [
      ['dmy', '1985-04-03'],
      ['mdy', '1985-03-04'],
    ] as const) {
      const told = createRowReader(header, findColumns(header, [], texts), { dates }, texts);
      expect(told.read({ line: 7, cells: ['1', '王芳', '03/04/1985'] }).input.birthday).toBe(expected);
    }
  });

  it('has language and tags as people write them, under headers as programs write them', () => {
    const head = ['externalId', 'firstName', 'E-mail address', 'Language', '标签'];
    const said = textsIn('zh-CN');
    const rows = createRowReader(head, findColumns(head, [], said), {}, said);
    const of = (language: string, tags = '') =>
      rows.read({ line: 2, cells: ['A/1', 'Ada', 'ada@example.test', language, tags] });
    expect(of('中文', 'vip; 老客户、vip，2026').input).toEqual({
      ...{ name: 'Ada', givenName: 'Ada', email: 'ada@example.test', language: 'zh-CN' },
      tags: ['vip', '老客户', '2026'],
    });
    for (const english of ['English', 'en_GB', '英语', 'EN']) expect(of(english).input.language).toBe('en');
    for (const other of ['German', 'Deutsch'])
      expect([of(other).input.language, of(other).notes]).toEqual([
        undefined,
        [{ line: 2, column: 'Language', value: other, reason: '只能用 zh-CN 或 en 给客户写信' }],
      ]);
  });

  it('asks for --country where a number names none', () => {
    const told = createRowReader(header, findColumns(header, [], texts), {}, texts);
    const notesOf = (number: string) => told.read({ line: 7, cells: ['1', '王芳', '', number] }).notes;
    for (const number of ['138 0013 8000', '0086 138 0013 8000'])
      expect(notesOf(number)).toEqual([{ line: 7, column: '电话', value: number, reason: texts.noCountry }]);
    expect(texts.noCountry).toContain('say --country');
    expect(notesOf('＋86 12')).toMatchObject([{ reason: texts.noPhone }]);
    expect(notesOf('+86 138 0013 8000')).toEqual([]);
  });

  it('is loaded without a value that makes no sense, which is said', () => {
    const { input, notes } = read('1', '王芳', '1990-02-30', '12');
    expect(input).toEqual({ name: '王芳' });
    expect(notes).toEqual([
      { line: 7, column: '电话', value: '12', reason: 'no such phone number' },
      { line: 7, column: '生日', value: '1990-02-30', reason: 'no such day' },
    ]);
  });

  it.each([
    [['', '王芳'], { column: 'id', value: '', reason: texts.noNumber }],
    [['1', ''], { column: '姓名', value: '', reason: texts.noName }],
    [['1', '王\uFFFD'], { column: '姓名', value: '王\uFFFD', reason: texts.damaged }],
  ])('is refused with its column and value: %j', (cells, fault) => {
    expect(() => read(...cells)).toThrow(expect.objectContaining({ fault: { line: 7, ...fault } }));
  });
});

it('speaks as it is told, or as the terminal does', () => {
  expect(spokenLanguage('zh', {})).toBe('zh-CN');
  expect(spokenLanguage('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(spokenLanguage(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN');
  expect(spokenLanguage(undefined, { LANG: 'en_GB.UTF-8', LC_ALL: 'zh_TW' })).toBe('zh-CN');
  expect(spokenLanguage(undefined, { LANG: 'de_DE' })).toBe('en');
});
