/** What the loader says, in both languages. */
import type { SpokenLanguage } from '../spoken-language.ts';

export interface Fault {
  readonly line: number;
  /** The column as the file calls it; none when the whole row is meant. */
  readonly column?: string | undefined;
  readonly value?: string | undefined;
  readonly reason: string;
}

interface Counts {
  readonly rows: number;
  readonly created: number;
  readonly known: number;
  /** Rows that gave way to a later one with the same number. */
  readonly replaced: number;
  readonly refused: number;
}

const english = {
  bar: 'Loading {bar} {value}/{total} rows, {loaded} loaded, {eta_formatted} left',
  noFile: (file: string) => `There is no file ${file}.`,
  empty: 'The file is empty.',
  workbook: 'This is an Excel workbook. Save it as "CSV UTF-8" and load that file.',
  binary: 'The file holds zero bytes: it is no text, or UTF-16 without its mark. Save it as "CSV UTF-8".',
  unknownEncoding: (label: string) =>
    `--encoding ${label} is not known; e.g. utf-8, gb18030, big5, utf-16le.`,
  notInEncoding: (label: string) => `The file is not written in ${label}.`,
  noEncoding:
    'The file is neither UTF-8 nor Chinese in GB18030. Save it as "CSV UTF-8", or say --encoding, e.g. big5 or windows-1252.',
  headerQuote: 'The first line, which names the columns, has a stray quote.',
  read: (encoding: string, delimiter: string, rows: number) =>
    `Read ${rows} rows (${encoding}, columns parted by ${delimiter}).`,
  tab: 'tabs',
  unused: (columns: string) => `Not loaded: ${columns}. Say --map <column>=<field> to load one of them.`,
  noSuchField: (field: string, fields: string) => `There is no field ${field}. There are: ${fields}.`,
  noSuchColumn: (column: string, columns: string) => `There is no column ${column}. There are: ${columns}.`,
  mapForm: (given: string) => `--map takes <column>=<field>, not ${given}.`,
  missing: { externalId: "the customer's number", name: "the customer's name" },
  noColumn: (what: string, field: string, columns: string) =>
    `No column holds ${what}. There are: ${columns}. Say --map <column>=${field}.`,
  quote: 'a quote is not closed, or stands inside a value without quotes around it',
  columns: (found: number, wanted: number) =>
    `${found} values for ${wanted} columns: a value holds the separator and needs quotes around it`,
  damaged: 'a character was lost (�) before the file came here',
  noNumber: "the customer's number is empty",
  noName: 'no name',
  templateEmpty: (column: string) => `--email names the column ${column}, which is empty here`,
  noPhone: 'no such phone number',
  noCountry: 'the number names no country: say --country, e.g. --country CN',
  noDay: 'no such day',
  ambiguousDay:
    'day and month can be read either way; write it as 1985-04-03, or say --dates dmy or --dates mdy',
  noLanguage: 'customers are written to in zh-CN or en only',
  dateOrder: (given: string) => `--dates takes dmy or mdy, not ${given}.`,
  overwritten: (later: number) => `the same number as in line ${later}, which holds`,
  replacedInVain: (later: number) =>
    `the same number as in line ${later}, which was refused: keep one of them`,
  nothing: 'Nothing was loaded.',
  stopped: (loaded: number) => `Stopped after ${loaded} rows had been loaded.`,
  summary: ({ rows, created, known, replaced, refused }: Counts) =>
    `${rows} rows: ${created} customers created, ${known} known already, ${replaced === 0 ? '' : `${replaced} left out for a later row, `}${refused} refused.`,
  fault: ({ line, column, value, reason }: Fault) =>
    `line ${line}${column === undefined ? '' : `, ${column} ${JSON.stringify(value ?? '')}`}: ${reason}`,
  another: (column: string, reason: string) => `${column}: ${reason}`,
  withoutValue: 'Loaded without a value',
  refused: 'Refused',
  overwrites: 'Left out',
  more: (count: number) => `… and ${count} more`,
  rejected: (file: string) =>
    `The refused rows are in ${file}, each with its reason: correct them there and load that file.`,
  repeat: 'Loading a file again doubles nothing.',
  next: (url: string) => `Next: read them at ${url}/customers.`,
  heads: { line: 'line', column: 'column', value: 'value', reason: 'reason' },
};

