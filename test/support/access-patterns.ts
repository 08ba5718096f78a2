/**
 * Makes `docs/access-patterns.md` from the declarations of the domains.
 * `node test/support/access-patterns.ts --write` writes it; without `--write` it is printed.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessPatterns } from '../../functions/access-patterns.ts';
import { type ItemDeclaration, indexNames } from '../../shared/table/item.ts';
import { type AccessPattern, shardCount } from '../../shared/table/pattern.ts';
import { type Measurement, readMeasuredUnits } from './measured-units.ts';

export const accessPatternsFile = fileURLToPath(new URL('../../docs/access-patterns.md', import.meta.url));

export interface DomainDesign {
  readonly domain: string;
  readonly items: readonly ItemDeclaration[];
  readonly patterns: readonly AccessPattern[];
}

/** What each domain declares, in the order of `functions/access-patterns.ts`. */
export function tableDesign(): readonly DomainDesign[] {
  return Object.entries(accessPatterns).map(([domain, declarations]) => {
    const exported: unknown[] = Object.values(declarations);
    return {
      domain,
      items: exported.filter(isItem).sort((one, other) => compare(one.name, other.name)),
      patterns: exported.filter(isPattern).sort((one, other) => compare(one.question, other.question)),
    };
  });
}

/** By code units, so that the page is the same everywhere. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function isItem(value: unknown): value is ItemDeclaration {
  return typeof value === 'object' && value !== null && 'schema' in value && 'key' in value;
}

function isPattern(value: unknown): value is AccessPattern {
  return typeof value === 'object' && value !== null && 'question' in value && 'partition' in value;
}

export function accessPatternsPage(measured: readonly Measurement[] = readMeasuredUnits()): string {
  const design = tableDesign();
  return `# The one table

Made from the declarations in \`functions/*/*.items.ts\` by \`node test/support/access-patterns.ts --write\`; a test fails when this page is stale. Do not edit it.

## Items

Every item lies under \`pk\` and \`sk\`. An index is left empty where one of its placeholders has no value, so open work leaves its list when it is done.

${table(
  ['Domain', 'Item', 'pk', 'sk', ...indexNames, 'Expires'],
  design.flatMap(({ domain, items }) =>
    items.map((item) => [
      domain,
      item.name,
      code(item.key[0]),
      code(item.key[1]),
      ...indexNames.map((index) => item.indexes?.[index]?.map(code).join(' / ') ?? ''),
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
