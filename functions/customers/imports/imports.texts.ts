/** What is said of files and their rows, in both languages: who reads it is known only later. */
import type { Said } from '../../../shared/values/said.ts';

const both = (en: string, chinese: string): Said => ({ en, 'zh-CN': chinese });

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;

/** Why a file is not read. */
export const fileTexts = {
  missing: both(
    'No file has arrived. Upload it, then start the import.',
    '文件尚未上传。请先上传，再开始导入。',
  ),
  gone: both('The file is not kept any more. Import it again.', '文件已过期，不再保留。请重新导入。'),
  empty: both('The file is empty.', '文件是空的。'),
  tooLarge: (most: number) =>
    both(
      `The file is larger than ${megabytes(most)}. Divide it into several.`,
      `文件超过 ${megabytes(most)}。请拆分成多个文件。`,
    ),
  isWorkbook: both(
    'This is an Excel workbook, although it is called something else. Give it the format xlsx.',
    '这是 Excel 工作簿，但文件名或格式写成了别的。请将格式指定为 xlsx。',
  ),
  isOldWorkbook: both(
    'This is a workbook of Excel 97 to 2003 (.xls), or one with a password. Save it as .xlsx without a password.',
    '这是 Excel 97–2003 工作簿（.xls），或带有密码。请另存为不带密码的 .xlsx。',
  ),
  notWorkbook: both(
    'This is no Excel workbook (.xlsx), or it is damaged. Open it in a spreadsheet and save it again.',
    '这不是 Excel 工作簿（.xlsx），或文件已损坏。请用电子表格软件打开并重新保存。',
  ),
  noSheet: (sheet: string, sheets: string) =>
    both(`There is no sheet ${sheet}. There are: ${sheets}.`, `没有工作表 ${sheet}。现有：${sheets}。`),
  workbookTooLarge: (most: number) =>
    both(
      `Unpacked, the workbook is larger than ${megabytes(most)}, or has more parts than any real one. Save the sheet as "CSV UTF-8".`,
      `工作簿解压后超过 ${megabytes(most)}，或内部部件过多。请将工作表另存为“CSV UTF-8”。`,
    ),
  bytesNotText: both(
    'The file holds zero bytes: it is no text, or UTF-16 without its mark. Save it as "CSV UTF-8".',
    '文件中有零字节：不是文本，或是没有标记的 UTF-16。请另存为“CSV UTF-8”。',
  ),
  unknownEncoding: (label: string) =>
    both(
      `The encoding ${label} is not known; e.g. utf-8, gb18030, big5, utf-16le.`,
      `不认识编码 ${label}；可用例如 utf-8、gb18030、big5、utf-16le。`,
    ),
  notInEncoding: (label: string) => both(`The file is not written in ${label}.`, `文件不是 ${label} 编码。`),
  noEncoding: both(
    'The file is neither UTF-8 nor Chinese in GB18030. Save it as "CSV UTF-8", or say its encoding, e.g. big5 or windows-1252.',
    '文件既不是 UTF-8，也不是 GB18030 中文。请另存为“CSV UTF-8”，或指明编码，例如 big5、windows-1252。',
  ),
  lineTooLong: (line: number, most: number) =>
    both(
      `Line ${line} is longer than ${most} characters: this is no table.`,
      `第 ${line} 行超过 ${most} 个字符：这不是表格。`,
    ),
  tooManyColumns: (most: number) =>
    both(
      `It has more than ${most} columns: this is no list of customers.`,
      `列数超过 ${most}：这不是客户名单。`,
    ),
  tooManyRows: (most: number) =>
    both(`It has more than ${most} rows. Divide it into several.`, `行数超过 ${most}。请拆分成多个文件。`),
  noHeaderLine: (line: number) =>
    both(`There is no line ${line} that could name the columns.`, `没有可作为列名的第 ${line} 行。`),
  headerQuote: both(
    'The first line, which names the columns, has a stray quote.',
    '第一行（列名）里有多余的引号。',
  ),
  starterLeft: both('Whoever has started this does not work here any more.', '发起此导入的人已不在此工作。'),
  noRows: both('It names columns, and has no row below them.', '只有列名，下面没有任何行。'),
  notJson: (line: number) =>
    both(
      `Line ${line} is no JSON object. Each line of JSON lines is one, e.g. {"name":"王芳"}.`,
      `第 ${line} 行不是 JSON 对象。JSON lines 的每一行应是一个对象，例如 {"name":"王芳"}。`,
    ),
} as const;

