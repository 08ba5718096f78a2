/** Sends the rows of a file to the API, several at once. */
import { customersContract } from '../../../functions/customers/customers/customers.contract.ts';
import { ApiError, type Client, createClient } from '../../../shared/contract/client.ts';
import type { CsvRow } from './csv-table.ts';
import { type RowReader, RowRefused } from './customer-rows.ts';
import type { Fault, Texts } from './texts.ts';

/** Requests under way at once. */
const parallel = 8;

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
  /** Told after each row. */
  readonly progress: (loaded: number) => void;
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
  const waiting: (ReturnType<RowReader['read']> & { row: CsvRow })[] = [];
  for (const row of rows) {
    try {
      const read = reader.read(row);
      waiting.push({ ...read, row });
      last.set(read.externalId, row);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      tally.refused.push({ ...error.fault, row });
      progress(0);
    }
  }
  const queue = waiting.values();
  const work = async () => {
    for (const { row, externalId, input, notes } of queue) {
      const latest = last.get(externalId);
      if (latest !== undefined && latest !== row) {
        // Two at once would end in either: the later row of the file is to hold.
        const reason = texts.overwritten(latest.line);
        tally.overwritten.push({ line: row.line, ...reader.origin(row, 'externalId'), reason });
      } else if (await upsert(api, sending, { row, externalId, input }, tally)) tally.notes.push(...notes);
      progress(tally.created + tally.known);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

interface Upsert extends Pick<ReturnType<RowReader['read']>, 'externalId' | 'input'> {
  readonly row: CsvRow;
}

/** Answers whether the row is loaded. */
async function upsert(
  api: Api,
  { source, reader }: Sending,
  { row, externalId, input }: Upsert,
  tally: Tally,
): Promise<boolean> {
  try {
    const reply = await api.customers.upsertCustomer({ params: { source, externalId }, body: input });
    if (reply.status === 201) tally.created += 1;
    else tally.known += 1;
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || !isAboutTheRow(error.status)) throw error;
    tally.refused.push({ row, ...faultFrom(error, row, reader) });
    return false;
  }
}

const isAboutTheRow = (status: number) => [400, 404, 409, 422].includes(status);

/** `/body/email` and `/params/externalId` name fields of the row. */
function faultFrom({ problem }: ApiError, row: CsvRow, reader: RowReader): Fault {
  const [first] = problem.errors ?? [];
  const [, , outer = '', inner] = (first?.pointer ?? '').split('/');
  const reasons = problem.errors?.map(({ reason }) => reason) ?? [problem.detail];
  return { line: row.line, ...reader.origin(row, inner ?? outer), reason: reasons.join('; ') };
}
