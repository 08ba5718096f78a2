/** The command behind `npm run demo -- cdnow`: takes the orders of a real shop in, through the routes that any shop uses. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import type { Analysis } from '../../functions/commerce/analyses/analyses.schema.ts';
import type { Forecast } from '../../functions/commerce/forecasts/forecasts.schema.ts';
import * as contracts from '../../functions/contracts.ts';
import type { BatchReply } from '../../shared/contract/batch.ts';
import { createClient } from '../../shared/contract/client.ts';
import { Misuse, runCommand } from '../commands/run-command.ts';
import { isLocal } from '../commands/target.ts';
import { orderToTell, readCdnow, type Sums, sumsOf } from './cdnow/cdnow.ts';
import { createControl } from './control-client.ts';
import type { DemoClient } from './demo-client.ts';
import { everyPage } from './every-page.ts';
import { findCloud } from './find-cloud.ts';
import { inParallel } from './in-parallel.ts';
import { machine } from './people.ts';
import { layOut } from './summary/report-table.ts';

const help = `npm run demo -- cdnow <folder> [options]
  <folder>          with CDNOW_master.txt: what 23,570 people who first bought at CDNOW in early 1997 bought
                    until the middle of 1998, the standard data of the literature on customer value
  --customers <n>   only the first n of them
  --url <address>   of a running local cloud, e.g. http://127.0.0.1:3000
                    (default: one of its own, in memory, gone with the demo)
  --help            print this

Shows the models of how they buy and spend, and how many come back by month, too.
Ends with 0 when the product tells the same sums as the file, 1 when it does not.`;

interface CdnowOptions {
  readonly file: string;
  readonly customers: number;
  readonly url: string | undefined;
}

function readOptions(args: readonly string[]): CdnowOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      customers: { type: 'string', default: '99999' },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new Misuse('Name one folder, that of CDNOW_master.txt.');
  const file = path.join(folder, 'CDNOW_master.txt');
  if (!existsSync(file)) throw new Misuse(`There is no ${file}.`);
  if (!/^[1-9]\d{0,4}$/.test(values.customers))
    throw new Misuse(`--customers takes a number from 1 to 99999, not ${values.customers}.`);
  if (values.url !== undefined && !isLocal(values.url))
    throw new Misuse('The demo fills a local cloud only: --url http://127.0.0.1:3000');
  return { file, customers: Number(values.customers), url: values.url };
}

export function runCdnow(args: readonly string[]): Promise<void> {
  return runCommand(help, async () => {
    const options = readOptions(args);
    if (options !== 'help') return (await takeIn(options)) ? 0 : 1;
    console.log(help);
    return 0;
  });
}

/** The day after the last order of the file: what is to be expected is reckoned from then. */
const endOfData = new Date('1998-07-01T00:00:00Z');

interface Course {
  client?: DemoClient;
  /** Resolves when whatever follows is done. */
  idle(): Promise<void>;
  close(): Promise<void>;
  found?: Sums;
  forecast?: Forecast;
  analysis?: Analysis;
}

/** Rows of a batch, and batches at once. */
const rowsTogether = 100;
const atOnce = 4;

