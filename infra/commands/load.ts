/** `npm run load -- people.csv`: loads customers through the public API. Safe to repeat: rows are upserted. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { fields, findColumns } from './load/columns.ts';
import { type CsvTable, readTable } from './load/csv-table.ts';
import { createRowReader, type RowReader } from './load/customer-rows.ts';
import { decode } from './load/decode.ts';
import { type RejectedRow, rejectedFileOf, writeRejected } from './load/rejected-file.ts';
import { newTally, sendRows, type Tally } from './load/send-rows.ts';
import { type Fault, type Texts, textsIn } from './load/texts.ts';
import { dateOrders } from './load/values.ts';
import { runCommand } from './run-command.ts';
import { type SpokenLanguage, spokenLanguage } from './spoken-language.ts';
import { findToken, isLocal } from './target.ts';

const usage = `Usage: npm run load -- <file.csv> [options]

The file is UTF-8, UTF-16 with its mark, or GB18030; its columns are parted by commas, semicolons or tabs, and its
first line names them, in English or Chinese. Rows that are refused are written to <file>.rejected.csv.

Fields: ${fields
  .join(', ')
  .replace(/(.{1,100})(?: |$)/g, '$1\n        ')
  .trimEnd()}

  --map <column>=<field>  where a column has another name, e.g. --map Kundennr=externalId; as often as needed
  --email <template>      e-mail for rows that have none, e.g. '{rec_id}@example.test'
  --source <name>         name of the system the rows come from; with their numbers it tells who is known already
                          (default: the file's name up to its first dot, so a file under another name makes new
                          customers: say --source where the name changes, e.g. with the date)
  --country <code>        country of phone numbers and addresses that name none, e.g. CN
  --language <language>   zh-CN or en, for rows that name none
  --time-zone <zone>      e.g. Australia/Sydney, for rows that name none
  --dates <dmy|mdy>       how to read 03/04/1985, which else is left out
  --encoding <name>       where it is none of the above, e.g. big5 or windows-1252
  --say <language>        in which reasons are given, zh-CN or en (default: that of the terminal)
  --url <address>         the API (default: http://127.0.0.1:3000)
  --yes                   really load into a deployed stage

A token for a deployed stage is read from the environment variable RAPPORT_TOKEN.
Ends with 0 when every row is loaded, 1 when rows were refused, 2 when the file or the API could not be used.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      map: { type: 'string', multiple: true, default: [] },
      email: { type: 'string' },
      source: { type: 'string' },
      country: { type: 'string' },
      language: { type: 'string' },
      'time-zone': { type: 'string' },
      dates: { type: 'string' },
      encoding: { type: 'string' },
      say: { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const language = spokenLanguage(values.say);
  const texts = textsIn(language);
  const [file] = positionals;
  if (values.help || file === undefined) return refuse(usage, values.help ? 0 : 2);
  if (!existsSync(file)) return refuse(texts.noFile(file), 2);
  if (!isLocal(values.url) && !values.yes) {
    return refuse(`${values.url} is not on this machine. Say --yes if these rows really belong there.`, 2);
  }
  const dates = dateOrders.find((order) => order === values.dates);
  if (values.dates !== dates) return refuse(texts.dateOrder(values.dates ?? ''), 2);
  const tally = newTally();
  try {
    const table = readFile(file, values.encoding, texts);
    const columns = findColumns(table.header, values.map, texts);
    if (columns.unused.length > 0) console.log(texts.unused(columns.unused.join(', ')));
    const options = { ...values, dates, timeZone: values['time-zone'] };
    const reader = createRowReader(table.header, columns, options, texts);
    const token = await findToken(values.url, 'erp');
    const source = values.source ?? sourceOf(file);
    await send(table, { reader, texts, language, source, token, baseUrl: values.url }, tally);
    return report(file, table, tally, texts, values.url);
  } catch (error) {
    const loaded = tally.created + tally.known;
    const outcome = loaded === 0 ? texts.nothing : `${texts.stopped(loaded)} ${texts.repeat}`;
    return refuse(`${error instanceof Error ? error.message : String(error)}\n${outcome}`, 2);
  }
}

function refuse(text: string, code: number): number {
  (code === 0 ? console.log : console.error)(text);
  return code;
}

/** `people.csv` and `people.rejected.csv` are of one source. */
function sourceOf(file: string): string {
  const stem = file.split(/[\\/]/).at(-1)?.split('.')[0] ?? '';
  return stem.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'csv';
}

function readFile(file: string, asked: string | undefined, texts: Texts): CsvTable {
  const { text, encoding } = decode(readFileSync(file), asked, texts);
  const table = readTable(text, texts);
  const delimiter = table.delimiter === '\t' ? texts.tab : table.delimiter;
  console.log(texts.read(encoding, delimiter, table.rows.length + table.broken.length));
  return table;
}

interface Course {
  readonly reader: RowReader;
  readonly texts: Texts;
  readonly language: SpokenLanguage;
  readonly source: string;
  readonly token: string;
  readonly baseUrl: string;
}

async function send({ rows }: CsvTable, course: Course, tally: Tally): Promise<void> {
  const bar = new SingleBar(
    { format: course.texts.bar, noTTYOutput: true, notTTYSchedule: 5000 },
    Presets.shades_classic,
  );
  bar.start(rows.length, 0, { loaded: 0 });
  try {
    await sendRows(rows, { ...course, progress: (count, loaded) => bar.increment(count, { loaded }) }, tally);
  } finally {
    bar.stop();
  }
}

function report(file: string, table: CsvTable, tally: Tally, texts: Texts, url: string): number {
  const refused: RejectedRow[] = [
    ...table.broken.map(({ line, text, reason }) => ({ fault: { line, value: text, reason }, cells: [] })),
    ...tally.refused.map(({ row, ...fault }) => ({ fault, cells: row.cells })),
  ];
  const { created, known, overwritten } = tally;
  const rows = table.rows.length + table.broken.length;
  if (created + known === 0) console.log(texts.nothing);
  console.log(texts.summary({ rows, created, known, replaced: overwritten.length, refused: refused.length }));
  show(texts, texts.withoutValue, tally.notes);
  show(texts, texts.overwrites, overwritten);
  show(
    texts,
    texts.refused,
    refused.map(({ fault }) => fault),
  );
  if (refused.length > 0) {
    const rejected = rejectedFileOf(file);
    writeRejected(rejected, table.header, refused, texts);
    console.log(texts.rejected(rejected));
  }
  if (created + known > 0) console.log(`${texts.next(url)} ${texts.repeat}`);
  return refused.length > 0 || created + known === 0 ? 1 : 0;
}

const mostShown = 20;

function show(texts: Texts, title: string, faults: readonly Fault[]): void {
  const shown = faults.toSorted((one, other) => one.line - other.line).slice(0, mostShown);
  for (const fault of shown) console.log(`  ${title}, ${texts.fault(fault)}`);
  if (faults.length > shown.length) console.log(`  ${texts.more(faults.length - shown.length)}`);
}

await runCommand(usage, main);
