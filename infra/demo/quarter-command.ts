/** The command behind `npm run demo`. */
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import * as contracts from '../../functions/contracts.ts';
import { createClient } from '../../shared/contract/client.ts';
import { Misuse, runCommand } from '../commands/run-command.ts';
import { type SpokenLanguage, spokenLanguage } from '../commands/spoken-language.ts';
import { isLocal } from '../commands/target.ts';
import { createControl } from './control-client.ts';
import type { DemoClient } from './demo-client.ts';
import { demoCustomers } from './department/customers.ts';
import { loadDepartment } from './department/department.ts';
import { findCloud } from './find-cloud.ts';
import { notesInChinese, notesInEnglish } from './quarter/agents.ts';
import { createRespondents } from './quarter/respondents.ts';
import { liveThroughWeek, type Quarter } from './quarter/week.ts';
import { createRandom } from './random.ts';
import { presentation, summarise } from './summary/summary.ts';

const help = `npm run demo -- [options]         a quarter of a department
npm run demo -- cdnow <folder>   a shop with real orders; --help behind it says more

  --url <address>   of a running local cloud, e.g. http://127.0.0.1:3000: its clock is moved and its data
                    kept (default: one of its own, in memory, gone with the demo)
  --weeks <number>  how long (default 13)
  --customers <n>   how many customers a new department has (default 200, the most there are)
  --say <language>  of the summary, zh-CN or en (default: that of the terminal)
  --seed <word>     the same seed makes the same quarter (default rapport)
  --help            print this`;

interface QuarterOptions {
  readonly url: string | undefined;
  readonly weeks: number;
  readonly customers: number;
  readonly seed: string;
  readonly language: SpokenLanguage;
}

function readOptions(args: readonly string[]): QuarterOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      weeks: { type: 'string', default: '13' },
      customers: { type: 'string', default: '200' },
      seed: { type: 'string', default: 'rapport' },
      say: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const weeks = Number(values.weeks);
  if (!/^\d{1,2}$/.test(values.weeks) || weeks < 1) {
    throw new Misuse(`--weeks takes a number from 1 to 99, not ${values.weeks}.`);
  }
  const customers = Number(values.customers);
  if (!/^\d{1,3}$/.test(values.customers) || customers < 1 || customers > demoCustomers.length) {
    throw new Misuse(
      `--customers takes a number from 1 to ${demoCustomers.length}, not ${values.customers}.`,
    );
  }
  if (values.url !== undefined && !isLocal(values.url)) {
    throw new Misuse(
      'The demo moves the clock, so it only lives on a local cloud: --url http://127.0.0.1:3000',
    );
  }
  const language = spokenLanguage(values.say);
  return { url: values.url, weeks, customers, seed: values.seed, language };
}

export function runQuarter(args: readonly string[]): Promise<void> {
  return runCommand(help, async () => {
    const options = readOptions(args);
    console.log(options === 'help' ? help : `\n${await live(options)}\n`);
    return 0;
  });
}

interface Course {
  quarter?: Quarter;
  monday: string;
  close(): Promise<void>;
}

async function live(options: QuarterOptions): Promise<string> {
  const course: Course = { monday: '', close: async () => undefined };
  const weeks = Array.from({ length: options.weeks }, (_, index) => index + 1);
  try {
    await new Listr<Course>(
      [
        {
          title: 'Local cloud',
          task: async (_, task) => {
            const { url, close } = await findCloud(options);
            course.close = close;
            task.title = `Local cloud at ${url}`;
            course.quarter = await beginQuarter(url, options, (line) => (task.output = line));
            course.monday = nextMonday(await course.quarter.control.now());
          },
        },
        ...weeks.map((week) => ({
          title: `Week ${week}`,
          task: async (_: Course, task: { title: string; output: string }) => {
            const { quarter } = course;
            if (quarter === undefined) return;
            const monday = weeksAfter(course.monday, week - 1);
            const told = await liveThroughWeek(quarter, week, monday, (line) => (task.output = line));
            task.title = `Week ${week}, from ${monday.slice(0, 10)}: ${told}`;
          },
        })),
      ],
      {
        ...{ concurrent: false, fallbackRenderer: 'simple', ctx: course },
        rendererOptions: { showErrorMessage: false },
      },
    ).run();
    if (course.quarter === undefined) throw new Error('The local cloud did not start.');
    const { quarter } = course;
    const summary = await summarise(quarter, options.weeks, options.language);
    // The page of a cloud that ends with the demo could not be opened.
    return options.url === undefined
      ? summary
      : `${summary}\n\n${await presentation(quarter, { ...options, url: options.url })}`;
  } finally {
    await course.close();
  }
}

async function beginQuarter(
  url: string,
  { seed, customers }: QuarterOptions,
  report: (line: string) => void,
): Promise<Quarter> {
  const control = createControl(url);
  const tokens = await control.tokens();
  const clients = new Map<string, DemoClient>();
  function clientOf(id: string): DemoClient {
    const known = clients.get(id);
    if (known !== undefined) return known;
    const client = createClient(contracts, { baseUrl: url, token: () => tokens.get(id) ?? '' });
    clients.set(id, client);
    return client;
  }
  await loadDepartment({
    url,
    clientOf,
    customers,
    progress: (done, total, what) => report(`department: ${done} of ${total} ${what}`),
  });
  await control.idle();
  const random = createRandom(seed);
  const respondents = createRespondents(url, random, control);
  respondents.overlook(await control.inbox());
  return {
    control,
    random,
    clientOf,
    respondents,
    agents: [
      {
        id: 'wang.fang',
        client: clientOf('wang.fang'),
        office: { from: 1, to: 10 },
        notes: notesInChinese,
      },
      {
        id: 'david.brown',
        client: clientOf('david.brown'),
        office: { from: 9, to: 17 },
        notes: notesInEnglish,
      },
    ],
    worked: new Set(),
    spokenWith: new Set(),
    runs: new Set(),
    tally: { answered: 0, unsubscribed: 0, calls: 0, created: 0, changed: 0, contacts: 0, visitors: 0 },
  };
}

/** The first Monday, 00:00 UTC, that lies ahead. */
function nextMonday(now: string): string {
  const date = new Date(`${now.slice(0, 10)}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() + ((8 - date.getUTCDay()) % 7 || 7));
  return date.toISOString();
}

function weeksAfter(instant: string, weeks: number): string {
  return new Date(Date.parse(instant) + weeks * 7 * 86_400_000).toISOString();
}
