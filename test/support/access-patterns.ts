/**
 * Makes `docs/access-patterns.md` from the declarations of the domains.
 * `node test/support/access-patterns.ts --write` writes it; without `--write` it is printed.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as declarations from '../../functions/declarations.ts';
import type { Domain } from '../../shared/contract/domain.ts';
import { type ItemDeclaration, indexNames } from '../../shared/table/item.ts';
import type { CarriedFilter, ListDesign } from '../../shared/table/list.ts';
import { type AccessPattern, shardCount } from '../../shared/table/pattern.ts';
import { maximumRowsRead } from '../../shared/table/query.ts';
import { type Measurement, readMeasuredUnits } from './measured-units.ts';

export const accessPatternsFile = fileURLToPath(new URL('../../docs/access-patterns.md', import.meta.url));

export interface DomainDesign {
  readonly domain: string;
  readonly items: readonly ItemDeclaration[];
  readonly patterns: readonly AccessPattern[];
  readonly lists: readonly ListDesign[];
}

/** What each domain declares, by its name. */
export function tableDesign(): readonly DomainDesign[] {
  const domains = Object.values(declarations).map(designOf);
  const sorted = domains.map(({ items, patterns, ...rest }) => ({
    ...rest,
    items: items.toSorted((one, other) => compare(one.name, other.name)),
    patterns: patterns.toSorted((one, other) => compare(one.question, other.question)),
  }));
  return sorted.toSorted((one, other) => compare(one.domain, other.domain));
}

function designOf({ name, items, patterns, lists }: Domain): DomainDesign {
  return {
    domain: name,
    items: [...items, ...lists.flatMap(({ rowItems }) => rowItems)],
    patterns: [...patterns, ...lists.flatMap(({ filters }) => filters.flatMap((each) => each.patterns))],
    lists,
  };
}

/** By code units, so that the page is the same everywhere. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function accessPatternsPage(measured: readonly Measurement[] = readMeasuredUnits()): string {
  const design = tableDesign();
  return `# The one table

Made from the declarations of the domains (\`functions/declarations.ts\`) by \`node test/support/access-patterns.ts --write\`; a test fails when this page is stale. Do not edit it.

## Items

Every item lies under \`pk\` and \`sk\`. An index is left empty where one of its placeholders has no value, so open work leaves its list when it is done. For how long each is kept is said by its [class](privacy.md#how-long-things-are-kept).

${table(
  ['Domain', 'Item', 'pk', 'sk', ...indexNames, 'Kept', 'Expires'],
  design.flatMap(({ domain, items }) =>
    items.map((item) => [
      domain,
      item.name,
      code(item.key[0]),
      code(item.key[1]),
      ...indexNames.map((index) => item.indexes?.[index]?.map(code).join(' / ') ?? ''),
      item.retention ?? '',
      item.expires === undefined ? '' : 'yes',
    ]),
  ),
)}

## Questions

A partition with \`{shard}\` is spread over ${shardCount} partitions, which are read at once and merged into one order.

${table(
  ['Domain', 'Question', 'Answered from', 'Partition', 'Sort keys', 'Order', 'Queries'],
  design.flatMap(({ domain, patterns }) =>
    patterns.map((pattern) => [
      domain,
      pattern.question,
      `${pattern.item.name}, ${pattern.index ?? 'table'}`,
      code(pattern.partition),
      pattern.prefix === undefined ? 'all' : `${code(pattern.prefix)} …`,
      pattern.newestFirst ? 'descending' : 'ascending',
      pattern.partition.includes('{shard}') ? String(shardCount) : '1',
    ]),
  ),
)}

## Lists and their filters

A filter is answered from a key of the item, from rows that are kept for it (list rows), or by a bounded read within one of these: at most ${maximumRowsRead} rows a page (1 MB, 128 read units), so that a page may be short although the list goes on. What nothing carries is refused with the key it needs. The last column is what the filter adds to a write of the entity.

${table(
  ['Domain', 'List of', 'Filter', 'Carried by', 'Read from', 'Write units'],
  design.flatMap(({ domain, lists }) =>
    lists.flatMap(({ item, filters }) =>
      filters.map((each) => [
        domain,
        item.name,
        each.filter === undefined ? 'none' : code(each.filter),
        each.by,
        each.patterns.map(({ partition }) => code(partition)).join(', '),
        upkeepOf(each, item),
      ]),
    ),
  ),
)}

## What requests cost

Read and write units as the meter of the local cloud counted them (\`docs/measured-units.json\`; \`UPDATE_DOCS=1 npx vitest run test/api/units.test.ts\` recounts).

${
  measured.length === 0
    ? 'Nothing is measured yet.'
    : table(
        ['Request', 'Case', 'Read units', 'Write units'],
        measured.map((each) => [
          code(each.route),
          each.case,
          String(each.readUnits),
          String(each.writeUnits),
        ]),
      )
}
`;
}

/** What a filter costs to keep, as the tests of lists measure it. */
function upkeepOf({ by, patterns }: CarriedFilter, item: ItemDeclaration): string {
  switch (by) {
    case 'key':
      return patterns.every((pattern) => pattern.item === item)
        ? '1 to add, 2 to move, 1 when the row changes'
        : `1 for each change, by an event (${patterns.map((pattern) => pattern.item.name).join(', ')})`;
    case 'list row':
      return '2 to add, 4 to move, 2 when the row changes';
    case 'bounded read':
      return 'none';
    case 'index of changes':
      return '1 to create, 1 for each change, 1 more when the row changes';
  }
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.main) {
  if (process.argv.includes('--write')) writeFileSync(accessPatternsFile, accessPatternsPage());
  else process.stdout.write(accessPatternsPage());
}
