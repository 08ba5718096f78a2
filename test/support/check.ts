/**
 * `npm run check`: everything that can be said about the code without running it, in a few seconds.
 * `npm run check -- --fix` corrects what can be corrected by itself.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Listr } from 'listr2';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fix = process.argv.includes('--fix');

interface Check {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
  /** What to do when it fails. */
  readonly remedy: string;
  /** A reason to distrust a good end. */
  readonly doubt?: (output: string) => string | undefined;
}

const checks: readonly Check[] = [
  {
    title: 'Format and lint',
    command: [
      'biome',
      'check',
      '--error-on-warnings',
      '--diagnostic-level=warn',
      ...(fix ? ['--write'] : []),
    ],
    remedy: fix
      ? 'Correct by hand what is left: each finding names its rule.'
      : 'Run `npm run check -- --fix`, then correct by hand what is left.',
  },
  {
    title: 'Types',
    command: ['tsc', '--noEmit', '--pretty'],
    remedy: 'Correct each error where it is reported.',
  },
  {
    title: 'Who imports whom',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', ...folders()],
    remedy: 'The text under each finding says what to do instead; the rules are in .dependency-cruiser.mjs.',
    doubt: (output) =>
      Number(/(\d+) modules/.exec(output)?.[1] ?? 0) > 60
        ? undefined
        : 'Hardly any module was read. `typescript` in node_modules must be version 6: run `npm ci`.',
  },
  {
    title: 'Unused files, exports and packages',
    command: ['knip', '--no-progress'],
    remedy: 'Delete what nobody uses, or use it. An exception needs its reason in knip.jsonc.',
  },
];

function folders(): readonly string[] {
  return ['infra', 'functions', 'shared', 'test'];
}

/** Runs a command of the project and answers its output; rejects with the output if it fails. */
function run([command, ...parameters]: Check['command']): Promise<string> {
  const binaries = path.join(root, 'node_modules', '.bin');
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(binaries, command), parameters, {
      cwd: root,
      // Colours although the output is gathered first; the tools need the project's own Node.
      env: {
        ...process.env,
        PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}`,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', (error) =>
      reject(new Error(`${command} does not start: ${error.message}. Run \`npm ci\`.`)),
    );
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
}

const failures: { readonly check: Check; readonly output: string }[] = [];

const tasks = new Listr(
  checks.map((check) => ({
    title: check.title,
    task: async () => {
      try {
        const output = await run(check.command);
        const doubt = check.doubt?.(output);
        if (doubt !== undefined) throw new Error(doubt);
      } catch (error) {
        failures.push({ check, output: error instanceof Error ? error.message : String(error) });
        throw new Error('see below');
      }
    },
  })),
  { concurrent: true, exitOnError: false, rendererOptions: { showErrorMessage: false } },
);

await tasks.run();
for (const { check, output } of failures) {
  console.log(`\n── ${check.title} ──\n${output.trim()}\n\n→ ${check.remedy}`);
}
console.log(
  failures.length === 0 ? '\nAll checks pass.' : `\n${failures.length} of ${checks.length} checks fail.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
