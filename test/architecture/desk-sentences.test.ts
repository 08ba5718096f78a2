/** What routes refuse is said at the desk in words of the desk: a person there calls no route and writes no JSON. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as declarations from '../../functions/declarations.ts';
import { deskSentences, toldAtTheDesk } from '../../functions/desk/desk/desk.sentences.ts';
import { called } from '../../functions/desk/desk/index.ts';
import type { Sentences } from '../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../shared/errors/sentences.ts';
import type { DomainRoutes } from '../../shared/runtime/http.ts';
import { raisedTexts } from '../support/raised-texts.ts';
import { projectRoot } from './cruise.ts';

/** Routes, places in them, names of fields and settings, parts of JSON and HTTP. */
const forPrograms =
  /\b(?:GET|POST|PUT|PATCH|DELETE) \/|[{}`]|"\w+": |\b\w+=\w+|\bJSON\b|\bETag\b|\bIf-Match\b|\bIdempotency-Key\b|\btokens?\b|\bISO \d|令牌|"(?!value\d)[a-z]\w*"|\b[a-z]+[A-Z]\w*/;

/** No form of the desk sends these: bodies as JSON, amounts of money, customers by an id of another system. What is wrong with a header is dropped (`told`). */
const neverAtTheDesk = new Set([
  'The body cannot be read as JSON.',
  'cannot be told together with externalId',
  'cannot be told together with externalId; use PATCH',
  'must be a currency of ISO 4217, such as CNY',
  'must be a currency code such as CNY (ISO 4217)',
  'Must be an ETag in double quotes such as "3", several of them separated by commas, or *.',
]);

/** Folders whose sentences may reach the desk: those of the routes that it calls, and what every route may say. */
const folders = ['shared/'];
const chinese = new Map(Object.entries(sharedSentences));
for (const { area, name } of Object.values(declarations)) {
  const member = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  if (!Object.hasOwn(called, member)) continue;
  folders.push(`functions/${area}/${name}/`);
  const routes = path.join(projectRoot, 'functions', area, 'routes.ts');
  if (!existsSync(routes)) continue;
  const served: Readonly<Record<string, DomainRoutes>> = await import(routes);
  const sentences: Sentences = served[`${member}Routes`]?.sentences ?? {};
  for (const [english, said] of Object.entries(sentences)) chinese.set(english, said);
}

const said = new Set(
  raisedTexts().flatMap(({ where, text }) =>
    text !== undefined && !neverAtTheDesk.has(text) && folders.some((folder) => where.startsWith(folder))
      ? [text]
      : [],
  ),
);
const inLanguage = {
  en: [...said],
  'zh-CN': [...said].map((english) => chinese.get(english) ?? english),
};
const withValues = (sentence: string) => sentence.replaceAll(/\{(\d)\}/g, 'value$1');

describe.each(['en', 'zh-CN'] as const)('what the desk passes on of the API, in %s', (language) => {
  it('is of all that it calls', () => {
    expect(folders).toEqual(
      expect.arrayContaining(['functions/people/staff/', 'functions/callbacks/callbacks/']),
    );
    expect(inLanguage[language].length).toBeGreaterThan(80);
  });

  it('names no route and nothing that only a program knows', () => {
    const told = inLanguage[language].map((sentence) => toldAtTheDesk[language](withValues(sentence)));
    expect(told.filter((sentence) => forPrograms.test(sentence))).toEqual([]);
  });

  it('rewords nothing that nobody says any more', () => {
    const known = Object.keys(deskSentences[language]);
    expect(known.filter((sentence) => !inLanguage[language].includes(sentence))).toEqual([]);
  });
});

it('is reworded in both languages alike', () => {
  const english = Object.keys(deskSentences.en).map((sentence) => chinese.get(sentence));
  expect(Object.keys(deskSentences['zh-CN']).sort()).toEqual([...new Set(english)].sort());
});
