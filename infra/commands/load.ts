/** `npm run load -- people.csv`: imports customers by the public API. Safe to repeat: rows find who is there already. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { fieldNames, type Import, type Mapping } from '../../functions/customers/imports/imports.schema.ts';
import {
  beginImport,
  firstRows,
  type ImportsApi,
  openApi,
  type Row,
  rejectedFileOf,
  whenDone,
  writeRejected,
} from './load/import-file.ts';
import { withTold } from './load/mapping.ts';
import { type Fault, type Texts, textsIn } from './load/texts.ts';
import { runCommand } from './run-command.ts';
import { spokenLanguage } from './spoken-language.ts';
import { findToken, isLocal } from './target.ts';

const usage = `Usage: npm run load -- <file> [options]

The file is CSV (UTF-8, UTF-16 with its mark, or GB18030; columns parted by commas, semicolons or tabs), an Excel workbook
(.xlsx) or JSON lines (.jsonl). Its columns are named in English or Chinese. Rows that are refused are written to
<file>.rejected.csv.

Fields: ${fieldNames
  .join(', ')
  .replace(/(.{1,100})(?: |$)/g, '$1\n        ')
  .trimEnd()}

  --map <column>=<field>  where a column has another name, e.g. --map Kundennr=externalId; as often as needed
  --check                 say what would become of each row, and load nothing
  --email <template>      e-mail for rows that have none, e.g. '{rec_id}@example.test'
  --source <name>         name of the system the rows come from; with their numbers it tells who is known already
                          (default: the file's name up to its first dot, so a file under another name makes new
                          customers: say --source where the name changes, e.g. with the date)
  --country <code>        country of phone numbers and addresses that name none, e.g. CN
  --language <language>   zh-CN or en, for rows that name none
  --time-zone <zone>      e.g. Australia/Sydney, for rows that name none
  --dates <dmy|mdy>       how to read 03/04/1985, which else is left out
  --encoding <name>       where it is none of the above, e.g. big5 or windows-1252
  --sheet <name>          of a workbook (default: its first)
  --say <language>        in which reasons are given, zh-CN or en (default: that of the terminal)
  --url <address>         the API (default: http://127.0.0.1:3000)
  --yes                   really load into a deployed stage

A token for a deployed stage is read from the environment variable RAPPORT_TOKEN.
Ends with 0 when every row is loaded, 1 when rows were refused, 2 when the file or the API could not be used.`;

const options = {
  map: { type: 'string', multiple: true, default: [] as string[] },
  check: { type: 'boolean', default: false },
  email: { type: 'string' },
  source: { type: 'string' },
  country: { type: 'string' },
  language: { type: 'string' },
  'time-zone': { type: 'string' },
  dates: { type: 'string' },
  encoding: { type: 'string' },
  sheet: { type: 'string' },
  say: { type: 'string' },
  url: { type: 'string', default: 'http://127.0.0.1:3000' },
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const language = spokenLanguage(values.say);
  const texts = textsIn(language);
  const [file] = positionals;
  if (values.help || file === undefined) return say(usage, values.help ? 0 : 2);
  if (!existsSync(file)) return say(texts.noFile(file), 2);
  if (!isLocal(values.url) && !values.yes) {
    return say(`${values.url} is not on this machine. Say --yes if these rows really belong there.`, 2);
  }
  if (values.dates !== undefined && !['dmy', 'mdy'].includes(values.dates))
    return say(texts.dateOrder(values.dates), 2);
  let done: Import | undefined;
  try {
    const token = await findToken(values.url, 'erp');
    const api = openApi({ baseUrl: values.url, token, language });
    const ready = await readFile(api, file, values, texts);
    done = await work(api, ready, values.check, texts);
    return await report(api, { file, done, values, texts });
  } catch (error) {
    const { created = 0, updated = 0, unchanged = 0 } = done?.run?.counts ?? {};
    const loaded = created + updated + unchanged;
    const outcome = loaded === 0 ? texts.nothing : `${texts.stopped(loaded)} ${texts.repeat}`;
    return say(`${error instanceof Error ? error.message : String(error)}\n${outcome}`, 2);
  }
}

function say(text: string, code: number): number {
  (code === 0 ? console.log : console.error)(text);
  return code;
}

/** Has the file read, and its columns mapped as the options say. */
async function readFile(api: ImportsApi, file: string, values: Values, texts: Texts): Promise<Import> {
  const { encoding, sheet, country, email, language, 'time-zone': timeZone, source, dates } = values;
  const defaults = { country, email, language, timeZone } as Mapping['defaults'];
  const name = path.basename(file);
  const isNamed = /\.(csv|tsv|txt|xlsx|xlsm|jsonl|ndjson)$/i.test(name);
  const content = readFileSync(file);
  if (content.length === 0) throw new Error(texts.empty);
  const read = await beginImport(api, content, {
    ...{ name, encoding, sheet, ...(isNamed ? {} : { format: 'csv' as const }) },
    mapping: { defaults, externalSource: source, dates: dates as Mapping['dates'] },
  });
  const { found, mapping } = read;
  if (found === undefined || mapping === undefined) throw new Error(texts.nothing);
  const delimiter = found.delimiter === '\t' ? texts.tab : found.delimiter;
  const parted = delimiter === undefined ? '' : texts.partedBy(delimiter);
  console.log(texts.read(`${found.encoding ?? found.sheet ?? ''}${parted}`, found.rows));
  for (const note of found.notes) console.log(`  ${note}`);
  const told = withTold(mapping, values.map, found.columns, texts);
  if (told.match === 'none') throw new Error(texts.noKey(found.columns.join(', ')));
  const used = new Set(told.columns.flatMap(({ columns }) => columns));
  const unused = found.columns.filter((column) => !used.has(column));
  if (unused.length > 0) console.log(texts.unused(unused.join(', ')));
  const params = { importId: read.id };
  await api.patchImport({ params, body: { mapping: told } }, { ifMatch: read.version });
  return whenDone(api, read.id);
}

