import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as declarations from '../../functions/declarations.ts';
import type { Sentences } from '../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../shared/errors/sentences.ts';
import type { DomainRoutes } from '../../shared/runtime/http.ts';
import { raisedTexts } from '../support/raised-texts.ts';
import { projectRoot } from './cruise.ts';

/** What stands inside a sentence and is made in ways that the source does not show at once. */
const parts = [
  'a number from {0} to {1} or {2} to {3}',
  'a number from {0} to {1}',
  'callbacks: {0}, {1}',
  'customers: {0}, {1}',
  'teams: {0}, {1}',
  'teams: {0}',
  'absences to stand in for: {0} ({1})',
  'customers: {0}',
  'callbacks: {0}',
  'e-mail address',
  'phone number',
  'external id',
  'value',
  '`{0}` or {1}',
  '"{0}" and {1}',
];
const raised = raisedTexts();

const camelCase = (name: string) => name.replaceAll(/-[a-z]/g, ([, letter = '']) => letter.toUpperCase());

/** The folder of each part that tells people something → the Chinese that reaches them with its routes. */
const sentencesOf = new Map<string, Sentences>([['shared/', {}]]);
for (const { area, name } of Object.values(declarations)) {
  const routes = path.join(projectRoot, 'functions', area, 'routes.ts');
  const folder = path.join(path.dirname(routes), name);
  if (existsSync(path.join(folder, `${name}.routes.ts`))) {
    const served: Readonly<Record<string, DomainRoutes>> = await import(routes);
    sentencesOf.set(`functions/${area}/${name}/`, served[`${camelCase(name)}Routes`]?.sentences ?? {});
  } else if (existsSync(path.join(folder, `${name}.sentences.ts`))) {
    // A part of what others serve.
    const part: Readonly<Record<string, Sentences>> = await import(path.join(folder, 'index.ts'));
    sentencesOf.set(`functions/${area}/${name}/`, part[`${camelCase(name)}Sentences`] ?? {});
  }
}
/** The areas in which something imports this. */
function askingAreas(index: string): string[] {
  const files = globSync('functions/*/*/**/*.ts', { cwd: projectRoot });
  const asking = files.filter((file) =>
    readFileSync(path.join(projectRoot, file), 'utf8').includes(`/${index}'`),
  );
  return [...new Set(asking.map((file) => file.split('/')[1] ?? ''))];
}

const all = [sharedSentences, ...sentencesOf.values()].flatMap((each) => Object.entries(each));

describe('what the API tells people', () => {
  it('is found in the source, however it is passed on', () => {
    const found = new Set(raised.map(({ text }) => text));
    expect([...found]).toEqual(
      expect.arrayContaining([
        // AppError; a function that words a violation; a check; options of a check; issues; constants; what words nothing
        'Customers are looked after by active staff.',
        'must lie within the next 20 years',
        'must be a phone number in E.164, such as +8613812345678',
        'must say when to call again',
        'stands in the list twice, first as entry {0}',
        'must lie in the years {0} to {1} (UTC)',
        'must leave at least {0} hours between two runs; the setting shortestCampaignHours says so',
        'must be an instant with an offset, such as 2026-11-21T09:00:00Z',
        'There is no such {0}.',
        'member of staff',
      ]),
    );
    expect(raised.filter(({ text }) => text === undefined)).toEqual([]);
  });

  it.each([...sentencesOf])('has its Chinese in the sentences of %s', (folder, own) => {
    const missing = raised.filter(
      ({ where, text = '' }) =>
        where.startsWith(folder) && !Object.hasOwn(own, text) && !Object.hasOwn(sharedSentences, text),
    );
    expect(missing).toEqual([]);
  });

  it.each([...sentencesOf])('has no Chinese for what nobody says any more in %s', (folder, own) => {
    const said = raised.flatMap(({ where, text = '' }) => (where.startsWith(folder) ? [text] : []));
    const sentences = folder === 'shared/' ? sharedSentences : own;
    expect(Object.keys(sentences).filter((english) => ![...said, ...parts].includes(english))).toEqual([]);
  });

  it('has the Chinese of other areas, too, where these are asked', () => {
    const missing = Object.values(declarations).flatMap(({ area, name }) => {
      const index = path.join(projectRoot, 'functions', area, name, 'index.ts');
      const told = `${name}Sentences`;
      if (!existsSync(index) || !readFileSync(index, 'utf8').includes(told)) return [];
      return (
        askingAreas(`${area}/${name}/index.ts`)
          // The desk repeats what the routes that it calls have said.
          .filter((asking) => asking !== area && asking !== 'desk')
          .filter((asking) => {
            const entry = path.join(projectRoot, 'functions', asking, `${asking}.http.ts`);
            return (
              existsSync(entry) &&
              !/httpFunction\([^;]*\)/s.exec(readFileSync(entry, 'utf8'))?.[0].includes(told)
            );
          })
          .map((asking) => `${asking}.http.ts: ${told}`)
      );
    });
    expect(missing).toEqual([]);
    expect(askingAreas('customers/customers/index.ts')).toEqual(
      expect.arrayContaining(['contact', 'callbacks']),
    );
  });

  it('has one Chinese for one English, whoever says it', () => {
    expect(new Set(all.map(String)).size).toBe(new Set(all.map(([english]) => english)).size);
  });

  it.each(all)('%s', (english, chinese) => {
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect([...chinese.matchAll(/\{\d\}/g)].map(String).sort()).toEqual(
      [...english.matchAll(/\{\d\}/g)].map(String).sort(),
    );
  });
});
