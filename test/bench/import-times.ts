/** How long a bundle takes to load in a process of its own, as at a cold start. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Environment } from '../../shared/runtime/environment.ts';
import { median } from './median.ts';

export interface ImportTime {
  /** Milliseconds from the import to its end. */
  readonly import: number;
  /** Milliseconds that Node itself took before. */
  readonly nothing: number;
}

const script = `
  const nothing = performance.now();
  await import(process.argv[1]);
  process.stdout.write(JSON.stringify({ import: performance.now() - nothing, nothing }));
  process.exit(0);`;

const Measured = z.object({ import: z.number(), nothing: z.number() });

/** Medians over some fresh processes; `folder` holds `index.mjs`. */
export async function measureImport(folder: string): Promise<ImportTime> {
  const environment = { ...(await anyEnvironment()), PATH: process.env.PATH ?? '' };
  const times: ImportTime[] = [];
  for (let run = 0; run < measureImport.runs; run += 1) times.push(await once(folder, environment));
  return {
    import: median(times.map((time) => time.import)),
    nothing: median(times.map((time) => time.nothing)),
  };
}
measureImport.runs = 7;

async function once(folder: string, env: Record<string, string>): Promise<ImportTime> {
  const file = pathToFileURL(path.join(folder, 'index.mjs')).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let faults = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (faults += String(chunk)));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${folder} could not be loaded:\n${faults}`);
  return Measured.parse(JSON.parse(output));
}

let known: Record<string, string> | undefined;

/** A value for every variable that any function declares; nothing is called, so the values do not matter. */
async function anyEnvironment(): Promise<Record<string, string>> {
  if (known !== undefined) return known;
  const root = path.resolve(import.meta.dirname, '../..');
  const own = readdirSync(path.join(root, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.environment.ts'))
    .map((name) => path.join('functions', name));
  known = { AWS_REGION: 'eu-central-1', NODE_OPTIONS: '--enable-source-maps' };
  for (const file of [...own, 'shared/runtime/environment.ts']) {
    const declarations: Record<string, unknown> = await import(pathToFileURL(path.join(root, file)).href);
    for (const declaration of Object.values(declarations).filter(isEnvironment)) {
      for (const name of Object.keys(declaration.shape)) known[name] = 'https://bench.example/x';
    }
  }
  return known;
}

function isEnvironment(value: unknown): value is Environment {
  return typeof value === 'object' && value !== null && 'shape' in value && 'read' in value;
}