/** Checks or runs an import and shows how far it is. */
async function work(api: ImportsApi, ready: Import, isCheck: boolean, texts: Texts): Promise<Import> {
  const params = { importId: ready.id };
  const bar = new SingleBar(
    { format: texts.bar, noTTYOutput: true, notTTYSchedule: 5000 },
    Presets.shades_classic,
  );
  await (isCheck ? api.checkImport({ params }) : api.runImport({ params }));
  bar.start(ready.found?.rows ?? 0, 0, { loaded: 0 });
  try {
    const done = await whenDone(api, ready.id, (importing) => {
      const { rows = 0, counts } = importing[isCheck ? 'check' : 'run'] ?? {};
      bar.update(rows, {
        loaded: counts === undefined ? 0 : counts.created + counts.updated + counts.unchanged,
      });
    });
    if (done.failed !== undefined) throw new Error(done.failed);
    return done;
  } finally {
    bar.stop();
  }
}

interface Reporting {
  readonly file: string;
  readonly done: Import;
  readonly values: Values;
  readonly texts: Texts;
}

async function report(api: ImportsApi, { file, done, values, texts }: Reporting): Promise<number> {
  const of = values.check ? 'check' : 'run';
  const { rows = 0, counts } = done[of] ?? {};
  const { created = 0, updated = 0, unchanged = 0, skipped = 0, refused = 0 } = counts ?? {};
  const known = updated + unchanged;
  if (values.check) console.log(texts.checked);
  else if (created + known === 0) console.log(texts.nothing);
  console.log(texts.summary({ rows, created, known, replaced: skipped, refused }));
  const first = (outcome: 'created' | 'skipped' | 'refused', wanted: (row: Row) => boolean) =>
    firstRows(api, done.id, { of, outcome, wanted }, mostShown);
  const noted = await first('created', ({ notes }) => notes.length > 0);
  show(
    texts,
    texts.withoutValue,
    noted.flatMap(({ line, notes }) => notes.map((note) => ({ line, ...note }))),
  );
  if (skipped > 0)
    show(
      texts,
      texts.overwrites,
      (await first('skipped', () => true)).map((row) => faultOf(row, texts)),
      skipped,
    );
  if (refused > 0) {
    show(
      texts,
      texts.refused,
      (await first('refused', () => true)).map((row) => faultOf(row, texts)),
      refused,
    );
    const rejected = rejectedFileOf(file);
    await writeRejected(api, done.id, of, rejected);
    console.log(texts.rejected(rejected));
  }
  if (!values.check && created + known > 0) console.log(`${texts.next(values.url, done.id)} ${texts.repeat}`);
  return refused > 0 || created + known === 0 ? 1 : 0;
}

/** The column of the first reason; each further one stands in the text, with its own column. */
function faultOf({ line, reasons }: Row, texts: Texts): Fault {
  const [first, ...others] = reasons;
  const told = others.map(({ column, reason }) =>
    column === undefined || column === first?.column ? reason : texts.another(column, reason),
  );
  return { line, ...first, reason: [first?.reason ?? '', ...told].join('; ') };
}

const mostShown = 20;

function show(texts: Texts, title: string, faults: readonly Fault[], all = faults.length): void {
  const shown = faults.slice(0, mostShown);
  for (const fault of shown) console.log(`  ${title}, ${texts.fault(fault)}`);
  if (all > shown.length) console.log(`  ${texts.more(all - shown.length)}`);
}

await runCommand(usage, main);
