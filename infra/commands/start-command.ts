/** The command behind `npm start`: builds what has changed, starts the local cloud, loads the demo. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Listr } from 'listr2';
import { demoIdentities } from '../demo/people.ts';
import { buildAssembly } from '../local/build-assembly.ts';
import { type LocalCloud, startLocalCloud } from '../local/local-cloud.ts';
import { greeting } from './greeting.ts';
import { help, readOptions, type StartOptions } from './start-options.ts';

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export async function runStart(args: readonly string[]): Promise<void> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      console.log(help);
      return;
    }
    const local = await start(options);
    closeOnSignal(local);
    console.log(await greeting(local));
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

interface Progress {
  assembly: string;
  local?: LocalCloud;
}

async function start(options: StartOptions): Promise<LocalCloud> {
  const directory = options.memory ? undefined : path.join(projectRoot, '.local');
  const log = (line: string) => {
    if (options.logs || isAlarming(line)) console.log(line);
  };
  const tasks = new Listr<Progress>(
    [
      {
        title: 'Functions and stacks',
        task: async (progress, task) => {
          progress.assembly = await buildAssembly({
            log: (line) => (task.title = `Functions and stacks: ${line}`),
          });
        },
      },
      {
        title: 'Local cloud',
        task: async (progress) => {
          const { assembly } = progress;
          progress.local = await startLocalCloud({
            assembly,
            port: options.port,
            directory,
            identities: demoIdentities,
            log,
          });
        },
      },
      {
        title: 'Demo department',
        enabled: () => options.demo,
        skip: () =>
          demoMark(directory) !== undefined && existsSync(demoMark(directory) ?? '') && 'is there already',
        task: async ({ local }, task) => {
          if (local === undefined) return;
          await loadDemo(local, (line) => (task.output = line));
          markDemo(directory);
        },
      },
    ],
    { concurrent: false, fallbackRenderer: 'simple', rendererOptions: { showErrorMessage: false } },
  );
  const progress: Progress = { assembly: '' };
  try {
    await tasks.run(progress);
  } catch (error) {
    await progress.local?.close();
    throw error;
  }
  if (progress.local === undefined) throw new Error('The local cloud did not start.');
  return progress.local;
}

/** Complaints of the local cloud itself, and errors that functions report. */
const isAlarming = (line: string) => !line.startsWith('{') || /"level":"(ERROR|CRITICAL)"/.test(line);

const demoMark = (directory: string | undefined) => directory && path.join(directory, 'demo-loaded');

function markDemo(directory: string | undefined): void {
  const mark = demoMark(directory);
  if (directory === undefined || mark === undefined) return;
  mkdirSync(directory, { recursive: true });
  writeFileSync(mark, '');
}

async function loadDemo(local: LocalCloud, report: (line: string) => void): Promise<void> {
  const [{ loadDepartment }, { createClient }, contracts] = await Promise.all([
    import('../demo/department/department.ts'),
    import('../../shared/contract/client.ts'),
    import('../../functions/contracts.ts'),
  ]);
  await loadDepartment({
    url: local.url,
    clientOf: (id) => createClient(contracts, { baseUrl: local.url, token: () => local.token(id) }),
    progress: (done, total, what) => {
      // Into a file a line now and then will do.
      if (process.stdout.isTTY || done % 100 === 0 || done === total) report(`${done} of ${total} ${what}`);
    },
  });
  await local.idle();
}

/** The first Ctrl-C closes everything in order; a second one does not wait. */
function closeOnSignal(local: LocalCloud): void {
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      console.log('\nClosing …');
      local.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
