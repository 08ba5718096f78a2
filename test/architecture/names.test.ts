import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './cruise.ts';

const folders = ['functions', 'infra', 'shared', 'test'];

const files = folders.flatMap((folder) =>
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name))),
);
const sources = files.filter((file) => file.endsWith('.ts'));
const domainFiles = sources.filter((file) => /^functions\/(platform|[^/]+\/[^/]+)\//.test(file));

describe('names of files', () => {
  it('are kebab-case words, with dots between stem, job and role', () => {
    const word = '[a-z0-9]+(-[a-z0-9]+)*';
    const name = new RegExp(`^${word}(\\.${word})*\\.ts$`);
    expect(sources.filter((file) => !name.test(path.basename(file)))).toEqual([]);
    const folder = new RegExp(`^${word}$`);
    expect(
      sources.flatMap((file) => path.dirname(file).split('/')).filter((part) => !folder.test(part)),
    ).toEqual([]);
  });

  it('say what is inside: nothing is called utils, helpers, common, manager, lib, types or misc', () => {
    const vague = /(^|[./])(utils?|helpers?|common|managers?|lib|types|misc)[./]/;
    expect(sources.filter((file) => vague.test(file))).toEqual([]);
  });

  /** What a file of a domain may be; the ending of an entry point makes it a function of its own. */
  const roles = [
    ...['schema', 'contract', 'events', 'items', 'domain', 'store', 'rules', 'messages', 'schedules'],
    ...['environment', 'routes', 'consumers', 'operations', 'page', 'mail', 'texts', 'sentences', 'personal'],
    'facts',
  ];
  const ownFunction = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.(http|queue|schedule|stream)\.ts$/;

  it('of a domain have the stem of their folder and a role of the closed set, operations beside them', () => {
    const misplaced = domainFiles.filter((file) => {
      const [, area = '', ...rest] = file.split('/');
      const [domain = '', ...inside] = area === 'platform' ? [area, ...rest] : rest;
      const [name = '', operation] = inside;
      if (name === 'operations') return inside.length !== 2 || operation?.split('.').length !== 2;
      if (inside.length !== 1) return true;
      if (name === 'index.ts') return false;
      const role = name.slice(domain.length + 1, -'.ts'.length);
      if (!name.startsWith(`${domain}.`)) return true;
      if (area === 'platform' && (role === 'http' || role.startsWith('reference'))) return false;
      return !roles.includes(role) && !ownFunction.test(name);
    });
    expect(misplaced).toEqual([]);
  });

  it('x.operations.ts holds at most 150 lines; more use cases have a file each in operations/', () => {
    const long = domainFiles.filter(
      (file) =>
        file.endsWith('.operations.ts') &&
        readFileSync(path.join(projectRoot, file), 'utf8').split('\n').length > 151,
    );
    expect(long).toEqual([]);
  });

  it('of tests end with .test.ts and mirror what they test', () => {
    const suites = new Set([
      'unit',
      'engine',
      'local-cloud',
      'api',
      'architecture',
      'infra',
      'journeys',
      'browser',
      'faults',
      'bench',
      'support',
      'long',
    ]);
    const tests = sources.filter((file) => file.startsWith('test/'));
    expect(tests.filter((file) => !suites.has(file.split('/')[1] ?? ''))).toEqual([]);
    expect(tests.filter((file) => /\.(spec|tests)\.ts$/.test(file))).toEqual([]);
  });
});
