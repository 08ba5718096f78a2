/** `npm run load -- people.csv`: loads customers through the public API. Safe to repeat: rows are upserted. */
import { createReadStream, existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { parse } from 'csv-parse';
import { customersContract } from '../../functions/customers/customers/customers.contract.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { type Row, type RowOptions, readRow } from './customer-rows.ts';
import { findToken, isLocal } from './target.ts';

const usage = `Usage: npm run load -- <file.csv> [options]

  --email <template>      e-mail for rows that have none, e.g. '{rec_id}@example.test'
  --source <name>         name of the system the rows come from (default: the file's name)
  --country <code>        country of phone numbers and addresses that name none, e.g. CN
  --language <language>   zh-CN or en, for rows that name none
  --time-zone <zone>      e.g. Australia/Sydney, for rows that name none
  --url <address>         the API (default: http://127.0.0.1:3000)
  --yes                   really load into a deployed stage

A token for a deployed stage is read from the environment variable RAPPORT_TOKEN.`;

/** Requests under way at once. */
const parallel = 8;

interface Fault {
  readonly line: number;
  readonly reason: string;
}

interface Tally {
  created: number;
  known: number;
  readonly faults: Fault[];
  readonly notes: Fault[];
}

type Api = Client<{ customers: typeof customersContract }>;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      email: { type: 'string' },
      source: { type: 'string' },
      country: { type: 'string' },
      language: { type: 'string' },
      'time-zone': { type: 'string' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined) return refuse(usage, values.help ? 0 : 2);
  if (!existsSync(file)) return refuse(`There is no file ${file}.`, 2);
  if (!isLocal(values.url) && !values.yes) {
    return refuse(`${values.url} is not on this machine. Say --yes if these rows really belong there.`, 2);
  }
  const token = await findToken(values.url, 'erp');
  const api = createClient({ customers: customersContract }, { baseUrl: values.url, token: () => token });
  const source = values.source ?? sourceOf(file);
  const rows = await readRows(file);
  const tally = await loadRows(api, rows, source, { ...values, timeZone: values['time-zone'] });
  report(tally, rows.length, values.url);
  return tally.faults.length === 0 ? 0 : 1;
}

function refuse(text: string, code: number): number {
  console.error(text);
  return code;
}

function sourceOf(file: string): string {
  const stem = file.split(/[\\/]/).at(-1)?.split('.')[0] ?? '';
  return stem.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'csv';
}

async function readRows(file: string): Promise<{ line: number; row: Row }[]> {
  const rows: { line: number; row: Row }[] = [];
  const parser = createReadStream(file).pipe(
    parse({
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      trim: true,
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }),
  );
  for await (const { record, info } of parser) rows.push({ line: info.lines, row: record });
  return rows;
}

async function loadRows(
  api: Api,
  rows: readonly { line: number; row: Row }[],
  source: string,
  options: RowOptions,
): Promise<Tally> {
  const tally: Tally = { created: 0, known: 0, faults: [], notes: [] };
  const bar = new SingleBar(
    {
      format: 'Loading {bar} {value}/{total} rows, {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: 5000,
    },
    Presets.shades_classic,
  );
  bar.start(rows.length, 0);
  const waiting = rows.values();
  const work = async () => {
    for (const each of waiting) {
      await loadRow(api, each, source, options, tally);
      bar.increment();
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  bar.stop();
  return tally;
}

async function loadRow(
  api: Api,
  { line, row }: { line: number; row: Row },
  source: string,
  options: RowOptions,
  tally: Tally,
): Promise<void> {
  try {
    const { externalId, input, notes } = readRow(row, options);
    const reply = await api.customers.upsertCustomer({ params: { source, externalId }, body: input });
    if (reply.status === 201) tally.created += 1;
    else tally.known += 1;
    tally.notes.push(...notes.map((reason) => ({ line, reason })));
  } catch (error) {
    tally.faults.push({ line, reason: error instanceof Error ? error.message : String(error) });
  }
}

function report(tally: Tally, total: number, url: string): void {
  console.log(
    `${total} rows: ${tally.created} customers created, ${tally.known} known already, ${tally.faults.length} refused.`,
  );
  show('Loaded without a value', tally.notes);
  show('Refused', tally.faults);
  if (tally.faults.length > 0)
    console.log('Correct these lines and load the file again; nothing is doubled.');
  else console.log(`Next: read them at ${url}/customers, or load the file again; nothing is doubled.`);
}

function show(title: string, faults: readonly Fault[]): void {
  const shown = faults.toSorted((one, other) => one.line - other.line).slice(0, 20);
  for (const { line, reason } of shown) console.log(`  ${title}, line ${line}: ${reason}`);
  if (faults.length > shown.length) console.log(`  … and ${faults.length - shown.length} more`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
