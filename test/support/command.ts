/** Runs a command of the project as a person would. */
import { spawn } from 'node:child_process';
import { projectRoot } from '../architecture/cruise.ts';

export interface Outcome {
  readonly code: number | null;
  /** What it printed, errors included. */
  readonly output: string;
}

/** `script` is its file, e.g. `infra/commands/load.ts`. */
export function runCommand(
  script: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [script, ...parameters], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
