/** How files and their rows are read. */
import { describe, expect, it } from 'vitest';
import { limits, type Mapping } from '../../../functions/customers/imports/imports.schema.ts';
import { fileTexts, rowTexts } from '../../../functions/customers/imports/imports.texts.ts';
import { encodingOf, linesOf } from '../../../functions/customers/imports/operations/decode-text.ts';
import { ownerFinder } from '../../../functions/customers/imports/operations/find-owner.ts';
import {
  countryOfNumbers,
  readCountry,
} from '../../../functions/customers/imports/operations/read-country.ts';
import { readCsv } from '../../../functions/customers/imports/operations/read-csv.ts';
import { readFile } from '../../../functions/customers/imports/operations/read-file.ts';
import { createRowReader } from '../../../functions/customers/imports/operations/read-row.ts';
import { readDay, readLunarDay } from '../../../functions/customers/imports/operations/read-values.ts';
import {
  suggestColumns,
  suggestMapping,
} from '../../../functions/customers/imports/operations/suggest-mapping.ts';
import { spokenLanguage } from '../../../infra/commands/spoken-language.ts';
import { csvLine, plainCell } from '../../../shared/values/csv.ts';
import { countryOfZone } from '../../../shared/values/phone-number.ts';

/** 编号,姓名,城市 / 1,王芳,上海 in GB 2312, byte by byte after its table. */
const gb = [
  ...[0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb3, 0xc7, 0xca, 0xd0, 0x0a],
  ...[0x31, 0x2c, 0xcd, 0xf5, 0xb7, 0xbc, 0x2c, 0xc9, 0xcf, 0xba, 0xa3, 0x0a],
];
const chinese = '编号,姓名,城市\n1,王芳,上海\n';
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** In pieces of an odd length, which divide characters and ends of lines. */
const bytes = (content: Uint8Array | readonly number[] | string, size = 7) => {
  const all = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  return async () =>
    (async function* pieces() {
      for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
    })();
};

async function textOf(open: ReturnType<typeof bytes>, asked?: string) {
  const encoding = await encodingOf(open, asked);
  const lines: string[] = [];
  for await (const line of linesOf(open, encoding)) lines.push(line);
  return { text: lines.join('\n'), encoding };
}

