/** Runs dependency-cruiser with the project's rules over a folder. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const Cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() })),
  }),
});

const Rules = z.object({
  default: z.object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string() })) }),
});

/** The project's rules, by name and with what they tell people to do. */
export async function readRules(): Promise<readonly { name: string; comment: string }[]> {
  const file = path.join(projectRoot, '.dependency-cruiser.mjs');
  return Rules.parse(await import(file)).default.forbidden;
}

export interface Findings {
  readonly modules: readonly string[];
  /** `rule: from → to`. */
  readonly violations: readonly string[];
}

/** @param folders those that are read, below `root` */
export function cruise(root: string, folders: readonly string[], ...options: string[]): Findings {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...options],
      ...folders,
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 200 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(`dependency-cruiser has said nothing: ${stderr}`);
  const { modules, summary } = Cruise.parse(JSON.parse(stdout));
  return {
    modules: modules.map((module) => module.source),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}