/** Whether the product tells the same sums as the file. */
async function takeIn({ file, customers, url }: CdnowOptions): Promise<boolean> {
  const orders = readCdnow(readFileSync(file, 'utf8'), customers);
  const people = [...new Set(orders.map(({ customer }) => customer))];
  const wanted = sumsOf(orders);
  const course: Course = { idle: async () => undefined, close: async () => undefined };
  try {
    await new Listr<Course>(
      [
        {
          title: 'Local cloud',
          task: async (_, task) => {
            const cloud = await findCloud({ url, now: endOfData });
            const control = createControl(cloud.url);
            const tokens = await control.tokens();
            course.close = cloud.close;
            course.idle = () => control.idle();
            const token = () => tokens.get(machine.id) ?? '';
            course.client = createClient(contracts, { baseUrl: cloud.url, token });
            task.title = `Local cloud at ${cloud.url}`;
          },
        },
        timed(`${people.length} customers`, (client, report) =>
          sendAll(people, report, async (batch, options) => {
            const rows = batch.map((id) => ({
              ...{ key: id, name: `CDNOW ${id}`, externalId: { source: 'cdnow', id } },
            }));
            return (await client.customers.batchCustomers({ body: { rows } }, options)).body;
          }),
        ),
        timed(`${orders.length} orders`, (client, report) =>
          sendAll(orders, report, async (batch, options) => {
            const rows = batch.map((order) => ({ key: order.number, ...orderToTell(order) }));
            return (await client.orders.batchOrders({ body: { rows } }, options)).body;
          }),
        ),
        timed('What follows from them', () => course.idle()),
        timed('Models of how they buy', async (client) => {
          const { body } = await client.forecasts.startForecast({}, { idempotencyKey: randomUUID() });
          await course.idle();
          const params = { forecastId: body.id };
          course.forecast = (await client.forecasts.getForecast({ params })).body;
        }),
        timed('Cohorts', async (client) => {
          const { body } = await client.analyses.startAnalysis({}, { idempotencyKey: randomUUID() });
          await course.idle();
          const params = { analysisId: body.id };
          course.analysis = (await client.analyses.getAnalysis({ params })).body;
        }),
        timed('Read back', async (client) => {
          const span = { from: '1997-01-01T00:00:00Z', to: '1998-12-31T00:00:00Z', source: 'cdnow' };
          const rows = await everyPage((page) => client.orders.listOrders({ query: { ...span, ...page } }));
          course.found = {
            orders: rows.length,
            pieces: rows.reduce((sum, { pieces }) => sum + pieces, 0),
            cents: rows.reduce((sum, { total = 0 }) => sum + total, 0),
          };
        }),
      ],
      { ctx: course, rendererOptions: { showErrorMessage: false } },
    ).run();
    const said = ({ orders, pieces, cents }: Sums) =>
      `${orders} orders of ${pieces} CDs for ${(cents / 100).toFixed(2)} USD`;
    const isSame = JSON.stringify(course.found) === JSON.stringify(wanted);
    console.log(
      `\nThe file tells of ${said(wanted)}; the product ${isSame ? 'of the same' : `of ${said(course.found ?? { orders: 0, pieces: 0, cents: 0 })}`}.\n`,
    );
    if (course.forecast !== undefined) console.log(modelsOf(course.forecast));
    if (course.analysis !== undefined) console.log(cohortsOf(course.analysis));
    return isSame;
  } finally {
    await course.close();
  }

  function timed(title: string, work: (client: DemoClient, report: (line: string) => void) => Promise<void>) {
    return {
      title,
      task: async (_: Course, task: { title: string; output: string }) => {
        const { client } = course;
        if (client === undefined) return;
        const begun = performance.now();
        await work(client, (line) => (task.output = line));
        task.title = `${title}: ${((performance.now() - begun) / 1000).toFixed(0)} s`;
      },
    };
  }
}

/** The models and how well they foretell what was held out. */
function modelsOf({ buying, logLikelihood, refusal, spending, holdout, customers }: Forecast): string {
  if (buying === undefined) return `No model: ${refusal?.text ?? ''}\n`;
  const numbers = (model: object) =>
    Object.entries(model)
      .map(([name, value]) => `${name} ${Number(value).toFixed(3)}`)
      .join(', ');
  const lines = [
    `BG/NBD of ${customers} customers: ${numbers(buying)}; log-likelihood ${logLikelihood?.toFixed(1) ?? ''}`,
    ...spending.map(({ currency, model, refusal: why }) =>
      model === undefined
        ? `Gamma-Gamma of ${currency}: ${why?.text ?? ''}`
        : `Gamma-Gamma of ${currency}: ${numbers(model)}`,
    ),
    ...(holdout === undefined
      ? []
      : [
          `Held out, the last ${holdout.days} days: ${holdout.expected.toFixed(0)} purchases expected, ${holdout.actual} made`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Months after that of the first purchase that are printed. */
const monthsPrinted = [1, 2, 3, 6, 9, 12];

function cohortsOf({ cohorts }: Analysis): string {
  const rows = cohorts.toReversed().map(({ month, customers, active }) => [
    ...[month, customers],
    ...monthsPrinted.map((after) => {
      const count = active[after];
      return count === undefined ? '' : `${((100 * count) / customers).toFixed(1)} %`;
    }),
  ]);
  return `${layOut(['First purchase', 'Customers', ...monthsPrinted.map((after) => `+${after}`)], rows)}\n`;
}

async function sendAll<Row>(
  rows: readonly Row[],
  report: (line: string) => void,
  send: (batch: readonly Row[], options: { readonly idempotencyKey: string }) => Promise<BatchReply>,
): Promise<void> {
  const batches: (readonly Row[])[] = [];
  for (let first = 0; first < rows.length; first += rowsTogether)
    batches.push(rows.slice(first, first + rowsTogether));
  let done = 0;
  await inParallel(batches, atOnce, async (batch) => {
    await sendWhole(batch, send);
    done += batch.length;
    report(`${done} of ${rows.length}`);
  });
}

/** How often a batch is sent again for which there was no time on a busy machine. */
const maximumTries = 20;

/** Sends a batch, and again under the same key what of it was not done for want of time. Throws for a row that is refused. */
async function sendWhole<Row>(
  batch: readonly Row[],
  send: (batch: readonly Row[], options: { readonly idempotencyKey: string }) => Promise<BatchReply>,
): Promise<void> {
  const options = { idempotencyKey: randomUUID() };
  for (let tried = 1; ; tried += 1) {
    const { failed, rows } = await send(batch, options);
    if (failed === 0) return;
    const problems = rows.flatMap(({ problem }) => problem ?? []);
    const refused = problems.find(({ status }) => status !== 503);
    if (refused !== undefined || tried === maximumTries)
      throw new Error(`${failed} rows were not taken. ${(refused ?? problems[0])?.detail ?? ''}`);
  }
}
