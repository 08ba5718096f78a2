/** Follows docs/adding-a-domain.md in a copy of the project, to the letter. */
import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { projectRoot } from './cruise.ts';

const page = readFileSync(path.join(projectRoot, 'docs/adding-a-domain.md'), 'utf8');
const blocks = [...page.matchAll(/^```ts (\S+)( \+)?\n([\s\S]*?)^```$/gm)].map(
  ([, file = '', added, text = '']) => ({ file, isLine: added !== undefined, text }),
);
const lines = blocks.filter(({ isLine }) => isLine);
const files = blocks.filter(({ isLine }) => !isLine);

/** What `test/support/try-new-domain.ts` reports of the copy. */
const Report = z.strictObject({
  routes: z.array(z.string()),
  rules: z.array(z.string()),
  status: z.int(),
  announced: z.string(),
  item: z.record(z.string(), z.unknown()),
});

describe('a new domain', () => {
  const copy = mkdtempSync(path.join(tmpdir(), 'rapport-domain-'));
  let report: z.output<typeof Report>;

  beforeAll(async () => {
    for (const entry of ['functions', 'shared', 'infra', 'test/support', 'cdk.json', 'package.json']) {
      cpSync(path.join(projectRoot, entry), path.join(copy, entry), { recursive: true });
    }
    for (const entry of ['package-lock.json', 'tsconfig.json']) {
      cpSync(path.join(projectRoot, entry), path.join(copy, entry));
    }
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(copy, 'node_modules'));
    for (const { file, text } of files) {
      expect(existsSync(path.join(copy, file)), `${file} is new`).toBe(false);
      mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
      writeFileSync(path.join(copy, file), text);
    }
    for (const { file, text } of lines) {
      expect(existsSync(path.join(copy, file)), `${file} is there`).toBe(true);
      appendFileSync(path.join(copy, file), text);
    }
    const { stdout } = await promisify(execFile)(process.execPath, ['test/support/try-new-domain.ts'], {
      cwd: copy,
      maxBuffer: 50 * 1024 * 1024,
    });
    report = Report.parse(JSON.parse(stdout.split('\n').find((line) => line.startsWith('{"routes"')) ?? ''));
  }, 120_000);
  afterAll(() => rmSync(copy, { recursive: true }));

  it('is its folder and at most four lines outside it', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter(({ file }) => !file.startsWith('functions/customers/visits/'))).toEqual([]);
    expect(lines.map(({ text }) => text.trim().split('\n').length)).toEqual([1, 1, 1, 1]);
  });

  it('has its routes in the template of its area, and its rule on the bus', () => {
    expect(report.routes).toEqual(['GET /visits/{visitId}', 'POST /visits']);
    expect(report.rules).toContain('visit.planned');
  });

  it('answers, keeps its item, and does what follows from its event', () => {
    expect(report.status).toBe(201);
    expect(report.announced).toBe('announced');
    expect(report.item).toMatchObject({ type: 'visit', sk: '-', purpose: 'Show the new line', version: 2 });
  });
});
