/** Sends the rows of a file to the API, several at once. */
import { customersContract } from '../../../functions/customers/customers/customers.contract.ts';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import type { Problem } from '../../../shared/errors/problem.ts';
import type { CsvRow } from './csv-table.ts';
import { type RowReader, RowRefused } from './customer-rows.ts';
import type { Fault, Texts } from './texts.ts';

/** As many as the API takes in one request. */
const batchSize = 100;
/** Requests under way at once. */
const parallel = 2;

export interface Tally {
  created: number;
  known: number;
  readonly refused: (Fault & { readonly row: CsvRow })[];
  /** Values that were left out of rows that are loaded. */
  readonly notes: Fault[];
  /** Rows that another row of the same number replaces. */
  readonly overwritten: Fault[];
}

export const newTally = (): Tally => ({ created: 0, known: 0, refused: [], notes: [], overwritten: [] });

export interface Sending {
  readonly baseUrl: string;
  readonly token: string;
  /** Name of the system that the numbers come from. */
  readonly source: string;
  readonly language: string;
  readonly reader: RowReader;
  readonly texts: Texts;
  /** Told of so many rows that are dealt with, and how many are loaded by now. */
  readonly progress: (rows: number, loaded: number) => void;
}

type Api = Client<{ customers: typeof customersContract }>;

/**
 * Counts in `tally` what becomes of each row. Throws when the API cannot be reached or refuses the caller: no further
 * row would fare better.
 */
export async function sendRows(rows: readonly CsvRow[], sending: Sending, tally: Tally): Promise<void> {
  const { baseUrl, token, language, reader, texts, progress } = sending;
  const api = createClient({ customers: customersContract }, { baseUrl, token: () => token, language });
  const last = new Map<string, CsvRow>();
  const read: Readable[] = [];
  for (const row of rows) {
    try {
      read.push({ ...reader.read(row), row });
      last.set(read.at(-1)?.externalId ?? '', row);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      tally.refused.push({ ...error.fault, row });
    }
  }
  const replaced = new Map<CsvRow, CsvRow>();
  const waiting = read.filter(({ row, externalId }) => {
    const latest = last.get(externalId);
    if (latest === undefined || latest === row) return true;
    replaced.set(row, latest);
    return false;
  });
  progress(rows.length - waiting.length, 0);
  const batches = Array.from({ length: Math.ceil(waiting.length / batchSize) }, (_, at) =>
    waiting.slice(at * batchSize, (at + 1) * batchSize),
  ).values();
  const work = async () => {
    for (const batch of batches) {
      await sendUntilAnswered(api, sending, batch, tally);
      progress(batch.length, tally.created + tally.known);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  const refused = new Set(tally.refused.map(({ row }) => row));
  for (const [row, latest] of replaced) {
    const fault = { line: row.line, ...reader.origin(row, 'externalId') };
    // A row that gave way to one that was refused is to be found beside that one.
    if (refused.has(latest)) tally.refused.push({ ...fault, row, reason: texts.replacedInVain(latest.line) });
    else tally.overwritten.push({ ...fault, reason: texts.overwritten(latest.line) });
  }
}

type Readable = ReturnType<RowReader['read']> & { readonly row: CsvRow };

/** A busy API begins only some of the rows and says so of the others. */
const unavailable = 503;
/** So many times in a row none of them may be begun. */
const patience = 3;

/** Sends a batch, and again what the API had no time for. */
async function sendUntilAnswered(
  api: Api,
  sending: Sending,
  batch: readonly Readable[],
  tally: Tally,
): Promise<void> {
  let waiting = batch;
  for (let inVain = 0; waiting.length > 0; ) {
    const left = await sendBatch(api, sending, waiting, tally, inVain === patience);
    inVain = left.length === waiting.length ? inVain + 1 : 0;
    waiting = left;
  }
}

/** Answers the rows that are to be sent again; none when this is the last try. */
async function sendBatch(
  api: Api,
  { source, reader, texts }: Sending,
  batch: readonly Readable[],
  tally: Tally,
  isLast: boolean,
): Promise<readonly Readable[]> {
  const { body } = await api.customers.batchCustomers({
    body: {
      rows: batch.map(({ row, externalId, input }) => ({
        ...input,
        ...{ key: String(row.line), externalId: { source, id: externalId } },
      })),
    },
  });
  const left: Readable[] = [];
  for (const { row: at, status, problem } of body.rows) {
    const sent = batch[at];
    if (sent === undefined) continue;
    if (status === unavailable && !isLast) left.push(sent);
    else if (problem !== undefined)
      tally.refused.push({ row: sent.row, ...faultFrom(problem, sent.row, reader, texts) });
    else {
      if (status === 201) tally.created += 1;
      else tally.known += 1;
      tally.notes.push(...sent.notes);
    }
  }
  return left;
}

/** The fault names the column of the first error; each further one stands in the reason, with its own column. */
function faultFrom({ detail, errors = [] }: Problem, row: CsvRow, reader: RowReader, texts: Texts): Fault {
  const found = errors.map(({ pointer, reason }) => ({ ...reader.origin(row, fieldAt(pointer)), reason }));
  const [first = { reason: detail }, ...others] = found;
  const reasons = others.map(({ column, reason }) =>
    column === undefined || column === found[0]?.column ? reason : texts.another(column, reason),
  );
  return { line: row.line, ...first, reason: [first.reason, ...reasons].join('; ') };
}

/** `/body/rows/7/email` and `/body/rows/7/address/city` name fields of the row. */
function fieldAt(pointer: string): string {
  const [, , , , outer = '', inner = ''] = pointer.split('/');
  return outer === 'address' ? inner : outer;
}