describe('the encoding of a file', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(chinese)],
    ['UTF-8', new TextEncoder().encode(`\uFEFF${chinese}`)],
    ['UTF-16LE', Buffer.from(`\uFEFF${chinese}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`\uFEFF${chinese}`, 'utf16le').swap16()],
    ['GB18030', Uint8Array.from(gb)],
  ])('is told: %s', async (encoding, content) => {
    expect(await textOf(bytes(content))).toEqual({ text: chinese, encoding });
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
  ])('is refused when it cannot be told: %s', async (_, content) => {
    await expect(textOf(bytes(content))).rejects.toThrow(/Save it as "CSV UTF-8"/);
  });

  it('is taken as asked for, and refused when it is not that', async () => {
    const open = bytes(latin1('1,Müller'));
    expect((await textOf(open, 'windows-1252')).text).toBe('1,Müller');
    await expect(textOf(open, 'utf-8')).rejects.toThrow('not written in UTF-8');
    await expect(textOf(open, 'klingon')).rejects.toThrow('encoding klingon is not known');
  });
});

async function csvOf(text: string, asked?: string) {
  const { delimiter, rows } = await readCsv(linesOf(bytes(text), 'utf-8'), asked);
  const read = [];
  for await (const row of rows) read.push(row);
  return { delimiter, rows: read };
}

describe('the rows of a text', () => {
  it.each([',', ';', '\t'])('may be parted by %j', async (delimiter) => {
    const found = await csvOf(`id${delimiter}name\r\n1${delimiter}"Lee; Ann, X"\r\n`);
    expect(found).toEqual({
      delimiter,
      rows: [
        { line: 1, cells: ['id', 'name'] },
        { line: 2, cells: ['1', 'Lee; Ann, X'] },
      ],
    });
  });

  it('follow the separator that Excel writes at the top', async () => {
    const { rows } = await csvOf('sep=;\nid;name\n1;Ann\n');
    expect(rows.at(-1)).toEqual({ line: 3, cells: ['1', 'Ann'] });
  });

  it('lose only the one with a stray quote', async () => {
    const { rows } = await csvOf('id,name,city\n1,Ann,Bath\n2,"Bob,Bath\n3,Cy "C,Bath\n4,"Dee",Bath\n');
    expect(rows.filter(({ broken }) => broken === undefined).map(({ cells }) => cells[0])).toEqual([
      'id',
      '1',
      '4',
    ]);
    expect(rows.filter(({ broken }) => broken !== undefined)).toEqual([
      { line: 3, cells: ['2,"Bob,Bath'], broken: rowTexts.quote },
      { line: 4, cells: ['3,Cy "C,Bath'], broken: rowTexts.quote },
    ]);
  });

  it('keep a value of several lines, and count lines as an editor does', async () => {
    const { rows } = await csvOf('id,name,note\n1,Ann,"first\nsecond, third"\n\n2,Bob,x\n');
    expect(rows.slice(1)).toEqual([
      { line: 2, cells: ['1', 'Ann', 'first\nsecond, third'] },
      { line: 5, cells: ['2', 'Bob', 'x'] },
    ]);
  });
});

async function fileOf(
  content: Parameters<typeof bytes>[0],
  format: 'csv' | 'jsonl' | 'xlsx' = 'csv',
  headerLine?: number,
) {
  const kept: unknown[][] = [];
  const read = await readFile(bytes(content, 65_536), { format, headerLine }, async (chunk, rows) => {
    kept[chunk] = [...rows];
  });
  return { ...read, kept: kept.flat() };
}

describe('a file', () => {
  it('has the names of its columns below a title, over two rows, and twice', async () => {
    const text = '客户名单 2026\n姓名,联系方式,,生日,电话\n,电话,邮箱,,\n王芳,138,a@b.example,1990,139\n';
    expect(await fileOf(text)).toMatchObject({
      headerLine: 3,
      columns: ['姓名', '电话', '邮箱', '生日', '电话 (2)'],
      kept: [{ line: 4, cells: ['王芳', '138', 'a@b.example', '1990', '139'] }],
      notes: [
        { en: expect.stringContaining('2 lines above') },
        { 'zh-CN': expect.stringContaining('都叫 电话') },
      ],
    });
  });

  it('has the names of its columns in the line that is told, or in none', async () => {
    const text = '客户,名单\n联系方式,\n谁,哪里\n王芳,上海\n';
    expect(await fileOf(text, 'csv', 3)).toMatchObject({
      ...{ headerLine: 3, columns: ['谁', '哪里'], notes: [] },
      kept: [{ line: 4, cells: ['王芳', '上海'] }],
    });
    expect(await fileOf('张三,138\n李四,139\n', 'csv', 0)).toMatchObject({
      ...{ headerLine: 0, columns: ['#1', '#2'], notes: [] },
      kept: [{ line: 1, cells: ['张三', '138'] }, { line: 2 }],
    });
    await expect(fileOf(text, 'csv', 9)).rejects.toMatchObject({ said: fileTexts.noHeaderLine(9) });
  });

  it('of JSON lines has a column for each name', async () => {
    const lines = '{"name":"Ann","address":{"city":"Bath"},"tags":["a","b"]}\n\n{"name":"Bob","vip":true}\n';
    expect(await fileOf(lines, 'jsonl')).toMatchObject({
      columns: ['name', 'address.city', 'tags', 'vip'],
      kept: [
        { line: 1, cells: ['Ann', 'Bath', 'a;b'] },
        { line: 3, cells: ['Bob', '', '', 'true'] },
      ],
    });
  });

  it('refuses rows whose values a separator has shifted', async () => {
    const { kept } = await fileOf('id,name\n1,Lee, Ann\n2,Bob,,\n,\n');
    expect(kept).toEqual([
      { line: 2, cells: ['1', 'Lee', 'Ann'], broken: rowTexts.columns(3, 2) },
      { line: 3, cells: ['2', 'Bob'] },
    ]);
  });

  it.each([
    ['a line of 50 MB', `name\n${'x'.repeat(50_000_000)}`, 'csv', fileTexts.lineTooLong(2, limits.rowLength)],
    [
      'a million columns in one line',
      Array.from({ length: 1_000_000 }, (_, at) => at % 10).join(','),
      'csv',
      fileTexts.lineTooLong(1, limits.rowLength),
    ],
    [
      'thousands of columns',
      Array.from({ length: 30_000 }, (_, at) => at % 10).join(','),
      'csv',
      fileTexts.tooManyColumns(limits.columns),
    ],
    ['nothing', '', 'csv', fileTexts.empty],
    ['a header alone', 'name,email\n', 'csv', fileTexts.noRows],
    ['a stray quote in its header', 'name,"email\n', 'csv', fileTexts.headerQuote],
    ['lines that are no JSON', 'name,email\n', 'jsonl', fileTexts.notJson(1)],
    ['text where a workbook is said to be', 'name\nAnn\n', 'xlsx', fileTexts.notWorkbook],
  ] as const)('with %s is refused with the reason', async (_, content, format, said) => {
    await expect(fileOf(content, format)).rejects.toMatchObject({ said });
  });

  it.each([
    ['a workbook under another name', [0x50, 0x4b, 0x03, 0x04, 0x14], 'csv', fileTexts.isWorkbook],
    ['a workbook of old', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'xlsx', fileTexts.isOldWorkbook],
    ['a workbook cut short', [0x50, 0x4b, 0x03, 0x04, 0x14], 'xlsx', fileTexts.notWorkbook],
  ] as const)('that is %s is refused with the reason', async (_, content, format, said) => {
    await expect(fileOf(content, format)).rejects.toMatchObject({ said });
  });
});

describe('a mapping', () => {
  it('is suggested by names in Chinese and English, with what is written around them', () => {
    const columns = [
      '客户编号',
      '姓名 *',
      '手机号（必填）',
      '出生日期',
      'First Name',
      'street_number',
      'address_1',
      '邮箱',
    ];
    expect(suggestMapping(columns, {}, { externalSource: 'shop' })).toMatchObject({
      match: 'externalId',
      columns: [
        { field: 'externalId', columns: ['客户编号'] },
        { field: 'name', columns: ['姓名 *'] },
        { field: 'givenName', columns: ['First Name'] },
        { field: 'email', columns: ['邮箱'] },
        { field: 'phone', columns: ['手机号（必填）'] },
        { field: 'birthday', columns: ['出生日期'] },
        { field: 'street', columns: ['street_number', 'address_1'], join: ' ' },
      ],
    });
  });

  it('knows fields that were defined by what they are called before all others', () => {
    const definitions = [
      { name: 'member_no', label: { 'zh-CN': '会员号' } },
      { name: 'hobby', label: { 'zh-CN': '爱好', en: 'Hobby' } },
    ];
    expect(suggestColumns(['姓名', '会员号', '爱好'], [], definitions)).toEqual([
      { field: 'name', columns: ['姓名'] },
      { field: 'custom.member_no', columns: ['会员号'] },
      { field: 'custom.hobby', columns: ['爱好'] },
    ]);
  });
});

describe('a default country', () => {
  const national = ['138 0013 8000', '139 0013 9000', '12', '+44 20 7946 0958'];

  it('is the likeliest by which most numbers can be dialled', () => {
    expect(countryOfNumbers(national, ['GB', 'CN'])).toBe('CN');
    expect(countryOfNumbers([...national, '+86 137 0013 7000'], ['GB'])).toBe('CN');
    expect(countryOfNumbers(national, ['GB', 'AQ'])).toBeUndefined();
    expect(countryOfNumbers(['+44 20 7946 0958'], ['CN'])).toBeUndefined();
  });

  it('is told by the time zone', () => {
    expect(['Asia/Shanghai', 'Europe/London', 'UTC'].map(countryOfZone)).toEqual(['CN', 'GB', undefined]);
  });
});

const columns = ['id', '姓名', '生日', '电话', '备用电话'];
const reader = (told: Partial<Mapping> = {}, named = columns) => {
  const mapping = suggestMapping(named, { defaults: { country: 'CN' }, ...told }, { externalSource: 'shop' });
  return createRowReader(named, mapping, {
    ...{ inChinese: (english) => english, definitions: [] },
    ownerOf: ownerFinder([
      { id: 'wang.fang', name: '王芳', email: 'Wang.Fang@rapport.example' },
      { id: 'li.lei', name: '李雷', email: 'li.lei@rapport.example' },
      { id: 'li.lei.2', name: '李雷', email: 'li.lei.2@rapport.example' },
    ]),
  });
};
const read = (cells: readonly string[], told?: Partial<Mapping>) =>
  reader(told).read({ line: 7, cells: [...cells] });

describe('a row', () => {
  it.each([
    ['1990-01-05', '1990-01-05'],
    ['19900105', '1990-01-05'],
    ['1990/1/5', '1990-01-05'],
    ['1990年1月5日', '1990-01-05'],
    ['30.12.1985', '1985-12-30'],
    ['3.4.1985', '1985-04-03'],
    ['12/30/1985', '1985-12-30'],
    ['30/12/1985', '1985-12-30'],
    ['5-5-1985', '1985-05-05'],
    ['3月5日', '--03-05'],
    ['--02-29', '--02-29'],
    ['31/31/1985', undefined],
    ['1990-02-30', undefined],
    ['12/30.1985', undefined],
  ])('reads the day %s as %s', (text, expected) => {
    expect(readDay(text)).toBe(expected);
  });

  it.each([
    ['农历八月十五', { month: 8, day: 15 }],
    ['正月初一', { month: 1, day: 1 }],
    ['冬月二十', { month: 11, day: 20 }],
    ['腊月廿三', { month: 12, day: 23 }],
    ['十二月三十日', { month: 12, day: 30 }],
    ['七月二十九', { month: 7, day: 29 }],
    ['闰四月初三', { month: 4, day: 3, leapMonth: true }],
    ['8月15日', { month: 8, day: 15 }],
    ['８-１５', { month: 8, day: 15 }],
    ['leap 4-3', { month: 4, day: 3, leapMonth: true }],
    ['八月三十一', undefined],
    ['13-1', undefined],
    ['1990-01-05', undefined],
    ['中秋', undefined],
  ])('reads the day %s of the Chinese calendar as %j', (text, expected) => {
    expect(readLunarDay(text)).toEqual(expected);
  });

  it('counts without a day that can be read either way, unless it was said which', () => {
    const either = ['1', '王芳', '03/04/1985'];
    expect(read(either)).toMatchObject({
      input: { name: '王芳' },
      notes: [{ column: '生日', value: '03/04/1985', reason: rowTexts.ambiguousDay }],
    });
    expect(read(either, { dates: 'dmy' })).toMatchObject({ input: { birthday: '1985-04-03' } });
    expect(read(either, { dates: 'mdy' })).toMatchObject({ input: { birthday: '1985-03-04' } });
  });

  it('has phones with blanks, in full width and with their country, one of them the first', () => {
    expect(read(['1', '王芳', '', '１３８ ００１３ ８０００', '0086-139 0013 9000'])).toMatchObject({
      input: { phone: '+8613800138000', otherPhones: [{ phone: '+8613900139000' }] },
      notes: [],
    });
    expect(read(['1', '王芳', '', '138 0013 8000'], { defaults: {} })).toMatchObject({
      notes: [{ column: '电话', value: '138 0013 8000', reason: rowTexts.noCountry }],
    });
    expect(read(['1', '王芳', '', '12'])).toMatchObject({
      notes: [{ column: '电话', reason: rowTexts.noPhone }],
    });
  });

  it.each([
    [['', '', '1990-01-05'], { field: 'name', column: '姓名', reason: rowTexts.noName }],
    [['1', '王\uFFFD'], { field: 'name', column: '姓名', value: '王\uFFFD', reason: rowTexts.damaged }],
  ])('is refused with its column and value: %j', (cells, reason) => {
    expect(read(cells)).toMatchObject({ line: 7, reasons: [reason] });
  });

  it('without the value by which customers are found is a new customer, and says so', () => {
    expect(read(['', '王芳'])).toMatchObject({
      ...{ key: undefined, input: { name: '王芳' } },
      notes: [{ field: 'externalId', column: 'id', reason: rowTexts.noKey }],
    });
  });

  it.each([
    ['中国', 'CN'],
    ['英国', 'GB'],
    ['China', 'CN'],
    ['cn', 'CN'],
    ['chn', 'CN'],
    ['ＵＫ', 'GB'],
    ['香港', 'HK'],
    ['Hong Kong', 'HK'],
    ['Korea', 'KR'],
    ['U.S.A.', 'US'],
    ['Côte d’Ivoire', 'CI'],
    ['火星', undefined],
    ['XX', undefined],
  ])('reads the country %s as %s', (text, country) => {
    expect(readCountry(text)).toBe(country);
  });

  const cellsOf = (cells: Readonly<Record<string, string>>, told: Partial<Mapping> = {}) =>
    reader({ match: 'none', ...told }, Object.keys(cells)).read({ line: 7, cells: Object.values(cells) });

  it('counts without a country that nobody knows, and reads its numbers as those of its country', () => {
    expect(cellsOf({ 姓名: '甲', 地址: '某路1号', 国家: '火星' })).toMatchObject({
      input: { address: { street: '某路1号' } },
      notes: [{ column: '国家', value: '火星', reason: rowTexts.unknownCountry }],
    });
    expect(cellsOf({ 姓名: '甲', 地址: '1 High Street', 国家: '英国', 电话: '020 7946 0958' })).toMatchObject(
      {
        input: { address: { country: 'GB' }, phone: '+442079460958' },
        notes: [],
      },
    );
    // No numbers can be dialled there.
    expect(cellsOf({ 姓名: '甲', 国家: '南极洲', 电话: '138 0013 8000' }, { defaults: {} })).toMatchObject({
      notes: [{ column: '电话', reason: rowTexts.noCountry }],
    });
  });

  it('keeps each of several numbers and addresses', () => {
    const row = { 姓名: '甲', 电话: '138 0013 8000', '电话 (2)': '139 0013 9000', 手机: '12' };
    expect(
      cellsOf({ ...row, 邮箱: 'a@b.example', 电子邮箱: 'c@d.example', 邮箱地址: 'nobody' }),
    ).toMatchObject({
      input: {
        ...{ phone: '+8613800138000', otherPhones: [{ phone: '+8613900139000' }] },
        ...{ email: 'a@b.example', otherEmails: [{ email: 'c@d.example' }] },
      },
      notes: [
        { column: '邮箱地址', value: 'nobody', reason: rowTexts.noEmail },
        { column: '手机', value: '12', reason: rowTexts.noPhone },
      ],
    });
  });

  it.each([
    ['wang.fang', 'wang.fang'],
    ['王芳', 'wang.fang'],
    ['wang.fang@Rapport.example', 'wang.fang'],
    ['li.lei.2@rapport.example', 'li.lei.2'],
    ['李雷', rowTexts.severalOwners],
    ['韩梅梅', rowTexts.noOwner],
  ])('is looked after by whom it names: %s', (text, owner) => {
    const found = cellsOf({ 姓名: '甲', 负责人: text });
    if (typeof owner === 'string') expect(found).toMatchObject({ input: { owner } });
    else expect(found).toMatchObject({ reasons: [{ column: '负责人', value: text, reason: owner }] });
  });

  it('is refused by what a customer can be, in both languages', () => {
    expect(read(['1', 'x'.repeat(200)])).toMatchObject({
      reasons: [
        {
          field: 'name',
          column: '姓名',
          reason: { en: 'must have at most 120 characters', 'zh-CN': '最多 120 个字符' },
        },
      ],
    });
  });
});

describe('a cell of a file that people open', () => {
  it.each(['=1+1', '+86 138', '-1', '@x', '\t=1', '＝1+1', ' =1'])(
    'is no formula, and comes back as it was: %j',
    (cell) => {
      const [safe = ''] = csvLine([cell]).split('\r\n');
      expect(safe.replace(/^"/, '')).toMatch(/^'/);
      expect(plainCell(`'${cell}`)).toBe(cell);
    },
  );

  it('stays as it is otherwise', () => {
    expect(csvLine(['王芳', 'a,b', '"q"', "'quoted'"])).toBe(`王芳,"a,b","""q""",'quoted'\r\n`);
    expect(plainCell("'quoted'")).toBe("'quoted'");
  });
});

it('speaks as it is told, or as the terminal does', () => {
  expect(spokenLanguage('zh', {})).toBe('zh-CN');
  expect(spokenLanguage('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(spokenLanguage(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN');
  expect(spokenLanguage(undefined, { LANG: 'en_GB.UTF-8', LC_ALL: 'zh_TW' })).toBe('zh-CN');
  expect(spokenLanguage(undefined, { LANG: 'de_DE' })).toBe('en');
});
