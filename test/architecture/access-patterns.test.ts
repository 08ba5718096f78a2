import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ItemDeclaration } from '../../shared/table/item.ts';
import { accessPatternsFile, accessPatternsPage, tableDesign } from '../support/access-patterns.ts';

const design = tableDesign();
const items = design.flatMap(({ domain, items }) => items.map((item) => ({ domain, item })));

/** What a key begins with, whatever its placeholders are; an id begins with its kind, e.g. `customer_`. */
const fixedPart = (template: string) => template.replaceAll(/\{([a-z]+)Id\}/g, '$1_{').split('{')[0] ?? '';
const overlap = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);

describe('the one table', () => {
  it('is described by the page in docs', () => {
    const page = readFileSync(accessPatternsFile, 'utf8');
    expect(page, 'Run `node test/support/access-patterns.ts --write`.').toBe(accessPatternsPage());
  });

  /** Out of sight at once, and gone when other systems have had time to ask what was deleted. */
  const goesAfterDeletion = new Set(['customer', 'directory-entry']);

  it('keeps traces until they expire, and lets nothing else go by itself', () => {
    const unsaid = items.filter(({ item }) => item.retention === undefined);
    expect(
      unsaid.map(({ item }) => item.name),
      'Say with `retention` for how long it is kept.',
    ).toEqual([]);
    const wrong = items.filter(
      ({ item }) =>
        (item.retention === 'trace') !== (item.expires !== undefined) && !goesAfterDeletion.has(item.name),
    );
    expect(wrong.map(({ item }) => item.name)).toEqual([]);
  });

  it('has a name of its own for every item and every question', () => {
    const names = items.map(({ item }) => item.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const questions = design.flatMap(({ patterns }) => patterns.map((pattern) => pattern.question));
    expect(questions.filter((question, index) => questions.indexOf(question) !== index)).toEqual([]);
  });

  /** Entries of a timeline mix on purpose; the prefix of their ids tells them apart. */
  const isTimelineEntry = (sortKey: string) => /^T#\{\w+\}#\{id\}$/.test(sortKey);

  /** A change lies in the collection of the entity that has changed: none begins there that has no head. */
  const heads = items.map(({ item }) => item.key).filter(([, sk]) => sk === '-' || sk.startsWith('~'));
  const liesElsewhere = ({ key: [collection] }: ItemDeclaration, pk: string) =>
    collection === '{collection}' && !heads.some(([head]) => overlap(fixedPart(head), fixedPart(pk)));

  it('has no two items whose keys begin alike, except the entries of a timeline', () => {
    const pairs = items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
    const alike = pairs
      .filter(([one, other]) => {
        const [pk, sk] = one.item.key;
        const [otherPk, otherSk] = other.item.key;
        if (isTimelineEntry(sk) && isTimelineEntry(otherSk)) return false;
        if (liesElsewhere(one.item, otherPk) || liesElsewhere(other.item, pk)) return false;
        return overlap(fixedPart(pk), fixedPart(otherPk)) && overlap(fixedPart(sk), fixedPart(otherSk));
      })
      .map(([one, other]) => `${one.domain} ${one.item.name} and ${other.domain} ${other.item.name}`);
    expect(alike).toEqual([]);
  });

  it('answers every question from keys that the item has', () => {
    for (const { domain, patterns } of design) {
      for (const { question, item, index, partition, prefix } of patterns) {
        if (domain === 'platform') continue;
        const [pk, sk] = index === undefined ? item.key : (item.indexes?.[index] ?? ['', '']);
        expect(fixedPart(partition).startsWith(fixedPart(pk)), `${question} ${pk}`).toBe(true);
        expect(overlap(fixedPart(prefix ?? ''), fixedPart(sk)), `${question} ${sk}`).toBe(true);
      }
    }
  });
});
