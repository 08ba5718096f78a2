import { readdirSync } from 'node:fs';
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
const domainFiles = sources.filter((file) => /^functions\/[^/]+\//.test(file));

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

  it('begin with the domain, in one flat folder with operations/ beside it', () => {
    const misplaced = domainFiles.filter((file) => {
      const [, domain = '', ...rest] = file.split('/');
      if (rest[0] === 'operations') return rest.length !== 2 || rest[1]?.split('.').length !== 2;
      return rest.length !== 1 || (rest[0] !== 'index.ts' && !rest[0]?.startsWith(`${domain}.`));
    });
    expect(misplaced).toEqual([]);
  });

  it('end with the role that the rules know, never with another word for it', () => {
    const otherWords =
      /\.(schemas|contracts|event|item|stores?-|repository|rule|env|environments|handlers?|lambda|service|controller|model|dto|constants)\.ts$/;
    expect(domainFiles.filter((file) => otherWords.test(file))).toEqual([]);
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
