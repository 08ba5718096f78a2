/** What the loader says, in both languages. */
import type { SpokenLanguage } from '../spoken-language.ts';

/** Something that is said of a row. */
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
  read: (format: string, rows: number) => `Read ${rows} rows (${format}).`,
  partedBy: (delimiter: string) => `, columns parted by ${delimiter}`,
  tab: 'tabs',
  unused: (columns: string) => `Not loaded: ${columns}. Say --map <column>=<field> to load one of them.`,
  noSuchField: (field: string, fields: string) => `There is no field ${field}. There are: ${fields}.`,
  noSuchColumn: (column: string, columns: string) => `There is no column ${column}. There are: ${columns}.`,
  mapForm: (given: string) => `--map takes <column>=<field>, not ${given}.`,
  noKey: (columns: string) =>
    `No column holds the customer's number, e-mail address or phone, by which a row is known again. There are: ${columns}. Say --map <column>=externalId.`,
  dateOrder: (given: string) => `--dates takes dmy or mdy, not ${given}.`,
  nothing: 'Nothing was loaded.',
  checked: 'Nothing was loaded: this was a check.',
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
  repeat: 'Loading a file again doubles nobody who has what customers are found by.',
  next: (url: string, id: string) =>
    `Next: read them at ${url}/customers, or take all back with POST ${url}/imports/${id}/revert.`,
};

export type Texts = typeof english;

const chinese: Texts = {
  bar: '导入中 {bar} {value}/{total} 行，已导入 {loaded} 行，剩余 {eta_formatted}',
  noFile: (file) => `文件不存在：${file}。`,
  empty: '文件是空的。',
  read: (format, rows) => `读到 ${rows} 行（${format}）。`,
  partedBy: (delimiter) => `，以${delimiter}分列`,
  tab: '制表符',
  unused: (columns) => `未导入的列：${columns}。要导入其中一列，请写 --map <列名>=<字段>。`,
  noSuchField: (field, fields) => `没有字段 ${field}。可用字段：${fields}。`,
  noSuchColumn: (column, columns) => `没有列 ${column}。文件中的列：${columns}。`,
  mapForm: (given) => `--map 的写法是 <列名>=<字段>，而不是 ${given}。`,
  noKey: (columns) =>
    `没有一列是客户编号、邮箱或电话，无法识别已有客户。文件中的列：${columns}。请写 --map <列名>=externalId。`,
  dateOrder: (given) => `--dates 只能是 dmy 或 mdy，而不是 ${given}。`,
  nothing: '什么都没有导入。',
  checked: '什么都没有导入：这只是检查。',
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
  repeat: '重复导入时，凡有识别值的客户不会重复。',
  next: (url, id) => `接下来：在 ${url}/customers 查看，或用 POST ${url}/imports/${id}/revert 全部撤销。`,
};

export const textsIn = (language: SpokenLanguage): Texts => (language === 'zh-CN' ? chinese : english);
