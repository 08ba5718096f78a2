/** A week of the demo, as `npm run demo` lives through it, on a local cloud of its own. */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../architecture/cruise.ts';

function demo(...options: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['infra/demo/quarter.ts', ...options], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

describe('the demo', () => {
  it('asks everybody, gets answers, calls the unhappy, and counts as a recount does', async () => {
    const { code, output } = await demo('--own', '--weeks', '1', '--customers', '40', '--seed', 'test');
    expect(output).toMatch(/NPS after purchase +all +4\d +\d{2} /);
    expect(output).toMatch(
      /NPS after purchase: the score kept by events equals this recount \(\d+ answers\)/,
    );
    expect(output).not.toContain('DIFFERS');
    expect(output).toMatch(/reached +\d+ +\d+ %/);
    expect(code).toBe(0);
  });

  it('moves no clock but that of a local cloud', async () => {
    const { code, output } = await demo('--url', 'https://rapport.example.com');
    expect(output).toContain('only lives on a local cloud');
    expect(code).toBe(1);
  });
});