export type Texts = typeof english;

const chinese: Texts = {
  bar: '导入中 {bar} {value}/{total} 行，已导入 {loaded} 行，剩余 {eta_formatted}',
  noFile: (file) => `文件不存在：${file}。`,
  empty: '文件是空的。',
  workbook: '这是 Excel 工作簿。请另存为“CSV UTF-8”后再导入。',
  binary: '文件中有零字节：不是文本，或是没有标记的 UTF-16。请另存为“CSV UTF-8”。',
  unknownEncoding: (label) => `不认识 --encoding ${label}；可用例如 utf-8、gb18030、big5、utf-16le。`,
  notInEncoding: (label) => `文件不是 ${label} 编码。`,
  noEncoding:
    '文件既不是 UTF-8，也不是 GB18030 中文。请另存为“CSV UTF-8”，或用 --encoding 指明编码，例如 big5、windows-1252。',
  headerQuote: '第一行（列名）里有多余的引号。',
  read: (encoding, delimiter, rows) => `读到 ${rows} 行（${encoding}，以${delimiter}分列）。`,
  tab: '制表符',
  unused: (columns) => `未导入的列：${columns}。要导入其中一列，请写 --map <列名>=<字段>。`,
  noSuchField: (field, fields) => `没有字段 ${field}。可用字段：${fields}。`,
  noSuchColumn: (column, columns) => `没有列 ${column}。文件中的列：${columns}。`,
  mapForm: (given) => `--map 的写法是 <列名>=<字段>，而不是 ${given}。`,
  missing: { externalId: '客户编号', name: '客户姓名' },
  noColumn: (what, field, columns) =>
    `没有一列是${what}。文件中的列：${columns}。请写 --map <列名>=${field}。`,
  quote: '引号没有闭合，或出现在没有引号的值中间',
  columns: (found, wanted) => `${wanted} 列却有 ${found} 个值：值里有分隔符，需要加引号`,
  damaged: '文件在导入之前就丢失了字符（�）',
  noNumber: '客户编号为空',
  noName: '没有姓名',
  templateEmpty: (column) => `--email 用到的列 ${column} 在这里为空`,
  noPhone: '没有这样的电话号码',
  noCountry: '号码未注明国家：请加上 --country，例如 --country CN',
  noDay: '没有这样的日期',
  ambiguousDay:
    '日和月的先后无法分辨；请写成 1985-04-03，或加上 --dates dmy（日在前）或 --dates mdy（月在前）',
  noLanguage: '只能用 zh-CN 或 en 给客户写信',
  dateOrder: (given) => `--dates 只能是 dmy 或 mdy，而不是 ${given}。`,
  overwritten: (later) => `与第 ${later} 行编号相同，以后者为准`,
  replacedInVain: (later) => `与第 ${later} 行编号相同，而该行被拒绝：请只保留其中一行`,
  nothing: '什么都没有导入。',
  stopped: (loaded) => `已导入 ${loaded} 行后中断。`,
  summary: ({ rows, created, known, replaced, refused }) =>
    `共 ${rows} 行：新建客户 ${created} 个，已有客户 ${known} 个，${replaced === 0 ? '' : `因后面的行而略过 ${replaced} 行，`}拒绝 ${refused} 行。`,
  fault: ({ line, column, value, reason }) =>
    `第 ${line} 行${column === undefined ? '' : `，${column} ${JSON.stringify(value ?? '')}`}：${reason}`,
  another: (column, reason) => `${column}：${reason}`,
  withoutValue: '导入时略去了值',
  refused: '拒绝',
  overwrites: '略过',
  more: (count) => `…… 还有 ${count} 行`,
  rejected: (file) => `被拒绝的行及原因在 ${file}：在那里改正后导入该文件即可。`,
  repeat: '重复导入不会产生重复数据。',
  next: (url) => `接下来：在 ${url}/customers 查看。`,
  heads: { line: '行', column: '列', value: '值', reason: '原因' },
};

export const textsIn = (language: SpokenLanguage): Texts => (language === 'zh-CN' ? chinese : english);