/** What may surprise in a file that is read. */
export const noteTexts = {
  renamedColumn: (column: string, name: string) =>
    both(
      `Two columns are called ${column}; the later one is named ${name} here.`,
      `有两列都叫 ${column}；后一列在此称为 ${name}。`,
    ),
  unnamedColumn: (name: string) =>
    both(`A column without a name is called ${name} here.`, `没有列名的一列在此称为 ${name}。`),
  missingColumn: (column: string) =>
    both(`There is no column ${column}, which the mapping names.`, `映射中的列 ${column} 不在文件中。`),
  closedField: (column: string) =>
    both(
      `The column ${column} is left out: the field that the mapping names for it is not one that you may set.`,
      `列 ${column} 不导入：映射为它指定的字段不能由您设置。`,
    ),
  noKnownNames: (line: number) =>
    both(
      `No column is called like a field of customers. Does line ${line} name the columns? Say which line does, or what each column holds.`,
      `没有一列的名称与客户字段相符。第 ${line} 行是列名吗？请指明列名所在的行，或逐列选择含义。`,
    ),
  otherSheets: (sheets: string) =>
    both(`There are other sheets to choose: ${sheets}.`, `还有其他工作表可选：${sheets}。`),
  headerIsData: (line: number) =>
    both(
      `Line ${line} looks like a customer, not like names of columns. Where no line names them, say so (line 0): then it counts as a row.`,
      `第 ${line} 行像是一位客户，而不是列名。若文件没有列名，请指明（第 0 行），该行便作为数据读取。`,
    ),
  suggestedCountry: (country: string) =>
    both(
      `Phone numbers and addresses that name no country are taken to be of ${country}, by the numbers of the file. Change that where it is wrong.`,
      `根据文件中的号码，未注明国家的电话和地址按 ${country} 处理。如不正确请修改。`,
    ),
  linesAbove: (lines: number) =>
    both(`${lines} lines above the names of the columns are left out.`, `列名上方的 ${lines} 行已略去。`),
} as const;

/** Why a row is refused or left out, or a value of it. */
export const rowTexts = {
  quote: both(
    'a quote is not closed, or stands inside a value without quotes around it',
    '引号没有闭合，或出现在没有引号的值中间',
  ),
  columns: (found: number, wanted: number) =>
    both(
      `${found} values for ${wanted} columns: a value holds the separator and needs quotes around it`,
      `${wanted} 列却有 ${found} 个值：值里有分隔符，需要加引号`,
    ),
  damaged: both('a character was lost (�) before the file came here', '文件在导入之前就丢失了字符（�）'),
  noKey: both(
    'is empty, and customers are found by it: this row is a new customer',
    '为空，而已有客户是靠它识别的：此行作为新客户',
  ),
  noName: both('no name', '没有姓名'),
  templateEmpty: (column: string) =>
    both(
      `the template of the e-mail address names the column ${column}, which is empty here`,
      `邮箱模板用到的列 ${column} 在这里为空`,
    ),
  noPhone: both('no such phone number', '没有这样的电话号码'),
  noEmail: both('no e-mail address', '不是电子邮件地址'),
  noCountry: both(
    'the number names no country: fill in “Country of numbers and addresses without one” (`defaults.country`), e.g. CN',
    '号码未注明国家：请填写“未注明国家时的国家”（defaults.country），例如 CN',
  ),
  unknownCountry: both(
    'no country: write its name in Chinese or English, or its code, e.g. CN',
    '没有这样的国家：请写中文或英文名称，或代码，例如 CN',
  ),
  noOwner: both(
    'nobody who works here has this name, e-mail address or staff id',
    '在职员工中没有此姓名、邮箱或员工编号',
  ),
  severalOwners: both(
    'several who work here have this name: write the e-mail address',
    '有多位在职员工同名：请改写邮箱',
  ),
  noDay: both('no such day', '没有这样的日期'),
  ambiguousDay: both(
    'day and month can be read either way; write it as 1985-04-03, or say dmy or mdy as `dates`',
    '日和月的先后无法分辨；请写成 1985-04-03，或在 dates 中说明 dmy（日在前）或 mdy（月在前）',
  ),
  noLunarDay: both(
    'no such day of the Chinese calendar; e.g. 八月十五, 闰四月初三 or 8-15',
    '农历中没有这样的日子；请写成例如 八月十五、闰四月初三 或 8-15',
  ),
  noLanguage: both('customers are written to in zh-CN or en only', '只能用 zh-CN 或 en 给客户写信'),
  noGender: both('is neither female, male nor other', '不是女、男或其他'),
  noStage: both(
    'is no stage: potential, new, active, high-value, at-risk or lost',
    '不是客户阶段：潜在、新、活跃、高价值、流失风险或流失',
  ),
  noKind: both('is neither a person nor a company', '既不是个人，也不是公司'),
  sameKey: (first: number) =>
    both(
      `the same as in line ${first}, which counts; import this row again for what it says beside that`,
      `与第 ${first} 行相同，以该行为准；此行若另有内容，请再导入一次`,
    ),
  otherName: (first: number) =>
    both(
      `the same as in line ${first}, where the name is another one: find out whose it is`,
      `与第 ${first} 行相同，但姓名不同：请核实属于谁`,
    ),
  taken: both('another customer has it already', '已被另一位客户使用'),
  takenInFile: (line: number) => both(`line ${line} has it already`, `第 ${line} 行已使用`),
  freedInFile: (line: number) =>
    both(`becomes free by line ${line}; import this row again`, `由第 ${line} 行让出；请将此行再导入一次`),
  touchedInFile: (line: number) =>
    both(
      `line ${line} is of the same customer; import this row again`,
      `第 ${line} 行是同一位客户；请将此行再导入一次`,
    ),
  known: both('the customer is there already', '客户已存在'),
  leftAlone: (source: string) =>
    both(
      `stays as it is: ${source} may not write over it (GET /customers/source-rules)`,
      `保持原样：来源 ${source} 不可覆盖（见 GET /customers/source-rules）`,
    ),
} as const;

/** Who has a value already. */
export const holderText = (name: string, owner: string) =>
  both(`${name}, looked after by ${owner}`, `${name}，负责人 ${owner}`);

/** What the file of rejected rows calls the columns that it adds. */
export const rejectedHeads = [
  both('line', '行'),
  both('column', '列'),
  both('value', '值'),
  both('reason', '原因'),
] as const;
