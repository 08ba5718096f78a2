import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { projectRoot } from './cruise.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')));

const pages = [
  'README.md',
  'README.zh-CN.md',
  'shared/README.md',
  'infra/local/README.md',
  ...readdirSync(path.join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.split(path.sep).join('/')}`),
].map((file) => ({ file, text: readFileSync(path.join(projectRoot, file), 'utf8') }));

const cases = pages.map((page) => [page.file, page.text] as const);

/** `[text](target)` and `src="target"` that lead to something in this repository. */
function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)|\bsrc="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the pages for people', () => {
  it.each(cases)('%s links to what is there', (file, text) => {
    const broken = linksIn(text).filter((link) => {
      const [target = '', anchor] = link.split('#');
      const found = target === '' ? file : path.posix.join(path.posix.dirname(file), decodeURI(target));
      if (!existsSync(path.join(projectRoot, found))) return true;
      if (anchor === undefined) return false;
      return !anchorsOf(readFileSync(path.join(projectRoot, found), 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(cases)('%s names npm scripts that are there', (_, text) => {
    const named = [...text.matchAll(/\bnpm (?:run ([a-z:]+)|(start|test))\b/g)].map(
      ([, run, short]) => run ?? short ?? '',
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(cases)('%s names files and commands that are there', (_, text) => {
    const inCode = [...text.matchAll(/`((?:npx |node )?[^`\n]+)`/g)].map(([, code = '']) => code);
    const files = inCode.flatMap((code) =>
      [...code.matchAll(/(?:^|\s)((?:infra|functions|shared|test|docs)\/[\w./-]+\.(?:ts|md|json))\b/g)].map(
        ([, file = '']) => file,
      ),
    );
    const imagined = (file: string) => file.includes('tickets');
    expect(files.filter((file) => !imagined(file) && !existsSync(path.join(projectRoot, file)))).toEqual([]);
  });

  it('say the same in English and in Chinese', () => {
    const [english, chinese] = pages.map(({ text }) => text);
    const shape = (text: string) => ({
      headings: [...text.matchAll(/^#+ /gm)].length,
      commands: [...text.matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command),
      links: linksIn(text).filter((link) => !link.startsWith('README')),
    });
    expect(shape(chinese ?? '')).toEqual(shape(english ?? ''));
  });
});
